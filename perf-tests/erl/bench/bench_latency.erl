%% Latencies under an open load: operation number I is due at Start + I / Rate, whether or not earlier ones are done, and its latency counts from when it was
%% due. So a stall counts for every operation that it held up (no coordinated omission). Rate 0: each operation begins when the one before is done.
%%
%% Latencies go into an array outside of all heaps, so that recording makes no garbage, and at the end into a file: nanoseconds, 64 bits each, in the order
%% of operations.
-module(bench_latency).
-behaviour(gen_server).
-export([measure/5, init/1, handle_call/3, handle_cast/2]).

-define(NS, 1000000000).
-define(CLOSED_LIMIT, 5000000).
-define(RING, 100).
-define(STAGES, 8).
-define(PRODUCERS, 8).
-define(SUBSCRIBERS, 16).
-define(MAILBOX, 1000).
-define(CHUNK, 10000).

%% Runs a workload; latencies of the time of warming up are dropped. How many are in the file, nanoseconds of the part that counts, and when that ended.
measure(Workload, Rate, WarmUpS, Seconds, File) ->
    Count = case Rate of 0 -> ?CLOSED_LIMIT * Seconds; _ -> Rate * (WarmUpS + Seconds) end,
    Each = each(Workload),
    Slots = atomics:new(Count * Each, []),
    Self = self(),
    spawn_on(1, fun() -> Self ! {measured, load(Workload, Slots, Rate, Count, WarmUpS, Seconds)} end),
    {Skipped, Done, Elapsed} = receive {measured, Measured} -> Measured end,
    EndMs = erlang:system_time(millisecond),
    write(File, Slots, Skipped * Each + 1, Done * Each),
    {(Done - Skipped) * Each, Elapsed, EndMs}.

%% How many latencies an operation gives.
each(fan_out) -> ?SUBSCRIBERS;
each(_) -> 1.

%% An operation and its answer, in the process that keeps the schedule.
load(pingpong_same, Slots, Rate, Count, WarmUpS, Seconds) -> synchronous(round_trips(1), Slots, Rate, Count, WarmUpS, Seconds);
load(pingpong_cross, Slots, Rate, Count, WarmUpS, Seconds) -> synchronous(round_trips(2), Slots, Rate, Count, WarmUpS, Seconds);
load(ring, Slots, Rate, Count, WarmUpS, Seconds) ->
    First = chain(?RING - 1, self()),
    synchronous(fun(I, _) -> First ! I, receive I -> ok end end, Slots, Rate, Count, WarmUpS, Seconds);
load(gen_server, Slots, Rate, Count, WarmUpS, Seconds) ->
    {ok, Server} = gen_server:start_link(?MODULE, [], []),
    synchronous(fun(I, _) -> I = gen_server:call(Server, I) end, Slots, Rate, Count, WarmUpS, Seconds);
load(selective, Slots, Rate, Count, WarmUpS, Seconds) ->
    [self() ! {unwanted, N} || N <- lists:seq(1, ?MAILBOX)],
    synchronous(round_trips(1), Slots, Rate, Count, WarmUpS, Seconds);
%% Operations whose ends others record.
load(Workload, _, 0, _, _, _) -> exit({needs_a_rate, Workload});
load(one_way, Slots, Rate, Count, WarmUpS, _) ->
    Receiver = collector(Slots, Count),
    asynchronous(fun(I, Due) -> Receiver ! {I, Due} end, Rate, Count, WarmUpS);
load(request_reply, Slots, Rate, Count, WarmUpS, _) ->
    Collector = collector(Slots, Count),
    Server = spawn_link(fun() -> server(#{}) end),
    asynchronous(fun(I, Due) -> Server ! {request, Collector, I, Due} end, Rate, Count, WarmUpS);
load(pipeline, Slots, Rate, Count, WarmUpS, _) ->
    First = chain(?STAGES - 1, collector(Slots, Count)),
    asynchronous(fun(I, Due) -> First ! {I, Due} end, Rate, Count, WarmUpS);
load(fan_out, Slots, Rate, Count, WarmUpS, _) ->
    Self = self(),
    Subscribers = [spawn_link(fun() -> subscriber(Self, Slots, N, Count) end) || N <- lists:seq(1, ?SUBSCRIBERS)],
    Measured = asynchronous(fun(I, Due) -> [S ! {I, Due} || S <- Subscribers] end, Rate, Count, WarmUpS),
    [receive recorded -> ok end || _ <- tl(Subscribers)],
    Measured;
load(fan_in, Slots, Rate, Count, WarmUpS, _) ->
    Receiver = collector(Slots, Count),
    Producers = list_to_tuple([chain(1, Receiver) || _ <- lists:seq(1, ?PRODUCERS)]),
    asynchronous(fun(I, Due) -> element(1 + I rem ?PRODUCERS, Producers) ! {I, Due} end, Rate, Count, WarmUpS).

round_trips(Scheduler) ->
    Self = self(),
    Echo = spawn_on(Scheduler, fun() -> echo(Self) end),
    fun(I, _) -> Echo ! I, receive I -> ok end end.

echo(To) -> receive I -> To ! I, echo(To) end.

%% Count processes that each hand on what they get, the last one to To.
chain(0, To) -> To;
chain(Count, To) -> chain(Count - 1, spawn_link(fun() -> hand_on(To) end)).

hand_on(To) -> receive Message -> To ! Message, hand_on(To) end.

server(State) ->
    receive {request, To, I, Due} -> To ! {I, Due}, server(State#{I band 63 => Due}) end.

subscriber(Parent, Slots, Number, Count) ->
    collect_each(Slots, Number, Count),
    Parent ! recorded.

collect_each(_, _, 0) -> ok;
collect_each(Slots, Number, Left) ->
    receive {I, Due} -> record(Slots, I * ?SUBSCRIBERS + Number, Due) end,
    collect_each(Slots, Number, Left - 1).

%% Records Count latencies.
collector(Slots, Count) ->
    Self = self(),
    spawn_on(2, fun() -> collect(Slots, Count), Self ! recorded end).

collect(_, 0) -> ok;
collect(Slots, Left) ->
    receive {I, Due} -> record(Slots, I + 1, Due) end,
    collect(Slots, Left - 1).

record(Slots, Slot, Due) -> atomics:put(Slots, Slot, max(1, now_ns() - Due)).

asynchronous(Send, Rate, Count, WarmUpS) ->
    Start = start(),
    sent(0, Count, Start, Rate, Send),
    receive recorded -> ok end,
    {Rate * WarmUpS, Count, now_ns() - Start - WarmUpS * ?NS}.

sent(Count, Count, _, _, _) -> ok;
sent(I, Count, Start, Rate, Send) ->
    Due = due(I, Start, Rate),
    wait(Due),
    Send(I, Due),
    sent(I + 1, Count, Start, Rate, Send).

synchronous(Operation, Slots, 0, Count, WarmUpS, Seconds) ->
    Start = now_ns(),
    warm_up(Start + WarmUpS * ?NS, Operation, Slots),
    Begin = now_ns(),
    Done = closed(0, Count, Begin, Begin + Seconds * ?NS, Operation, Slots),
    {0, Done, now_ns() - Begin};
synchronous(Operation, Slots, Rate, Count, WarmUpS, _) ->
    Start = start(),
    sent(0, Count, Start, Rate, fun(I, Due) -> Operation(I, Due), record(Slots, I + 1, Due) end),
    {Rate * WarmUpS, Count, now_ns() - Start - WarmUpS * ?NS}.

closed(I, Count, Now, End, _, _) when I =:= Count; Now >= End -> I;
closed(I, Count, Before, End, Operation, Slots) ->
    Operation(I, Before),
    Now = now_ns(),
    atomics:put(Slots, I + 1, max(1, Now - Before)),
    closed(I + 1, Count, Now, End, Operation, Slots).

warm_up(End, Operation, Slots) ->
    case now_ns() >= End of
        true -> ok;
        false ->
            closed(0, 100, now_ns(), End, Operation, Slots),
            warm_up(End, Operation, Slots)
    end.

start() -> now_ns() + 10000000.

due(I, Start, Rate) -> Start + I * ?NS div Rate.

wait(Due) ->
    case now_ns() >= Due of
        true -> ok;
        false -> wait(Due)
    end.

now_ns() -> erlang:monotonic_time(nanosecond).

%% Bound to a scheduler, as far as there are so many.
spawn_on(Scheduler, Function) ->
    spawn_opt(Function, [link, {scheduler, 1 + (Scheduler - 1) rem erlang:system_info(schedulers)}]).

write(File, Slots, From, To) ->
    {ok, Device} = file:open(File, [write, raw, binary]),
    write_chunks(Device, Slots, From, To),
    ok = file:close(Device).

write_chunks(_, _, From, To) when From > To -> ok;
write_chunks(Device, Slots, From, To) ->
    Last = min(To, From + ?CHUNK - 1),
    ok = file:write(Device, << <<(atomics:get(Slots, I)):64>> || I <- lists:seq(From, Last) >>),
    write_chunks(Device, Slots, Last + 1, To).

init(_) -> {ok, none}.
handle_call(I, _, State) -> {reply, I, State}.
handle_cast(_, State) -> {noreply, State}.
