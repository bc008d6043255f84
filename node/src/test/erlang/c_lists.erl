%% Lists: the BIFs, the library on top of them, improper and long lists.
-module(c_lists).
-export([cases/0]).
-import(corpus, [id/1, ts/1]).

cases() ->
    [{append, fun append/0}, {append_errors, fun append_errors/0}, {subtract, fun subtract/0}, {subtract_large, fun subtract_large/0},
     {lengths, fun lengths/0}, {hd_tl, fun hd_tl/0}, {keys, fun keys/0}, {key_errors, fun key_errors/0}, {members, fun members/0},
     {reverse, fun reverse/0}, {sorts, fun sorts/0}, {usort_merge, fun usort_merge/0}, {folds, fun folds/0}, {mapfold, fun mapfold/0},
     {zips, fun zips/0}, {splits, fun splits/0}, {flatten, fun flatten/0}, {seqs, fun seqs/0}, {nths, fun nths/0}, {sums, fun sums/0},
     {prefixes, fun prefixes/0}, {uniq, fun uniq/0}, {keysorts, fun keysorts/0}, {partition, fun partition/0}, {droplast, fun droplast/0},
     {proplist, fun proplist/0}, {orddicts, fun orddicts/0}, {list_tuple, fun list_tuple/0}, {long_list, fun long_list/0},
     {deep_list, fun deep_list/0}, {improper, fun improper/0}, {comprehension, fun comprehension/0}, {nested_comprehension, fun nested_comprehension/0},
     {filters_that_fail, fun filters_that_fail/0}, {sets_dicts, fun sets_dicts/0}, {gb, fun gb/0}, {queues, fun queues/0}, {arrays, fun arrays/0},
     {naive_reverse, fun naive_reverse/0}, {quick_sort, fun quick_sort/0}, {permutations, fun permutations/0}, {primes, fun primes/0},
     {iolists, fun iolists/0}].

append() -> ts([fun() -> id([1]) ++ id([2]) end, fun() -> id([]) ++ id(a) end, fun() -> id([1]) ++ id(a) end, fun() -> [] ++ id([]) end, fun() -> lists:append([[1], [2, 3], [], [4 | 5]]) end]).
append_errors() -> ts([fun() -> id(a) ++ [1] end, fun() -> id([1 | 2]) ++ [1] end, fun() -> lists:append(a, id([])) end, fun() -> lists:append(id([[1 | 2], [3]])) end]).
subtract() -> ts([fun() -> id([1, 2, 3, 2, 1]) -- id([2, 1]) end, fun() -> id([1.0, 1]) -- [1] end, fun() -> id([a]) -- id(b) end, fun() -> id(a) -- [] end,
                  fun() -> id([1 | 2]) -- [1] end, fun() -> id([1]) -- id([1 | 2]) end, fun() -> [] -- id([1]) end, fun() -> id([{1}, {2}, "a"]) -- ["a", {1}] end]).
subtract_large() ->
    A = lists:seq(1, corpus:many(5000)), B = lists:seq(2, corpus:many(5000), 3),
    [erlang:phash2(A -- B), length(A -- B), erlang:phash2((A ++ A) -- (B ++ B)), (lists:seq(1, 100) -- lists:seq(100, 1, -1)), erlang:phash2([{X} || X <- A] -- [{X} || X <- B])].
lengths() -> ts([fun() -> length(id([])) end, fun() -> length(id("abc")) end, fun() -> length(id([1 | 2])) end, fun() -> length(id(a)) end, fun() -> length(lists:seq(1, corpus:many(100000))) end, fun() -> len(id([1 | 2])) end]).
len(L) when length(L) > 1 -> long;
len(_) -> not_a_list.
hd_tl() -> ts([fun() -> hd(id([1, 2])) end, fun() -> tl(id([1, 2])) end, fun() -> hd(id([])) end, fun() -> tl(id([])) end, fun() -> hd(id({})) end, fun() -> tl(id([a | b])) end]).
keys() ->
    L = id([{a, 1}, {b, 2, x}, c, {1.0, z}, {1, y}, {b, 3}]),
    [lists:keyfind(b, 1, L), lists:keyfind(1, 1, L), lists:keyfind(x, 3, L), lists:keyfind(q, 1, L), lists:keymember(1, 1, L), lists:keymember(z, 2, L), lists:keysearch(b, 1, L),
     lists:keysearch(q, 1, L), lists:keydelete(b, 1, L), lists:keyreplace(b, 1, L, {b, new}), lists:keystore(new, 1, L, {new}), lists:keytake(b, 1, L), lists:keytake(q, 1, L)].
key_errors() -> ts([fun() -> lists:keyfind(a, id(0), []) end, fun() -> lists:keyfind(a, id(b), []) end, fun() -> lists:keyfind(a, 1, id(b)) end, fun() -> lists:keyfind(a, 1, id([{b} | c])) end,
                    fun() -> lists:keymember(a, id(-1), []) end, fun() -> lists:keysearch(a, 1.0, id([])) end, fun() -> lists:keyfind(a, id(1 bsl 70), [{a}]) end]).
members() -> ts([fun() -> lists:member(1, id([1.0, 1])) end, fun() -> lists:member(1, id([1.0])) end, fun() -> lists:member(a, id([b | a])) end, fun() -> lists:member(a, id([a | b])) end,
                 fun() -> lists:member({x, "s"}, id([{x, "s"}])) end, fun() -> lists:member(1 bsl 70, id([1 bsl 70])) end, fun() -> lists:member(a, id(b)) end]).
reverse() -> ts([fun() -> lists:reverse(id([1, 2, 3])) end, fun() -> lists:reverse(id([1, 2]), id(tail)) end, fun() -> lists:reverse(id([1 | 2]), []) end, fun() -> lists:reverse(id(a), []) end,
                 fun() -> lists:reverse(id(a)) end, fun() -> erlang:phash2(lists:reverse(lists:seq(1, corpus:many(50000)))) end]).
sorts() -> [lists:sort(id([3, 1, 2, 1.0, b, a, "x", {}])), lists:sort(fun(A, B) -> A >= B end, id([3, 1, 2, 5])), erlang:phash2(lists:sort([X * 7919 rem 10007 || X <- lists:seq(1, 3000)])),
            lists:sort(id([])), lists:sort(id([a])), lists:sort([{X rem 3, X} || X <- lists:seq(1, 20)])].
usort_merge() -> [lists:usort(id([3, 1, 2, 1.0, 1, b, a, a])), lists:merge([1, 3, 5], [2, 4]), lists:umerge([1, 3], [1, 2, 3]), lists:merge([[1], [2], [0]]), lists:ukeysort(1, [{b, 1}, {a, 2}, {b, 3}]),
                  lists:keymerge(1, [{1, a}], [{0, b}, {1, c}]), lists:usort(fun(A, B) -> abs(A) =< abs(B) end, [1, -1, 2, -3])].
folds() -> [lists:foldl(fun(X, A) -> [X | A] end, [], "abc"), lists:foldr(fun(X, A) -> [X | A] end, [], "abc"), lists:foldl(fun erlang:'+'/2, 0, lists:seq(1, 100))]
           ++ ts([fun() -> lists:foldl(fun(X, A) -> X + A end, 0, id([1, a])) end, fun() -> lists:foldl(id(a), 0, [1]) end, fun() -> lists:map(fun(X) -> X + 1 end, id([1 | 2])) end, fun() -> lists:foreach(fun(X) -> X end, id(a)) end]).
mapfold() -> [lists:mapfoldl(fun(X, A) -> {X * 2, A + X} end, 0, [1, 2, 3]), lists:mapfoldr(fun(X, A) -> {X * 2, [X | A]} end, [], [1, 2, 3]), lists:filtermap(fun(X) -> case X rem 3 of 0 -> false; 1 -> true; 2 -> {true, {X}} end end, lists:seq(1, 9)),
              lists:flatmap(fun(X) -> [X, X] end, [a, b])].
zips() -> ts([fun() -> lists:zip([1, 2], [a, b]) end, fun() -> lists:zip3([1], [2], [3]) end, fun() -> lists:unzip([{1, a}, {2, b}]) end, fun() -> lists:unzip3([{1, 2, 3}]) end, fun() -> lists:zip([1], id([])) end, fun() -> lists:zipwith(fun(A, B) -> A + B end, [1, 2], [3, 4]) end]).
splits() -> ts([fun() -> lists:split(2, [1, 2, 3]) end, fun() -> lists:split(id(5), [1]) end, fun() -> lists:splitwith(fun is_atom/1, [a, b, 1, c]) end, fun() -> lists:sublist([1, 2, 3, 4], 2, 2) end, fun() -> lists:sublist([1, 2], 5) end,
                fun() -> lists:nthtail(1, [1, 2]) end, fun() -> lists:takewhile(fun(X) -> X < 3 end, [1, 2, 3, 1]) end, fun() -> lists:dropwhile(fun(X) -> X < 3 end, [1, 2, 3, 1]) end]).
flatten() -> ts([fun() -> lists:flatten([[1, [2, [3]]], [], 4]) end, fun() -> lists:flatten([[a], b], [c]) end, fun() -> lists:flatlength([[1, 2], [3, [4]]]) end, fun() -> lists:concat([a, 1, "x", 1.5]) end, fun() -> lists:flatten(id([1 | 2])) end, fun() -> lists:join(x, [1, 2, 3]) end]).
seqs() -> ts([fun() -> lists:seq(1, 5) end, fun() -> lists:seq(1, 10, 3) end, fun() -> lists:seq(5, 1, -2) end, fun() -> lists:seq(1, 0) end, fun() -> lists:seq(id(5), 1) end, fun() -> lists:seq(id(1), 5, 0) end, fun() -> lists:duplicate(3, x) end]).
nths() -> ts([fun() -> lists:nth(2, [a, b]) end, fun() -> lists:nth(id(3), [a, b]) end, fun() -> lists:nth(id(0), [a]) end, fun() -> lists:last([1, 2]) end, fun() -> lists:last(id([])) end, fun() -> lists:nthtail(id(3), [1]) end]).
sums() -> ts([fun() -> lists:sum([1, 2.5, 3]) end, fun() -> lists:sum(id([1, a])) end, fun() -> lists:max([1, a, 2]) end, fun() -> lists:min(["a", b, 3]) end, fun() -> lists:max(id([])) end]).
prefixes() -> [lists:prefix("ab", "abc"), lists:suffix("bc", "abc"), lists:prefix("b", "abc"), lists:all(fun is_atom/1, [a, b]), lists:any(fun is_atom/1, [1, 2]), lists:search(fun(X) -> X > 2 end, [1, 2, 3]), lists:enumerate([a, b])].
uniq() -> [lists:uniq([a, b, a, 1, 1.0, c, b]), lists:uniq(fun(X) -> X rem 3 end, lists:seq(1, 10)), lists:delete(a, [b, a, a])].
keysorts() -> [lists:keysort(2, [{a, 3}, {b, 1}, {c, 2}, {d, 1}]), lists:keymap(fun(X) -> X * 2 end, 2, [{a, 1}]), erlang:phash2(lists:keysort(1, [{X * 31 rem 101, X} || X <- lists:seq(1, 1000)]))] ++ ts([fun() -> lists:keysort(id(2), [{a}, {b}]) end]).
partition() -> [lists:partition(fun(X) -> X rem 2 == 0 end, lists:seq(1, 9)), lists:splitwith(fun(X) -> X < 4 end, lists:seq(1, 9))].
droplast() -> ts([fun() -> lists:droplast([1, 2]) end, fun() -> lists:droplast(id([])) end]).
proplist() -> L = id([a, {b, 1}, {c, x}, {b, 2}, {a, false}]), [proplists:get_value(a, L), proplists:get_value(b, L), proplists:get_all_values(b, L), proplists:get_bool(a, L), proplists:delete(b, L), proplists:compact([{a, true}]), proplists:unfold([a]), proplists:get_keys(L) -- [a], proplists:to_map(L)].
orddicts() -> D = orddict:from_list([{a, 1}, {c, 3}, {b, 2}]), [D, orddict:store(b, x, D), orddict:fold(fun(K, V, A) -> [{K, V} | A] end, [], D), orddict:update_counter(a, 5, D), ordsets:union([1, 3], [2, 3]), ordsets:subtract([1, 2], [2])].
list_tuple() -> ts([fun() -> list_to_tuple(id([1, 2])) end, fun() -> tuple_to_list(id({a, b})) end, fun() -> list_to_tuple(id([1 | 2])) end, fun() -> tuple_to_list(id(a)) end, fun() -> tuple_size(list_to_tuple(lists:seq(1, 10000))) end, fun() -> list_to_tuple(id(a)) end]).
long_list() -> N = corpus:many(200000), L = lists:seq(1, N), [lists:foldl(fun(X, A) -> X bxor A end, 0, L), body(L), length([X || X <- L, X band 7 =:= 0]), lists:nth(N * 3 div 4, L)].
body([]) -> 0;
body([H | T]) -> 1 + body(T) + (H band 1).
deep_list() -> N = corpus:many(100000), D = nest(id(N), []), [unnest(D, 0), erlang:phash2(D), D =:= nest(id(N), []), byte_size(term_to_binary(D)), binary_to_term(term_to_binary(D)) =:= D].
nest(0, A) -> A;
nest(N, A) -> nest(N - 1, [A]).
unnest([], N) -> N;
unnest([X], N) -> unnest(X, N + 1).
improper() -> L = id([1, 2 | 3]), ts([fun() -> [X || X <- L] end, fun() -> lists:map(fun(X) -> X end, L) end, fun() -> L =:= [1, 2 | 3] end, fun() -> [A | B] = L, {A, B} end, fun() -> erlang:phash2(L) end, fun() -> iolist_size(id([1 | <<2>>])) end]).
comprehension() -> [[X * X || X <- lists:seq(1, 10), X rem 2 == 1], [{X, Y} || X <- "ab", Y <- [1, 2]], [X || {a, X} <- id([{a, 1}, b, {a, 2}, {b, 3}])], << <<X:4>> || X <- [1, 2, 3, 15] >>, [X || <<X:3>> <= <<16#abcdef:24>>],
                    << <<(X + 1):16/little>> || <<X>> <= <<"abc">> >>, [X || X <- id([]), X]].
nested_comprehension() -> [[[X * Y || X <- lists:seq(1, Y)] || Y <- lists:seq(1, 4)], [{A, B, C} || C <- lists:seq(1, 20), B <- lists:seq(1, C), A <- lists:seq(1, B), A * A + B * B == C * C]].
filters_that_fail() -> ts([fun() -> [X || X <- id([1, a, 2]), X + 1 > 1] end, fun() -> [X || X <- id([1, a]), id(X)] end, fun() -> [X || X <- id(b)] end, fun() -> [X || <<X>> <= id(b)] end, fun() -> << <<X>> || X <- id([1, a]) >> end, fun() -> [X || X <- id([true, false]), X] end]).
sets_dicts() -> S = sets:from_list([c, a, b, a]), S2 = sets:from_list([a, x], [{version, 2}]), D = dict:from_list([{K, K} || K <- lists:seq(1, 100)]),
    [lists:sort(sets:to_list(S)), sets:size(S), lists:sort(sets:to_list(sets:union(S2, sets:from_list([y], [{version, 2}])))), sets:is_element(a, S2), dict:fetch(50, D), dict:size(D), lists:sort(dict:to_list(dict:filter(fun(K, _) -> K > 95 end, D))), dict:to_list(D)].
gb() -> T = gb_trees:from_orddict([{K, K * K} || K <- lists:seq(1, 30)]), [gb_trees:get(7, T), gb_trees:smallest(T), gb_trees:largest(T), gb_trees:lookup(99, T), gb_trees:to_list(gb_trees:delete(3, T)), gb_sets:to_list(gb_sets:union(gb_sets:from_list([1, 2]), gb_sets:from_list([2, 3])))] ++ ts([fun() -> gb_trees:get(id(99), T) end]).
queues() -> Q = lists:foldl(fun queue:in/2, queue:new(), lists:seq(1, 10)), {V, Q2} = queue:out(Q), [V, queue:to_list(Q2), queue:len(Q2), queue:peek_r(Q2), queue:out(queue:new())].
arrays() -> A = array:set(20, x, array:new()), [array:size(A), array:get(20, A), array:get(3, A), array:to_orddict(array:from_list([a, b])), array:sparse_to_list(A)].
naive_reverse() -> L = lists:seq(1, 150), nrev(nrev(L)) =:= L.
nrev([]) -> [];
nrev([H | T]) -> nrev(T) ++ [H].
quick_sort() -> qsort([X * 7919 rem 211 || X <- lists:seq(1, 100)]).
qsort([]) -> [];
qsort([P | T]) -> qsort([X || X <- T, X < P]) ++ [P] ++ qsort([X || X <- T, X >= P]).
permutations() -> [perms(id([a, b, c])), length(perms(id([1, 2, 3, 4, 5, 6])))].
perms([]) -> [[]];
perms(L) -> [[H | T] || H <- L, T <- perms(L -- [H])].
primes() -> sieve(lists:seq(2, 200)).
sieve([]) -> [];
sieve([P | T]) -> [P | sieve([X || X <- T, X rem P =/= 0])].
iolists() -> ts([fun() -> iolist_to_binary(id([1, [2, <<3>>], "abc" | <<4>>])) end, fun() -> iolist_size(id(["abc", <<1, 2>>])) end, fun() -> iolist_to_binary(id([256])) end, fun() -> iolist_to_binary(id([a])) end, fun() -> iolist_to_binary(id([1 | 2])) end,
                 fun() -> erlang:iolist_to_iovec(id([<<1>>, "ab", <<2>>])) end, fun() -> list_to_binary(id(<<1>>)) end, fun() -> iolist_to_binary(id([<<1:1>>])) end, fun() -> list_to_bitstring(id([<<1:1>>, 255, <<2:3>>])) end, fun() -> iolist_size(id([<<1:1>>])) end,
                 fun() -> byte_size(iolist_to_binary([lists:duplicate(1000, "abc"), binary:copy(<<1>>, 5000)])) end]).
