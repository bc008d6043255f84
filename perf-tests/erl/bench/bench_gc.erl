%% Memory management.
-module(bench_gc).
-export([list/0, churn/2]).

list() ->
    N = fun() -> nil end,
    [{gc_grow_live_heap, 2000000, "cells", N, fun(_) -> length(grow(1000000, [])) end},
     {gc_grow_map, 100000, "puts", N, fun(_) -> map_size(gmap(100000, #{})) end},
     {gc_short_lived, 100, "rounds", N, fun(_) -> short(100, 0) end},
     {gc_old_gen_mutate, 100000, "updates", fun() -> maps:from_list([{I, {I, foo}} || I <- lists:seq(1, 200000)]) end, fun(M) -> map_size(mutate(100000, M)) end},
     {gc_many_procs, 100, "procs", N, fun(_) -> many(100, 2) end},
     {gc_refc_binaries, 5000, "bins", N, fun(_) -> refc(5000, queue:new(), 0) end},
     {gc_refc_append_drop, 2000, "bins", N, fun(_) -> refa(2000, 0) end},
     {gc_explicit_100mb, 3, "collections", fun() -> [{I, I} || I <- lists:seq(1, 2500000)] end,
      fun(L) -> erlang:garbage_collect(), erlang:garbage_collect(), erlang:garbage_collect(), hd(L) end},
     {gc_tuples_tree_hold, 100, "trees", N, fun(_) -> hold(100, []) end},
     {gc_string_building, 2000, "strings", N, fun(_) -> strs(2000, 0) end}
    ].

grow(0, L) -> L;
grow(N, L) -> grow(N - 1, [{N, N + 1} | L]).
gmap(0, M) -> M;
gmap(N, M) -> gmap(N - 1, M#{(N * 7919) band 16#fffff => [N]}).
short(0, A) -> A;
short(N, A) -> L = [{X, X + N} || X <- lists:seq(1, 10000)], short(N - 1, A + length([Y || {_, Y} <- L, Y band 1 =:= 1])).
mutate(0, M) -> M;
mutate(N, M) -> K = 1 + (N * 7919) rem 200000, mutate(N - 1, M#{K := {N, bar}}).
many(P, R) ->
    S = self(),
    Ps = [spawn_link(fun() -> S ! {self(), short(R, 0)} end) || _ <- lists:seq(1, P)],
    lists:sum([receive {Q, V} -> V end || Q <- Ps]).
refc(0, Q, A) -> A + queue:len(Q);
refc(N, Q, A) ->
    B = binary:copy(<<(N band 255)>>, 512 + (N * 37) rem 16384),
    Q1 = queue:in(B, Q),
    case queue:len(Q1) > 100 of
        true -> {{value, O}, Q2} = queue:out(Q1), refc(N - 1, Q2, A + byte_size(O));
        false -> refc(N - 1, Q1, A)
    end.
refa(0, A) -> A;
refa(N, A) -> refa(N - 1, A + byte_size(fill(500, <<>>))).
fill(0, B) -> B;
fill(N, B) -> fill(N - 1, <<B/binary, N:32>>).
hold(0, L) -> length(L);
hold(N, L) -> hold(N - 1, lists:sublist([tree(13) | L], 5)).
tree(0) -> leaf;
tree(D) -> {tree(D - 1), D, tree(D - 1)}.
strs(0, A) -> A;
strs(N, A) -> S = lists:foldl(fun(I, Acc) -> Acc ++ integer_to_list(I) end, "", lists:seq(1, 40)), strs(N - 1, A + length(S)).

%% background load for the latency tests: LiveK thousand live map entries, steady garbage
churn(LiveK, Stop) ->
    M = maps:from_list([{I, {I, [I]}} || I <- lists:seq(1, LiveK * 1000)]),
    churn(1, LiveK * 1000, M, Stop).
churn(N, Size, M, Stop) ->
    K = 1 + (N * 7919) rem Size,
    L = [{X, N} || X <- lists:seq(1, 50)],
    churn(N + 1, Size, M#{K := {N, [length(L)]}}, Stop).
