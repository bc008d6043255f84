%% Work that disturbs what is measured. It goes on until the node ends.
-module(bench_noise).
-export([start/2]).

-define(KEY_STEP, 7919).
%% A row {Key, {Key, [Key]}} of a large map, with its share of the map's nodes, as erts_debug:flat_size/1 has it.
-define(ROW_BYTES, 70).

%% Starts each kind named, and returns when its memory is built and it has run for a while.
start(["none"], _) -> ok;
start(Kinds, HeapMb) ->
    [kind(Kind, HeapMb) || Kind <- Kinds],
    timer:sleep(1000).

%% One for each scheduler, bound to it, that never waits.
kind("hogs", _) ->
    [spawn_opt(fun hog/0, [{scheduler, N}]) || N <- lists:seq(1, erlang:system_info(schedulers))];
%% One with so many megabytes of live data, which it changes, and steady garbage besides.
kind("heaps", HeapMb) ->
    Self = self(),
    Rows = HeapMb * 1000000 div ?ROW_BYTES,
    spawn(fun() ->
                  Map = maps:from_list([{Key, {Key, [Key]}} || Key <- lists:seq(0, Rows - 1)]),
                  Self ! built,
                  churn(1, Rows, Map)
          end),
    receive built -> ok end;
%% One for each scheduler that starts processes by the hundred.
kind("spawns", _) ->
    [spawn_opt(fun storm/0, [{scheduler, N}]) || N <- lists:seq(1, erlang:system_info(schedulers))].

hog() ->
    _ = fib(16),
    _ = lists:reverse(lists:seq(1, 500)),
    hog().

fib(N) when N < 2 -> N;
fib(N) -> fib(N - 1) + fib(N - 2).

churn(N, Rows, Map) ->
    Garbage = [{X, N} || X <- lists:seq(1, 50)],
    churn(N + 1, Rows, Map#{(N * ?KEY_STEP) rem Rows := {N, [length(Garbage)]}}).

storm() ->
    Monitors = [element(2, spawn_monitor(fun() -> lists:seq(1, 100) end)) || _ <- lists:seq(1, 100)],
    [receive {'DOWN', M, _, _, _} -> ok end || M <- Monitors],
    storm().
