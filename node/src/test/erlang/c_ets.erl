%% ETS tables.
-module(c_ets).
-export([cases/0]).
-import(corpus, [id/1, t/1, ts/1]).

cases() ->
    [{basics, fun basics/0}, {kinds, fun kinds/0}, {ordered, fun ordered/0}, {bags, fun bags/0}, {counters, fun counters/0}, {elements, fun elements/0}, {matching, fun matching/0}, {selecting, fun selecting/0}, {continuations, fun continuations/0}, {deleting, fun deleting/0}, {errors, fun errors/0}, {named, fun named/0}, {infos, fun infos/0},
     {folds, fun folds/0}, {first_next, fun first_next/0}, {large, fun large/0}, {protection, fun protection/0}, {give_away, fun give_away/0}, {heir, fun heir/0}, {insert_new, fun insert_new/0}, {take, fun take/0}, {replace, fun replace/0}, {tab2list, fun tab2lists/0}, {fun2ms, fun match_specs/0}, {fixed, fun fixed/0}, {many_writers, fun many_writers/0}].

new(Opts) -> ets:new(tab, Opts).
basics() -> T = new([]), [ets:insert(T, {a, 1}), ets:insert(T, [{b, 2}, {c, 3}]), ets:lookup(T, a), ets:lookup(T, zz), ets:member(T, b), ets:insert(T, {a, 9}), ets:lookup(T, a), ets:delete(T, a), ets:lookup(T, a), ets:info(T, size), ets:delete_all_objects(T), ets:info(T, size), ets:delete(T)].
kinds() -> [begin T = new([K]), ets:insert(T, [{1, a}, {1, b}, {1.0, c}, {1, a}, {2, d}]), {K, lists:sort(ets:tab2list(T)), lists:sort(ets:lookup(T, 1)), lists:sort(ets:lookup(T, 1.0))} end || K <- [set, ordered_set, bag, duplicate_bag]].
ordered() -> T = new([ordered_set]), [ets:insert(T, {K, x}) || K <- id([c, 3, "s", 1.5, {t}, <<"b">>, a, 1, [], #{}, 1 bsl 70])], [ets:tab2list(T), ets:first(T), ets:last(T), ets:next(T, 1), ets:prev(T, a), ets:next(T, b), ets:slot(T, 0), ets:next(T, 2)].
bags() -> T = new([bag]), ets:insert(T, [{k, N rem 5} || N <- lists:seq(1, 20)]), D = new([duplicate_bag]), ets:insert(D, [{k, N rem 3} || N <- lists:seq(1, 9)]), [ets:lookup(T, k), ets:lookup(D, k), ets:delete_object(D, {k, 1}), ets:lookup(D, k), ets:lookup_element(T, k, 2)].
counters() -> T = new([]), ets:insert(T, {c, 0, 10}), [ets:update_counter(T, c, 5), ets:update_counter(T, c, {3, -20}), ets:update_counter(T, c, [{2, 1}, {3, 1}]), ets:update_counter(T, c, {2, 10, 12, 0}), ets:update_counter(T, n, 1, {n, 100}), ets:lookup(T, c), ets:update_counter(T, c, {2, 1 bsl 70})] ++ ts([fun() -> ets:update_counter(T, nope, 1) end, fun() -> ets:update_counter(T, c, {9, 1}) end, fun() -> ets:update_counter(T, c, {1, 1}) end, fun() -> ets:update_counter(T, c, id(a)) end]).
elements() -> T = new([]), ets:insert(T, {k, a, b}), [ets:update_element(T, k, {2, x}), ets:update_element(T, k, [{2, y}, {3, z}]), ets:lookup(T, k), ets:update_element(T, none, {2, x}), ets:lookup_element(T, k, 3)] ++ ts([fun() -> ets:update_element(T, k, {1, x}) end, fun() -> ets:lookup_element(T, none, 1) end, fun() -> ets:lookup_element(T, k, 9) end]).
fill() -> T = new([ordered_set]), ets:insert(T, [{N, N rem 3, {v, N}} || N <- lists:seq(1, 12)]), T.
matching() -> T = fill(), [ets:match(T, {'$1', 0, '_'}), ets:match(T, {'_', '_', {v, 5}}), ets:match_object(T, {'_', 1, '_'}), ets:match(T, {'$2', '$1', '_'}, 3) =/= x, ets:match_delete(T, {'_', 2, '_'}), ets:info(T, size), ets:match(T, '$1'), ets:match(T, {'$1', '$1', '_'})].
selecting() -> T = fill(), [ets:select(T, [{{'$1', '_', '_'}, [{'>', '$1', 9}], ['$1']}]), ets:select(T, [{{'$1', '$2', '$3'}, [{'=:=', '$2', 0}], [{{'$3', '$1'}}]}]), ets:select_count(T, [{{'$1', '_', '_'}, [{'<', '$1', 5}], [true]}]), ets:select(T, [{{'$1', '_', {v, '$2'}}, [{'andalso', {'>', '$1', 2}, {'<', '$2', 5}}], ['$$']}]), ets:select_reverse(T, [{{'$1', 1, '_'}, [], ['$_']}]), ets:select_delete(T, [{{'$1', '_', '_'}, [{'==', {'rem', '$1', 2}, 0}], [true]}]), ets:tab2list(T)].
continuations() -> T = fill(), {A, C} = ets:select(T, [{{'$1', '_', '_'}, [], ['$1']}], 5), {B, C2} = ets:select(C), {D, E} = ets:select(C2), [A, B, D, case E of '$end_of_table' -> E; _ -> ets:select(E) end, element(1, ets:match_object(T, {'_', 0, '_'}, 2))].
deleting() -> T = fill(), [ets:delete_object(T, {1, 1, {v, 1}}), ets:delete_object(T, {2, x, y}), ets:info(T, size), ets:delete(T, 2), ets:delete(T, 200), [K || {K, _, _} <- ets:tab2list(T)]].
errors() -> ts([fun() -> ets:lookup(id(no_such), 1) end, fun() -> ets:insert(new([]), id(a)) end, fun() -> ets:insert(new([]), id({})) end, fun() -> ets:new(id("x"), []) end, fun() -> ets:new(a, id([bad])) end, fun() -> ets:insert(new([{keypos, 3}]), {a, b}) end, fun() -> ets:insert(new([]), id([{a} | b])) end, fun() -> ets:lookup(id(1), 1) end, fun() -> ets:next(new([]), id(nokey)) end, fun() -> ets:delete(id(no_t)) end, fun() -> ets:select(new([]), id(bad)) end, fun() -> ets:info(id({a})) end, fun() -> T = new([]), ets:delete(T), ets:insert(T, {1}) end, fun() -> ets:rename(id(nn), mm) end, fun() -> ets:slot(new([]), id(-1)) end]).
named() -> T = ets:new(my_table_n, [named_table]), [T, ets:insert(my_table_n, {a}), ets:whereis(my_table_n) =/= undefined, ets:rename(my_table_n, other_n), ets:lookup(other_n, a), ets:whereis(my_table_n), t(fun() -> ets:new(other_n, [named_table]) end), ets:delete(other_n), ets:info(other_n)].
infos() -> T = new([ordered_set, public, {keypos, 2}, {read_concurrency, true}, compressed]), [ets:info(T, K) || K <- [type, protection, keypos, named_table, size, compressed, name, node, heir, owner, read_concurrency, write_concurrency, decentralized_counters, fixed]].
folds() -> T = fill(), [ets:foldl(fun({K, _, _}, A) -> [K | A] end, [], T), ets:foldr(fun({K, _, _}, A) -> [K | A] end, [], T)].
first_next() -> T = fill(), E = new([]), [walk(T, ets:first(T)), ets:first(E), ets:last(T), ets:prev(T, 5), ets:next(T, 12), ets:prev(T, 1)].
walk(_, '$end_of_table') -> [];
walk(T, K) -> [K | walk(T, ets:next(T, K))].
large() -> [begin T = new([K]), [ets:insert(T, {N * 7919 rem 20011, N}) || N <- lists:seq(1, 5000)], [ets:delete(T, N) || N <- lists:seq(1, 20011, 3)], {ets:info(T, size), erlang:phash2(lists:sort(ets:tab2list(T)))} end || K <- [set, ordered_set]].
protection() -> T = new([protected]), P = new([private]), ets:insert(P, {a}), Me = self(), spawn(fun() -> Me ! {r, ts([fun() -> ets:insert(T, {x}) end, fun() -> ets:lookup(P, a) end])} end), receive {r, R} -> R end.
give_away() -> Me = self(), P = spawn(fun() -> receive {'ETS-TRANSFER', T, From, D} -> Me ! {got, ets:info(T, owner) =:= self(), From =:= Me, D, ets:lookup(T, k)} end end), T = new([]), ets:insert(T, {k, 1}), ets:give_away(T, P, data), receive X -> X end.
heir() -> Me = self(), spawn(fun() -> T = ets:new(t, [{heir, Me, inherited}]), ets:insert(T, {x, 1}) end), receive {'ETS-TRANSFER', T, _, D} -> {D, ets:lookup(T, x)} after 2000 -> none end.
insert_new() -> T = new([]), [ets:insert_new(T, {a, 1}), ets:insert_new(T, {a, 2}), ets:insert_new(T, [{b, 1}, {a, 3}]), ets:insert_new(T, [{c, 1}, {d, 1}]), lists:sort(ets:tab2list(T))].
take() -> T = new([bag]), ets:insert(T, [{a, 1}, {a, 2}]), [ets:take(T, a), ets:take(T, a), ets:info(T, size)].
replace() -> T = fill(), [ets:select_replace(T, [{{'$1', 0, '$2'}, [], [{{'$1', zero, '$2'}}]}]), ets:match_object(T, {'_', zero, '_'})].
tab2lists() -> T = fill(), B = new([]), [ets:tab2list(T), ets:tab2list(B), length(ets:tab2list(T))].
match_specs() -> [ets:test_ms({1, 2}, [{{'$1', '$2'}, [{'<', '$1', '$2'}], [{{'$2', '$1'}}]}]), ets:test_ms({1}, [{{'$1'}, [{is_atom, '$1'}], ['$1']}]), ets:match_spec_run([{1, a}, {2, b}], ets:match_spec_compile([{{'$1', '$2'}, [], ['$2']}])), ets:test_ms({1}, [{bad}]), ets:is_compiled_ms(x)].
fixed() -> T = new([]), ets:insert(T, [{N} || N <- lists:seq(1, 50)]), ets:safe_fixtable(T, true), K = drain(T, ets:first(T), 0), ets:safe_fixtable(T, false), [K, ets:info(T, size)].
drain(_, '$end_of_table', N) -> N;
drain(T, K, N) -> ets:delete(T, K), drain(T, ets:next(T, K), N + 1).
many_writers() -> T = new([public, {write_concurrency, true}]), ets:insert(T, {n, 0}), Me = self(), [spawn(fun() -> [ets:update_counter(T, n, 1) || _ <- lists:seq(1, 200)], Me ! ok end) || _ <- lists:seq(1, 20)], [receive ok -> ok end || _ <- lists:seq(1, 20)], ets:lookup(T, n).
