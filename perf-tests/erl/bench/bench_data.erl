%% Library data structures, big integers, strings, unicode, re, term format.
-module(bench_data).
-export([list/0, json_doc/1, enc/1, dec/1]).

list() ->
    N = fun() -> nil end,
    K100k = fun() -> bench_seq:rand(100000, 21) end,
    [{map_small_build, 500000, "maps", N, fun(_) -> msmall(500000, 0) end},
     {map_small_update, 2000000, "updates", fun() -> #{a => 1, b => 2, c => 3, d => 4, e => 5} end, fun(M) -> mupd(2000000, M) end},
     {map_small_lookup, 3000000, "lookups", fun() -> maps:from_list([{K, 1} || K <- [a, b, c, d, e, f, g, h, i, j]]) end, fun(M) -> mlook(3000000, M, 0) end},
     {map_large_build, 100000, "puts", K100k, fun(L) -> map_size(mbuild(L, #{})) end},
     {map_large_lookup, 200000, "lookups", fun() -> L = bench_seq:rand(100000, 21), {L, maps:from_list([{K, K} || K <- L])} end,
      fun({L, M}) -> mget(L, M, 0) + mget(L, M, 0) end},
     {map_binkeys, 100000, "ops", fun() -> [integer_to_binary(X) || X <- bench_seq:rand(50000, 22)] end,
      fun(L) -> M = mbuild(L, #{}), length([1 || K <- L, is_map_key(K, M)]) end},
     {gb_trees, 40000, "ops", fun() -> bench_seq:perm(20000, 23) end,
      fun(L) -> T = lists:foldl(fun(K, A) -> gb_trees:insert(K, K, A) end, gb_trees:empty(), L), lists:foldl(fun(K, A) -> A + gb_trees:get(K, T) end, 0, L) end},
     {dict_mod, 40000, "ops", fun() -> bench_seq:rand(20000, 25) end,
      fun(L) -> D = lists:foldl(fun(K, A) -> dict:update_counter(K rem 5000, 1, A) end, dict:new(), L), length([1 || K <- L, dict:is_key(K, D)]) end},
     {queue_mod, 600000, "ops", N, fun(_) -> qrun(300000, queue:new(), 0) end},
     {big_fact, 100, "fact(1000)", N, fun(_) -> bench_loop(100, fun() -> erlang:phash2(fact(1000)) end) end},
     {big_fib, 20000, "adds", N, fun(_) -> erlang:phash2(bfib(20000, 0, 1)) end},
     {big_mul_10k, 200, "muls", fun() -> {fact(1500), fact(1600)} end, fun({A, B}) -> bench_loop(200, fun() -> erlang:phash2(A * B) end) end},
     {int_to_string, 400000, "conv", fun() -> bench_seq:rand(200000, 28) end, fun(L) -> lists:sum([list_to_integer(integer_to_list(X)) || X <- L]) end},
     {str_tokens, 200000, "tokens", fun() -> lists:flatten(lists:duplicate(20000, "the quick,brown fox jumps; over the lazy dog ")) end, fun(S) -> length(string:tokens(S, " ,;")) end},
     {str_lexemes_split, 90000, "tokens", fun() -> lists:flatten(lists:duplicate(5000, "the quick,brown fox jumps; over the lazy dog ")) end,
      fun(S) -> {length(string:lexemes(S, " ,;")), length(string:split(S, " ", all))} end},
     {iolist_flatten, 300000, "elems", fun() -> iol(14) end, fun(L) -> bench_loop(10, fun() -> byte_size(iolist_to_binary(L)) + iolist_size(L) end) end},
     {io_lib_format, 20000, "formats", N, fun(_) -> fmt(20000, 0) end},
     {unicode_conv, 20, "conv", fun() -> lists:flatten(lists:duplicate(2000, "žluťoučký kůň 漢字 αβγ plain ascii text 😀 ")) end,
      fun(S) -> bench_loop(10, fun() -> B = unicode:characters_to_binary(S), length(unicode:characters_to_list(B)) end) end},
     {re_run_simple, 5000, "matches", fun() -> {ok, R} = re:compile("([a-z]+)@([a-z]+)\\.com"), R end, fun(R) -> rerun(5000, R, <<"some text before john@example.com and after">>, 0) end},
     {re_run_backtrack, 20000, "matches", fun() -> {ok, R} = re:compile("^(a|b|ab)*c$"), R end, fun(R) -> rerun(20000, R, binary:copy(<<"ab">>, 40), 0) end},
     {t2b, 200, "terms", fun() -> nested(9) end, fun(T) -> bench_loop(200, fun() -> byte_size(term_to_binary(T)) end) > 0 end},
     {b2t, 50, "terms", fun() -> term_to_binary(nested(9)) end, fun(B) -> bench_loop(50, fun() -> tuple_size(binary_to_term(B)) end) end},
     {json_encode, 1, "run", fun() -> json_doc(3000) end, fun(D) -> byte_size(iolist_to_binary(enc(D))) end},
     {persistent_term_atomics, 1000000, "ops", fun() -> persistent_term:put(bench_pt, {1, 2, 3}), atomics:new(4, []) end, fun(A) -> ptat(1000000, A, 0) end}
    ].

bench_loop(1, F) -> F();
bench_loop(N, F) -> _ = F(), bench_loop(N - 1, F).

msmall(0, A) -> A;
msmall(N, A) -> M = #{id => N, name => foo, tag => A}, msmall(N - 1, A + map_size(M) - map_get(id, M) band 1).
mupd(0, #{a := A, c := C}) -> A + C;
mupd(N, #{a := A, c := C} = M) -> mupd(N - 1, M#{a := A + 1, c := C + A band 1}).
mlook(0, _, A) -> A;
mlook(N, M, A) -> #{b := X, g := Y, j := Z} = M, mlook(N - 3, M, A + X + Y + Z).
mbuild([], M) -> M;
mbuild([K | T], M) -> mbuild(T, M#{K => K}).
mget([], _, A) -> A;
mget([K | T], M, A) -> mget(T, M, A + map_get(K, M)).

qrun(0, _, A) -> A;
qrun(N, Q, A) ->
    Q1 = queue:in(N, Q),
    case queue:len(Q1) > 100 of
        true -> {{value, V}, Q2} = queue:out(Q1), qrun(N - 1, Q2, A + V);
        false -> qrun(N - 1, Q1, A)
    end.

fact(0) -> 1;
fact(N) -> N * fact(N - 1).
bfib(0, A, _) -> A;
bfib(N, A, B) -> bfib(N - 1, B, A + B).

iol(0) -> [<<"leaf">>, $x | "tail"];
iol(D) -> [iol(D - 1), [[D band 127], iol(D - 1)]].

fmt(0, A) -> A;
fmt(N, A) -> fmt(N - 1, A + length(lists:flatten(io_lib:format("~s: ~5w [~p] ~.2f~n", ["key", N, {foo, [N, <<"x">>]}, N / 3])))).

rerun(0, _, _, A) -> A;
rerun(N, R, S, A) ->
    case re:run(S, R, [{capture, all, index}]) of
        {match, L} -> rerun(N - 1, R, S, A + length(L));
        nomatch -> rerun(N - 1, R, S, A + 1)
    end.

nested(0) -> {leaf, 12345, 3.14, <<"binary data">>, "a string"};
nested(D) -> {node, [nested(D - 1), D], #{d => D, k => atom}, nested(D - 1), 1 bsl (D + 60)}.

%% hand-written JSON codec over binaries
json_doc(N) -> {[{<<"items">>, [{[{<<"id">>, I}, {<<"name">>, <<"item \"", (integer_to_binary(I))/binary, "\"">>}, {<<"price">>, I * 1.25},
                                   {<<"tags">>, [<<"alpha">>, <<"beta">>, true, null]}, {<<"nested">>, {[{<<"x">>, -I}, {<<"y">>, [1, 2, 3, [4, 5]]}]}}]} || I <- lists:seq(1, N)]}]}.
enc(true) -> <<"true">>;
enc(false) -> <<"false">>;
enc(null) -> <<"null">>;
enc(I) when is_integer(I) -> integer_to_binary(I);
enc(F) when is_float(F) -> float_to_binary(F, [{decimals, 6}, compact]);
enc(B) when is_binary(B) -> [$", esc(B), $"];
enc({KVs}) -> [${, sep([[$", esc(K), $", $: | enc(V)] || {K, V} <- KVs]), $}];
enc(L) when is_list(L) -> [$[, sep([enc(X) || X <- L]), $]].
sep([]) -> [];
sep([X]) -> [X];
sep([X | T]) -> [X, $, | sep(T)].
esc(B) -> esc(B, <<>>).
esc(<<$", R/binary>>, A) -> esc(R, <<A/binary, $\\, $">>);
esc(<<$\\, R/binary>>, A) -> esc(R, <<A/binary, $\\, $\\>>);
esc(<<C, R/binary>>, A) -> esc(R, <<A/binary, C>>);
esc(<<>>, A) -> A.

dec(<<C, R/binary>>) when C =:= $\s; C =:= $\n -> dec(R);
dec(<<"true", R/binary>>) -> {true, R};
dec(<<"false", R/binary>>) -> {false, R};
dec(<<"null", R/binary>>) -> {null, R};
dec(<<$", R/binary>>) -> dstr(R, <<>>);
dec(<<$[, $], R/binary>>) -> {[], R};
dec(<<$[, R/binary>>) -> darr(R, []);
dec(<<${, $}, R/binary>>) -> {{[]}, R};
dec(<<${, R/binary>>) -> dobj(R, []);
dec(B) -> dnum(B, []).
dstr(<<$\\, C, R/binary>>, A) -> dstr(R, <<A/binary, C>>);
dstr(<<$", R/binary>>, A) -> {A, R};
dstr(<<C, R/binary>>, A) -> dstr(R, <<A/binary, C>>).
darr(B, A) ->
    {V, R} = dec(B),
    case R of
        <<$,, R1/binary>> -> darr(R1, [V | A]);
        <<$], R1/binary>> -> {lists:reverse(A, [V]), R1}
    end.
dobj(<<$", B/binary>>, A) ->
    {K, <<$:, R/binary>>} = dstr(B, <<>>),
    {V, R1} = dec(R),
    case R1 of
        <<$,, R2/binary>> -> dobj(R2, [{K, V} | A]);
        <<$}, R2/binary>> -> {{lists:reverse(A, [{K, V}])}, R2}
    end.
dnum(<<C, R/binary>>, A) when C >= $0, C =< $9; C =:= $-; C =:= $.; C =:= $e -> dnum(R, [C | A]);
dnum(R, A) ->
    L = lists:reverse(A),
    case lists:member($., L) of
        true -> {list_to_float(L), R};
        false -> {list_to_integer(L), R}
    end.

ptat(0, _, A) -> A;
ptat(N, R, A) -> {X, _, _} = persistent_term:get(bench_pt), atomics:add(R, 1, X), ptat(N - 1, R, A + X).
