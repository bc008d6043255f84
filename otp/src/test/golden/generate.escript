#!/usr/bin/env escript
%% generate.escript CALLS RESULTS: evaluates each line "module:function(Args)" with the real emulator and writes "call<TAB>result" lines,
%% the expectations of the golden tests in src/test/resources/golden. The result is a term as ~w prints it, or "class:reason".
main([Calls, Results]) ->
    {ok, Bin} = file:read_file(Calls),
    Lines = [L || L <- string:split(unicode:characters_to_list(Bin), "\n", all), string:trim(L) =/= "", hd(L) =/= $%],
    Out = [[L, "\t", unicode:characters_to_list(result(L)), "\n"] || L <- Lines],
    ok = file:write_file(Results, unicode:characters_to_binary(Out)).

result(Line) ->
    {ok, Tokens, _} = erl_scan:string(Line ++ "."),
    {ok, Exprs} = erl_parse:parse_exprs(Tokens),
    try erl_eval:exprs(Exprs, erl_eval:new_bindings()) of
        {value, Value, _} -> io_lib:format("~w", [Value])
    catch
        Class:Reason -> io_lib:format("~w:~w", [Class, Reason])
    end.
