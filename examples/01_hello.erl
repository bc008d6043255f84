%% The smallest program: greets whoever is named on the command line.
%%
%%     bin/longbeam run examples/01_hello.erl Joe Mike Robert
-module('01_hello').
-export([main/1]).

main([]) ->
    main(["world"]);
main(Names) ->
    lists:foreach(fun(Name) -> io:format("Hello, ~ts!~n", [Name]) end, Names).
