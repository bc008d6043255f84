%% Instructions that the other modules do not come by: every type test and comparison as test and as value, floats in registers, stubs
%% of natives, on_load.
-module(c_ops).
-export([cases/0, stub/1, sizes/3]).
-nifs([stub/1]). % The compiler then marks the function as one that a native may take the place of.
-on_load(loaded/0).
-import(corpus, [id/1, ts/1]).
-record(wide, {a, b, c, d, e = 5, f}).

cases() ->
    [{type_tests, fun type_tests/0}, {type_values, fun type_values/0}, {compared, fun compared/0}, {comparison_values, fun comparison_values/0},
     {against_literals, fun against_literals/0}, {floats, fun floats/0}, {float_errors, fun float_errors/0}, {arities, fun arities/0},
     {stubs, fun stubs/0}, {on_load, fun on_load/0}, {skip_utf, fun skip_utf/0}, {static_sizes, fun static_sizes/0}, {strings, fun strings/0},
     {records, fun records/0}, {record_errors, fun record_errors/0}, {fun_with_environment, fun fun_with_environment/0},
     {many_registers, fun many_registers/0}, {swaps, fun swaps/0}, {frames_kept, fun frames_kept/0}, {reply_by_reference, fun reply_by_reference/0},
     {reply_in_loop, fun reply_in_loop/0}, {guard_bifs, fun guard_bifs/0}, {guard_bif_failures, fun guard_bif_failures/0},
     {internal_bifs, fun internal_bifs/0}, {select_atoms, fun select_atoms/0}, {select_arity, fun select_arity/0}, {booleans, fun booleans/0},
     {append_in_place, fun append_in_place/0}, {private_append, fun private_append/0}, {dynamic_units, fun dynamic_units/0}].

loaded() -> put(c_ops_loaded, self()), persistent_term:put(c_ops, {loaded, 1}), ok.

terms() ->
    [0, -1, 1 bsl 59, 1 bsl 64, -(1 bsl 64), 0.0, -0.0, 1.0, a, true, false, [], [1], [1 | 2], "s", {}, {a}, {wide, 1, 2, 3, 4, 5, 6},
     <<>>, <<1>>, <<1:1>>, <<1:9>>, #{}, #{a => 1}, fun corpus:id/1, fun lists:map/2, fun(X, Y) -> {X, Y} end, self(), make_ref(),
     hd(erlang:ports())].

%% Type tests
type_tests() -> [kinds(T) || T <- id(terms())].
kinds(T) ->
    [test(K, T) || K <- id([atom, binary, bitstring, boolean, float, integer, list, map, number, pid, port, reference, tuple, function,
                           function2, nil, nonempty, record, tagged])].
test(atom, T) when is_atom(T) -> atom;
test(binary, T) when is_binary(T) -> binary;
test(bitstring, T) when is_bitstring(T) -> bitstring;
test(boolean, T) when is_boolean(T) -> boolean;
test(float, T) when is_float(T) -> float;
test(integer, T) when is_integer(T) -> integer;
test(list, T) when is_list(T) -> list;
test(map, T) when is_map(T) -> map;
test(number, T) when is_number(T) -> number;
test(pid, T) when is_pid(T) -> pid;
test(port, T) when is_port(T) -> port;
test(reference, T) when is_reference(T) -> reference;
test(tuple, T) when is_tuple(T) -> tuple;
test(function, T) when is_function(T) -> function;
test(function2, T) when is_function(T, 2) -> function2;
test(nil, []) -> nil;
test(nonempty, [_ | _]) -> nonempty;
test(record, T) when is_record(T, wide) -> record;
test(tagged, {a}) -> tagged;
test(_, _) -> no.

type_values() ->
    [[is_atom(T), is_binary(T), is_bitstring(T), is_boolean(T), is_float(T), is_integer(T), is_list(T), is_map(T), is_number(T), is_pid(T),
      is_port(T), is_reference(T), is_tuple(T), is_function(T), is_function(T, id(2)), is_record(T, wide), is_record(T, wide, 7)] || T <- id(terms())].

compared() -> [compare(A, B) || A <- id(terms()), B <- id(terms()), is_comparable(A), is_comparable(B)].
is_comparable(T) -> not (is_pid(T) orelse is_port(T) orelse is_reference(T) orelse is_function(T)).
compare(A, B) -> [lt(A, B), ge(A, B), eq(A, B), ne(A, B), exact(A, B), not_exact(A, B), gt(A, B), le(A, B)].
lt(A, B) when A < B -> t; lt(_, _) -> f.
ge(A, B) when A >= B -> t; ge(_, _) -> f.
eq(A, B) when A == B -> t; eq(_, _) -> f.
ne(A, B) when A /= B -> t; ne(_, _) -> f.
exact(A, B) when A =:= B -> t; exact(_, _) -> f.
not_exact(A, B) when A =/= B -> t; not_exact(_, _) -> f.
gt(A, B) when A > B -> t; gt(_, _) -> f.
le(A, B) when A =< B -> t; le(_, _) -> f.
comparison_values() -> [[A < B, A >= B, A == B, A /= B, A =:= B, A =/= B, A > B, A =< B] || A <- id(terms()), B <- id(terms()), is_comparable(A), is_comparable(B)].
against_literals() -> [[lit(T), T /= 0, T == 1.0, T =/= 'a', T < 5, T >= {a}] || T <- id(terms())].
lit(T) when T == 0 -> zero;
lit(T) when T /= [], T < 1000000000000000000000 -> below;
lit(T) when T =:= <<1>>; T == #{} -> literal;
lit(_) -> other.

%% Floats
floats() -> [flo(X, Y) || X <- id([1.5, -2.25, 1.0e300, 0.0]), Y <- id([3, 0.5, -7.0, 1 bsl 70])].
flo(X, Y) when is_float(X) -> Z = Y * 1.0, {X - Z, -X, -(X - Z) * Z + X, (X + 1.0) / (Z - 0.125), X - 1.0 - Z - 2}.
float_errors() -> ts([fun() -> fl(id(1.0e308), id(1.0e308)) end, fun() -> fd(id(1.0), id(0.0)) end, fun() -> fl(id(1.0), id(a)) end, fun() -> fl(id(1.0), id(1 bsl 2000)) end, fun() -> fs(id(-1.0e308), id(1.0e308)) end]).
fl(X, Y) -> (X * 1.0 + Y) * 10.0.
fd(X, Y) -> X * 2.0 / Y - 1.0.
fs(X, Y) -> X - Y - 1.0e308 * 1.0.

arities() -> [catch is_function(F, N) || F <- id([fun corpus:id/1, fun lists:map/2, fun() -> ok end, x]), N <- id([0, 1, 2, -1, a, 1 bsl 70])].

stub(X) -> erlang:nif_error({not_loaded, X}).
stubs() -> ts([fun() -> stub(id(1)) end, fun() -> c_ops:stub(id(2)) end, fun() -> apply(c_ops, stub, [3]) end, fun() -> erlang:nif_error(id(x), id([a])) end]).
on_load() -> [persistent_term:get(c_ops), erlang:function_exported(?MODULE, stub, 1), get(c_ops_loaded)].

%% Binaries
skip_utf() -> [su(B) || B <- id([<<"a"/utf8, "b">>, <<"\x{1f600}"/utf8, 7>>, <<"\x{20ac}"/utf16, 1>>, <<"\x{1f600}"/utf16>>, <<$a/utf32, 3>>, <<255>>, <<>>, <<16#d800:16>>])].
su(B) -> [case B of <<_/utf8, R/binary>> -> R; _ -> no end, case B of <<_/utf16, R/binary>> -> R; _ -> no end, case B of <<_/utf32, R/binary>> -> R; _ -> no end,
          case B of <<_/utf16-little, R/binary>> -> R; _ -> no end].
static_sizes() -> [sizes(X, Y, Z) || X <- id([1, -1, 1 bsl 70]), Y <- id([2.5, 7]), Z <- id([<<1, 2, 3>>])] ++ ts([fun() -> sizes(id(a), 1.0, <<>>) end, fun() -> sizes(1, id(b), <<>>) end, fun() -> sizes(1, 1, id(<<1:3>>)) end]).
sizes(X, Y, Z) -> {<<X:16, Y/float, "text", X:24/little, Z/binary>>, <<X:3, Z/bits, "t">>, <<"head", X, (byte_size(Z)):32>>}.
strings() -> [<<"abc", (id($d)), "ef">>, <<(id(1)):4, "odd", 5:4>>, [<<C, "-", D/binary>> || C <- "xy", D <- [<<"1">>, <<"2">>]]].
append_in_place() -> A = lists:foldl(fun(I, Acc) -> <<Acc/binary, I:16>> end, <<>>, lists:seq(1, 300)), B = <<A/binary, 1>>, C = <<A/binary, 2>>, [erlang:md5(A), binary:last(B), binary:last(C), byte_size(C)].
private_append() -> [<< <<(X * 2):12>> || <<X:8>> <= id(<<1, 2, 3, 4, 5>>) >>, << <<X/utf8>> || X <- id([$a, 16#20ac]) >>, << B || B <- id([<<1:3>>, <<2:5>>, <<>>]) >>, << <<Y>> || #{} <- [#{}], Y <- [1, 2] >>].
dynamic_units() -> [du(N, M) || N <- id([0, 1, 3, 8]), M <- id([0, 1, 5])].
du(N, M) -> B = <<(id(200)):N/unit:3, (id(-1)):M/little-unit:7, 1:1>>, <<X:N/unit:3, Y:M/little-signed-unit:7, Z/bits>> = B, {B, X, Y, Z}.

%% Records and registers
records() -> R = id(#wide{a = 1, b = <<2>>}), [R#wide{f = x}, R#wide{a = [R], c = 3.0, e = none}, (R#wide{d = 4})#wide{d = 5, f = 6}, R#wide.e, element(#wide.b, R), R =:= R#wide{a = 1}].
record_errors() -> ts([fun() -> (id(x))#wide{a = 1} end, fun() -> (id({wide, 1}))#wide{a = 1, b = 2, c = 3} end, fun() -> (id({thin}))#wide.a end]).
fun_with_environment() -> [A, B, C] = id([1, 2.0, <<"three">>]), F = fun(X) -> G = fun(Y) -> {A, B, C, X, Y} end, G(A) end, [F(x), (fun Fac(0) -> 1; Fac(N) -> N * Fac(N - 1) end)(id(20))].
many_registers() -> [A, B, C, D, E, F, G, H, I, J] = id(lists:seq(1, 10)), X = mr(J, I, H, G, F, E, D, C, B, A), [X, A + B + C + D + E + F + G + H + I + J, mr(A, B, C, D, E, F, G, H, I, J)].
mr(A, B, C, D, E, F, G, H, I, J) -> {id(A), [B | id(C)], D, #{E => id(F)}, G, id(H), I, J}.
swaps() -> [swap(id(A), id(B), 3) || {A, B} <- [{1, 2}, {[a], {b}}]].
swap(A, B, 0) -> {A, B};
swap(A, B, N) -> swap(B, A, N - 1).
frames_kept() -> [fk(N) || N <- id([0, 1, 5])].
fk(N) -> case id(N) of 0 -> none; 1 -> X = id(one), {X, id(X)}; M -> {Y, Z} = {id(M), id(M + 1)}, id(Y), try id(Z) of V -> {V, Y} after put(fk, Z) end end.

%% References that receive looks for
reply_by_reference() -> P = spawn(fun() -> receive {From, Ref, X} -> From ! {Ref, X * 2} end end), self() ! junk, Ref = make_ref(), P ! {self(), Ref, 21}, receive {Ref, Y} -> Y after 60000 -> none end.
reply_in_loop() -> P = spawn(fun echo/0), R = [call(P, N) || N <- lists:seq(1, 20)], P ! stop, lists:sum(R).
echo() -> receive {From, Ref, X} -> From ! {Ref, X}, echo(); stop -> ok end.
call(P, X) -> Ref = monitor(process, P), P ! {self(), Ref, X}, receive {Ref, Y} -> demonitor(Ref, [flush]), Y; {'DOWN', Ref, _, _, R} -> R end.

%% BIFs in guards
guard_bifs() -> [gb(T) || T <- id(terms())].
gb(T) when abs(T) > 5 -> {abs, abs(T)};
gb(T) when hd(T) =:= 1 -> {hd, hd(T)};
gb(T) when map_size(T) > 0; is_map_key(b, T) -> {map, map_get(a, T)};
gb(T) when tuple_size(T) >= 1, element(1, T) =:= a -> {element, size(T)};
gb(T) when byte_size(T) =:= 2; bit_size(T) =:= 8 -> {bytes, bit_size(T)};
gb(T) when length(T) =:= 0 -> empty;
gb(T) when node(T) =:= node() -> mine;
gb(T) when round(T) =:= 0, trunc(T) + floor(T) + ceil(T) =:= 0 -> zero;
gb(T) when float(T) > 0.5, not (T band 1 =:= 0) -> odd;
gb(_) -> other.
guard_bif_failures() -> ts([fun() -> hd(id([])) end, fun() -> tl(id(a)) end, fun() -> element(id(3), id({a})) end, fun() -> map_get(id(k), id(#{})) end, fun() -> map_get(k, id(x)) end, fun() -> map_size(id([])) end, fun() -> binary_part(id(<<1, 2>>), id(1), id(5)) end, fun() -> tuple_size(id([])) end, fun() -> bit_size(id(a)) end, fun() -> round(id(a)) end, fun() -> length(id([1 | 2])) end, fun() -> self() ! (id(1) + id(x)) end]).
internal_bifs() -> [erts_internal:cmp_term(id(1), id(1.0)), erts_internal:cmp_term(id(a), id(1)), erts_internal:cmp_term(id(2.0), id(1)), erts_internal:is_system_process(self())].
select_atoms() -> [[sa(X), sb(X)] || X <- id([a, b, c, d, e, zz, 1, 2, 3, 1.0, 1 bsl 64, "s"])].
sa(a) -> 1; sa(b) -> 2; sa(c) -> 3; sa(d) -> 4; sa(1) -> one; sa(1.0) -> float; sa(18446744073709551616) -> big; sa(_) -> none.
sb(X) -> case X of 1 -> a; 2 -> b; 3 -> c; _ when is_atom(X) -> case X of a -> y; zz -> z; _ -> w end; _ -> n end.
select_arity() -> [case X of {} -> 0; {A} -> {1, A}; {A, B} -> {2, A, B}; {_, _, _, C} -> {4, C}; _ -> no end || X <- id([{}, {1}, {1, 2}, {1, 2, 3}, {1, 2, 3, 4}, [], <<>>])].
booleans() -> [[bo(A, B), A andalso B, A orelse B, not A, A xor B, A and B, A or B] || A <- id([true, false]), B <- id([true, false])] ++ ts([fun() -> id(x) andalso true end, fun() -> not id(x) end, fun() -> id(true) and id(x) end]).
bo(A, B) when A, not B -> only_a;
bo(A, B) when A or B, not (A and B) -> one;
bo(A, B) when A xor B -> never;
bo(_, _) -> none_or_both.
