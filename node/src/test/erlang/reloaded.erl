%% A module for loading again and again: version/0 is a number that who loads it changes in the file.
-module(reloaded).
-export([run/1, version/0]).

version() -> 1000000.

run(N) -> loop(N, 0).

loop(0, Acc) -> {version(), Acc};
loop(N, Acc) ->
    Funs = [fun(X) -> X + N end, fun(X) -> X * version() end, fun erlang:abs/1],
    Map = #{a => Acc, "literal" => {1, 2.5, <<"of the module">>}},
    case Map of
        #{a := A, "literal" := {One, _, B}} -> loop(N - 1, (lists:foldl(fun(F, V) -> F(V) end, A, Funs) + One + byte_size(B)) rem 1000003)
    end.
