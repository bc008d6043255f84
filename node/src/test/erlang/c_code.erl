%% Code and literals that come and go: purges under the eyes of processes, funs, persistent terms, what tests may ask of the machine.
-module(c_code).
-export([cases/0]).
-import(corpus, [id/1, t/1, ts/1]).

cases() ->
    [{literals_stay, fun literals_stay/0}, {deleted_again, fun deleted_again/0}, {literals_in_messages, fun literals_in_messages/0}, {soft_purge, fun soft_purge/0}, {fun_of_purged_code, fun fun_of_purged_code/0}, {prepared_code, fun prepared_code/0}, {replaced_while_called, fun replaced_while_called/0}, {error_in_new_process, fun error_in_new_process/0}, {on_load_fails, fun on_load_fails/0}, {fun_counts, fun fun_counts/0}, {fun_sizes, fun fun_sizes/0}, {persistent_replaced, fun persistent_replaced/0}, {persistent_sharing, fun persistent_sharing/0}, {map_shape, fun map_shape/0}, {multi_scheduling, fun multi_scheduling/0}, {no_file, fun no_file/0}, {dictionary_key, fun dictionary_key/0}, {external_references, fun external_references/0}].

%% A module with a literal and a fun that holds it.
code(N) ->
    L = {N, [a, {b, N}], "text", <<"a literal binary that is large enough to lie outside of heaps: more than sixty-four bytes">>, #{n => N}},
    Forms = [{attribute, 1, module, c_code_dyn}, {attribute, 1, export, [{f, 0}, {g, 0}, {wait, 0}]},
        {function, 1, f, 0, [{clause, 1, [], [], [erl_parse:abstract(L)]}]},
        {function, 1, g, 0, [{clause, 1, [], [], [{'fun', 1, {clauses, [{clause, 1, [], [], [erl_parse:abstract({N, "in a fun"})]}]}}]}]},
        {function, 1, wait, 0, [{clause, 1, [], [], [{'receive', 1, [{clause, 1, [{atom, 1, stop}], [], [{atom, 1, stopped}]}]}]}]}],
    {ok, _, B} = compile:forms(Forms, []),
    B.
load(N) -> code:purge(c_code_dyn), {module, c_code_dyn} = code:load_binary(c_code_dyn, "c_code_dyn.erl", code(N)).
unload() -> code:purge(c_code_dyn), code:delete(c_code_dyn), code:purge(c_code_dyn).
%% What has been loaded once can be deleted without code. On top of old code there would be a report, with its time.
deleted_again() ->
    Never = erlang:delete_module(c_code_never_loaded),
    load(1),
    Deleted = [catch_class(fun() -> erlang:F(c_code_dyn) end) || F <- [delete_module, purge_module, purge_module, delete_module, delete_module]],
    {Never, Deleted, code:delete(c_code_dyn), code:delete(c_code_never_loaded), code:is_loaded(c_code_dyn), erlang:check_old_code(c_code_dyn)}.
catch_class(F) -> try F() catch C:R -> {C, R} end.
settle() -> [begin erlang:yield(), persistent_term:put({?MODULE, x}, N), persistent_term:erase({?MODULE, x}) end || N <- lists:seq(1, 20)], timer:sleep(100), ok.
%% Waits until a literal that is to go has been copied to the heap of the process that keeps it.
copied(A) -> corpus:until(fun() -> erts_debug:size_shared(A) > 0 end).

literals_stay() ->
    load(1), A = c_code_dyn:f(), put(kept, c_code_dyn:f()), H = spawn_link(fun() -> receive {From, X} -> receive go -> From ! {self(), X, get()} end end end),
    H ! {self(), A}, unload(), settle(), load(2), B = c_code_dyn:f(), unload(), settle(), H ! go,
    [A, B, get(kept), erase(kept), receive {H, X, D} -> {X, D} end, copied(A)].
literals_in_messages() ->
    load(3), self() ! c_code_dyn:f(), self() ! {x, c_code_dyn:f()}, self() ! y, unload(), settle(),
    [receive {x, X} -> X end, receive y -> y end, receive {3, _, _, _, _} = Y -> Y end].
soft_purge() ->
    load(4), P = spawn(c_code_dyn, wait, []), R = monitor(process, P), corpus:waits(P), code:delete(c_code_dyn), A = code:soft_purge(c_code_dyn),
    P ! stop, W = receive {'DOWN', R, _, _, Reason} -> Reason end, B = code:soft_purge(c_code_dyn),
    load(4), P2 = spawn(c_code_dyn, wait, []), R2 = monitor(process, P2), corpus:waits(P2), code:delete(c_code_dyn), C = code:purge(c_code_dyn),
    [A, W, B, C, receive {'DOWN', R2, _, _, Reason2} -> Reason2 end, erlang:check_old_code(c_code_dyn)].
fun_of_purged_code() ->
    load(5), F = c_code_dyn:g(), A = F(), code:delete(c_code_dyn), B = F(), C = code:purge(c_code_dyn), settle(),
    [A, B, C, element(1, (catch F())) =:= 'EXIT', begin load(5), F() end, begin unload(), ok end].
%% Others call the functions of a module all the time while it is replaced: they always find one.
replaced_while_called() ->
    Old = code(8), New = code(9), replace(Old),
    Callers = [spawn_monitor(fun() -> call_until_told(1) end) || _ <- [1, 2, 3]],
    replace(New, Old, 10, erlang:monotonic_time(second) + 5),
    Ends = [begin P ! stop, receive {'DOWN', M, process, P, R} -> R end end || {P, M} <- Callers], unload(), Ends.
%% So often, or for so long on a machine on which it takes its time.
replace(New, Old, N, Until) -> replace(New), replace(Old), case N > 1 andalso erlang:monotonic_time(second) < Until of true -> replace(New, Old, N - 1, Until); false -> ok end.
replace(Code) -> case code:soft_purge(c_code_dyn) of true -> {module, c_code_dyn} = code:load_binary(c_code_dyn, "c_code_dyn.erl", Code); false -> erlang:yield(), replace(Code) end.
call_until_told(N) -> {_, _, _, _, _} = c_code_dyn:f(), true = is_function(c_code_dyn:g(), 0), receive stop -> ok after 0 -> call_until_told(N + 1) end.
error_in_new_process() -> ok = logger:set_primary_config(level, none), [begin {P, M} = spawn_monitor(erlang, error, A), receive {'DOWN', M, process, P, R} -> R end end || A <- [[oops, [1]], [oops, none], [oops]]].
prepared_code() ->
    P = erts_internal:prepare_loading(c_code_dyn, code(6)), erlang:garbage_collect(), [erlang:has_prepared_code_on_load(P), erlang:finish_loading([P]), element(1, c_code_dyn:f()), t(fun() -> erlang:finish_loading([P]) end) =/= ok, begin unload(), ok end].
on_load_fails() ->
    Forms = [{attribute, 1, module, c_code_onl}, {attribute, 1, export, [{f, 0}]}, {attribute, 1, on_load, {f, 0}}, {function, 1, f, 0, [{clause, 1, [], [], [{tuple, 1, [{atom, 1, error}, {string, 1, "no"}]}]}]}],
    {ok, _, B} = compile:forms(Forms, []),
    %% The code server reports from a process of its own, at any time after the answer: reports stay off for good.
    ok = logger:set_primary_config(level, none),
    [code:load_binary(c_code_onl, "c_code_onl.erl", B), erlang:module_loaded(c_code_onl), code:purge(c_code_onl), erlang:check_old_code(c_code_onl)].
fun_counts() ->
    load(7), F = c_code_dyn:g(), A = erlang:fun_info(F, refc), G = [c_code_dyn:g() || _ <- [1, 2, 3]], B = erlang:fun_info(F, refc), 3 = length(id(G)),
    T = ets:new(t, []), ets:insert(T, {k, F}), C = erlang:fun_info(F, refc), ets:delete(T), D = erlang:fun_info(F, refc), unload(), erlang:garbage_collect(),
    [A, B, C, D, erlang:fun_info(F, refc), erlang:fun_info(fun lists:map/2, refc)].
fun_sizes() -> X = id([a]), [[erts_debug:size(F), erts_debug:flat_size(F)] || F <- [fun() -> X end, fun(A) -> {A, X, X} end, fun lists:map/2, {fun lists:map/2}]].
persistent_replaced() ->
    K = {?MODULE, r}, persistent_term:put(K, {old, [1, 2, 3], binary:copy(<<"abc">>, 50)}), A = persistent_term:get(K), persistent_term:put(K, new), settle(), persistent_term:erase(K), copied(A),
    [A, erts_debug:size_shared(A), persistent_term:get(K, gone)].
persistent_sharing() -> K = {?MODULE, s}, S = lists:foldl(fun(_, A) -> [A | A] end, [], lists:seq(1, 20)), persistent_term:put(K, S), T = persistent_term:get(K), [erts_debug:size(T), persistent_term:erase(K)].
map_shape() -> [erts_debug:map_info(maps:from_list([{N, N} || N <- lists:seq(1, M)])) || M <- [33, 100, 1000]] ++ ts([fun() -> erts_debug:map_info(id(#{})) end, fun() -> erts_debug:map_info(id(x)) end]).
multi_scheduling() ->
    S = self(), A = erlang:system_flag(multi_scheduling, block), B = erlang:system_info(multi_scheduling_blockers) =:= [S], Ids = [begin spawn(fun() -> S ! {i, erlang:system_info(scheduler_id)} end), receive {i, I} -> I end end || _ <- lists:seq(1, 20)],
    C = erlang:system_flag(multi_scheduling, unblock), {P, M} = spawn_monitor(fun() -> exit(erlang:system_flag(multi_scheduling, block)) end), R = receive {'DOWN', M, process, P, Reason} -> Reason end,
    [A, B, lists:usort(Ids), C, R, erlang:system_info(multi_scheduling_blockers), t(fun() -> erlang:system_flag(multi_scheduling, id(x)) end)].
no_file() ->
    {ok, M, B} = compile:forms([{attribute, 1, module, c_code_nof}, {attribute, 1, export, [{f, 1}]}, {function, 3, f, 1, [{clause, 3, [{var, 3, 'X'}], [], [{op, 3, 'div', {integer, 3, 1}, {var, 3, 'X'}}]}]}], []),
    {module, M} = code:load_binary(M, "x", B), R = try M:f(id(0)) catch _:_:S -> lists:nth(2, S) end, code:delete(M), code:purge(M), R.
dictionary_key() -> put(c_code_key, 1), t(fun() -> process_info(self(), id({dictionary, c_code_key})) end).
external_references() -> [erts_debug:size(binary_to_term(<<131, 90, (length(Ns)):16, 100, 3:16, "a@b", 1:32, (<< <<N:32>> || N <- Ns >>)/binary>>)) || Ns <- [[1], [1, 2], [1, 2, 3], [1, 2, 3, 4], [1, 2, 3, 4, 5]]].
