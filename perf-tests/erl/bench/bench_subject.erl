%% A system that is measured: does what a line on standard input asks for, and answers with a line that begins with "@@".
%%
%%   latency WORKLOAD RATE WARM_UP_S SECONDS NOISE HEAP_MB FILE    @@latency RECORDED ELAPSED_NS END_MS, and FILE; see bench_latency
%%   spawns SECONDS                                                @@spawns COUNT ELAPSED_NS
%%   idle COUNT                                                    @@idle BYTES ELAPSED_NS, growth of the resident set and time to create all
%%
%% NOISE is words joined by "+", or "none". What fails answers @@error TEXT. The end of the input ends the node.
-module(bench_subject).
-export([main/0]).

main() ->
    case io:get_line("") of
        Line when is_list(Line) ->
            io:put_chars(["@@", answer(string:tokens(Line, " \n")), $\n]),
            main();
        _ -> halt()
    end.

%% In a process of its own, which takes all that it has started with it when it fails.
answer(Words) ->
    {_, Monitor} = spawn_monitor(fun() -> exit({answer, request(Words)}) end),
    receive
        {'DOWN', Monitor, _, _, {answer, Text}} -> Text;
        {'DOWN', Monitor, _, _, Reason} -> io_lib:format("error ~0p", [Reason])
    end.

request(["latency", Workload, Rate, WarmUp, Seconds, Noise, HeapMb, File]) ->
    bench_noise:start(string:tokens(Noise, "+"), list_to_integer(HeapMb)),
    {Recorded, Elapsed, EndMs} =
        bench_latency:measure(list_to_atom(Workload), list_to_integer(Rate), list_to_integer(WarmUp), list_to_integer(Seconds), File),
    io_lib:format("latency ~b ~b ~b", [Recorded, Elapsed, EndMs]);
request(["spawns", Seconds]) ->
    {Count, Elapsed} = bench_processes:spawns(list_to_integer(Seconds)),
    io_lib:format("spawns ~b ~b", [Count, Elapsed]);
request(["idle", Count]) ->
    {Bytes, Elapsed} = bench_processes:idle(list_to_integer(Count)),
    io_lib:format("idle ~b ~b", [Bytes, Elapsed]).
