%% Workloads for the cost of tracing: prints nanoseconds per operation and percentiles of the round trip, one line a workload.
%% With the word `trace` the emulator's own tracing of send and receive is switched on for the processes that take part.
-module(trace_cost).
-behaviour(gen_server).
-export([run/1, init/1, handle_call/3, handle_cast/2]).

-define(ROUNDS, 7).

run(Words) ->
    Traced = lists:member("trace", Words),
    [workload(list_to_atom(W), Traced) || W <- Words, W =/= "trace"],
    halt().

workload(fib, _) ->
    Times = [time(fun() -> fib(27) end) || _ <- lists:seq(1, ?ROUNDS)],
    io:format("fib ~b 0 0~n", [median(tl(tl(Times)))]);
workload(Name, Traced) ->
    Self = self(),
    Pid = spawn(fun() -> client(Self, Name, Traced) end),
    receive {Pid, Mean, P50, P99} -> io:format("~s ~b ~b ~b~n", [Name, Mean, P50, P99]) end.

client(Parent, Name, Traced) ->
    {Operation, Peers} = peers(Name),
    Traced andalso [erlang:trace(P, true, [send, 'receive', {tracer, sink()}]) || P <- [self() | Peers]],
    Rounds = [round(Operation, 20000) || _ <- lists:seq(1, ?ROUNDS)],
    %% The first rounds warm up.
    Kept = lists:nthtail(3, Rounds),
    Latencies = lists:sort(lists:append([L || {_, L} <- Kept])),
    N = length(Latencies),
    Parent ! {self(), median([T div 20000 || {T, _} <- Kept]), lists:nth(N div 2, Latencies), lists:nth(N * 99 div 100, Latencies)}.

round(Operation, N) ->
    Start = erlang:monotonic_time(nanosecond),
    Latencies = operations(Operation, N, []),
    {erlang:monotonic_time(nanosecond) - Start, Latencies}.

operations(_, 0, Latencies) -> Latencies;
operations(Operation, N, Latencies) ->
    Before = erlang:monotonic_time(nanosecond),
    Operation(N),
    operations(Operation, N - 1, [erlang:monotonic_time(nanosecond) - Before | Latencies]).

%% What one operation is, and the processes that take part besides the client.
peers(pingpong) ->
    P = spawn_link(fun echo/0),
    {fun(N) -> P ! {self(), N}, receive N -> ok end end, [P]};
peers(ring) ->
    Self = self(),
    All = [Last | _] = lists:foldl(fun(_, [Next | _] = Ps) -> [spawn_link(fun() -> forward(Next) end) | Ps] end, [Self], lists:seq(1, 20)),
    {fun(N) -> Last ! N, receive N -> ok end end, lists:droplast(All)};
peers(gen_server) ->
    {ok, Server} = gen_server:start_link(?MODULE, [], []),
    {fun(N) -> N = gen_server:call(Server, N) end, [Server]}.

echo() -> receive {From, N} -> From ! N, echo() end.
forward(Next) -> receive N -> Next ! N, forward(Next) end.

init(_) -> {ok, none}.
handle_call(N, _, State) -> {reply, N, State}.
handle_cast(_, State) -> {noreply, State}.

%% Takes the emulator's trace messages, as cheaply as a program can.
sink() ->
    case whereis(sink) of
        undefined -> register(sink, spawn(fun drop/0)), whereis(sink);
        Sink -> Sink
    end.

drop() -> receive _ -> drop() end.

fib(N) when N < 2 -> N;
fib(N) -> fib(N - 1) + fib(N - 2).

time(F) ->
    Start = erlang:monotonic_time(nanosecond),
    F(),
    erlang:monotonic_time(nanosecond) - Start.

median(List) -> lists:nth((length(List) + 1) div 2, lists:sort(List)).
