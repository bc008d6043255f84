%% Loads a module again and again, each time with another content, calls it until it is hot, and purges the one before; then modules of many names.
%%
%% At each mark it writes a file with what has been done, and goes on when somebody has removed it: see dev.longbeam.perf.Reload.
-module(reload).
-export([main/4]).

-define(ROUNDS, 300).
-define(VERSION, 1000000).

%% Dir is for the marks; Source is a module with run/1 and the number ?VERSION in it.
main(Dir, Source, Loads, Names) ->
    {ok, M, Beam} = compile:file(Source, [binary, {outdir, Dir}]),
    [load(M, Beam, I) || I <- lists:seq(1, 100)],
    mark(Dir, "start (after 100 loads) " ++ counts()),
    lists:foreach(fun(I) ->
        load(M, Beam, I),
        I rem max(1, Loads div 5) =:= 0 andalso mark(Dir, integer_to_list(I) ++ " loads of one module " ++ counts())
    end, lists:seq(1, Loads)),
    lists:foreach(fun(I) -> named(Beam, I) end, lists:seq(1, Names)),
    mark(Dir, integer_to_list(Names) ++ " modules of different names " ++ counts()),
    lists:foreach(fun(I) -> named(Beam, I) end, lists:seq(1, Names)),
    mark(Dir, "the same names again " ++ counts()),
    ok = file:write_file(filename:join(Dir, "end"), <<>>).

load(M, Beam, I) ->
    {module, M} = erlang:load_module(M, binary:replace(Beam, <<?VERSION:24>>, <<(?VERSION + I):24>>)),
    {_, _} = M:run(?ROUNDS),
    code:purge(M),
    false = erlang:check_old_code(M).

%% The name of the module is the first of its atoms, and as long as all of these.
named(Beam, I) ->
    Name = io_lib:format("~8..0w", [I]),
    M = list_to_atom(lists:flatten(Name)),
    {module, M} = erlang:load_module(M, binary:replace(Beam, <<"reloaded">>, iolist_to_binary(Name), [global])),
    {_, _} = M:run(?ROUNDS),
    code:delete(M),
    code:purge(M),
    false = code:is_loaded(M).

counts() -> io_lib:format("~w ~w", [erlang:system_info(atom_count), erlang:memory(total) div 1024]).

mark(Dir, Text) ->
    erlang:garbage_collect(),
    Mark = filename:join(Dir, "mark"),
    ok = file:write_file(Mark ++ "~", Text),
    ok = file:rename(Mark ++ "~", Mark),
    gone(Mark).

gone(File) ->
    case filelib:is_file(File) of
        true -> timer:sleep(10), gone(File);
        false -> ok
    end.
