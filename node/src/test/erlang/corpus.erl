%% Runs the cases of corpus modules and prints one line a result. What differs
%% from run to run (pids, references, ports, addresses) is masked, so that the
%% lines of two emulators can be compared.
-module(corpus).
-export([main/1, id/1, many/1, t/1, ts/1, mask/1, until/1, waits/1, ended/1, go_round/0]).

%% Hides a value from the compiler's optimisations.
id(X) -> X.

%% A number of elements or rounds: much smaller when every allocation point collects, since that takes time with the square of it.
many(N) ->
    case os:getenv("CORPUS_FEW") of
        false -> N;
        _ -> max(20, N div 100)
    end.

%% The result of a fun, or its exception with the frames down to this module.
t(F) ->
    try F() catch C:R:S -> {C, R, trim(S)} end.

ts(Fs) -> [t(F) || F <- Fs].

%% Waits for what others bring about in their own time.
until(F) ->
    case F() of true -> ok; false -> timer:sleep(1), until(F) end.

waits(P) -> until(fun() -> process_info(P, status) =:= {status, waiting} end).

%% Waits for the end of a process.
ended(P) ->
    R = monitor(process, P),
    receive {'DOWN', R, process, P, _} -> ok end.

%% Lets every scheduler do what stands before its queue's end, twice: what that leads to is done too.
go_round() ->
    [begin
         {P, R} = spawn_opt(fun() -> ok end, [monitor, {scheduler, N}]),
         receive {'DOWN', R, process, P, _} -> ok end
     end || _ <- [1, 2], N <- lists:seq(1, erlang:system_info(schedulers_online))],
    ok.

main(Modules) ->
    lists:foreach(fun(M) ->
        lists:foreach(fun({Name, F}) -> one(M, Name, F) end, M:cases())
    end, Modules),
    halt(0).

one(M, Name, F) ->
    {P, R} = spawn_monitor(fun() -> exit({result, t(F)}) end),
    V = receive
            {'DOWN', R, process, P, {result, X}} -> X;
            {'DOWN', R, process, P, Other} -> {died, Other}
        after 600000 ->
            exit(P, kill),
            timed_out
        end,
    lines(M, Name, mask(V)).

%% A list of results takes a line for each, so that a difference stands alone.
lines(M, Name, L) when is_list(L), length(L) > 1 ->
    case io_lib:char_list(L) of
        true -> line(M, Name, 0, L);
        false -> lists:foldl(fun(V, N) -> line(M, Name, N, V), N + 1 end, 1, L)
    end;
lines(M, Name, V) ->
    line(M, Name, 0, V).

line(M, Name, N, V) ->
    io:format("~s:~s/~w: ~0tp~n", [M, Name, N, V]).

trim([{?MODULE, _, _, _} | _]) -> [];
trim([F | T]) -> [F | trim(T)];
trim(T) -> T.

mask(P) when is_pid(P) -> '<pid>';
mask(P) when is_port(P) -> '<port>';
mask(R) when is_reference(R) -> '<ref>';
mask([H | T]) -> [mask(H) | mask(T)];
mask(T) when is_tuple(T) -> list_to_tuple(mask(tuple_to_list(T)));
mask(M) when is_map(M) ->
    {'$map', lists:sort([{mask(K), mask(V)} || {K, V} <- maps:to_list(M)])};
mask(X) -> X.
