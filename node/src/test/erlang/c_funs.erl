%% Funs, apply, closures, records, tuples, control flow.
-module(c_funs).
-export([cases/0, exported/1, exported/2, loop/2]).
-import(corpus, [id/1, ts/1]).
-record(point, {x = 0, y = 0}).
-record(big, {a, b = 2, c = [], d = #point{}, e, f}).

cases() ->
    [{local_fun, fun local_fun/0}, {external_fun, fun external_fun/0}, {closures, fun closures/0}, {closure_capture_many, fun closure_capture_many/0}, {named_fun, fun named_fun/0}, {arity_errors, fun arity_errors/0}, {bad_funs, fun bad_funs/0}, {fun_info, fun fun_infos/0},
     {is_function, fun is_functions/0}, {fun_compare, fun fun_compare/0}, {fun_print, fun fun_print/0}, {applies, fun applies/0}, {apply_errors, fun apply_errors/0}, {undefined, fun undefined/0}, {dynamic_calls, fun dynamic_calls/0}, {fun_loop, fun fun_loop/0}, {y_combinator, fun y_combinator/0},
     {records, fun records/0}, {record_errors, fun record_errors/0}, {record_update, fun record_update/0}, {record_guards, fun record_guards/0}, {tuples, fun tuples/0}, {tuple_errors, fun tuple_errors/0}, {setelement_loop, fun setelement_loop/0}, {cases_of, fun cases_of/0}, {ifs, fun ifs/0},
     {select_atoms, fun select_atoms/0}, {select_ints, fun select_ints/0}, {select_arity, fun select_arity/0}, {type_tests, fun type_tests/0}, {guard_bifs, fun guard_bifs/0}, {guard_logic, fun guard_logic/0}, {andalso_orelse, fun andalso_orelse/0}, {mutual, fun mutual/0}, {deep_recursion, fun deep_recursion/0},
     {many_args, fun many_args/0}, {many_locals, fun many_locals/0}, {swap_args, fun swap_args/0}, {fun_in_map, fun fun_in_map/0}, {compose, fun compose/0}, {curry, fun curry/0}, {make_fun, fun make_fun/0}, {fun_to_process, fun fun_to_process/0}, {fun_external_format, fun fun_external_format/0}, {list_of_funs, fun list_of_funs/0}, {module_info, fun module_infos/0}, {equal_literals, fun equal_literals/0}].

exported(X) -> {one, X}.
exported(X, Y) -> {two, X, Y}.
local_fun() -> F = fun(X) -> X + 1 end, G = fun exported/1, [F(1), G(2), lists:map(F, [1, 2]), (fun() -> ok end)()].
external_fun() -> F = fun lists:reverse/1, G = fun ?MODULE:exported/2, M = id(lists), H = fun M:sort/1, [F([1, 2]), G(a, b), H([2, 1]), F, G, F =:= fun lists:reverse/1].
closures() -> A = id(10), F = fun(X) -> fun(Y) -> {A, X, Y} end end, [(F(1))(2), [G(3) || G <- [F(a), F(b)]]].
closure_capture_many() -> A = id(1), B = id(2.0), C = id("three"), D = id(<<"4">>), E = id({5}), F = id(#{6 => 7}), G = id(1 bsl 80), H = fun(X) -> {X, A, B, C, D, E, F, G} end, [H(0), H(H(1))].
named_fun() -> F = fun Fact(0) -> 1; Fact(N) -> N * Fact(N - 1) end, [F(10), F(30)].
arity_errors() -> F = fun(X) -> X end, G = fun lists:map/2, [corpus:t(fun() -> F(1, 2) end), corpus:t(fun() -> (id(F))() end), corpus:t(fun() -> (id(G))(1) end), corpus:t(fun() -> X = (id(F))(), {X} end)].
bad_funs() -> ts([fun() -> (id(a))() end, fun() -> (id({lists, reverse}))([1]) end, fun() -> (id(1))(2, 3) end, fun() -> X = (id("f"))(2), [X] end, fun() -> apply(id(a), [1]) end, fun() -> lists:map(id(foo), [1]) end]).
fun_infos() -> A = id(x), F = fun(_) -> A end, G = fun lists:map/2, [erlang:fun_info(F, K) || K <- [module, arity, env, type, name, index, new_index]] ++ [erlang:fun_info(G, K) || K <- [module, name, arity, env, type]] ++ [lists:sort([K || {K, _} <- erlang:fun_info(F)]), erlang:fun_info(G)] ++ ts([fun() -> erlang:fun_info(id(a)) end, fun() -> erlang:fun_info(G, id(bad)) end]).
is_functions() -> F = fun(_, _) -> 1 end, G = fun lists:map/2, [[is_function(X), is_function(X, 2), is_function(X, 1)] || X <- id([F, G, a, {m, f}])] ++ ts([fun() -> is_function(F, id(-1)) end, fun() -> is_function(F, id(a)) end, fun() -> erlang:is_function(id(a), id(1 bsl 70)) end]).
fun_compare() -> F = fun(X) -> X end, A = id(1), G = fun() -> A end, G2 = mk(1), G3 = mk(1), G4 = mk(2), [F == F, F =:= G, G2 =:= G3, G2 =:= G4, G2 < G4, fun lists:map/2 =:= fun lists:map/2, fun lists:map/2 < fun lists:sort/1, F > a, F < {}, id(G) =:= G].
mk(N) -> fun() -> N end.
fun_print() -> [io_lib:format("~p ~w", [F, F]) || F <- [fun(X) -> X end, fun lists:map/2, mk(1)]] ++ [erlang:fun_to_list(fun lists:map/2)].
applies() -> [apply(lists, reverse, [[1, 2]]), apply(fun(X, Y) -> X + Y end, [1, 2]), apply(?MODULE, exported, id([1])), apply(erlang, id(abs), [-1]), erlang:apply(id(fun lists:sum/1), [[1, 2]]), apply(id(?MODULE), exported, [1, 2]), apply(erlang, apply, [lists, max, [[1, 3]]])].
apply_errors() -> ts([fun() -> apply(lists, nosuch, id([1])) end, fun() -> apply(id(nomodule_q), f, []) end, fun() -> apply(lists, reverse, id(a)) end, fun() -> apply(lists, reverse, id([1 | 2])) end, fun() -> apply(id(1), f, []) end, fun() -> apply(erlang, abs, id([a])) end, fun() -> apply(erlang, id(hd), [[]]) end, fun() -> {apply(erlang, id(tl), [[]])} end, fun() -> apply(id(fun lists:reverse/1), id([1, 2, 3])) end, fun() -> apply(lists, id("x"), []) end, fun() -> apply(erlang, error, id([x])) end, fun() -> apply(erlang, throw, id([x])) end, fun() -> {apply(erlang, exit, id([x]))} end]).
undefined() -> ts([fun() -> nomodule_z:f(1) end, fun() -> lists:nofun(id(1), 2) end, fun() -> {?MODULE:local_thing()} end, fun() -> M = id(nomodule_y), M:f() end, fun() -> M = id(lists), {M:zzz(1)} end, fun() -> (fun nomod_x:f/1)(id(3)) end, fun() -> erlang:nosuchbif(id(1)) end]).
dynamic_calls() -> M = id(?MODULE), F = id(exported), [M:F(1), M:exported(1, 2), ?MODULE:F(x)].
fun_loop() -> loop(id(100000), fun(N, F) -> case N of 0 -> done; _ -> F(N - 1, F) end end).
loop(N, F) -> F(N, F).
y_combinator() -> Y = fun(F) -> G = fun(X) -> F(fun(A) -> (X(X))(A) end) end, G(G) end, (Y(fun(S) -> fun(0) -> 0; (N) -> N + S(N - 1) end end))(100).
records() -> P = #point{x = id(1)}, B = #big{a = P, e = id(5)}, [P, B, P#point.x, B#big.d, (B#big.a)#point.y, #point.y, record_info(fields, big), record_info(size, big), is_record(P, point), is_record(id(a), point)].
record_errors() -> ts([fun() -> (id({notpoint, 1, 2}))#point.x end, fun() -> (id(a))#point{x = 1} end, fun() -> #point{x = X} = id(#big{}), X end, fun() -> rp(id(x)) end]).
rp(#point{x = X}) -> X.
record_update() -> B = id(#big{}), B2 = B#big{a = 1, c = [x], f = 9}, [B2, (B2#big{b = q})#big.b, B2#big{a = B}].
record_guards() -> [rg(X) || X <- id([#point{}, #point{x = 5}, #big{}, {point, 1}, a])].
rg(P) when is_record(P, point), P#point.x > 3 -> far;
rg(P) when is_record(P, point) -> near;
rg(#big{b = 2}) -> big;
rg(T) when is_tuple(T) -> tuple;
rg(_) -> other.
tuples() -> T = id({a, b, c}), [element(2, T), setelement(1, T, z), tuple_size(T), erlang:append_element(T, d), erlang:delete_element(2, T), erlang:insert_element(1, T, n), erlang:make_tuple(3, x), erlang:make_tuple(4, d, [{2, two}]), tuple_to_list(T), {}, size(T)].
tuple_errors() -> T = id({a, b}), ts([fun() -> element(id(3), T) end, fun() -> element(id(0), T) end, fun() -> element(1, id(a)) end, fun() -> element(id(x), T) end, fun() -> setelement(id(3), T, x) end, fun() -> setelement(1, id([]), x) end, fun() -> tuple_size(id([])) end, fun() -> erlang:make_tuple(id(-1), x) end, fun() -> erlang:delete_element(id(5), T) end, fun() -> erlang:insert_element(id(9), T, x) end, fun() -> erlang:append_element(id(a), b) end, fun() -> erlang:make_tuple(2, d, id([{9, x}])) end, fun() -> {X, X} = id({1, 2}), X end, fun() -> element(id(1 bsl 65), T) end]).
setelement_loop() -> lists:foldl(fun(I, T) -> setelement(I, T, I * I) end, erlang:make_tuple(20, 0), lists:seq(1, 20)).
cases_of() -> [co(X) || X <- id([1, 1.0, a, "s", {a, 1}, {b, [1, 2]}, [], [x | y], <<"bin">>, #{k => v}])].
co(X) -> case X of 1 -> one; 1.0 -> onef; a -> atom; {a, N} -> {ta, N}; {_, [_ | T]} -> {tl, T}; [] -> nil; [H | _] when is_integer(H) -> {str, H}; [_ | T] -> {imp, T}; <<B, _/binary>> -> {bin, B}; #{k := V} -> {map, V} end.
ifs() -> [i(X, Y) || X <- id([1, 2, a]), Y <- id([1, 2])] ++ ts([fun() -> X = id(5), if X < 3 -> low; X =:= a -> atom end end]).
i(X, Y) -> if X < Y -> lt; X =:= Y -> eq; is_atom(X) -> atom; true -> gt end.
select_atoms() -> [sa(X) || X <- id([a, b, c, d, e, f, g, h, i, j, k, true, false, undefined, 1, []])].
sa(a) -> 1; sa(b) -> 2; sa(c) -> 3; sa(d) -> 4; sa(e) -> 5; sa(f) -> 6; sa(g) -> 7; sa(h) -> 8; sa(i) -> 9; sa(j) -> 10; sa(true) -> t; sa(false) -> f; sa(undefined) -> u; sa(_) -> other.
select_ints() -> [si(X) || X <- id([0, 1, 2, 3, 4, 5, 100, 1000, -1, 1 bsl 60, 1 bsl 70, 1.0, 99999])].
si(0) -> z; si(1) -> a; si(2) -> b; si(3) -> c; si(4) -> d; si(100) -> h; si(1000) -> k; si(-1) -> m; si(1152921504606846976) -> p60; si(1180591620717411303424) -> p70; si(_) -> other.
select_arity() -> [sar(X) || X <- id([{}, {1}, {1, 2}, {1, 2, 3}, {1, 2, 3, 4}, a, [1]])].
sar({}) -> 0; sar({_}) -> 1; sar({_, _}) -> 2; sar({_, _, _}) -> 3; sar(T) when is_tuple(T) -> many; sar(_) -> none.
type_tests() -> F = fun() -> 1 end, [[is_atom(X), is_integer(X), is_float(X), is_number(X), is_list(X), is_tuple(X), is_binary(X), is_bitstring(X), is_map(X), is_pid(X), is_reference(X), is_port(X), is_function(X), is_boolean(X)] || X <- id([a, true, 1, 1 bsl 70, 1.5, [], [1], {}, <<>>, <<1:1>>, #{}, self(), make_ref(), F])].
guard_bifs() -> [gb(X) || X <- id([[1, 2, 3], {a, b}, <<1, 2, 3>>, #{a => 1}, 5, -5, 1.7, node(), self(), a])].
gb(X) when length(X) =:= 3 -> list3;
gb(X) when tuple_size(X) =:= 2, element(2, X) =:= b -> tuple2;
gb(X) when byte_size(X) =:= 3 -> bin3;
gb(X) when map_size(X) =:= 1 -> map1;
gb(X) when abs(X) =:= 5, X < 0 -> minus5;
gb(X) when trunc(X) =:= 1; round(X) =:= 5 -> number;
gb(X) when X =:= node() -> node;
gb(X) when node(X) =:= node() -> pid;
gb(_) -> other.
guard_logic() -> [gl(X, Y) || X <- id([true, false, 1]), Y <- id([true, false, a])].
gl(X, Y) when X and Y -> both;
gl(X, Y) when X or Y -> one;
gl(X, Y) when X xor Y -> never;
gl(X, Y) when not X, not Y -> none;
gl(X, Y) when X =:= 1 orelse Y -> odd;
gl(_, _) -> failed.
andalso_orelse() -> ts([fun() -> id(true) andalso id(x) end, fun() -> id(false) andalso id(x) end, fun() -> id(1) andalso true end, fun() -> id(false) orelse id(y) end, fun() -> id(q) orelse true end, fun() -> case id(a) of X when X =:= a andalso is_atom(X) orelse false -> yes; _ -> no end end]).
mutual() -> [even(id(10001)), even(id(10000))].
even(0) -> true; even(N) -> odd(N - 1).
odd(0) -> false; odd(N) -> even(N - 1).
deep_recursion() -> [deep(corpus:many(300000)), length(build(corpus:many(100000)))].
deep(0) -> 0; deep(N) -> 1 + deep(N - 1).
build(0) -> []; build(N) -> X = build(N - 1), [N | X].
many_args() -> ma(id(1), 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20).
ma(A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T) -> case id(A) of 1 -> ma(T, S, R, Q, P, O, N, M, L, K, J, I, H, G, F, E, D, C, B, A); _ -> {A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T} end.
many_locals() -> A = id(1), B = id(2), C = id(3), D = id(4), E = id(5), F = id(6), G = id(7), H = id(8), I = id([A, B]), J = id({C, D}), K = id(#{E => F}), {A, B, C, D, E, F, G, H, I, J, K, id(A) + id(H)}.
swap_args() -> sw(id(a), id(b), 5).
sw(A, B, 0) -> {A, B};
sw(A, B, N) -> sw(B, A, N - 1).
fun_in_map() -> M = #{add => fun(A, B) -> A + B end, neg => fun(A) -> -A end}, #{add := Add} = M, [Add(1, 2), (maps:get(neg, M))(5)].
compose() -> C = lists:foldl(fun(F, G) -> fun(X) -> F(G(X)) end end, fun(X) -> X end, [fun(X) -> X + 1 end, fun(X) -> X * 2 end, fun integer_to_list/1]), C(5).
curry() -> A = fun(X) -> fun(Y) -> fun(Z) -> X * 100 + Y * 10 + Z end end end, ((A(1))(2))(3).
make_fun() -> F = erlang:make_fun(id(lists), id(reverse), id(1)), [F([1, 2]), F] ++ ts([fun() -> erlang:make_fun(id(1), a, 1) end, fun() -> erlang:make_fun(a, a, id(-1)) end, fun() -> erlang:make_fun(a, a, id(256)) end]).
fun_to_process() -> A = id({big, lists:seq(1, 20)}), Me = self(), spawn(fun() -> Me ! {r, A} end), receive {r, X} -> X end.
fun_external_format() -> A = id([1, 2]), F = fun(X) -> {A, X} end, G = binary_to_term(term_to_binary(F)), [G(1), G =:= F, binary_to_term(term_to_binary(fun lists:map/2)) =:= fun lists:map/2].
list_of_funs() -> [F(X) || F <- [fun erlang:abs/1, fun(X) -> X * X end, fun erlang:integer_to_list/1], X <- [-2, 3]].
module_infos() -> [lists:sort(?MODULE:module_info(exports)), ?MODULE:module_info(module), proplists:get_keys(lists:sort(?MODULE:module_info())), erlang:function_exported(?MODULE, exported, 1), erlang:function_exported(lists, nope, 1), erlang:is_builtin(erlang, abs, 1), erlang:is_builtin(erlang, max, 2), erlang:is_builtin(erlang, apply, 3), erlang:module_loaded(?MODULE)] ++ ts([fun() -> erlang:get_module_info(id(nomodule_w)) end]).
equal_literals() -> [id({a, "b", <<"c">>, 1.5, #{k => [v]}, 1 bsl 90}) =:= {a, "b", <<"c">>, 1.5, #{k => [v]}, 1 bsl 90}, id([1, 2]) =:= [1, 2.0], id("abc") == "abc"].
