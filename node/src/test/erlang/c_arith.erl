%% Integers small and large, floats, comparison, bit operations.
-module(c_arith).
-export([cases/0]).
-import(corpus, [id/1, ts/1]).

cases() ->
    [{add_edges, fun add_edges/0}, {sub_edges, fun sub_edges/0}, {mul_edges, fun mul_edges/0},
     {constant_edges, fun constant_edges/0},
     {division, fun division/0}, {division_by_zero, fun division_by_zero/0}, {remainders, fun remainders/0},
     {shifts, fun shifts/0}, {shift_limits, fun shift_limits/0}, {bitwise, fun bitwise/0}, {bitwise_big, fun bitwise_big/0},
     {bad_operands, fun bad_operands/0}, {big_growth, fun big_growth/0}, {factorial, fun factorial/0},
     {big_division, fun big_division/0}, {float_arith, fun float_arith/0}, {float_overflow, fun float_overflow/0},
     {float_text, fun float_text/0}, {float_parse, fun float_parse/0}, {rounding, fun rounding/0},
     {mixed_compare, fun mixed_compare/0}, {compare_big_float, fun compare_big_float/0}, {exact_compare, fun exact_compare/0},
     {min_max, fun min_max/0}, {abs_neg, fun abs_neg/0}, {integer_text, fun integer_text/0}, {integer_parse, fun integer_parse/0},
     {math_functions, fun math_functions/0}, {math_errors, fun math_errors/0}, {fibonacci, fun fibonacci/0},
     {gcd_big, fun gcd_big/0}, {sum_of_floats, fun sum_of_floats/0}, {float_loop, fun float_loop/0},
     {term_order, fun term_order/0}, {power, fun power/0}, {digits, fun digits/0}, {ackermann, fun ackermann/0},
     {guards_arith, fun guards_arith/0}, {float_in_guard, fun float_in_guard/0}, {int_of_float, fun int_of_float/0}].

edges() -> [0, 1, -1, 2, 7, -7, 255, 1 bsl 27, -(1 bsl 27), (1 bsl 59) - 1, -(1 bsl 59), 1 bsl 59, (1 bsl 63) - 1, 1 bsl 63,
            -(1 bsl 63), 1 bsl 64, (1 bsl 64) - 1, -(1 bsl 64), 123456789012345678901234567890, -(1 bsl 128)].

pairs() -> [{A, B} || A <- id(edges()), B <- id(edges())].

add_edges() -> erlang:md5(term_to_binary([A + B || {A, B} <- pairs()])), [A + B || {A, B} <- pairs()].
sub_edges() -> [A - B || {A, B} <- pairs()].
mul_edges() -> [A * B || {A, B} <- pairs()].
%% Every constant is a small integer, the first and the last one among them.
constant_edges() ->
    [{A + 1, A - 1, A + -2, A - -2, A + 16#7ffffffffffffff, A - 16#7ffffffffffffff, A + -16#800000000000000, A - -16#800000000000000,
      A * 3, A * -1, A * 16, A * 16#800000001, A * -16#800000000000000, A * 0, (A bxor 255) * 16777619 band 16#ffffffff,
      (A bxor -1) * 7 + 1, (A bxor 5) bxor 5, A * 31 - 1 bxor 1}
     || A <- id(edges())].

division() -> [{A div B, A / B} || {A, B} <- pairs(), B =/= 0].
remainders() -> [A rem B || {A, B} <- pairs(), B =/= 0].

division_by_zero() ->
    ts([fun() -> id(1) div id(0) end, fun() -> id(1) rem id(0) end, fun() -> id(1) / id(0) end, fun() -> id(1) / id(0.0) end,
        fun() -> id(1 bsl 80) div id(0) end, fun() -> id(1.0) div 2 end, fun() -> id(a) / 1 end]).

shifts() -> [{A bsl S, A bsr S} || A <- id(edges()), S <- id([0, 1, 5, 31, 32, 58, 59, 60, 63, 64, 65, 127, 200, -1, -3, -64, -70])].

shift_limits() ->
    ts([fun() -> id(0) bsl id(1 bsl 100) end, fun() -> id(5) bsr id(1 bsl 100) end, fun() -> id(-5) bsr id(1 bsl 100) end,
        fun() -> id(1) bsl id(1 bsl 70) end, fun() -> id(1) bsl id(1 bsl 40) end, fun() -> id(1) bsr id(-(1 bsl 40)) end,
        fun() -> id(1) bsl id(a) end, fun() -> id(1.0) bsr id(2) end]).

bitwise() -> [{A band B, A bor B, A bxor B, bnot A} || {A, B} <- pairs()].

bitwise_big() ->
    A = id((1 bsl 200) - 12345), B = id(-(1 bsl 130) + 99), C = id(-(1 bsl 256)),
    [A band B, A bor B, A bxor B, B band C, B bor C, B bxor C, bnot A, bnot C, A band -1, C band 16#ffffffff].

bad_operands() ->
    ts([fun() -> id(a) + id(1) end, fun() -> id(1) + id(a) end, fun() -> id([]) - id(1) end, fun() -> id({}) * 2 end, fun() -> -id(a) end,
        fun() -> id(1.5) band 1 end, fun() -> 1 bor id(a) end, fun() -> bnot id(1.0) end, fun() -> id(<<>>) bxor 1 end,
        fun() -> id(#{}) div 1 end, fun() -> id(self) rem 1 end, fun() -> abs(id(a)) end, fun() -> float(id(a)) end,
        fun() -> round(id("1")) end, fun() -> trunc(id(a)) end, fun() -> not id(1) end, fun() -> id(1) and true end, fun() -> id(1) or true end,
        fun() -> id(1) xor true end, fun() -> erlang:'+'(id(1), id(a)) end, fun() -> erlang:'div'(id(1), 0) end]).

big_growth() -> grow(id(3), 9, []).
grow(_, 0, Acc) -> Acc;
grow(X, N, Acc) -> Y = X * X, grow(Y, N - 1, [Y rem 1000000007, Y | Acc]).

factorial() -> [fact(N) || N <- [0, 1, 5, 20, 21, 25, 50, 100, 170]].
fact(0) -> 1;
fact(N) -> N * fact(N - 1).

big_division() ->
    F = fact(id(60)),
    [{F div D, F rem D, -F div D, -F rem D} || D <- [7, 1 bsl 59, 1 bsl 64, 1 bsl 65, fact(20), fact(30), fact(59), fact(60), fact(61), -fact(25), (1 bsl 128) - 1]].

float_arith() ->
    Fs = id([0.0, -0.0, 1.0, -1.5, 0.1, 1.0e10, 1.0e-10, 1.0e300, -1.0e-300, 123456.789, 5.0e-324, 1.7976931348623157e308]),
    [ts([fun() -> A + B end, fun() -> A - B end, fun() -> A * B end, fun() -> A / B end]) || A <- Fs, B <- Fs].

float_overflow() ->
    ts([fun() -> id(1.0e308) * 10 end, fun() -> id(1.0e308) + id(1.0e308) end, fun() -> id(-1.0e308) * id(1.0e10) end,
        fun() -> float(id(1 bsl 1024)) end, fun() -> id(1 bsl 2000) + 1.0 end, fun() -> float(id((1 bsl 1023) * 2 - 1)) end,
        fun() -> id(1 bsl 1100) / id(1 bsl 90) end, fun() -> id(1 bsl 1100) / id(1 bsl 1099) end, fun() -> math:exp(id(1000)) end]).

float_text() ->
    Fs = id([0.0, -0.0, 1.0, 0.1, 1.0e22, 1.0e21, 123456789.125, 1.0e-5, 1.5e-7, 2.2250738585072014e-308, 5.0e-324, 1.7976931348623157e308, 9007199254740993.0, 4.35, 0.3, 2/3, 1.0e23]),
    [[float_to_list(F), float_to_list(F, [{decimals, 3}]), float_to_list(F, [{scientific, 5}]), float_to_binary(F, [{decimals, 4}, compact]),
      float_to_list(F, [short]), io_lib:format("~w ~p ~g ~e ~.3f", [F, F, F, F, F])] || F <- Fs, abs(F) < 1.0e200].

float_parse() ->
    ts([fun() -> list_to_float(id("1.5")) end, fun() -> list_to_float(id("-1.5e10")) end, fun() -> list_to_float(id("+1.0E-3")) end, fun() -> list_to_float(id("1")) end,
        fun() -> list_to_float(id("1.e3")) end, fun() -> list_to_float(id("1.0e400")) end, fun() -> binary_to_float(id(<<"3.14">>)) end, fun() -> binary_to_float(id(<<"x">>)) end,
        fun() -> list_to_float(id("")) end, fun() -> list_to_float(id(a)) end, fun() -> list_to_float(id("4.9e-324")) end, fun() -> list_to_float(id("1.0e-400")) end,
        fun() -> string:to_float("1.5abc") end, fun() -> string:to_float("x") end, fun() -> list_to_float(id(" 1.0")) end]).

rounding() ->
    Fs = id([0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999999999999994, 1.0e20, -1.0e30, 4503599627370497.5, 0.0, -0.0, 3, -3, 1 bsl 70]),
    [[round(F), trunc(F), floor(F), ceil(F)] || F <- Fs].

mixed_compare() ->
    Vs = id([1, 1.0, 0, 0.0, -0.0, 1 bsl 64, math:pow(2, 64), a, {1}, [1], <<1>>, #{}, "a", <<1:1>>]),
    [[A < B, A =< B, A > B, A >= B, A == B, A /= B, A =:= B, A =/= B] || A <- Vs, B <- Vs].

compare_big_float() ->
    Is = id([(1 bsl 53) - 1, 1 bsl 53, (1 bsl 53) + 1, 1 bsl 59, 1 bsl 60, (1 bsl 60) + 1, 1 bsl 1023, 1 bsl 1030, -(1 bsl 1030), (1 bsl 63) - 1]),
    Fs = id([9007199254740992.0, 9007199254740993.0, 1.152921504606847e18, 8.98846567431158e307, -1.0e308, 9.223372036854775807e18]),
    [{I < F, I == F, I > F, F < I, F == I} || I <- Is, F <- Fs].

exact_compare() ->
    X = id(1.0), Y = id(1), [X == Y, X =:= Y, {X} == {Y}, {X} =:= {Y}, [X] == [Y], #{a => X} == #{a => Y}, #{X => a} == #{Y => a}, id(0.0) == id(-0.0), id(0.0) =:= id(-0.0)].

min_max() -> [{min(A, B), max(A, B), erlang:min(B, A), erlang:max(B, A)} || A <- id([1, 1.0, a, [], {}]), B <- id([1, 1.0, b, "x", <<>>])].
abs_neg() -> [{abs(A), -A, +A} || A <- id(edges() ++ [1.5, -1.5, 0.0, -0.0])].

integer_text() -> [[integer_to_list(A), integer_to_list(A, 2), integer_to_list(A, 36), integer_to_binary(A), integer_to_binary(A, 16)] || A <- id(edges())].

integer_parse() ->
    ts([fun() -> list_to_integer(id("123")) end, fun() -> list_to_integer(id("-123456789012345678901234567890")) end, fun() -> list_to_integer(id("+7")) end,
        fun() -> list_to_integer(id("")) end, fun() -> list_to_integer(id("-")) end, fun() -> list_to_integer(id("12x")) end, fun() -> list_to_integer(id("zz"), 36) end,
        fun() -> list_to_integer(id("zz"), 35) end, fun() -> list_to_integer(id("1"), 1) end, fun() -> list_to_integer(id("1"), 37) end, fun() -> binary_to_integer(id(<<"FF">>), 16) end,
        fun() -> binary_to_integer(id(<<"1 ">>)) end, fun() -> list_to_integer(id([49 | 50])) end, fun() -> list_to_integer(id([a])) end, fun() -> integer_to_list(id(a)) end,
        fun() -> integer_to_list(1, id(37)) end, fun() -> integer_to_binary(id(1.0)) end, fun() -> string:to_integer("12ab") end, fun() -> string:to_integer("ab") end,
        fun() -> string:to_integer(id(<<"-15 ">>)) end, fun() -> list_to_integer(id("576460752303423488")) end, fun() -> list_to_integer(id("-576460752303423488")) end]).

math_functions() ->
    Xs = id([0.0, 0.5, 1, -1, 2.5, 100, -0.75]),
    [[corpus:t(fun() -> math:F(X) end) || X <- Xs] || F <- [sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, exp, sqrt, log, log2, log10, floor, ceil, erf, erfc, atanh, asinh, acosh]]
    ++ [math:pi(), math:pow(2, 0.5), math:pow(2, -1), math:atan2(1, -1), math:fmod(7.5, 2)].

math_errors() ->
    ts([fun() -> math:log(id(0)) end, fun() -> math:sqrt(id(-1)) end, fun() -> math:pow(id(0), -1) end, fun() -> math:sin(id(a)) end, fun() -> math:acos(id(2)) end,
        fun() -> math:fmod(id(1), 0) end, fun() -> math:pow(id(a), 1) end, fun() -> math:exp(id(1 bsl 1200)) end, fun() -> math:log(id(-1.0)) end, fun() -> math:atan2(a, id(1)) end]).

fibonacci() -> [fib(id(22)), fib_fast(id(300), 0, 1)].
fib(N) when N < 2 -> N;
fib(N) -> fib(N - 1) + fib(N - 2).
fib_fast(0, A, _) -> A;
fib_fast(N, A, B) -> fib_fast(N - 1, B, A + B).

gcd_big() -> [gcd(fact(40), fact(30) + 1), gcd(fact(40), fact(30)), gcd(1 bsl 300, 6 * (1 bsl 100))].
gcd(A, 0) -> A;
gcd(A, B) -> gcd(B, A rem B).

sum_of_floats() -> [lists:sum([N * 0.1 || N <- lists:seq(1, 1000)]), lists:foldl(fun(X, A) -> A + X / 3 end, 0, lists:seq(1, 500))].

float_loop() -> newton(id(2.0), 1.0, 20).
newton(_, X, 0) -> X;
newton(A, X, N) -> newton(A, (X + A / X) / 2.0, N - 1).

term_order() ->
    F = fun() -> ok end,
    L = id([b, a, 1, 1.0, 2, -1, {}, {a}, {1, 2}, [], [1], "ab", <<>>, <<1>>, <<1:3>>, #{}, #{a => 1}, #{1 => a}, #{1.0 => a}, 1 bsl 70, -(1 bsl 70), [a | b], {a, b}, 'Z', <<"abc">>, 1.0e100, F]),
    [X || X <- lists:sort(L), not is_function(X)] ++ [is_function(lists:nth(13, lists:sort(L)))].

power() -> [pow(3, N) || N <- [0, 1, 10, 40, 100, 500]].
pow(_, 0) -> 1;
pow(B, N) when N band 1 =:= 0 -> pow(B * B, N bsr 1);
pow(B, N) -> B * pow(B, N - 1).

digits() -> [lists:sum([D - $0 || D <- integer_to_list(pow(2, N))]) || N <- [10, 100, 1000, 5000]].

ackermann() -> ack(id(2), id(9)).
ack(0, N) -> N + 1;
ack(M, 0) -> ack(M - 1, 1);
ack(M, N) -> ack(M - 1, ack(M, N - 1)).

guards_arith() -> [g(X) || X <- id([0, 1, 5, -5, 1.5, a, 1 bsl 65, {1}])].
g(X) when X + 1 =:= 1 -> zero;
g(X) when X rem 2 =:= 1 -> odd;
g(X) when X div 2 =:= -2 -> minus_five_or_so;
g(X) when X * 2 == 3 -> one_and_half;
g(X) when X bsr 65 =:= 1 -> huge;
g(X) when element(1, X) =:= 1 -> tuple;
g(_) -> other.

float_in_guard() -> [h(X, Y) || X <- id([1, 1.0, a]), Y <- id([0, 2.0, b])].
h(X, Y) when X / Y > 0.4 -> big;
h(X, Y) when is_float(X), is_float(Y) -> floats;
h(X, _) when is_number(X) -> number;
h(_, _) -> none.

int_of_float() -> ts([fun() -> trunc(id(1.0e100)) end, fun() -> round(id(-1.7e15)) end, fun() -> trunc(id(5.7646075230342349e17)) end, fun() -> trunc(id(-5.7646075230342349e17)) end, fun() -> ceil(id(1.0e300)) end]).
