%% Functions that call each other last, in circles: compiled they share one method.
-module(c_circles).
-export([cases/0]).
-import(corpus, [id/1, many/1, t/1]).

cases() ->
    [{two, fun two/0}, {arities, fun arities/0}, {garbage, fun garbage/0}, {fails, fun fails/0}, {bodies, fun bodies/0}, {caught, fun caught/0},
     {floats, fun floats/0}, {bytes, fun bytes/0}, {waits, fun waits/0}, {stack, fun stack/0}, {merges, fun merges/0}].

even(0) -> true;
even(N) -> odd(N - 1).
odd(0) -> false;
odd(N) -> even(N - 1).
two() -> [even(many(20000)), odd(many(20001)), even(7), odd(0), t(fun() -> even(id(x)) end)].

%% Registers that one function has and the next has not.
a0() -> case get(left) of 0 -> erase(left); N -> put(left, N - 1), a3(N, [N], {N}) end.
a1([X | _]) -> a2(X, X);
a1([]) -> a0().
a2(X, Y) when X > 100000 -> {X, Y};
a2(X, Y) -> a5(X, Y, X - 1, [Y], done).
a3(N, L, T) -> a4(L, T, N, N band 3).
a4(L, _, _, 0) -> a1(L);
a4(_, T, _, 1) -> a2(T, T);
a4(_, _, N, 2) -> a5(N, 2, 1, [], more);
a4(_, _, _, 3) -> a0().
a5(_, _, _, _, done) -> a0();
a5(_, _, _, L, more) -> a1(L).
arities() -> [begin put(left, N), [a0(), get(left)] end || N <- [0, 1, 2, 3, 4, 5, 17, many(5000), many(4003)]].

%% Collections and ends of slices at each place.
g1(0, A, B) -> {lists:sum(A), length(B)};
g1(N, A, B) -> g2(N - 1, [N, {N, A} | B], A).
g2(0, B, A) -> {length(B), lists:sum(A)};
g2(N, B, A) when N rem 3 =:= 0 -> g3(N, A, B, {N, [N]});
g2(N, B, A) -> g1(N - 1, [N * 7 | A], B).
g3(N, A, B, {N, [M]}) -> g1(N - 1, [M + N | A], [{M} | B]).
garbage() -> [g1(N, [], []) || N <- [0, 1, 2, 3, 4, 5, many(3000), many(3001), many(3002)]].

f1([a | T], N) -> f2(T, N, N);
f1([c | T], N) -> f1(T, N + 1).
f2([b | T], N, M) -> f1(T, N + M);
f2([d], N, M) -> {N, M};
f2([e | T], N, _) -> f1(hd(T), N div (N - 6)).
fails() ->
    L = lists:append(lists:duplicate(many(300), [a, b, c])),
    [t(fun() -> f1(L ++ E, N) end) || E <- [[], [a, d], [a], [x], [a, x], [a, e], [a, e, [c, c | y]]], N <- [0, 1, 6]].

%% Calls that are not last, and their results, between those that are.
b1(0, A) -> A;
b1(N, A) -> X = b3(N), b2(N - 1, [X | A]).
b2(N, [X | A]) when N rem 5 =:= 0, N > 0 -> Y = b1(N div 4, []), b1(N - 1, [{X, length(Y)} | A]);
b2(N, A) -> b1(N, A).
b3(N) when N rem 7 =:= 0 -> length(b2(3, [N]));
b3(N) -> id(N) + 1.
bodies() -> [b1(N, []) || N <- [0, 1, 4, 5, 6, 40]] ++ [erlang:phash2(b1(many(2000), []))].

c1(0, A) -> A;
c1(N, A) -> X = try c3(N) catch throw:Y -> {thrown, Y}; error:E -> {error, E} end, c2(N - 1, [X | A]).
c2(N, A) -> c1(N, case catch c3(N + 1) of {'EXIT', {R, _}} -> [R | A]; _ -> A end).
c3(N) when N rem 3 =:= 0 -> throw(N);
c3(N) when N rem 3 =:= 1 -> 1 / (N rem 2);
c3(N) -> N.
caught() -> [c1(N, []) || N <- [0, 1, 2, 9]] ++ [erlang:phash2(c1(many(900), []))].

x1(0, A, _) -> A;
x1(N, A, B) -> x2(N - 1, A * 1.0001 + B, B).
x2(N, A, B) when A > 1000.0 -> x1(N, A / 100.0, B + 0.5);
x2(N, A, B) -> x1(N, A + float(N), B - 0.25).
floats() -> [x1(0, 1.0, 2.0), x1(1, 1.0, 2.0), x1(many(5000), 1.5, 2.5), t(fun() -> x1(10, 1.0e308, 1.0e308) end), t(fun() -> x1(3, a, 1.0) end)].

w1(<<C, T/binary>>, A) when C > $z -> w2(T, [C | A], C);
w1(<<C, T/binary>>, A) when C > $9 -> w3(T, A, C);
w1(<<_, T/binary>>, A) -> w1(T, A);
w1(<<>>, A) -> lists:sum(A).
w2(<<C:16, T/binary>>, A, B) -> w1(T, [C bxor B | A]);
w2(T, A, _) -> w1(T, A).
w3(<<C, T/binary>>, A, B) when C =:= B -> w3(T, [C | A], B);
w3(<<_:4, T/bitstring>>, A, _) when bit_size(T) rem 8 =:= 4 -> <<_:4, R/binary>> = T, w1(R, A);
w3(B, A, _) -> w1(B, A).
bytes() -> [w1(list_to_binary([(N * K) band 255 || N <- lists:seq(1, M)]), []) || K <- [1, 3, 7, 0, 65], M <- [0, 1, 2, 3, 250, many(3000)]].

r1(0, A) -> A;
r1(N, A) -> self() ! {N, A}, r2(N).
r2(N) -> receive {N, A} when N rem 4 =:= 0 -> r1(N - 1, A + 1); {N, A} -> r3(N, A) after 100000 -> late end.
r3(N, A) -> receive nothing -> nothing after 0 -> r1(N - 1, A) end.
waits() -> [r1(N, 0) || N <- [0, 1, 4, 5, many(1000)]].

%% Erlang's stack does not grow.
s1(0) -> {total_heap_size, W} = process_info(self(), total_heap_size), {stack_size, S} = process_info(self(), stack_size), {W < 100000, S < 100};
s1(N) -> s2(N, N).
s2(N, N) -> s3(N, N, N).
s3(N, N, N) -> s1(N - 1).
stack() -> s1(many(100000)).

rand(0, _) -> [];
rand(N, S) -> [S bsr 5 | rand(N - 1, (S * 1103515245 + 12345) band 16#7fffffff)].
merges() ->
    [begin L = rand(N, N), [erlang:phash2(F(L)) || F <- [fun lists:sort/1, fun lists:usort/1, fun(X) -> lists:sort(fun(A, B) -> A >= B end, X) end,
        fun(X) -> lists:keysort(1, [{E rem 97, E} || E <- X]) end, fun(X) -> lists:ukeysort(1, [{E rem 97, E} || E <- X]) end,
        fun(X) -> lists:merge([lists:sort(X), lists:seq(1, N), lists:sort(tl([0 | X]))]) end]] end || N <- [0, 1, 2, 3, 10, 100, many(3000)]].
