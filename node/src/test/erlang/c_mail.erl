%% Mailboxes that are searched again and again: what a receive has passed over once, it must pass over or take as if it looked at it for the first time.
-module(c_mail).
-export([cases/0]).
-import(corpus, [id/1, many/1]).

cases() ->
    [{junk_in_front, fun junk_in_front/0}, {taken_by_another, fun taken_by_another/0}, {bound_values, fun bound_values/0}, {shared_tests, fun shared_tests/0},
     {polls, fun polls/0}, {emptied, fun emptied/0}, {any_order, fun any_order/0}, {collected, fun collected/0}, {two_receives, fun two_receives/0}].

junk_in_front() ->
    [self() ! {junk, I} || I <- lists:seq(1, 50)],
    A = [begin self() ! {sel, N}, receive {sel, N} -> N end end || N <- lists:seq(1, many(300))],
    {lists:sum(A), rest()}.

%% What a receive begins behind goes away: the last one, the first one, one in the middle, all.
taken_by_another() ->
    Pairs = [[A, B] || A <- lists:seq(1, 5), B <- lists:seq(1, 5), A =/= B],
    [taken(Gone) || Gone <- id([[5], [1], [3], [4, 5, 3], [5, 4, 3, 2, 1], [1, 2, 3, 4, 5] | Pairs])].
taken(Gone) ->
    [self() ! {m, I} || I <- [1, 2, 3, 4, 5]],
    self() ! {x, a}, receive {x, _} -> ok end,
    [receive {m, I} -> ok end || I <- Gone],
    self() ! {x, b}, receive {x, B} -> ok end,
    self() ! {m, 6}, self() ! {x, c},
    receive {x, C} -> ok end,
    {B, C, rest()}.

bound(Tag) -> receive {Tag, V} -> V after 0 -> none end.
bound_values() -> [self() ! {T, N} || {T, N} <- [{a, 1}, {b, 2}, {a, 3}, {c, 4}, {b, 5}]], [bound(T) || T <- id([b, c, c, a, b, b, a, a])].

%% Tests of the message behind tests of registers, and the other way round; some share their ends.
shared(K, N) ->
    receive
        {K, X} when X > N -> {key, X};
        {v, X, K} -> {third, X};
        {w, X} when is_list(X) -> {list, X};
        [K | X] -> {cell, X};
        X when is_atom(X), X =/= K -> {atom, X};
        #{k := K} = X -> {map, X};
        <<K:8>> -> byte
    after 0 -> none
    end.
shared_tests() ->
    Ms = [{k, 1}, {k, 9}, {v, 1, k}, {v, 2, z}, {w, "l"}, {w, 4}, [k, 1], [z | 2], k, z, #{k => k}, #{k => z}, <<7>>, <<8>>, 5, {q, 9}, {q, 1}],
    [self() ! M || M <- Ms],
    R = [shared(K, N) || {K, N} <- id([{z, 5}, {k, 5}, {q, 8}, {7, 1}, {k, 100}, {q, 0}, {8, 0}, {k, 0}, {z, 0}, {k, 0}, {k, 0}, {k, 0}, {z, 0}, {z, 0}])],
    {R, rest()}.

poll() -> receive {wanted, X} -> X after 0 -> nothing end.
polls() ->
    [self() ! {other, I} || I <- lists:seq(1, 20)],
    A = poll(), self() ! {wanted, 1}, B = poll(), C = poll(),
    receive {other, 20} -> ok end, self() ! {wanted, 2}, D = poll(),
    receive {other, 1} -> ok end, self() ! {wanted, 3}, E = poll(),
    {A, B, C, D, E, poll(), rest()}.

emptied() -> [begin [self() ! {other, I} || I <- lists:seq(1, N)], A = poll(), L = rest(), self() ! {wanted, N}, {A, L, poll()} end || N <- [1, 2, 5, 0, 1]].

%% A pseudo-random course of sends and receives against a list.
any_order() -> erlang:phash2([walk(Seed, many(2000), [], []) || Seed <- lists:seq(1, 5)]).
walk(_, 0, Model, Seen) -> {Model =:= rest(), Seen};
walk(Seed, N, Model, Seen) ->
    R = (Seed * 1103515245 + 12345) band 16#7fffffff,
    K = (R bsr 8) rem 10, V = (R bsr 16) rem 4,
    case K of
        K when K < 4 -> M = message(K, V), self() ! M, walk(R, N - 1, Model ++ [M], Seen);
        _ -> Got = take(K, V), Left = lists:delete(Got, Model), walk(R, N - 1, Left, [{Got, length(Left)} | Seen])
    end.
message(0, V) -> {a, V};
message(1, V) -> {b, V};
message(2, V) -> {V, lists:duplicate(V, V)};
message(3, V) -> V.
take(4, _) -> receive {a, _} = M -> M after 0 -> none end;
take(5, _) -> receive {b, _} = M -> M after 0 -> none end;
take(6, V) -> receive {a, V} = M -> M; {b, X} = M when X > V -> M after 0 -> none end;
take(7, V) -> receive M when M =:= V -> M; {V, [_ | _]} = M -> M after 0 -> none end;
take(8, _) -> receive {2, _} = M -> M; 3 -> 3 after 0 -> none end;
take(9, _) -> receive M -> M after 0 -> none end.

%% Garbage between tests of a message: it goes to the heap and is looked at again.
collected() ->
    [self() ! {data, lists:seq(1, I), <<I:16>>} || I <- lists:seq(1, 30)],
    A = [begin
             self() ! {key, N, lists:seq(1, 40)},
             receive {key, K, L} when K * 100000000000000000000 * length(L) >= N -> lists:sum(L) + K - N end
         end || N <- lists:seq(1, many(100))],
    {lists:usort(A), length(rest())}.

two_receives() ->
    [self() ! {junk, I} || I <- lists:seq(1, 30)],
    A = [begin self() ! {one, N}, self() ! {two, N}, X = receive {two, B} -> B end, receive {one, C} -> {X, C} end end || N <- lists:seq(1, many(200))],
    {lists:all(fun({X, Y}) -> X =:= Y end, A), length(rest())}.

rest() -> receive M -> [M | rest()] after 0 -> [] end.
