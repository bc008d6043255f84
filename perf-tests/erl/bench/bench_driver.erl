%% Runs programs of the set on request: one line a request on standard input, one line that begins with "@@" an answer.
%%
%%   list            @@program GROUP NAME OPERATIONS UNIT for each, then @@done
%%   open NAME       prepares a program in a process of its own: @@ready
%%   run COUNT       runs it so often: @@runs HASH CPU_MS NS NS ..
%%   warm MS         runs it for so long: @@runs likewise
%%   close           ends that process: @@closed
%%   quit            ends the node
%%
%% What fails answers @@error TEXT. Each run begins after a collection, which is not timed; HASH is that of its result.
-module(bench_driver).
-export([main/0]).

-define(MODULES, [bench_seq, bench_clbg, bench_data, bench_bin, bench_ets, bench_conc, bench_gc, bench_macro]).

main() -> requests(none).

requests(Worker) ->
    case io:get_line("") of
        Line when is_list(Line) -> requests(request(string:tokens(Line, " \n"), Worker));
        _ -> halt()
    end.

request(["list"], Worker) ->
    [answer("program ~s ~s ~b ~s", [group(M), Name, Operations, underscored(Unit)])
     || M <- ?MODULES, {Name, Operations, Unit, _, _} <- M:list()],
    answer("done", []),
    Worker;
request(["open", Name], _) ->
    [Program] = [P || M <- ?MODULES, P <- M:list(), atom_to_list(element(1, P)) =:= Name],
    Self = self(),
    Worker = spawn_monitor(fun() -> worker(Self, Program) end),
    ask(Worker, ready);
request(["run", Count], Worker) -> ask(Worker, {run, list_to_integer(Count)});
request(["warm", Ms], Worker) -> ask(Worker, {warm, list_to_integer(Ms) * 1000000});
request(["close"], Worker) ->
    stop(Worker),
    flush(),
    answer("closed", []),
    none;
request(["quit"], _) -> halt().

stop(none) -> ok;
stop({Pid, Monitor}) ->
    exit(Pid, kill),
    receive {'DOWN', Monitor, _, _, _} -> ok end.

ask(none, _) ->
    answer("error no program is open", []),
    none;
ask({Pid, Monitor} = Worker, Request) ->
    Pid ! Request,
    receive
        {Pid, Text} ->
            answer("~s", [Text]),
            Worker;
        {'DOWN', Monitor, _, _, Reason} ->
            answer("error ~s", [lists:sublist(lists:flatten(io_lib:format("~0p", [Reason])), 400)]),
            none
    end.

flush() -> receive _ -> flush() after 0 -> ok end.

answer(Format, Arguments) -> io:put_chars(["@@", io_lib:format(Format, Arguments), $\n]).

group(Module) ->
    "bench_" ++ Group = atom_to_list(Module),
    Group.

underscored(Text) -> [case C of $\s -> $_; _ -> C end || C <- Text].

worker(Driver, {_, _, _, Setup, Run}) ->
    State = Setup(),
    receive ready -> Driver ! {self(), "ready"} end,
    worker_loop(Driver, Run, State).

worker_loop(Driver, Run, State) ->
    Cpu = cpu_ms(),
    {Hash, Times} =
        receive
            {run, Count} -> runs(Run, State, Count, infinity);
            {warm, Ns} -> runs(Run, State, infinity, Ns)
        end,
    Words = [integer_to_list(N) || N <- [Hash, cpu_ms() - Cpu | lists:reverse(Times)]],
    Driver ! {self(), ["runs " | lists:join(" ", Words)]},
    worker_loop(Driver, Run, State).

%% Until Count runs are done, or as many as take Ns nanoseconds.
runs(Run, State, Count, Ns) ->
    {Time, Hash} = timed(Run, State),
    runs(Run, State, Count, Ns, Time, [Time], Hash).

runs(_, _, Count, Ns, Spent, Times, Hash) when length(Times) =:= Count; Spent >= Ns -> {Hash, Times};
runs(Run, State, Count, Ns, Spent, Times, Hash) ->
    {Time, Hash} = timed(Run, State),
    runs(Run, State, Count, Ns, Spent + Time, [Time | Times], Hash).

timed(Run, State) ->
    erlang:garbage_collect(),
    Start = erlang:monotonic_time(nanosecond),
    Result = Run(State),
    Time = erlang:monotonic_time(nanosecond) - Start,
    {Time, erlang:phash2(Result)}.

%% Of all threads of the node, so that work on other cores shows.
cpu_ms() -> element(1, erlang:statistics(runtime)).
