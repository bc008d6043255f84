%% Maps small and large.
-module(c_maps).
-export([cases/0]).
-import(corpus, [id/1, many/1, ts/1]).

cases() ->
    [{literals, fun literals/0}, {updates, fun updates/0}, {update_errors, fun update_errors/0}, {matching, fun matching/0}, {guards, fun guards/0},
     {bifs, fun bifs/0}, {bif_errors, fun bif_errors/0}, {large_build, fun large_build/0}, {large_delete, fun large_delete/0}, {edge_33, fun edge_33/0},
     {merge, fun merge/0}, {folds, fun folds/0}, {iterators, fun iterators/0}, {compare, fun compare/0}, {key_kinds, fun key_kinds/0}, {nested, fun nested/0},
     {take_update, fun take_update/0}, {with_without, fun with_without/0}, {order_small, fun order_small/0}, {order_large, fun order_large/0},
     {collisions, fun collisions/0}, {comprehension, fun comprehension/0}, {word_count, fun word_count/0}, {memo, fun memo/0}, {hash_of_maps, fun hash_of_maps/0},
     {external, fun external/0}, {map_in_receive, fun map_in_receive/0}, {groups, fun groups/0}, {update_with, fun update_with/0}, {key_error_trace, fun key_error_trace/0},
     {places, fun places/0}].

literals() -> [#{}, #{a => 1, b => 2}, #{id(k) => id(v)}, #{{x, 1} => [1, 2], "s" => <<"b">>}, map_size(#{a => 1}), #{1 => a, 1.0 => b}].
updates() -> M = id(#{a => 1, b => 2}), [M#{c => 3}, M#{a := x}, M#{a => y, d => z}, (id(#{}))#{q => 1}, M#{a := 1}].
update_errors() -> ts([fun() -> (id(#{}))#{a := 1} end, fun() -> (id(x))#{a => 1} end, fun() -> (id([]))#{a := 1} end, fun() -> M = id(#{a => 1}), M#{a := 2, b := 3} end]).
matching() -> [m(X) || X <- id([#{}, #{a => 1}, #{a => 2, b => 3}, #{k => #{k => deep}}, not_map, #{1 => 2}])].
m(#{a := 1}) -> one;
m(#{a := X, b := Y}) -> {X, Y};
m(#{k := #{k := V}}) -> V;
m(#{1 := X}) -> X;
m(M) when map_size(M) =:= 0 -> empty;
m(_) -> other.
guards() -> [g(X, K) || X <- id([#{a => 1}, #{}, x]), K <- id([a, b])].
g(M, K) when is_map_key(K, M), map_get(K, M) =:= 1 -> found;
g(M, K) when not is_map_key(K, M) -> absent;
g(M, _) when is_map(M) -> map;
g(_, _) -> none.
bifs() -> M = id(#{a => 1, b => 2, 3 => c}), [maps:get(a, M), maps:get(x, M, def), maps:find(b, M), maps:find(z, M), maps:is_key(3, M), maps:keys(M), maps:values(M), maps:to_list(M), maps:put(n, 1, M), maps:remove(a, M), maps:remove(zz, M),
    maps:size(M), maps:from_list([{a, 1}, {b, 2}, {a, 3}]), maps:new(), maps:update(a, 9, M), maps:from_keys([a, b], 0), maps:map(fun(K, V) -> {K, V} end, M), maps:filter(fun(_, V) -> is_integer(V) end, M)].
bif_errors() -> ts([fun() -> maps:get(x, id(#{})) end, fun() -> maps:get(x, id(a)) end, fun() -> maps:get(x, id(a), d) end, fun() -> maps:keys(id(a)) end, fun() -> maps:from_list(id([a])) end, fun() -> maps:from_list(id(a)) end, fun() -> maps:from_list(id([{a, 1} | b])) end,
    fun() -> maps:update(a, 1, id(#{})) end, fun() -> maps:put(a, 1, id(x)) end, fun() -> maps:remove(a, id([])) end, fun() -> maps:merge(id(a), #{}) end, fun() -> maps:merge(#{}, id(b)) end, fun() -> maps:find(a, id(1)) end, fun() -> maps:is_key(a, id(1)) end,
    fun() -> maps:fold(fun(_, _, A) -> A end, 0, id(a)) end, fun() -> maps:map(id(a), #{}) end, fun() -> maps:take(a, id(1)) end, fun() -> map_size(id(1)) end, fun() -> map_get(a, id(#{})) end, fun() -> map_get(a, id(x)) end, fun() -> is_map_key(a, id(x)) end,
    fun() -> maps:values(id({})) end, fun() -> maps:to_list(id(q)) end, fun() -> maps:from_keys(id([a | b]), 1) end, fun() -> maps:with(a, id(#{})) end, fun() -> maps:iterator(id(a)) end, fun() -> maps:next(id(a)) end]).
big(N) -> maps:from_list([{K, K * K} || K <- lists:seq(1, N)]).
large_build() -> M = lists:foldl(fun(K, A) -> A#{K => {K}} end, #{}, lists:seq(1, 2000)), [map_size(M), maps:get(1500, M), M =:= maps:from_list([{K, {K}} || K <- lists:seq(2000, 1, -1)]), lists:sort(maps:keys(M)) =:= lists:seq(1, 2000), maps:to_list(M)].
large_delete() -> M = big(500), M2 = lists:foldl(fun maps:remove/2, M, lists:seq(1, 480)), [map_size(M2), lists:sort(maps:to_list(M2)), M2 =:= maps:from_list([{K, K * K} || K <- lists:seq(481, 500)]), map_size(lists:foldl(fun maps:remove/2, M2, lists:seq(1, 600)))].
edge_33() -> M32 = big(32), M33 = M32#{33 => x}, [map_size(M33), maps:remove(33, M33) =:= M32, maps:to_list(M32), maps:to_list(M33), maps:remove(5, M33) =:= maps:put(33, x, maps:remove(5, M32)), erts_debug:flat_size(M32), erts_debug:flat_size(M33)].
merge() -> A = big(40), B = maps:from_list([{K, b} || K <- lists:seq(30, 80)]), [maps:merge(#{a => 1, b => 2}, #{b => 3, c => 4}), map_size(maps:merge(A, B)), maps:get(35, maps:merge(A, B)), maps:get(35, maps:merge(B, A)), maps:merge(A, #{}) =:= A, maps:merge(#{1 => z}, A) =:= A, lists:sort(maps:to_list(maps:merge(A, #{x => y}))),
    maps:merge_with(fun(_, X, Y) -> {X, Y} end, #{a => 1}, #{a => 2, b => 3}), maps:intersect(#{a => 1, b => 2}, #{b => 3})].
folds() -> [maps:fold(fun(K, V, A) -> [{K, V} | A] end, [], #{a => 1, b => 2}), maps:fold(fun(_, V, A) -> A + V end, 0, big(300)), maps:foreach(fun(K, V) -> put(K, V) end, #{z => 1}), get(z), maps:filtermap(fun(K, V) -> case K rem 2 of 0 -> {true, V + 1}; _ -> false end end, big(6))].
iterators() -> I = maps:iterator(#{a => 1, b => 2}), {K, V, I2} = maps:next(I), [K, V, maps:next(maps:iterator(#{})), maps:to_list(I2), walk(maps:iterator(big(100)), 0)].
walk(I, N) -> case maps:next(I) of none -> N; {_, V, J} -> walk(J, N + V) end.
compare() -> Ms = id([#{}, #{a => 1}, #{a => 2}, #{b => 1}, #{a => 1, b => 1}, #{1 => a}, #{1.0 => a}, big(33), big(34)]), [[{A < B, A == B, A =:= B} || B <- Ms] || A <- Ms].
key_kinds() -> Ks = id([a, 1, 1.0, "s", <<"b">>, {t}, [], #{}, #{x => y}, 1 bsl 70, -0.5, <<1:3>>]), M = maps:from_list([{K, K} || K <- Ks]), [map_size(M), [maps:get(K, M) =:= K || K <- Ks], lists:all(fun(K) -> maps:is_key(K, M) end, Ks), maps:keys(M)].
nested() -> M = lists:foldl(fun(N, A) -> #{N => A} end, #{}, lists:seq(1, 1000)), [depth(M, 0), erlang:phash2(M), byte_size(term_to_binary(M))].
depth(M, N) when map_size(M) =:= 0 -> N;
depth(M, N) -> [V] = maps:values(M), depth(V, N + 1).
take_update() -> [maps:take(a, #{a => 1, b => 2}), maps:take(x, #{}), maps:update_with(a, fun(V) -> V + 1 end, #{a => 1}), maps:update_with(n, fun(V) -> V end, init, #{})].
with_without() -> M = big(50), [maps:with([1, 2, 99], M), lists:sort(maps:to_list(maps:without(lists:seq(1, 45), M))), maps:with([a], #{a => 1, b => 2}), maps:without([a], #{a => 1, b => 2})].
order_small() -> [maps:to_list(#{c => 1, a => 2, b => 3, 1 => x, 1.5 => y, {} => z, "l" => w, <<>> => v}), maps:keys(#{z => 1, y => 2, x => 3})].
order_large() -> [maps:keys(maps:from_list([{{K, integer_to_list(K)}, K} || K <- lists:seq(1, 64)])), maps:keys(maps:from_list([{K * 1.5, K} || K <- lists:seq(1, 40)])),
    maps:keys(maps:from_list([{<<K:16>>, K} || K <- lists:seq(1, 40)])), maps:keys(maps:from_list([{1 bsl K, K} || K <- lists:seq(1, 100)]))].
collisions() -> M = maps:from_list([{[K rem 7, K], K} || K <- lists:seq(1, many(3000))]), [map_size(M), lists:sum(maps:values(M)), map_size(maps:filter(fun(_, V) -> V > many(2900) end, M))].
comprehension() -> [maps:from_list([{K, V} || {K, V} <- maps:to_list(big(10)), K rem 2 =:= 0]), [K || K <- maps:keys(#{a => 1, b => 2})]].
word_count() -> count(string:lexemes("the quick brown fox jumps over the lazy dog the fox", " "), #{}).
count([], M) -> M;
count([W | T], M) -> count(T, maps:update_with(W, fun(N) -> N + 1 end, 1, M)).
memo() -> {V, M} = fibm(90, #{}), [V, map_size(M), maps:get(50, M)].
fibm(N, M) when N < 2 -> {N, M};
fibm(N, M) -> case M of #{N := V} -> {V, M}; _ -> {A, M1} = fibm(N - 1, M), {B, M2} = fibm(N - 2, M1), {A + B, M2#{N => A + B}} end.
hash_of_maps() -> [erlang:phash2(#{a => 1}), erlang:phash2(big(50)), erlang:phash2(#{}), erlang:phash2([#{1 => 2}, #{2 => 1}])].
external() -> [binary_to_term(term_to_binary(big(100))) =:= big(100), term_to_binary(#{a => 1, b => #{}}), byte_size(term_to_binary(big(40)))].
map_in_receive() -> self() ! #{type => a, v => 1}, self() ! #{type => b, v => 2}, [receive #{type := b, v := V} -> V end, receive #{type := a} = M -> M end].
groups() -> lists:foldl(fun(X, M) -> maps:update_with(X rem 3, fun(L) -> [X | L] end, [X], M) end, #{}, lists:seq(1, 10)).
update_with() -> ts([fun() -> maps:update_with(x, fun(V) -> V end, id(#{})) end, fun() -> maps:update_with(a, id(b), #{a => 1}) end]).
key_error_trace() -> ts([fun() -> #{a := X} = id(#{b => 1}), X end, fun() -> case id(#{}) of #{a := 1} -> ok end end, fun() -> km(id(#{})) end]).
km(#{needed := X}) -> X.
%% One place asks maps of many shapes for several keys: small after large ones, with and without some of the keys, and more keys than a place remembers.
places() ->
    Full = id(#{a => 1, b => 2, c => 3, d => 4, e => 5, f => 6, g => 7}),
    Wide = maps:merge(maps:from_list([{K, K} || K <- lists:seq(1, 24)]), Full),
    Shapes = [Full, Wide, maps:with([a, b], Full), #{}, maps:with([f, g], Full), maps:with([a, c, g], Full), maps:merge(big(40), Full), Full#{aa => 0, bb => 0},
        maps:without([a], Wide), maps:with([a, b, c, d, e], Full), maps:with([c], Full), not_map, Wide],
    [{seven(M), two(M), last(M), has(M), mixed(M, d)} || M <- id(Shapes ++ Shapes ++ lists:reverse(Shapes))].
seven(#{a := A, b := B, c := C, d := D, e := E, f := F, g := G}) -> [A, B, C, D, E, F, G];
seven(#{f := F, a := A}) -> {F, A};
seven(_) -> none.
two(#{a := A, b := B} = M) -> {A, B, map_size(M)};
two(#{b := B}) -> {B};
two(_) -> none.
last(#{g := G}) -> G;
last(_) -> none.
has(#{a := _, c := _, g := _}) -> acg;
has(#{f := _, g := _}) -> fg;
has(_) -> none.
mixed(M, K) -> case M of #{a := A, "s" := _, K := V} -> {A, V}; #{a := A, K := V, g := G} -> {A, V, G}; #{c := C, 7 := S} -> {C, S}; _ -> none end.
