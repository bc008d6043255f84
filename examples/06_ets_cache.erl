%% A cache in an ETS table that many processes read and fill at once; each value is computed by exactly one of them.
%%
%%     bin/longbeam run examples/06_ets_cache.erl
-module('06_ets_cache').
-export([main/1]).

-define(READERS, 20).
-define(KEYS, 30).

main(_) ->
    ets:new(cache, [named_table, public, {read_concurrency, true}]),
    ets:insert(cache, {computed, 0}),
    Readers = [spawn_monitor(fun() -> exit({sum, lists:sum([fetch(Key) || Key <- lists:seq(1, ?KEYS)])}) end)
               || _ <- lists:seq(1, ?READERS)],
    Sums = [receive {'DOWN', Monitor, process, Pid, {sum, Sum}} -> Sum end || {Pid, Monitor} <- Readers],
    io:format("~b readers, each got ~w~n", [length(Sums), lists:usort(Sums)]),
    [{computed, Computed}] = ets:lookup(cache, computed),
    io:format("~b values were computed, once each~n", [Computed]),
    Large = ets:select(cache, [{{{value, '$1'}, '$2'}, [{'>', '$2', 100000}], [{{'$1', '$2'}}]}]),
    io:format("above 100000: ~w~n", [lists:sort(Large)]),
    io:format("rows: ~b, deleted: ~b~n", [ets:info(cache, size), ets:select_delete(cache, [{{{value, '_'}, '_'}, [], [true]}])]).

%% Who inserts the claim computes the value; the others wait for it.
fetch(Key) ->
    case ets:lookup(cache, {value, Key}) of
        [{_, Value}] ->
            Value;
        [] ->
            case ets:insert_new(cache, {{claim, Key}, self()}) of
                true ->
                    Value = fibonacci(Key),
                    ets:insert(cache, {{value, Key}, Value}),
                    ets:update_counter(cache, computed, 1),
                    ets:delete(cache, {claim, Key}),
                    Value;
                false ->
                    erlang:yield(),
                    fetch(Key)
            end
    end.

fibonacci(N) -> fibonacci(N, 0, 1).

fibonacci(0, A, _) -> A;
fibonacci(N, A, B) -> fibonacci(N - 1, B, A + B).
