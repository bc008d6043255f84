%% Sequential code: calls, lists, funs, integers, floats, matching, exceptions.
-module(bench_seq).
-export([list/0, rand/2, perm/2, op_a/1, op_b/1, op_c/1]).

nil() -> nil.
list() ->
    N = fun nil/0,
    L100k = fun() -> lists:seq(1, 100000) end,
    R100k = fun() -> rand(100000, 42) end,
    [{fib, 7049155, "calls", N, fun(_) -> fib(32) end},
     {tak, 4 * 1098009, "calls", N, fun(_) -> [tak(24, 16, 8) || _ <- [1, 2, 3, 4]] end},
     {nrev, 100 * 45451, "lips", fun() -> lists:seq(1, 300) end, fun(L) -> loop(100, fun() -> nrev(L) end) end},
     {list_sum, 100 * 100000, "elems", L100k, fun(L) -> loop(100, fun() -> sum(L, 0) end) end},
     {list_body_map, 20 * 100000, "elems", L100k, fun(L) -> erlang:phash2(loop(20, fun() -> inc(L) end)) end},
     {lists_map_fun, 20 * 100000, "elems", L100k, fun(L) -> lists:sum(loop(20, fun() -> lists:map(fun(X) -> X * 3 + 1 end, L) end)) end},
     {lists_foldl_fun, 50 * 100000, "elems", L100k, fun(L) -> loop(50, fun() -> lists:foldl(fun(X, A) -> X + A end, 0, L) end) end},
     {lists_filter_fun, 20 * 100000, "elems", L100k, fun(L) -> length(loop(20, fun() -> lists:filter(fun(X) -> X band 3 =:= 1 end, L) end)) end},
     {list_comprehension, 20 * 100000, "elems", L100k, fun(L) -> lists:sum(loop(20, fun() -> [X + Y || X <- L, X rem 3 =/= 0, Y <- [1]] end)) end},
     {list_append_op, 2000 * 1000, "elems", fun() -> lists:seq(1, 1000) end, fun(L) -> loop(2000, fun() -> length(L ++ [1]) end) end},
     {lists_sort, 100000, "elems", R100k, fun(L) -> erlang:phash2(lists:sort(L)) end},
     {lists_sort_fun, 50000, "elems", fun() -> rand(50000, 7) end, fun(L) -> erlang:phash2(lists:sort(fun(A, B) -> A >= B end, L)) end},
     {mergesort_user, 50000, "elems", fun() -> rand(50000, 11) end, fun(L) -> erlang:phash2(msort(L)) end},
     {nqueens, 1, "solve", N, fun(_) -> length(queens(10)) end},
     {sieve_list, 50000, "numbers", N, fun(_) -> length(sieve(lists:seq(2, 50000))) end},
     {gcd_loop, 100000, "gcds", N, fun(_) -> gcds(100000, 0) end},
     {int_bitops32, 3000000, "steps", N, fun(_) -> fnv(3000000, 16#811c9dc5) end},
     {float_loop, 5000000, "steps", N, fun(_) -> floop(5000000, 1.0) end},
     {float_math, 500000, "steps", N, fun(_) -> round(fmath(500000, 0.5, 0.0) * 1000) end},
     {atom_dispatch, 3000000, "dispatches", fun() -> prog(3000) end, fun(P) -> loop(1000, fun() -> vm(P, 0, 1) end) end},
     {tuple_dispatch, 2000000, "dispatches", fun() -> tprog(2000) end, fun(P) -> loop(1000, fun() -> tvm(P, 0) end) end},
     {fun_call, 3000000, "calls", fun() -> K = length("abc"), fun(X) -> X + K end end, fun(F) -> fcall(3000000, F, 0) end},
     {apply_mfa, 2000000, "calls", fun() -> {op_a, op_b, op_c, bench_seq} end, fun(T) -> mfa(2000000, T, 0) end},
     {try_nothrow, 2000000, "tries", N, fun(_) -> trynt(2000000, 0) end},
     {throw_catch, 300000, "throws", N, fun(_) -> thr(300000, 0) end},
     {error_stacktrace, 50000, "errors", N, fun(_) -> errs(50000, 0) end},
     {proc_dict, 1000000, "put+get", N, fun(_) -> pdict(1000000) end},
     {record_update, 2000000, "updates", fun() -> rec() end, fun(R) -> recs(2000000, R) end},
     {list_tuple_conv, 3000, "conv", fun() -> lists:seq(1, 500) end, fun(L) -> loop(3000, fun() -> tuple_size(list_to_tuple(tuple_to_list(list_to_tuple(L)))) end) end},
     {phash2_terms, 200, "hashes", fun() -> deep(10) end, fun(D) -> hashes(200, D, 0) end},
     {bin_trees_small, 20 * 65535, "nodes", N, fun(_) -> loop(20, fun() -> tcheck(tree(15)) end) end},
     {non_tail_deep, 1000000, "frames", N, fun(_) -> ntd(1000000) end}
    ].

loop(1, F) -> F();
loop(N, F) -> _ = F(), loop(N - 1, F).

%% deterministic pseudo-random small integers
rand(N, Seed) -> rand(N, Seed, []).
rand(0, _, A) -> A;
rand(N, S, A) -> S1 = (S * 1103515245 + 12345) band 16#7fffffff, rand(N - 1, S1, [S1 bsr 8 | A]).
perm(N, Seed) -> [X || {_, X} <- lists:sort(lists:zip(rand(N, Seed), lists:seq(1, N)))].

fib(N) when N < 2 -> N;
fib(N) -> fib(N - 1) + fib(N - 2).

tak(X, Y, Z) when Y < X -> tak(tak(X - 1, Y, Z), tak(Y - 1, Z, X), tak(Z - 1, X, Y));
tak(_, _, Z) -> Z.

app([], L) -> L;
app([H | T], L) -> [H | app(T, L)].
nrev([]) -> [];
nrev([H | T]) -> app(nrev(T), [H]).

sum([H | T], A) -> sum(T, A + H);
sum([], A) -> A.
inc([H | T]) -> [H + 1 | inc(T)];
inc([]) -> [].

msort([]) -> [];
msort([X]) -> [X];
msort(L) -> {A, B} = split(L, [], []), merge(msort(A), msort(B)).
split([], A, B) -> {A, B};
split([H | T], A, B) -> split(T, [H | B], A).
merge([], B) -> B;
merge(A, []) -> A;
merge([A | As], Bs = [B | _]) when A =< B -> [A | merge(As, Bs)];
merge(As, [B | Bs]) -> [B | merge(As, Bs)].

queens(N) -> queens(N, N).
queens(0, _) -> [[]];
queens(K, N) -> [[Q | B] || B <- queens(K - 1, N), Q <- lists:seq(1, N), safe(Q, 1, B)].
safe(_, _, []) -> true;
safe(Q, D, [Q1 | Qs]) -> Q =/= Q1 andalso abs(Q - Q1) =/= D andalso safe(Q, D + 1, Qs).

sieve([]) -> [];
sieve([P | T]) when P * P > 50000 -> [P | T];
sieve([P | T]) -> [P | sieve([X || X <- T, X rem P =/= 0])].

gcds(0, A) -> A;
gcds(N, A) -> gcds(N - 1, A + gcd(N * 7919, 360360)).
gcd(A, 0) -> A;
gcd(A, B) -> gcd(B, A rem B).

fnv(0, H) -> H;
fnv(N, H) -> fnv(N - 1, ((H bxor (N band 255)) * 16777619) band 16#ffffffff).

floop(0, A) -> A;
floop(N, A) -> floop(N - 1, A * 1.0000001 + 0.5).

fmath(0, _, A) -> A;
fmath(N, X, A) -> fmath(N - 1, X + 1.0e-5, A + math:sin(X) * math:cos(X) / math:sqrt(1.0 + X * X)).

prog(N) -> [element(1 + X rem 12, {push, pop, add, sub, mul, jmp, load, store, nop, dup, swap, neg}) || X <- rand(N, 5)].
vm([], A, B) -> A + B;
vm([push | T], A, B) -> vm(T, A + 1, B);
vm([pop | T], A, B) -> vm(T, A - 1, B);
vm([add | T], A, B) -> vm(T, (A + B) band 16#ffff, B);
vm([sub | T], A, B) -> vm(T, (A - B) band 16#ffff, B);
vm([mul | T], A, B) -> vm(T, (A * 3) band 16#ffff, B);
vm([jmp | T], A, B) -> vm(T, B, A);
vm([load | T], A, B) -> vm(T, A, B + 1);
vm([store | T], A, B) -> vm(T, A, B - 1);
vm([nop | T], A, B) -> vm(T, A, B);
vm([dup | T], A, _) -> vm(T, A, A);
vm([swap | T], A, B) -> vm(T, B, A);
vm([neg | T], A, B) -> vm(T, -A, B).

tprog(N) -> [element(1 + X rem 6, {{add, X band 15, 1}, {sub, X band 7}, {set, x, X band 3}, {set, y, 2}, {nop}, {mul, 3, x, 1}}) || X <- rand(N, 6)].
tvm([], A) -> A;
tvm([{add, X, Y} | T], A) -> tvm(T, A + X + Y);
tvm([{sub, X} | T], A) -> tvm(T, A - X);
tvm([{set, x, V} | T], A) -> tvm(T, A bxor V);
tvm([{set, y, V} | T], A) -> tvm(T, A + V);
tvm([{nop} | T], A) -> tvm(T, A);
tvm([{mul, K, x, _} | T], A) -> tvm(T, (A * K) band 16#fffff).

fcall(0, _, A) -> A;
fcall(N, F, A) -> fcall(N - 1, F, F(A)).

mfa(0, _, A) -> A;
mfa(N, T, A) -> M = element(4, T), F = element(1 + N rem 3, T), mfa(N - 1, T, M:F(A)).
op_a(X) -> X + 1.
op_b(X) -> X + 2.
op_c(X) -> X - 1.

trynt(0, A) -> A;
trynt(N, A) -> V = try chk(N) catch _:_ -> 0 end, trynt(N - 1, A + V).
chk(N) when N > 0 -> N band 1;
chk(_) -> throw(neg).

thr(0, A) -> A;
thr(N, A) -> V = try chk(-N) catch throw:neg -> 1 end, thr(N - 1, A + V).

errs(0, A) -> A;
errs(N, A) -> V = try bad(N) catch error:badarith:St -> length(St) - length(St) + 1 end, errs(N - 1, A + V).
bad(N) -> 1 + badder(N).
badder(N) -> 1 + (N / zero(N)).
zero(N) -> N - N.

pdict(N) -> put(acc, 0), put(k1, a), put(k2, b), pd(N).
pd(0) -> get(acc);
pd(N) -> put(acc, get(acc) + 1), pd(N - 1).

-record(r, {a = 0, b = 0, c, d, e = [], f = 1.5, g, h = 7}).
rec() -> #r{}.
recs(0, R) -> R#r.a + R#r.b + R#r.h;
recs(N, R) -> recs(N - 1, R#r{a = R#r.a + 1, b = R#r.b + R#r.h}).

deep(0) -> {leaf, 1, <<"abc">>};
deep(D) -> {node, D, deep(D - 1), [D, 2.5, foo], deep(D - 1)}.

hashes(0, _, A) -> A;
hashes(N, D, A) -> hashes(N - 1, D, (A + erlang:phash2({N, D})) band 16#ffffffff).

tree(0) -> {nil, nil};
tree(D) -> {tree(D - 1), tree(D - 1)}.
tcheck({nil, nil}) -> 1;
tcheck({L, R}) -> 1 + tcheck(L) + tcheck(R).

ntd(0) -> 0;
ntd(N) -> 1 + ntd(N - 1).

