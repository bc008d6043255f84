%% Starts very many processes, which all wait, then lets each answer once and end.
%% What one costs stands on standard error.
%%
%%     bin/longbeam run examples/05_million_processes.erl
%%     bin/longbeam run examples/05_million_processes.erl 100000
%%
%% A node takes no more processes than its flag +P says; "bin/longbeam run" takes a million and some.
-module('05_million_processes').
-export([main/1]).

main([]) ->
    main(["1000000"]);
main([Count]) ->
    N = list_to_integer(Count),
    Limit = erlang:system_info(process_limit),
    case N + 100 =< Limit of
        true ->
            start(N);
        false ->
            io:format("this node takes ~b processes; start it with ERL_FLAGS=\"+P ~b\"~n", [Limit, N + 1000]),
            halt(1)
    end.

start(N) ->
    garbage_collect(),
    Before = erlang:memory(processes),
    Start = erlang:monotonic_time(millisecond),
    Main = self(),
    Pids = [spawn(fun() -> wait(Main) end) || _ <- lists:seq(1, N)],
    Started = erlang:monotonic_time(millisecond),
    Bytes = (erlang:memory(processes) - Before) div N,
    io:format("~b processes wait~n", [length(Pids)]),
    lists:foreach(fun(Pid) -> Pid ! {add, 1} end, Pids),
    io:format("~b processes answered~n", [collect(N, 0)]),
    Ended = erlang:monotonic_time(millisecond),
    io:format(standard_error, "~b bytes a process; ~b ms to start, ~b ms to ask and end~n", [Bytes, Started - Start, Ended - Started]).

wait(Main) ->
    receive {add, Number} -> Main ! {answer, Number} end.

collect(0, Sum) -> Sum;
collect(N, Sum) ->
    receive {answer, Number} -> collect(N - 1, Sum + Number) end.
