%% A process keeps its state while its code is replaced under it, twice.
%% The three versions of module 'greeter' are compiled here, at run time.
%%
%%     bin/longbeam run examples/04_hot_swap.erl
-module('04_hot_swap').
-export([main/1]).

main(_) ->
    load(version("\"Hello, \" ++ Name ++ \"!\"")),
    Greeter = spawn_link(fun() -> greeter:loop(0) end),
    greet(Greeter, "Joe"),
    greet(Greeter, "Mike"),
    upgrade(Greeter, "\"God dag, \" ++ Name ++ \".\""),
    greet(Greeter, "Robert"),
    upgrade(Greeter, "string:uppercase(\"hej \" ++ Name)"),
    greet(Greeter, "Bjarne"),
    %% Nobody runs the second version any more, so that it can go without a process having to be killed.
    io:format("the old version could go: ~p~n", [code:soft_purge(greeter)]),
    io:format("the same process all along: ~p~n", [is_process_alive(Greeter)]).

upgrade(Greeter, Greeting) ->
    load(version(Greeting)),
    Greeter ! upgrade.

%% Source of the module, with the expression that makes a greeting.
%% The call with the module's name is the one that enters the newest version.
version(Greeting) ->
    ["-module(greeter).",
     "-export([loop/1]).",
     "loop(Count) ->"
     "    receive"
     "        {From, Name} ->"
     "            From ! {self(), Count + 1, greeting(Name)},"
     "            loop(Count + 1);"
     "        upgrade ->"
     "            greeter:loop(Count)"
     "    end.",
     "greeting(Name) -> " ++ Greeting ++ "."].

load(Source) ->
    Forms = [form(Text) || Text <- Source],
    {ok, greeter, Code} = compile:forms(Forms, []),
    code:purge(greeter),
    {module, greeter} = code:load_binary(greeter, "greeter.erl", Code),
    ok.

form(Text) ->
    {ok, Tokens, _} = erl_scan:string(Text),
    {ok, Form} = erl_parse:parse_form(Tokens),
    Form.

greet(Greeter, Name) ->
    Greeter ! {self(), Name},
    receive
        {Greeter, Count, Text} -> io:format("~b: ~ts~n", [Count, Text])
    end.
