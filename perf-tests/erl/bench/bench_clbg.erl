%% Programs in the style of the Computer Language Benchmarks Game, own code.
-module(bench_clbg).
-export([list/0]).

list() ->
    N = fun() -> nil end,
    [{clbg_nbody, 20000, "steps", N, fun(_) -> round(1.0e9 * nbody(20000)) end},
     {clbg_mandelbrot, 160 * 160, "pixels", N, fun(_) -> erlang:phash2(mandel(160)) end},
     {clbg_spectralnorm, 250, "n", N, fun(_) -> round(1.0e9 * spectral(250)) end},
     {clbg_binary_trees, 1, "run", N, fun(_) -> btrees(14) end},
     {clbg_pidigits, 400, "digits", N, fun(_) -> erlang:phash2(pidigits(400)) end},
     {clbg_fasta, 500000, "bases", N, fun(_) -> erlang:phash2(iolist_to_binary(fasta(500000))) end}
    ].

%% --- n-body: list of {X,Y,Z,VX,VY,VZ,M}
-define(PI, 3.141592653589793).
-define(SM, (4 * ?PI * ?PI)).
-define(DP, 365.24).
bodies() ->
    [{0.0, 0.0, 0.0, 0.0, 0.0, 0.0, ?SM},
     {4.84143144246472090, -1.16032004402742839, -1.03622044471123109e-1, 1.66007664274403694e-3 * ?DP, 7.69901118419740425e-3 * ?DP, -6.90460016972063023e-5 * ?DP, 9.54791938424326609e-4 * ?SM},
     {8.34336671824457987, 4.12479856412430479, -4.03523417114321381e-1, -2.76742510726411021e-3 * ?DP, 4.99852801234917238e-3 * ?DP, 2.30417297573763929e-5 * ?DP, 2.85885980666130812e-4 * ?SM},
     {1.28943695621391310e1, -1.51111514016986312e1, -2.23307578892655734e-1, 2.96460137564761618e-3 * ?DP, 2.37847173959480950e-3 * ?DP, -2.96589568540237556e-5 * ?DP, 4.36624404335156298e-5 * ?SM},
     {1.53796971148509165e1, -2.59193146099879641e1, 1.79258772950371181e-1, 2.68067772490389322e-3 * ?DP, 1.62824170038242295e-3 * ?DP, -9.51592254519715870e-5 * ?DP, 5.15138902046611451e-5 * ?SM}].
nbody(N) ->
    Bs = bodies(),
    {PX, PY, PZ} = lists:foldl(fun({_, _, _, VX, VY, VZ, M}, {A, B, C}) -> {A + VX * M, B + VY * M, C + VZ * M} end, {0.0, 0.0, 0.0}, Bs),
    [{X, Y, Z, _, _, _, M} | T] = Bs,
    energy(steps(N, [{X, Y, Z, -PX / ?SM, -PY / ?SM, -PZ / ?SM, M} | T], 0.01)).
steps(0, B, _) -> B;
steps(N, B, Dt) -> steps(N - 1, move(adv(B, Dt), Dt), Dt).
adv([], _) -> [];
adv([B | Rest], Dt) -> {B1, Rest1} = pair(B, Rest, Dt, []), [B1 | adv(Rest1, Dt)].
pair(B, [], _, Acc) -> {B, lists:reverse(Acc)};
pair({X, Y, Z, VX, VY, VZ, M}, [{X2, Y2, Z2, VX2, VY2, VZ2, M2} | T], Dt, Acc) ->
    DX = X - X2, DY = Y - Y2, DZ = Z - Z2,
    D2 = DX * DX + DY * DY + DZ * DZ,
    Mag = Dt / (D2 * math:sqrt(D2)),
    A = M2 * Mag, B = M * Mag,
    pair({X, Y, Z, VX - DX * A, VY - DY * A, VZ - DZ * A, M}, T, Dt,
         [{X2, Y2, Z2, VX2 + DX * B, VY2 + DY * B, VZ2 + DZ * B, M2} | Acc]).
move([], _) -> [];
move([{X, Y, Z, VX, VY, VZ, M} | T], Dt) -> [{X + Dt * VX, Y + Dt * VY, Z + Dt * VZ, VX, VY, VZ, M} | move(T, Dt)].
energy([]) -> 0.0;
energy([{X, Y, Z, VX, VY, VZ, M} | T]) ->
    lists:foldl(fun({X2, Y2, Z2, _, _, _, M2}, E) ->
                        DX = X - X2, DY = Y - Y2, DZ = Z - Z2,
                        E - M * M2 / math:sqrt(DX * DX + DY * DY + DZ * DZ)
                end, 0.5 * M * (VX * VX + VY * VY + VZ * VZ), T) + energy(T).

%% --- mandelbrot
mandel(N) -> [row(Y, N, 0, []) || Y <- lists:seq(0, N - 1)].
row(_, N, N, Acc) -> Acc;
row(Y, N, X, Acc) -> row(Y, N, X + 1, [iter(2.0 * X / N - 1.5, 2.0 * Y / N - 1.0, 0.0, 0.0, 50) | Acc]).
iter(_, _, _, _, 0) -> 0;
iter(Cr, Ci, Zr, Zi, K) ->
    R2 = Zr * Zr, I2 = Zi * Zi,
    if R2 + I2 > 4.0 -> K;
       true -> iter(Cr, Ci, R2 - I2 + Cr, 2.0 * Zr * Zi + Ci, K - 1)
    end.

%% --- spectral norm
spectral(N) ->
    U0 = lists:duplicate(N, 1.0),
    {U, V} = sp(10, U0, U0, N),
    {VBv, Vv} = lists:foldl(fun({A, B}, {S1, S2}) -> {S1 + A * B, S2 + B * B} end, {0.0, 0.0}, lists:zip(U, V)),
    math:sqrt(VBv / Vv).
sp(0, U, V, _) -> {U, V};
sp(K, U, _, N) -> V = atau(U, N), sp(K - 1, atau(V, N), V, N).
atau(V, N) -> tv(av(V, N), N).
av(V, N) -> [dot(V, I, 0, 0.0) || I <- lists:seq(0, N - 1)].
tv(V, N) -> [dott(V, I, 0, 0.0) || I <- lists:seq(0, N - 1)].
dot([], _, _, A) -> A;
dot([H | T], I, J, A) -> dot(T, I, J + 1, A + H / ((I + J) * (I + J + 1) div 2 + I + 1)).
dott([], _, _, A) -> A;
dott([H | T], I, J, A) -> dott(T, I, J + 1, A + H / ((I + J) * (I + J + 1) div 2 + J + 1)).

%% --- binary trees
btrees(Max) ->
    S = chk(mk(Max + 1)),
    Long = mk(Max),
    R = [{D, iter_trees(1 bsl (Max - D + 4), D, 0)} || D <- lists:seq(4, Max, 2)],
    {S, R, chk(Long)}.
iter_trees(0, _, A) -> A;
iter_trees(N, D, A) -> iter_trees(N - 1, D, A + chk(mk(D))).
mk(0) -> {};
mk(D) -> {mk(D - 1), mk(D - 1)}.
chk({}) -> 1;
chk({L, R}) -> 1 + chk(L) + chk(R).

%% --- pidigits (Gibbons spigot, unbounded integers)
pidigits(N) -> pd(N, 1, 0, 1, 1, 3, 3, []).
pd(0, _, _, _, _, _, _, Acc) -> lists:reverse(Acc);
pd(C, Q, R, T, K, M, X, Acc) when 4 * Q + R - T < M * T ->
    NR = 10 * (R - M * T),
    pd(C - 1, Q * 10, NR, T, K, (10 * (3 * Q + R)) div T - 10 * M, X, [M | Acc]);
pd(C, Q, R, T, K, _M, X, Acc) ->
    NR = (2 * Q + R) * X,
    NN = (Q * (7 * K) + 2 + R * X) div (T * X),
    pd(C, Q * K, NR, T * X, K + 1, NN, X + 2, Acc).

%% --- fasta: weighted random bases, 60 per line
fasta(N) -> fa(N, 42, 0, []).
fa(0, _, _, Acc) -> lists:reverse(Acc);
fa(N, S, 60, Acc) -> fa(N, S, 0, [$\n | Acc]);
fa(N, S, Col, Acc) ->
    S1 = (S * 3877 + 29573) rem 139968,
    fa(N - 1, S1, Col + 1, [pick(S1 / 139968) | Acc]).
pick(R) when R < 0.3029549426680 -> $a;
pick(R) when R < 0.5009432431601 -> $c;
pick(R) when R < 0.6984905497992 -> $g;
pick(_) -> $t.

