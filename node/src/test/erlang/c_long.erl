%% BIFs on large terms: what they give, and that others run meanwhile. For that one scheduler runs, with a process that counts
%% how often its turn comes.
-module(c_long).
-export([cases/0]).

-import(corpus, [id/1]).

%% Enough for several slices in all emulators, and for two in ours.
-define(VERY_MANY, 300000).
-define(MANY, 70000).

cases() ->
    [{yields, fun yields/0}, {results, fun results/0}, {bad_arguments, fun bad_arguments/0}, {killed, fun killed/0}, {collected, fun collected/0},
     {suspended, fun suspended/0}].

numbers(N) -> lists:seq(1, N).

pairs(N) -> [{X, X} || X <- numbers(N)].

%% The BIFs on terms of a size: a name, and a fun that makes the argument of the fun that is measured.
bifs(N) ->
    [{term_to_binary, fun() -> numbers(N) end, fun(L) -> term_to_binary(L) end},
     {term_to_binary_of_tuples, fun() -> pairs(N) end, fun(L) -> term_to_binary(L, [{minor_version, 1}]) end},
     {term_to_iovec, fun() -> numbers(N) end, fun(L) -> term_to_iovec(L) end},
     {compressed, fun() -> numbers(N) end, fun(L) -> term_to_binary(L, [compressed]) end},
     {binary_to_term, fun() -> term_to_binary(pairs(N)) end, fun(B) -> binary_to_term(B) end},
     {compressed_to_term, fun() -> term_to_binary(numbers(N), [compressed]) end, fun(B) -> binary_to_term(B, [used]) end},
     {from_list, fun() -> pairs(N) end, fun(L) -> maps:from_list(L) end},
     {from_keys, fun() -> numbers(N) end, fun(L) -> maps:from_keys(L, x) end},
     {merge, fun() -> {maps:from_list(pairs(N)), maps:from_list([{X * 2, y} || X <- numbers(N)])} end, fun({A, B}) -> maps:merge(A, B) end},
     {phash2, fun() -> pairs(N) end, fun(L) -> erlang:phash2(L) end},
     {list_to_binary, fun() -> [X band 255 || X <- numbers(N)] end, fun(L) -> list_to_binary(L) end},
     {list_to_bitstring, fun() -> [[<<X:7>>, "ab" | <<X>>] || X <- numbers(N)] end, fun(L) -> list_to_bitstring(L) end},
     {split, fun() -> binary:copy(<<"ab,">>, N) end, fun(B) -> binary:split(B, <<",">>, [global, trim]) end},
     {matches, fun() -> binary:copy(<<"ab,">>, N) end, fun(B) -> binary:matches(B, [<<"b">>, <<"xyz">>]) end},
     {copy, fun() -> N end, fun(Times) -> binary:copy(<<"abcdefghij">>, Times * 4) end}].

yields() ->
    erlang:system_flag(multi_scheduling, block_normal),
    Turns = atomics:new(1, []),
    Counter = spawn(fun() -> count(Turns) end),
    Result = [{Name, meanwhile(Turns, Argument(), F) >= 2} || {Name, Argument, F} <- bifs(?VERY_MANY)],
    exit(Counter, kill),
    erlang:system_flag(multi_scheduling, unblock_normal),
    Result.

meanwhile(Turns, Argument, F) ->
    erlang:garbage_collect(),
    erlang:yield(),
    Before = atomics:get(Turns, 1),
    F(Argument),
    atomics:get(Turns, 1) - Before.

count(Turns) ->
    atomics:add(Turns, 1, 1),
    erlang:yield(),
    count(Turns).

results() ->
    [{Name, summary(F(Argument()))} || {Name, Argument, F} <- bifs(?MANY)].

summary(B) when is_binary(B) -> {byte_size(B), erlang:md5(B)};
summary([B | _] = Vector) when is_binary(B) -> summary(iolist_to_binary(Vector));
summary(M) when is_map(M) -> {map_size(M), maps:get(4000, M), erlang:phash2(lists:sort(maps:to_list(M)))};
summary(X) -> erlang:phash2(X).

bad_arguments() ->
    B = term_to_binary(pairs(?MANY)),
    [class(F) || F <- [fun() -> maps:from_list(id(pairs(?MANY) ++ [c])) end, fun() -> maps:from_list(id(pairs(?MANY) ++ c)) end,
                       fun() -> binary_to_term(binary:part(B, 0, byte_size(B) - 2)) end]].

%% Without the stack trace, which holds the arguments.
class(F) ->
    try F() catch C:R -> {C, R} end.

%% A process that is killed in the middle of it.
killed() ->
    [begin
         A = Argument(),
         {P, M} = spawn_monitor(fun() -> F(A) end),
         erlang:yield(),
         exit(P, kill),
         receive {'DOWN', M, process, P, Reason} -> lists:member(Reason, [killed, normal]) end
     end || {_, Argument, F} <- bifs(?MANY)].

%% Others ask for a collection meanwhile: it waits.
collected() ->
    [begin
         A = Argument(),
         Expected = erlang:phash2(F(A)),
         {P, M} = spawn_monitor(fun() -> exit({done, erlang:phash2(F(A))}) end),
         [erlang:garbage_collect(P) || _ <- lists:seq(1, 5)],
         receive {'DOWN', M, process, P, {done, Hash}} -> Hash =:= Expected end
     end || {_, Argument, F} <- bifs(?MANY)].

suspended() ->
    L = numbers(?MANY),
    {P, M} = spawn_monitor(fun() -> exit({done, term_to_binary(L)}) end),
    erlang:yield(),
    true = erlang:suspend_process(P),
    erlang:resume_process(P),
    receive {'DOWN', M, process, P, {done, B}} -> B =:= term_to_binary(L) end.
