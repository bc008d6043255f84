%% ETS.
-module(bench_ets).
-export([list/0]).

list() ->
    Set = fun() -> fill(set, 100000) end,
    Ord = fun() -> fill(ordered_set, 100000) end,
    N = fun() -> nil end,
    [{ets_insert_set, 100000, "inserts", N, fun(_) -> T = fill(set, 100000), S = ets:info(T, size), ets:delete(T), S end},
     {ets_insert_ordered, 100000, "inserts", fun() -> bench_seq:perm(100000, 41) end,
      fun(L) -> T = ets:new(t, [ordered_set, public]), lists:foreach(fun(K) -> ets:insert(T, {K, K, foo}) end, L), S = ets:info(T, size), ets:delete(T), S end},
     {ets_lookup_set, 200000, "lookups", Set, fun(T) -> look(200000, T, 0) end},
     {ets_lookup_ordered, 200000, "lookups", Ord, fun(T) -> look(200000, T, 0) end},
     {ets_update_counter, 500000, "updates", Set, fun(T) -> cnt(500000, T) end},
     {ets_insert_overwrite, 300000, "inserts", Set, fun(T) -> over(300000, T) end},
     {ets_match, 200000, "objects", fun() -> fill(set, 200000) end, fun(T) -> length(ets:match(T, {'$1', '_', foo})) end},
     {ets_match_object_bound, 50000, "matches", Set, fun(T) -> mo(50000, T, 0) end},
     {ets_select_ms, 100000, "objects", Set, fun(T) -> length(ets:select(T, [{{'$1', '$2', '_'}, [{'>', '$2', 50000}, {'=:=', {'rem', '$1', 2}, 0}], [{{'$1', '$2'}}]}])) end},
     {ets_ordered_range, 5, "ranges", Ord, fun(T) -> ranges(5, T, 0) end},
     {ets_foldl_tab2list, 200000, "objects", Set, fun(T) -> {ets:foldl(fun({K, _, _}, A) -> K + A end, 0, T), length(ets:tab2list(T))} end}
    ].

fill(Type, N) -> T = ets:new(t, [Type, public]), fill_(N, T), T.
fill_(0, _) -> ok;
fill_(N, T) -> ets:insert(T, {N, N, foo}), fill_(N - 1, T).
look(0, _, A) -> A;
look(N, T, A) -> K = 1 + (N * 7919) rem 100000, [{K, V, _}] = ets:lookup(T, K), look(N - 1, T, A + V).
cnt(0, T) -> ets:insert(T, {1, 1, foo}), ok;
cnt(N, T) -> ets:update_counter(T, 1, {2, 1}), cnt(N - 1, T).
over(0, _) -> ok;
over(N, T) -> K = 1 + (N * 7919) rem 100000, ets:insert(T, {K, K, foo}), over(N - 1, T).
mo(0, _, A) -> A;
mo(N, T, A) -> mo(N - 1, T, A + length(ets:match_object(T, {N, '_', '_'}))).
ranges(0, _, A) -> A;
ranges(N, T, A) ->
    Lo = (N * 7919) rem 99000,
    ranges(N - 1, T, A + length(ets:select(T, [{{'$1', '$2', '_'}, [{'>', '$1', Lo}, {'<', '$1', Lo + 50}], ['$2']}]))).
