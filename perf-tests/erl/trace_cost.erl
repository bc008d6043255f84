%% Workloads for the cost of tracing. Each is warmed up first, for as long as the first argument says (seconds); then come, for the seconds of
%% the second argument, operations without a clock between them, and operations that are timed one by one. A line for each workload:
%%   name, ns per operation, ns of processor time per operation of schedulers, of the trace's thread, of all threads, 50th and 99th percentile
%% With the word `trace` the emulator's own tracing of send and receive is switched on for the processes that take part.
-module(trace_cost).
-behaviour(gen_server).
-export([run/1, init/1, handle_call/3, handle_cast/2]).

-define(NS, 1000000000).
-define(TIMED, 200000).

run([Warm, Seconds | Words]) ->
    Traced = lists:member("trace", Words),
    [workload(list_to_atom(W), list_to_integer(Warm) * ?NS, list_to_integer(Seconds) * ?NS, Traced) || W <- Words, W =/= "trace"],
    halt().

workload(Name, WarmNs, MeasuredNs, Traced) ->
    Self = self(),
    Pid = spawn(fun() -> client(Self, Name, WarmNs, MeasuredNs, Traced) end),
    receive
        {Pid, {Wall, Schedulers, Writer, All}, {P50, P99}} ->
            io:format("~s ~.1f ~.1f ~.1f ~.1f ~b ~b~n", [Name, Wall, Schedulers, Writer, All, P50, P99])
    end.

client(Parent, Name, WarmNs, MeasuredNs, Traced) ->
    {Operation, Together, Peers} = workload(Name),
    Traced andalso [erlang:trace(P, true, [send, 'receive', {tracer, sink()}]) || P <- [self() | Peers]],
    Times = counters:new(?TIMED, []),
    warm_up(Operation, Together, Times, now_ns() + WarmNs),
    Figures = rate(Operation, Together, MeasuredNs),
    timed(Operation, ?TIMED, Times),
    Parent ! {self(), Figures, percentiles(Times)}.

%% Both kinds of operations in turn, so that both are compiled.
warm_up(Operation, Together, Times, End) ->
    times(Operation, Together),
    timed(Operation, ?TIMED div 100, Times),
    now_ns() >= End orelse warm_up(Operation, Together, Times, End).

rate(Operation, Together, Ns) ->
    {Schedulers, Writer, All} = processor_ns(),
    Start = now_ns(),
    Count = until(Operation, Together, Start + Ns, 0),
    Wall = now_ns() - Start,
    {SchedulersAfter, WriterAfter, AllAfter} = processor_ns(),
    {Wall / Count, (SchedulersAfter - Schedulers) / Count, (WriterAfter - Writer) / Count, (AllAfter - All) / Count}.

until(Operation, Together, End, Count) ->
    times(Operation, Together),
    case now_ns() >= End of
        true -> Count + Together;
        false -> until(Operation, Together, End, Count + Together)
    end.

times(_, 0) -> ok;
times(Operation, N) -> Operation(N), times(Operation, N - 1).

timed(_, 0, _) -> ok;
timed(Operation, N, Times) ->
    Before = now_ns(),
    Operation(N),
    counters:put(Times, N, now_ns() - Before),
    timed(Operation, N - 1, Times).

percentiles(Times) ->
    Sorted = lists:sort([counters:get(Times, I) || I <- lists:seq(1, ?TIMED)]),
    {lists:nth(?TIMED div 2, Sorted), lists:nth(?TIMED * 99 div 100, Sorted)}.

%% What one operation is, how many are done between two looks at the clock, and the processes that take part besides the client.
workload(pingpong) ->
    P = spawn_link(fun echo/0),
    {fun(N) -> P ! {self(), N}, receive N -> ok end end, 1000, [P]};
workload(ring) ->
    Self = self(),
    All = [Last | _] = lists:foldl(fun(_, [Next | _] = Ps) -> [spawn_link(fun() -> forward(Next) end) | Ps] end, [Self], lists:seq(1, 20)),
    {fun(N) -> Last ! N, receive N -> ok end end, 100, lists:droplast(All)};
workload(gen_server) ->
    {ok, Server} = gen_server:start_link(?MODULE, [], []),
    {fun(N) -> N = gen_server:call(Server, N) end, 500, [Server]};
workload(fib) ->
    {fun(_) -> fib(15) end, 100, []}.

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

now_ns() -> erlang:monotonic_time(nanosecond).

%% Processor time of the threads of this emulator, as Linux tells it; the real erl names its schedulers by number.
processor_ns() ->
    Tasks = "/proc/self/task/",
    {ok, Threads} = file:list_dir(Tasks),
    lists:foldl(fun(Thread, {Schedulers, Writer, All} = Sums) ->
        case {file:read_file(Tasks ++ Thread ++ "/comm"), file:read_file(Tasks ++ Thread ++ "/schedstat")} of
            {{ok, Name}, {ok, Line}} ->
                [Ns | _] = string:lexemes(binary_to_list(Line), " "),
                Time = list_to_integer(Ns),
                case Name of
                    <<"scheduler", _/binary>> -> {Schedulers + Time, Writer, All + Time};
                    <<"erts_sched", _/binary>> -> {Schedulers + Time, Writer, All + Time};
                    <<"trace-writer", _/binary>> -> {Schedulers, Writer + Time, All + Time};
                    _ -> {Schedulers, Writer, All + Time}
                end;
            _ -> Sums
        end
    end, {0, 0, 0}, Threads).
