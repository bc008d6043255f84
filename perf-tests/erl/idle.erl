%% What an idle process costs: spawns many, and divides the growth of the resident memory by their number.
%%
%%   bin/longbeam run perf-tests/erl/idle.erl COUNT        (the same on the real emulator: erl +P 2000000 -noshell ...)
-module(idle).
-export([main/1]).

main([Count]) ->
    N = list_to_integer(Count),
    Before = resident_kib(),
    Pids = [spawn(fun wait/0) || _ <- lists:seq(1, N)],
    timer:sleep(1000),
    Alive = resident_kib(),
    [exit(P, kill) || P <- Pids],
    timer:sleep(5000),
    io:format("~p processes, ~p bytes each~nresident KiB: ~p before, ~p alive, ~p after~n",
              [N, (Alive - Before) * 1024 div N, Before, Alive, resident_kib()]).

wait() -> receive stop -> ok end.

resident_kib() ->
    {ok, Status} = file:read_file("/proc/self/status"),
    {match, [Kib]} = re:run(Status, "VmRSS:\\s+(\\d+)", [{capture, all_but_first, list}]),
    list_to_integer(Kib).
