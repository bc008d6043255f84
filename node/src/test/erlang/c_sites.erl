%% What compiled code learns where it runs: calls of many funs and functions at one place, keys of maps, what is known behind branches, returns
%% through deep stacks.
-module(c_sites).
-export([cases/0, m1/1, m2/1, m3/1, m4/1, m5/1, m0/0, m7/7]).
-import(corpus, [id/1, many/1, t/1, ts/1]).

cases() ->
    [{many_funs, fun many_funs/0}, {funs_that_fail, fun funs_that_fail/0}, {tail_funs, fun tail_funs/0}, {many_applies, fun many_applies/0},
     {tail_applies, fun tail_applies/0}, {applies_that_fail, fun applies_that_fail/0}, {applies_by_arity, fun applies_by_arity/0},
     {keys_move, fun keys_move/0}, {puts, fun puts/0}, {updates, fun updates/0}, {failed_updates, fun failed_updates/0}, {maps_of_keys, fun maps_of_keys/0},
     {returns, fun returns/0}, {return_into_handler, fun return_into_handler/0}, {return_of_two, fun return_of_two/0}, {shapes, fun shapes/0},
     {small_and_big, fun small_and_big/0}, {comparisons, fun comparisons/0}, {built_bytes, fun built_bytes/0}, {appended_shared, fun appended_shared/0},
     {failed_build, fun failed_build/0}, {fields, fun fields/0}, {big_sums, fun big_sums/0}, {garbage, fun garbage/0}].

funs(A, B) ->
    [fun(X) -> X + 1 end, fun(X) -> X + A end, fun(X) -> X * 2 - B end, fun(X) -> {X, A} end, fun m1/1, fun ?MODULE:m2/1, fun erlang:abs/1,
     fun(X) -> [X, A, B] end, fun F(X) when X > 5 -> F(X - 5); F(X) -> X end].
call(F, X) -> R = F(X), {R}.
last(F, X) -> F(X).
many_funs() -> Fs = funs(id(3), id(4)), [erlang:phash2([call(F, N) || N <- lists:seq(1, many(300)), F <- Fs]) | [call(F, -7) || F <- Fs]].
tail_funs() -> Fs = funs(id(a), id(4)), [t(fun() -> erlang:phash2([last(F, N) || N <- lists:seq(1, many(100)), F <- lists:nthtail(3, Fs)]) end) | [t(fun() -> last(F, 9) end) || F <- Fs]].
funs_that_fail() ->
    Bad = [fun(X, _) -> X end, fun() -> 1 end, not_a_fun, fun ?MODULE:nothing/1, fun ?MODULE:m7/7, fun(X) -> error({why, X}) end, fun(X) -> throw(X) end],
    [begin [call(G, N) || N <- [1, 2], G <- funs(1, 2)], {t(fun() -> call(F, 1) end), t(fun() -> last(F, 1) end)} end || F <- Bad].

m0() -> zero.
m1(X) -> X + 10.
m2(X) -> {two, X}.
m3(X) -> [X].
m4(X) -> X * X.
m5(X) -> id(X) - 1.
m7(A, B, C, D, E, F, G) -> {A, B, C, D, E, F, G}.
apply_body(M, F, X) -> R = M:F(X), {R}.
apply_last(M, F, X) -> Y = id(X), M:F(Y).
functions() -> [{?MODULE, m1}, {?MODULE, m2}, {?MODULE, m3}, {?MODULE, m4}, {?MODULE, m5}, {erlang, abs}, {erlang, integer_to_list}, {lists, seq_no}, {math, sqrt}].
many_applies() -> [erlang:phash2([apply_body(M, F, N) || N <- lists:seq(1, many(300)), {M, F} <- functions(), F =/= seq_no]) | [apply_body(M, F, 4) || {M, F} <- functions(), F =/= seq_no]].
tail_applies() -> [erlang:phash2([apply_last(M, F, N) || N <- lists:seq(1, many(300)), {M, F} <- functions(), F =/= seq_no]) | [t(fun() -> apply_last(M, F, 4) end) || {M, F} <- functions()]].
applies_that_fail() -> [{t(fun() -> apply_body(M, F, x) end), t(fun() -> apply_last(M, F, x) end)} || {M, F} <- functions() ++ [{1, m1}, {?MODULE, "m1"}, {nowhere, m1}, {?MODULE, m7}]].
applies_by_arity() -> M = id(?MODULE), F = id(m7), Z = id(m0), [M:F(1, 2, 3, 4, 5, 6, 7), M:Z(), t(fun() -> M:Z(1) end), [begin X = M:Z(), {X, M:F(N, X, 1, 2, 3, 4, 5)} end || N <- [1, 2]]].

key(#{k := V}) -> V;
key(#{}) -> none;
key(_) -> no_map.
keys(#{a := A, k := K, z := Z}) -> {A, K, Z};
keys(M) -> maps:size(M).
big() -> maps:from_list([{N, N * N} || N <- lists:seq(1, 50)]).
maps_() -> [#{k => 1}, #{a => 1, k => 2}, #{a => 1, b => 2, k => 3, z => 4}, #{}, #{z => 1}, (big())#{k => in_big, a => 1, z => 2}, #{"k" => 1, 2.0 => x, k => last}, #{k => #{k => 5}}].
keys_move() -> [{key(M), keys(M), is_map_key(k, M)} || _ <- [1, 2], M <- maps_()] ++ [key(id(x))].
put_k(M, V) -> M#{k => V}.
put_three(M, V) -> M#{z => V, a => {V}, k => [V]}.
set_k(M, V) -> M#{k := V}.
set_two(M, V) -> M#{z := V, k := [V]}.
puts() -> [{put_k(M, N), put_three(M, N)} || N <- [1, 2], M <- maps_()].
updates() -> [{t(fun() -> set_k(M, N) end), t(fun() -> set_two(M, N) end)} || N <- [1, 2], M <- maps_()].
%% The register of the result holds what is needed where the update fails.
guarded(M, K) -> try M#{z := 1, k := K} of R -> {ok, R} catch error:E -> {E, M, K} end.
failed_updates() -> [guarded(M, K) || K <- [x, [y]], M <- maps_() ++ [id(nothing), id([])]].
maps_of_keys() ->
    [[#{z => N, a => {N}, "text" => 2, 1.0 => 3, 1 => 4, {t, u} => N + 1, [] => N, <<"b">> => x}, #{b => N, a => N + 1}, #{N => 1, a => 2}, #{id(a) => 1, a => N}] || N <- [1, 2]]
    ++ [begin M = #{id => N, name => foo, list => [N]}, M#{name := bar} end || N <- [1, 2, 3]].

sum(0) -> 0;
sum(N) -> N + sum(N - 1).
tree(0) -> leaf;
tree(N) -> L = tree(N - 1), R = side(N), {N rem 7, size_of(L), size_of(R), if N rem 1000 =:= 0 -> {L, R}; true -> leaf end}.
side(N) when N rem 500 =:= 0 -> tree(3);
side(_) -> leaf.
size_of(leaf) -> 0;
size_of({_, A, B, _}) -> (A + B + 1) rem 1000.
even(0) -> true;
even(N) -> not odd(N - 1).
odd(0) -> false;
odd(N) -> not even(N - 1).
returns() -> N = many(20000), [sum(N), erlang:phash2(tree(N)), even(N), length(lists:map(fun(X) -> X end, lists:seq(1, N)))].
guard(0, _) -> throw(bottom);
guard(N, M) when N rem M =:= 0 -> case catch guard(N - 1, M) of {ok, X} -> {ok, X + 1}; bottom -> {ok, N}; Y -> Y end;
guard(N, M) -> guard(N - 1, M).
tries(0) -> 0;
tries(N) -> try tries(N - 1) of X when X rem 3 =:= 0 -> throw(X); X -> X + 1 catch Y -> Y + 2 after put(c_sites, N) end.
return_into_handler() -> [guard(many(9000), 2), guard(5, 7), tries(many(9000)), erase(c_sites)].
two(0) -> [];
two(N) -> A = two(N - 1), B = case A of [X | _] when X > 3 -> two(0); _ -> [N] end, [N rem 5 | B ++ lists:sublist(A, 2)].
return_of_two() -> two(many(9000)).

shape({}) -> 0;
shape({A}) -> {one, A};
shape({A, B}) when A =:= B -> {same, B};
shape({A, B}) -> {two, B, A};
shape({tag, A, B}) -> A + B;
shape({_, _, C}) -> C;
shape([{A, _} | _]) -> {pair, A};
shape([A | T]) when is_tuple(A) -> {tuple_size(A), length(T)};
shape([_, {B} | _]) -> B;
shape([_ | T]) -> T;
shape(#{a := {X, _}}) -> X;
shape(X) -> {other, X}.
shapes() -> ts([fun() -> shape(X) end || _ <- [1, 2], X <- [{}, {1}, {1, 1}, {1, 2}, {1, 1.0}, {[1], [1]}, {tag, 1, 2}, {tag, a, 2}, {3, 4, 5}, [{1, 2}], [{1}, 2, 3], [x, {y}, z], [x, y], [x | y], #{a => {1, 2}}, #{a => 1}, [], atom, 1 bsl 70]]).

edges() -> [0, 1, -1, 7, -7, (1 bsl 59) - 1, -(1 bsl 59), 1 bsl 59, 1 bsl 62, -(1 bsl 64), 1 bsl 200, 2.5, x].
arith(A, B) -> [fun() -> A + B end, fun() -> A - B end, fun() -> A * B end, fun() -> A band B end, fun() -> A bor B end, fun() -> A bxor B end, fun() -> A + 1 end, fun() -> A - 3 end,
    fun() -> 5 - A end, fun() -> A div 3 end, fun() -> A rem 10 end, fun() -> A bsr 2 end, fun() -> A bsr 70 end, fun() -> A bsl 3 end, fun() -> A * -1 end, fun() -> A band 255 end].
result(F) -> try F() catch error:E -> E end.
small_and_big() -> [[result(F) || F <- arith(A, B)] || A <- edges(), B <- edges()].
compare(A, B) -> {A < B, A > B, A =< B, A >= B, A == B, A /= B, A =:= B, A =/= B, A < 5, A >= 5, 5 < A, 5 >= A, A =:= 7, A == 7.0}.
comparisons() -> L = edges() ++ [7.0, [], [1], {1}, "text", <<1>>, #{}], [compare(A, id(B)) || A <- L, B <- L].

bytes_of(0, B) -> B;
bytes_of(N, B) -> bytes_of(N - 1, <<B/binary, N:8>>).
words_of(0, B) -> B;
words_of(N, B) -> words_of(N - 1, <<B/binary, (N - 300):16, N:24, (-N):32>>).
one_word(0, B) -> B;
one_word(N, B) -> one_word(N - 1, <<B/binary, (N * 70000):32>>).
built_bytes() ->
    N = many(2000),
    [erlang:phash2(bytes_of(N, <<>>)), erlang:phash2(words_of(N, <<>>)), erlang:phash2(one_word(N, <<>>)), bytes_of(5, id(<<1:3, 0:5>>)), one_word(3, id(<<"abc">>)),
     erlang:phash2(<< <<(X bxor 255)>> || <<X>> <= bytes_of(N, <<>>) >>), << <<X:16>> || X <- [1, -1, 70000, 1 bsl 70] >>, t(fun() -> bytes_of(1, id(<<1:3>>)) end), t(fun() -> bytes_of(1, id(x)) end)].
appended_shared() -> A = bytes_of(300, <<>>), B = <<A/binary, 1>>, C = <<A/binary, 2>>, D = <<B/binary, 3>>, [binary:last(X) || X <- [A, B, C, D]] ++ [byte_size(X) || X <- [A, B, C, D]] ++ [erlang:phash2(X) || X <- [A, B, C, D]].
build(A, B) -> try <<A/binary, B:8>> of R -> {ok, R} catch error:E -> {E, A, B} end.
failed_build() -> [build(A, B) || A <- [id(<<"abc">>), id(<<1:5>>), id(no)], B <- [1, 256, -1, id(x), 1 bsl 80, 2.0]].
fields(<<A:8, B:16, C:24, D:32, R/binary>>) -> [A, B, C, D | fields(R)];
fields(<<A:16/little, B:8/signed, C:16/signed, R/bits>>) -> [A, B, C | fields(R)];
fields(<<A:3, B:16, R/bits>>) -> [A, B | fields(R)];
fields(R) -> [R].
fields() -> [fields(id(B)) || B <- [<<255, 254, 253, 252, 251, 250, 249, 248, 247, 246, 245>>, <<1, 2, 3, 4, 5>>, <<200, 100, 255:8, 255, 254>>, <<7:3, 65000:16, 1:1>>, <<>>, <<1:1>>, binary:copy(<<129>>, 27)]].

fibs(0, A, _) -> A;
fibs(N, A, B) -> fibs(N - 1, B, A + B).
big_sums() ->
    F = fibs(many(3000), 0, 1), M = (1 bsl 128) - 1, L = [F, -F, M, -M, M + 1, 1 bsl 64, (1 bsl 64) - 1, -(1 bsl 64), 1, -1, (1 bsl 59) - 1],
    [erlang:phash2([[A + B, A - B, B - A, (A + B) - B =:= A] || A <- L, B <- L]), fibs(200, 0, 1), M + 1, M - (M - 5), (1 bsl 64) - 1 - (1 bsl 64), -(1 bsl 64) + (1 bsl 64)].

%% Much garbage, some of it kept: heaps grow while it is made.
keep(0, Kept, _) -> Kept;
keep(N, Kept, Q) ->
    T = {N, [N, N + 1], #{n => N}, fun() -> N end, <<N:64>>, N * 1.5},
    keep(N - 1, case N rem 97 of 0 -> [T | lists:sublist(Kept, 20)]; _ -> Kept end, [element(2, T) | lists:sublist(Q, 3)]).
garbage() -> [begin {_, _, _, F, _, X} = T, {element(1, T), F(), X, element(3, T)} end || T <- keep(many(20000), [], [])].
