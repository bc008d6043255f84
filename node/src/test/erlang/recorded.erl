%% Programs whose messages and reductions are known, for the tests of the trace.
-module(recorded).
-behaviour(gen_server).
-export([calls/1, across/1, reductions/0, statistics/0, crash/0, endless/0, init/1, handle_call/3, handle_cast/2]).

init(N) -> {ok, N}.
handle_call(next, _From, N) -> {reply, N, N + 1}.
handle_cast(_, N) -> {noreply, N}.

%% N calls from a process called client to one called server: N requests, N replies.
calls(N) ->
    {ok, Server} = gen_server:start_link({local, server}, ?MODULE, 0, []),
    register(client, self()),
    [I = gen_server:call(Server, next) || I <- lists:seq(0, N - 1)],
    io:format("done~n").

%% N small and N larger messages each way between processes that are tied to different schedulers; the last one finds nobody.
across(N) ->
    Echo = spawn_opt(fun echo/0, [{scheduler, 1}]),
    register(echo, Echo),
    {Client, Ref} = spawn_opt(fun() -> register(client, self()), ask(Echo, N) end, [{scheduler, 2}, monitor]),
    receive {'DOWN', Ref, process, Client, normal} -> io:format("done~n") end.

ask(Echo, 0) ->
    Monitor = monitor(process, Echo),
    Echo ! stop,
    receive {'DOWN', Monitor, process, Echo, normal} -> Echo ! late end;
ask(Echo, N) ->
    Echo ! N,
    Echo ! {self(), [N | <<N:320>>]},
    receive [N | <<N:320>>] -> ask(Echo, N - 1) end.

echo() ->
    receive
        {From, Term} -> From ! Term, echo();
        N when is_integer(N) -> echo();
        stop -> ok
    end.

%% What the machine itself says of a process that worked and then waits.
reductions() ->
    Worker = spawn(fun() -> work(300000), receive stop -> ok end end),
    register(worker, Worker),
    wait(Worker),
    {reductions, R} = process_info(Worker, reductions),
    io:format("~b~n", [R]).

work(0) -> ok;
work(N) -> work(N - 1).

wait(P) ->
    case process_info(P, status) of
        {status, waiting} -> ok;
        _ -> timer:sleep(10), wait(P)
    end.

%% What the machine says that all processes have used, at the begin of a slice; the name marks the place.
statistics() ->
    work(300000),
    erlang:yield(),
    {Sum, _} = statistics(reductions),
    register(counted, self()),
    io:format("~b~n", [Sum]).

%% A process dies while it handles a message; its monitor tells.
crash() ->
    {Pid, Ref} = spawn_monitor(fun() -> receive go -> exit(broken) end end),
    register(victim, Pid),
    Pid ! go,
    receive {'DOWN', Ref, process, Pid, broken} -> io:format("down~n") end.

%% Messages until somebody kills the node.
endless() ->
    P = spawn(fun Loop() -> receive {From, I} -> From ! I, Loop() end end),
    io:format("running~n"),
    endless(P, 0).

endless(P, I) ->
    P ! {self(), I},
    receive I -> endless(P, I + 1) end.
