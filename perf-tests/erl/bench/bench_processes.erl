%% What processes cost: to start and end, and to be there.
-module(bench_processes).
-export([spawns/1, idle/1]).

-define(BATCH, 1000).

%% Starts processes that send one message and end, one at a time, for so long, after as much time that does not count. How many there were, and
%% nanoseconds.
spawns(Seconds) ->
    spawns_until(monotonic_ns() + Seconds * 1000000000, 0),
    Start = monotonic_ns(),
    Count = spawns_until(Start + Seconds * 1000000000, 0),
    {Count, monotonic_ns() - Start}.

spawns_until(End, Count) ->
    case monotonic_ns() >= End of
        true -> Count;
        false ->
            batch(?BATCH, self()),
            spawns_until(End, Count + ?BATCH)
    end.

batch(0, _) -> ok;
batch(N, Self) ->
    Pid = spawn(fun() -> Self ! self() end),
    receive Pid -> batch(N - 1, Self) end.

%% Starts so many processes that wait. Growth of the resident set in bytes, and nanoseconds of starting them.
idle(Count) ->
    erlang:garbage_collect(),
    Before = resident_bytes(),
    Start = monotonic_ns(),
    Pids = waiting(Count, []),
    Elapsed = monotonic_ns() - Start,
    timer:sleep(1000),
    Bytes = resident_bytes() - Before,
    true = is_process_alive(hd(Pids)),
    {Bytes, Elapsed}.

waiting(0, Pids) -> Pids;
waiting(Count, Pids) -> waiting(Count - 1, [spawn(fun() -> receive stop -> ok end end) | Pids]).

resident_bytes() ->
    {ok, Status} = file:read_file("/proc/self/status"),
    {match, [Kib]} = re:run(Status, "VmRSS:\\s+(\\d+)", [{capture, all_but_first, list}]),
    list_to_integer(Kib) * 1024.

monotonic_ns() -> erlang:monotonic_time(nanosecond).
