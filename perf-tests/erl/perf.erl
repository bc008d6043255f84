%% Operations whose Java heap allocation is measured, run by dev.longbeam.perf.Main and ErlangBenchmarks; see RESULTS.md.
-module(perf).
-export([run/1, start_server/0]).

-define(FIRST, 3).

%% Runs every case: some warm-up, then the measured part between two marks. Directory is where marks and answers stand.
run(Directory) ->
    lists:foreach(fun({Name, Count, Case}) -> measure(Directory, Name, Count, Case) end, cases()),
    mark(Directory, "end", "0").

measure(Directory, Name, Count, Case) ->
    [Case(Count) || _ <- lists:seq(1, ?FIRST)],
    mark(Directory, "begin", Name),
    Start = erlang:monotonic_time(),
    Case(Count),
    Time = erlang:convert_time_unit(erlang:monotonic_time() - Start, native, nanosecond),
    mark(Directory, "stop", io_lib:format("~s ~w ~w", [Name, Count, Time])).

%% Starts the process that runs a case so many times on request.
start_server() -> register(perf, spawn(fun server/0)).

server() ->
    receive
        {Case, Count} -> ok = server_case(Case, Count), server()
    end.

server_case(call, Count) -> calls(Count);
server_case(round_trip, Count) -> round_trips(Count);
server_case(spawn, Count) -> spawns(Count);
server_case(cons, Count) -> conses(Count);
server_case(map, Count) -> maps(Count), ok;
server_case(ets, Count) -> ets(Count), ok.

%% Tells Java, and waits until it has taken notice.
mark(Directory, What, Text) ->
    Path = filename:join(Directory, What),
    ok = file:write_file(Path ++ ".new", Text),
    ok = file:rename(Path ++ ".new", Path),
    gone(Path).

gone(Path) ->
    case file:read_file_info(Path) of
        {error, enoent} -> ok;
        {ok, _} -> timer:sleep(20), gone(Path)
    end.

cases() ->
    [{"nothing", 1, fun(_) -> ok end},
     {"call", 10000000, fun calls/1},
     {"message round trip", 200000, fun round_trips/1},
     {"spawn and exit", 100000, fun spawns/1},
     {"cons cell, with collections", 10000000, fun conses/1},
     {"map put and get, 1000 keys", 1000000, fun maps/1},
     {"ets insert and lookup", 500000, fun ets/1},
     {"apply of module, function, list", 1000000, fun applies/1},
     {"float addition", 2000000, fun floats/1}].

calls(0) -> ok;
calls(N) -> identity(N), calls(N - 1).

identity(N) when N > 0 -> N.

round_trips(N) ->
    Self = self(),
    Echo = spawn_link(fun() -> echo(Self) end),
    round_trips(Echo, N),
    Echo ! stop,
    ok.

round_trips(_, 0) -> ok;
round_trips(Echo, N) ->
    Echo ! {ping, N},
    receive {pong, N} -> round_trips(Echo, N - 1) end.

echo(To) ->
    receive
        {ping, N} -> To ! {pong, N}, echo(To);
        stop -> ok
    end.

spawns(0) -> ok;
spawns(N) ->
    Self = self(),
    spawn(fun() -> Self ! done end),
    receive done -> spawns(N - 1) end.

conses(0) -> ok;
conses(N) ->
    100 = length(lists(100, [])),
    conses(N - 100).

lists(0, List) -> List;
lists(N, List) -> lists(N - 1, [N | List]).

maps(N) -> maps(N, maps:from_list([{Key, Key} || Key <- lists:seq(1, 1000)])).

maps(0, _) -> ok;
maps(N, Map) ->
    Key = N rem 1000 + 1,
    true = is_map_key(Key, Map),
    maps(N - 1, Map#{Key := N}).

ets(N) ->
    Table = ets:new(perf, [set]),
    ets(N, Table),
    ets:delete(Table).

ets(0, _) -> ok;
ets(N, Table) ->
    ets:insert(Table, {N rem 1000, N}),
    [{_, N}] = ets:lookup(Table, N rem 1000),
    ets(N - 1, Table).

applies(N) -> applies(N, erlang, max).

applies(0, _, _) -> ok;
applies(N, Module, Function) ->
    N = apply(Module, Function, [N, 0]),
    applies(N - 1, Module, Function).

floats(N) -> floats(N, 0.0).

floats(0, Sum) -> Sum;
floats(N, Sum) -> floats(N - 1, add(Sum, 1)).

add(A, B) -> A + B.
