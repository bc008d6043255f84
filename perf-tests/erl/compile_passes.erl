%% Compiles modules of stdlib and compiler in one node, over and over:
%%
%%   erl -noshell -run compile_passes main PASSES LIB MODULE ..
%%
%% LIB is the folder `lib' of OTP's sources; without modules all of both applications. A line for each pass: its number, milliseconds on the clock,
%% milliseconds of processor time of schedulers, of HotSpot's compilers, of all threads, modules, and a hash of all object code.
-module(compile_passes).
-export([main/1]).

main([Passes, Lib | Names]) ->
    Files = [F || Application <- ["stdlib", "compiler"],
                  F <- lists:sort(filelib:wildcard(filename:join([Lib, Application, "src", "*.erl"]))),
                  Names =:= [] orelse lists:member(filename:basename(F, ".erl"), Names)],
    Includes = [{i, filename:join([Lib, Application, D])} || Application <- ["stdlib", "kernel", "compiler"], D <- ["include", "src"]],
    Options = [binary, return, deterministic | Includes],
    [pass(N, Files, Options) || N <- lists:seq(1, list_to_integer(Passes))],
    halt().

pass(Number, Files, Options) ->
    Before = processor_ms(),
    Start = erlang:monotonic_time(millisecond),
    Hashes = [compile(F, Options) || F <- Files],
    Wall = erlang:monotonic_time(millisecond) - Start,
    Spent = lists:zipwith(fun(A, B) -> A - B end, processor_ms(), Before),
    io:format("~b ~b ~b ~b ~b ~b ~b~n", [Number, Wall] ++ Spent ++ [length(Hashes), erlang:phash2(Hashes)]).

%% What cannot be compiled, for want of a generated file, counts as such.
compile(File, Options) ->
    case compile:file(File, Options) of
        {ok, Module, Code, _} -> {Module, erlang:md5(Code)};
        {error, _, _} -> error
    end.

%% Of schedulers, HotSpot's compilers and all threads.
processor_ms() ->
    {ok, Tasks} = file:list_dir("/proc/self/task"),
    Times = lists:append([thread(file:read_file("/proc/self/task/" ++ T ++ "/stat")) || T <- Tasks]),
    [lists:sum([Ms || {Name, Ms} <- Times, Kind(Name)]) || Kind <- [fun is_scheduler/1, fun is_compiler/1, fun(_) -> true end]].

%% The C emulator collects large heaps on dirty schedulers. Names are cut after 15 characters.
is_scheduler(Name) -> string:find(Name, "sch") =/= nomatch.

is_compiler(Name) -> string:find(Name, "CompilerThre") =/= nomatch.

thread({error, _}) -> [];
thread({ok, Stat}) ->
    [Front, Back] = string:split(Stat, ")", trailing),
    [_, Name] = string:split(Front, "("),
    Words = string:lexemes(Back, " "),
    Ticks = binary_to_integer(lists:nth(12, Words)) + binary_to_integer(lists:nth(13, Words)),
    [{Name, Ticks * 10}].
