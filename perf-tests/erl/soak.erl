%% A soak in small: spawns, links, kills, sends, ETS and timers, by seed, then looks whether memory comes back.
%%
%%   bin/longbeam run perf-tests/erl/soak.erl SECONDS SEED
%%
%% Prints what was done and the memory before and after; exits with 1 when more than 5 percent stays behind.
-module(soak).
-export([main/1]).

main([Seconds, Seed]) ->
    rand:seed(exsss, list_to_integer(Seed)),
    turn(300),
    Before = settle(),
    End = erlang:monotonic_time(millisecond) + list_to_integer(Seconds) * 1000,
    Rounds = loop(End, 0),
    After = settle(),
    io:format("rounds ~p~nprocesses ~p~nbefore ~p~nafter  ~p~n",
              [Rounds, erlang:system_info(process_count), Before, After]),
    Growth = maps:get(total, After) / maps:get(total, Before),
    io:format("total memory after / before: ~.3f~n", [Growth]),
    case Growth =< 1.05 of
        true -> ok;
        false -> halt(1)
    end.

loop(End, N) ->
    case erlang:monotonic_time(millisecond) < End of
        true -> turn(50), loop(End, N + 1);
        false -> N
    end.

%% One round: N workers of every kind, all gone at its end.
turn(N) ->
    Table = ets:new(soak, [public, set]),
    Workers = [spawn_monitor(worker(rand:uniform(7), Table, rand:uniform(1000))) || _ <- lists:seq(1, N)],
    [erlang:send_after(rand:uniform(5), P, {timer, make_ref()}) || {P, _} <- Workers, rand:uniform(3) =:= 1],
    [P ! {data, lists:seq(1, rand:uniform(100)), <<0:(rand:uniform(2000) * 8)>>} || {P, _} <- Workers],
    [exit(P, kill) || {P, _} <- Workers, rand:uniform(4) =:= 1],
    [receive {'DOWN', M, process, P, _} -> ok end || {P, M} <- Workers],
    ets:delete(Table).

worker(1, Table, K) -> fun() -> ets:insert(Table, [{{K, I}, lists:duplicate(I, K)} || I <- lists:seq(1, 20)]) end;
worker(2, _, K) -> fun() -> spawn_link(fun() -> exit(K) end), receive never -> ok after 20 -> ok end end;
worker(3, _, K) -> fun() -> process_flag(trap_exit, true), P = spawn_link(fun() -> exit(K) end), receive {'EXIT', P, K} -> ok end end;
worker(4, _, K) -> fun() -> receive {data, L, B} -> lists:sum(L) + byte_size(B) + K after 50 -> ok end end;
worker(5, Table, K) -> fun() -> put(k, K), [ets:update_counter(Table, c, 1, {c, 0}) || _ <- lists:seq(1, 100)], erase() end;
worker(6, _, K) -> fun() -> lists:foldl(fun(I, M) -> M#{I => <<I:64, K:64>>} end, #{}, lists:seq(1, 200)), erlang:garbage_collect() end;
worker(7, _, K) -> fun() -> T = erlang:start_timer(1000, self(), K), receive {data, _, _} -> erlang:cancel_timer(T) after 30 -> ok end end.

settle() ->
    timer:sleep(1200),
    [erlang:garbage_collect(P) || P <- processes()],
    maps:from_list([{K, erlang:memory(K)} || K <- [total, processes, binary, ets]]).
