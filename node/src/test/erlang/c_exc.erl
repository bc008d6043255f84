%% Exceptions: classes, stack traces, try, catch, after, error_info.
-module(c_exc).
-export([cases/0, thrower/1, deep/1, exported/2]).
-import(corpus, [id/1, t/1, ts/1]).

cases() ->
    [{raise_deep, fun raise_deep/0}, {classes, fun classes/0}, {catches, fun catches/0}, {try_of, fun try_of/0}, {try_after, fun try_after/0}, {after_order, fun after_order/0}, {nested_try, fun nested_try/0}, {rethrow, fun rethrow/0}, {raised_again, fun raised_again/0}, {raise3, fun raise3/0}, {raise_bad, fun raise_bad/0}, {stack_depth, fun stack_depth/0},
     {stack_args, fun stack_args/0}, {error_args, fun error_args/0}, {error_options, fun error_options/0}, {badmatches, fun badmatches/0}, {clauses, fun clauses/0}, {try_clauses, fun try_clauses/0}, {in_guard, fun in_guard/0}, {in_after, fun in_after/0}, {throw_in_fold, fun throw_in_fold/0}, {stack_in_recursion, fun stack_in_recursion/0},
     {tail_calls, fun tail_calls/0}, {bif_in_tail, fun bif_in_tail/0}, {fun_frames, fun fun_frames/0}, {comprehension_frames, fun comprehension_frames/0}, {library_frames, fun library_frames/0}, {catch_values, fun catch_values/0}, {catch_in_args, fun catch_in_args/0}, {exits_in_process, fun exits_in_process/0}, {error_in_process, fun error_in_process/0},
     {throw_in_process, fun throw_in_process/0}, {system_limit, fun system_limits/0}, {backtrace_depth, fun backtrace_depth/0}, {get_stacktrace_shape, fun get_stacktrace_shape/0}, {format_exception, fun format_exception/0}, {format_errors, fun format_errors/0}, {match_class, fun match_class/0}, {deep_catch, fun deep_catch/0}, {many_handlers, fun many_handlers/0}, {try_in_loop, fun try_in_loop/0},
     {variables_in_after, fun variables_in_after/0}, {try_return_values, fun try_return_values/0}, {nocatch, fun nocatch/0}, {error_terms, fun error_terms/0}, {undef_frames, fun undef_frames/0}, {frames_of_bif_calls, fun frames_of_bif_calls/0}, {frames_of_increments, fun frames_of_increments/0}, {lines_behind_tail_calls, fun lines_behind_tail_calls/0}, {maybe_cleanup, fun maybe_cleanup/0}, {bif_errors, fun bif_errors/0}, {bif_errors_spawn, fun bif_errors_spawn/0}].

frames_of_increments() ->
    [try F(id(a)) catch error:badarith:Stack -> {element(1, hd(Stack)), element(2, hd(Stack))} end
     || F <- [fun(X) -> X - -127 end, fun(X) -> X - 127 end, fun(X) -> X + -127 end, fun(X) -> X + 127 end, fun(X) -> X - 0 end]].

lines_behind_tail_calls() ->
    [try no_clause_behind_tail_call(X) catch error:{case_clause, c}:Stack -> {_, F, A, Info} = hd(Stack), {F, A, proplists:get_value(line, Info)} end || X <- [a, c]].
no_clause_behind_tail_call(X) ->
    Y = id(X),
    id(case Y of
        a -> b
    end).

thrower(throw) -> throw(id(thrown));
thrower(exit) -> exit(id(exited));
thrower(error) -> error(id(erred));
thrower(X) -> X.
classes() -> [try thrower(K) of V -> {value, V} catch C:R -> {C, R} end || K <- [throw, exit, error, fine]].
catches() -> [catch thrower(throw), catch thrower(exit), element(1, element(2, catch thrower(error))), catch thrower(ok), (catch throw({a, b}))].
try_of() -> [try id(X) of a -> first; {b, Y} -> Y; L when is_list(L) -> length(L) catch error:{try_clause, V} -> {tc, V}; C:R -> {C, R} end || X <- [a, {b, c}, [1, 2], 5]].
try_after() -> [begin R = (catch try thrower(K) after put(done, K) end), {strip(R), get(done)} end || K <- [throw, exit, error, fine]].
strip({'EXIT', {R, S}}) when is_list(S) -> {'EXIT', R};
strip(X) -> X.
after_order() -> put(o, []), catch try try try add(1), throw(x) after add(2) end catch throw:x -> add(3), throw(y) after add(4) end after add(5) end, lists:reverse(get(o)).
add(X) -> put(o, [X | get(o)]).
nested_try() -> try try thrower(error) catch error:erred -> throw(inner) end catch throw:inner -> try exit(second) catch exit:second -> got_both end end.
rethrow() -> ts([fun() -> try thrower(error) catch C:R:S -> erlang:raise(C, R, S) end end, fun() -> try thrower(throw) catch throw:nope -> no end end, fun() -> try thrower(exit) catch error:_ -> no after ok end end, fun() -> try {thrower(error)} catch error:X -> error({again, X}) end end]).
%% The function without a clause loses its place when it is raised again, everything else keeps it.
raised_again() ->
    [try try F() catch error:R:S -> erlang:raise(Class, R, S) end catch C:R1:S1 -> {C, R1, hd(S1)} end
     || Class <- [error, exit, throw], F <- [fun() -> only(id(a), id(b)) end, fun() -> lists:zip(id(a), id(a)) end, fun() -> (id(fun(x) -> y end))(id(z)) end,
        fun() -> atom_to_binary(id(1)) end, fun() -> no_module:f(id(1)) end, fun() -> error(x, [1, id(2)]) end, fun() -> error(x, [1], [{error_info, #{}}]) end]].
only(a, a) -> ok.
raise3() -> ts([fun() -> erlang:raise(error, x, []) end, fun() -> erlang:raise(exit, y, [{m, f, 1, []}]) end, fun() -> erlang:raise(throw, z, [{m, f, [a], [{file, "f"}, {line, 3}]}]) end, fun() -> erlang:raise(error, x, [{m, f, 1}]) end, fun() -> erlang:raise(error, x, [{fun corpus:id/1, [1]}]) end, fun() -> erlang:raise(error, x, [{m, f, 1, []}, {m, g, 2, []}]) end]).
raise_deep() ->
    Raised = fun() -> [try erlang:raise(error, x, [Item(N) || N <- lists:seq(1, 12)]) catch _:_:S -> S end || Item <- [fun(N) -> {m, f, N} end, fun(N) -> {m, f, N, []} end]] end,
    Usual = Raised(), Old = erlang:system_flag(backtrace_depth, 3), Short = Raised(), erlang:system_flag(backtrace_depth, Old), [Usual, Short].
raise_bad() -> ts([fun() -> erlang:raise(id(bad), x, []) end, fun() -> erlang:raise(error, x, id([bad])) end, fun() -> erlang:raise(error, x, id(s)) end, fun() -> erlang:raise(error, x, id([{m, f, -1}])) end]).
stack_depth() -> ts([fun() -> {deep(id(20))} end, fun() -> {deep2(id(4))} end]).
deep(0) -> error(bottom);
deep(N) -> 1 + deep(N - 1).
deep2(0) -> {id(error(bottom2))};
deep2(N) -> {deep2b(N - 1)}.
deep2b(N) -> {deep2(N)}.
stack_args() -> ts([fun() -> exported(id(1), id(b)) end, fun() -> {exported(id({big, term}), "s")} end, fun() -> lists:nosuch(id(1)) end]).
exported(a, _) -> ok.
error_args() -> ts([fun() -> error(r, [id(1), 2]) end, fun() -> error(r, none) end, fun() -> ea(id(x), y) end, fun() -> {ea(1, 2)} end, fun() -> erlang:error(id(badarg), id([])) end]).
ea(A, B) -> error({wrong, A}, [A, B]).
error_options() -> ts([fun() -> error(r, [1], [{error_info, #{cause => c, module => m}}]) end, fun() -> error(r, none, [{error_info, #{}}]) end, fun() -> error(r, [1], id([bad])) end, fun() -> error(r, [1], id(bad)) end]).
badmatches() -> ts([fun() -> a = id(b) end, fun() -> {X, X} = id({1, 2}) end, fun() -> [_ | _] = id([]) end, fun() -> #{a := _} = id(#{b => 1}) end, fun() -> <<_:8>> = id(<<1, 2>>) end, fun() -> {ok, V} = id({error, enoent}), V end]).
clauses() -> ts([fun() -> case id(a) of b -> c end end, fun() -> if node() =:= a -> x end end, fun() -> f1(id(5)) end, fun() -> (fun(1) -> 2 end)(id(3)) end, fun() -> F = fun(1, 2) -> 3 end, {F(id(4), 5)} end, fun() -> receive after 0 -> case id(1) of 2 -> ok end end end]).
f1(X) when X < 3 -> X.
try_clauses() -> ts([fun() -> try id(1) of 2 -> ok catch _:_ -> no end end, fun() -> try id(1) of X when X > 5 -> X after ok end end]).
in_guard() -> [ig(X) || X <- id([1, a, [], {1, 2}])].
ig(X) when hd(X) =:= 1; X + 1 =:= 2; element(2, X) =:= 2 -> yes;
ig(_) -> no.
in_after() -> ts([fun() -> try ok after error(from_after) end end, fun() -> try throw(lost) after throw(kept) end end]).
throw_in_fold() -> [catch lists:foldl(fun(X, A) -> if X > 3 -> throw({found, X, A}); true -> A + X end end, 0, [1, 2, 3, 4, 5])].
stack_in_recursion() -> ts([fun() -> sum(id([1, 2, x, 4])) end, fun() -> map(fun(X) -> 1 / X end, id([1, 0])) end]).
sum([]) -> 0;
sum([H | T]) -> H + sum(T).
map(_, []) -> [];
map(F, [H | T]) -> [F(H) | map(F, T)].
tail_calls() -> ts([fun() -> tc1(id(1)) end, fun() -> {tc1(id(1))} end]).
tc1(X) -> tc2(X).
tc2(X) -> tc3(X, b).
tc3(X, Y) -> {id(X) + id(Y)}.
bif_in_tail() -> ts([fun() -> bt(id(a)) end, fun() -> {bt(id(a))} end, fun() -> bt2(id(a)) end, fun() -> bt3(id(foo), id(bar)) end, fun() -> {bt4(id(q))} end]).
bt(X) -> atom_to_list([X]).
bt2(X) -> Y = id(X), list_to_integer(Y).
bt3(X, Y) -> erlang:append_element(X, Y).
bt4(X) -> Y = [X | id([])], apply(erlang, id(list_to_binary), [Y]).
fun_frames() -> F = fun(X) -> atom_to_list(X) end, G = fun() -> {F(id(1))} end, H = fun(K) -> K() end, ts([fun() -> F(id(1)) end, G, fun() -> {H(G)} end, fun() -> H(fun() -> error(x) end) end]).
comprehension_frames() -> ts([fun() -> [atom_to_list(X) || X <- id([a, 1])] end, fun() -> [1 / X || X <- id([1, 0])] end, fun() -> [Y || X <- id([[1], a]), Y <- X] end, fun() -> << <<X>> || X <- id([1, b]) >> end]).
library_frames() -> ts([fun() -> lists:map(fun(X) -> X + id(a) end, [1]) end, fun() -> lists:foldl(fun(_, _) -> error(in) end, 0, [1]) end, fun() -> lists:sort(fun(_, _) -> throw(s) end, [1, 2]) end, fun() -> maps:fold(fun(_, _, _) -> exit(m) end, 0, #{a => 1}) end, fun() -> gb_trees:get(id(x), gb_trees:empty()) end, fun() -> string:substr(id(a), 1) end, fun() -> dict:fetch(id(k), dict:new()) end, fun() -> lists:nth(id(0), [1]) end, fun() -> proplists:get_value(a, id(b)) end, fun() -> orddict:fetch(id(a), []) end, fun() -> io_lib:format("~q", [id(1)]) end, fun() -> io_lib:format("~d~s", id([1])) end, fun() -> queue:in(1, id(a)) end, fun() -> string:to_upper(id(1)) end]).
catch_values() -> [catch 1 + 2, (catch throw(a)) =:= a, strip(catch error(b)), (catch exit(c)), strip(catch id(1) / id(0)), catch (catch throw(inner))].
catch_in_args() -> {id(1), catch throw(two), [catch throw(three) | id([])], strip(catch hd(id([])))}.
exits_in_process() -> process_flag(trap_exit, true), [begin P = spawn_link(fun() -> exit(R) end), receive {'EXIT', P, X} -> X end end || R <- id([normal, shutdown, {a, b}, kill, 1])].
quiet(F) -> logger:set_primary_config(level, none), {P, R} = spawn_monitor(F), receive {'DOWN', R, process, P, X} -> X end.
error_in_process() -> [quiet(fun() -> error(boom) end), quiet(fun() -> atom_to_list(id(1)) end), quiet(fun() -> {deep(id(3))} end), quiet(fun() -> lists:map(fun(X) -> X / id(0) end, [1]) end)].
throw_in_process() -> quiet(fun() -> throw(ball) end).
system_limits() -> ts([fun() -> list_to_atom(lists:duplicate(id(256), $a)) end, fun() -> binary:copy(<<"a">>, id(1 bsl 65)) end, fun() -> erlang:make_tuple(id(1 bsl 30), a) end, fun() -> id(1) bsl id(1 bsl 50) end]).
backtrace_depth() -> Old = erlang:system_flag(backtrace_depth, 3), A = t(fun() -> {deep(id(10))} end), erlang:system_flag(backtrace_depth, 20), B = t(fun() -> {deep2(id(12))} end), erlang:system_flag(backtrace_depth, Old), [Old, A, B].
get_stacktrace_shape() -> try deep2(id(2)) catch _:_:S -> [[tuple_size(F) || F <- S], [element(2, F) || F <- S], [proplists:is_defined(line, element(4, F)) || F <- S]] end.
format_exception() -> [unicode:characters_to_list(erl_error:format_exception(C, R, S, #{column => 1})) || {C, R, S} <- ts([fun() -> atom_to_list(id(1)) end, fun() -> element(id(5), {a}) end, fun() -> maps:get(id(k), #{}) end, fun() -> lists:nth(id(5), [1]) end, fun() -> <<(id(a)):8>> end, fun() -> f1(id(9)) end, fun() -> error({my, reason}) end, fun() -> id(a) + id(b) end, fun() -> binary:part(<<"abc">>, id(5), 1) end, fun() -> ets:lookup(id(no_table_x), 1) end])].
format_errors() -> [begin [{_, _, _, _} = F | _] = S, erl_erts_errors:format_error(R, [F]) end || {error, R, S} <- ts([fun() -> atom_to_list(id(1)) end, fun() -> element(id(5), {a}) end, fun() -> list_to_integer(id("x")) end, fun() -> integer_to_list(1, id(99)) end, fun() -> spawn(id(a)) end, fun() -> erlang:register(id(1), self()) end, fun() -> binary_to_term(id(<<1>>)) end, fun() -> list_to_binary(id([a])) end, fun() -> map_get(id(x), #{}) end, fun() -> length(id([a | b])) end])].
match_class() -> [mcl(K) || K <- [throw, exit, error, fine]].
mcl(K) -> try thrower(K) catch throw:thrown -> t; exit:R when R =:= exited -> e; error:R:S -> {r, R, is_list(S)} end.
deep_catch() -> dc(id(5000)).
dc(0) -> throw(end_of_it);
dc(N) -> try dc(N - 1) catch throw:X -> throw({N rem 2, X} == x orelse X) end.
many_handlers() -> [try thrower(K) catch throw:_ -> 1; exit:_ -> 2; error:_ -> 3 after put(mh, K) end || K <- [throw, exit, error, none]].
try_in_loop() -> til(id(2000), 0).
til(0, A) -> A;
til(N, A) -> R = try case N rem 3 of 0 -> throw(N); 1 -> error(N); 2 -> N end catch throw:X -> X * 2; error:X -> X * 3 end, til(N - 1, A + R).
variables_in_after() -> A = id(1), B = try X = id(2), {A, X} after put(va, A) end, {A, B, get(va)}.
try_return_values() -> [try id(1) catch _:_ -> no end, try throw(1) catch X -> X end, try id({a, b}) of {Y, _} -> Y catch _:_ -> no after id(ignored) end].
nocatch() -> quiet(fun() -> {throw(id({not_caught, 1}))} end).
error_terms() -> [try error(T) catch error:R -> R end || T <- id([a, {b, c}, [1], "text", <<"bin">>, #{}, 1.5, 1 bsl 70])].
%% A BIF that is called right behind a call in the same function: frames that return there do not show. A fun that is a BIF has no frame of its own.
frames_of_bif_calls() ->
    ts([fun() -> tuple_of_deep(3) end, fun() -> throw_of_deep(3) end, fun() -> error_of_deep(3) end, fun() -> exit_of_deep(3) end, fun() -> size_of_deep(3) end,
        fun() -> call_and_add(fun erlang:abs/1) end, fun() -> call_and_add(fun erlang:atom_to_list/1) end, fun() -> call_and_add(fun(X) -> abs(X) end) end, fun() -> call_and_add(no_fun) end]).
tuple_of_deep(0) -> id(x);
tuple_of_deep(N) -> list_to_tuple(tuple_of_deep(N - 1)).
throw_of_deep(0) -> id(x);
throw_of_deep(N) -> throw(throw_of_deep(N - 1)).
error_of_deep(0) -> id(x);
error_of_deep(N) -> error(error_of_deep(N - 1)).
exit_of_deep(0) -> id(x);
exit_of_deep(N) -> exit(exit_of_deep(N - 1)), ok.
size_of_deep(0) -> id(x);
size_of_deep(N) -> tuple_size(size_of_deep(N - 1)).
call_and_add(F) -> F(id({})) + 1.
undef_frames() -> ts([fun() -> c_exc:not_there() end, fun() -> {c_exc:not_there(id(1), "two")} end, fun() -> lists:map(fun nomod_q:f/1, [1]) end, fun() -> apply(nomod_r, g, id([a, b])) end]).
maybe_cleanup() -> try put(res, open), thrower(error) catch error:_ -> {caught, get(res)} after put(res, closed) end.
bif_errors() -> ts([fun() -> register(id(undefined), self()) end, fun() -> unregister(id(not_registered_x)) end, fun() -> whereis(id(1)) end, fun() -> id(not_registered_y) ! x end, fun() -> erlang:send(id(1), x) end, fun() -> link(id(a)) end, fun() -> unlink(id(a)) end, fun() -> monitor(id(bad), self()) end, fun() -> demonitor(id(a)) end, fun() -> exit(id(a), b) end, fun() -> process_flag(id(bad), 1) end, fun() -> process_info(id(a)) end, fun() -> process_info(self(), id(bad_item)) end, fun() -> is_process_alive(id(a)) end, fun() -> group_leader(id(a), self()) end, fun() -> erlang:start_timer(id(-1), self(), x) end, fun() -> erlang:send_after(id(a), self(), x) end, fun() -> erlang:cancel_timer(id(a)) end, fun() -> erlang:system_info(id(nope)) end, fun() -> erlang:statistics(id(nope)) end, fun() -> list_to_pid(id("<x>")) end, fun() -> list_to_ref(id("a")) end, fun() -> list_to_existing_atom(id("never_seen_atom_w")) end, fun() -> erlang:convert_time_unit(1, id(bad), second) end, fun() -> erlang:phash2(a, id(0)) end, fun() -> erlang:phash(a, id(0)) end, fun() -> iolist_to_binary(id(a)) end, fun() -> garbage_collect(id(x)) end, fun() -> erlang:suspend_process(id(a)) end, fun() -> alias(id(a)) end, fun() -> erlang:universaltime_to_localtime(id(a)) end, fun() -> erlang:localtime_to_universaltime(id({{2020, 13, 1}, {0, 0, 0}})) end, fun() -> node(id(a)) end, fun() -> erlang:make_tuple(id(a), 1) end, fun() -> erlang:split_binary(id(<<>>), 1) end, fun() -> erlang:port_command(id(a), x) end, fun() -> erlang:port_info(id(a)) end, fun() -> erlang:get_cookie(id(1)) end, fun() -> erlang:set_cookie(id(1), a) end, fun() -> atom_to_list(id("x")) end, fun() -> erlang:check_process_code(id(a), b) end, fun() -> erlang:delete_module(id(1)) end, fun() -> erlang:load_module(id(1), <<>>) end, fun() -> erlang:purge_module(id(1)) end, fun() -> erlang:display_string(id(a)) end, fun() -> erlang:list_to_port(id("x")) end] -- []).
bif_errors_spawn() -> ts([fun() -> spawn(id(1)) end, fun() -> spawn(id(1), a, []) end, fun() -> spawn(a, b, id(c)) end, fun() -> spawn_opt(fun() -> ok end, id([bad])) end, fun() -> spawn_opt(fun() -> ok end, id(bad)) end, fun() -> spawn_link(id(a)) end, fun() -> spawn_monitor(id(a)) end, fun() -> spawn_request(id(a)) end, fun() -> spawn(id(fun(X) -> X end)) end, fun() -> spawn(id(node()), id(a)) end, fun() -> erlang:hibernate(id(1), a, []) end, fun() -> spawn_opt(lists, map, id(a), []) end]).
