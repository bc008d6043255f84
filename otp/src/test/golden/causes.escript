#!/usr/bin/env escript
%% causes.escript CALLS RESULTS: evaluates each line "module:function(Args)" with the real emulator and writes "call<TAB>cause" lines: the cause in the
%% error_info of the exception, "none" when there is none, "ok" when the call succeeds.
main([Calls, Results]) ->
    {ok, Bin} = file:read_file(Calls),
    Lines = [L || L <- string:split(unicode:characters_to_list(Bin), "\n", all), string:trim(L) =/= ""],
    Out = [[L, "\t", atom_to_list(cause(L)), "\n"] || L <- Lines],
    ok = file:write_file(Results, unicode:characters_to_binary(Out)).

cause(Line) ->
    {ok, Tokens, _} = erl_scan:string(Line ++ "."),
    {ok, [{call, _, {remote, _, {atom, _, M}, {atom, _, F}}, Args}]} = erl_parse:parse_exprs(Tokens),
    try apply(M, F, [erl_parse:normalise(A) || A <- Args]) of
        _ -> ok
    catch
        error:_:Stack ->
            {_, _, _, Info} = hd(Stack),
            maps:get(cause, proplists:get_value(error_info, Info, #{}), none)
    end.
