%% Runs the programs of random_program: every function with several arguments, each call in a process of its own.
%%
%%   erl -noshell -pa DIR -s random_run main DIR FIRST LAST ROUNDS
%%
%% prints a line for each call: seed, function, number of the call, and a digest of what it gave. With more than one round all programs run so often,
%% and a line is added for what another round gave. random_run:show/1 prints what was digested.
-module(random_run).
-export([main/1, show/1, check/2]).
-export([frames/1, keep/1, note/1]).

-define(CALLS, 6).
-define(MOST_MS, 100).
-define(MOST_REDUCTIONS, 60000).
-define(HEAP_WORDS, 200000).

main(Arguments) ->
    [Dir, First, Last, Rounds] = [atom_to_list(A) || A <- Arguments],
    logger:set_primary_config(level, none),
    Modules = [M || Seed <- lists:seq(list_to_integer(First), list_to_integer(Last) - 1), M <- load(Dir, Seed)],
    rounds(list_to_integer(Rounds), Modules, none),
    io:format("end~n"),
    halt(0).

load(Dir, Seed) ->
    File = filename:join(Dir, "random_" ++ integer_to_list(Seed)),
    case code:load_abs(File) of
        {module, M} -> [{Seed, M}];
        {error, nofile} -> [];
        {error, Reason} -> io:format("~w ~w~n", [Seed, Reason]), []
    end.

rounds(0, _, _) -> ok;
rounds(N, Modules, Before) ->
    Results = [{Seed, F, I, digest(outcome(M, F, arguments(Seed, F, I, Ts)))} || {Seed, M} <- Modules, {F, Ts} <- M:runs(), I <- lists:seq(1, ?CALLS)],
    [io:format("~w ~s ~w ~s~n", [Seed, F, I, Digest]) || {Seed, F, I, Digest} <- Results, Before =:= none orelse not is_map_key({Seed, F, I, Digest}, Before)],
    rounds(N - 1, Modules, maps:from_keys(Results, true)).

%% Prints what the calls of a seed gave, as terms; with a number of calls only those of a function.
show(Arguments) ->
    [Dir, Seed, Rounds] = [atom_to_list(A) || A <- Arguments],
    [{_, M}] = load(Dir, list_to_integer(Seed)),
    [begin
         Args = arguments(list_to_integer(Seed), F, I, Ts),
         io:format("~w ~s ~w ~w~n  ~w~n", [Round, F, I, mask(Args), outcome(M, F, Args)])
     end || Round <- lists:seq(1, list_to_integer(Rounds)), {F, Ts} <- M:runs(), I <- lists:seq(1, ?CALLS)],
    halt(0).

%% Whether a program can be run: there is a seed whose file the C emulator of OTP 25 refuses to load, and no call may take long or much.
check(Dir, M) ->
    case code:load_abs(filename:join(Dir, atom_to_list(M))) of
        {module, M} ->
            case is_short(M) of
                true -> good;
                false -> too_long
            end;
        {error, badfile} -> not_loaded
    end.

is_short(M) ->
    Seed = list_to_integer(string:prefix(atom_to_list(M), "random_")),
    Short = lists:all(fun({F, Ts, I}) -> is_short(M, F, arguments(Seed, F, I, Ts)) end, [{F, Ts, I} || {F, Ts} <- M:runs(), I <- lists:seq(1, ?CALLS)]),
    code:purge(M),
    code:delete(M),
    code:purge(M),
    Short.

is_short(M, F, Args) ->
    {P, Ref} = spawn_opt(fun() -> result(M, F, Args), exit(element(2, process_info(self(), reductions))) end,
                         [monitor, {max_heap_size, #{size => ?HEAP_WORDS, kill => true, error_logger => false}}]),
    receive {'DOWN', Ref, process, P, Reductions} -> is_integer(Reductions) andalso Reductions < ?MOST_REDUCTIONS
    after ?MOST_MS -> exit(P, kill), demonitor(Ref, [flush]), false
    end.

%% What a call gives: value or exception, what it noted, and how many messages it left.
outcome(M, F, Args) ->
    {P, Ref} = spawn_monitor(fun() -> exit(result(M, F, Args)) end),
    receive {'DOWN', Ref, process, P, Outcome} -> Outcome end.

result(M, F, Args) ->
    Result = try {value, mask(apply(M, F, Args))} catch C:R:S -> {C, mask(R), frames(S)} end,
    {message_queue_len, Left} = process_info(self(), message_queue_len),
    {result, Result, mask(lists:sort(get())), Left}.

digest(Outcome) ->
    binary:encode_hex(binary:part(erlang:md5(term_to_binary(Outcome)), 0, 8)).

%% What is not the same in two emulators becomes something else.
mask(F) when is_function(F) ->
    {'fun', [case erlang:fun_info(F, Item) of {env, Env} when is_list(Env) -> mask(Env); {_, Value} -> Value end || Item <- [name, arity, type, env]]};
mask(P) when is_pid(P); is_reference(P); is_port(P) -> identifier;
mask([H | T]) -> [mask(H) | mask(T)];
mask(T) when is_tuple(T) -> list_to_tuple(mask(tuple_to_list(T)));
mask(M) when is_map(M) -> {map, lists:sort([{mask(K), mask(V)} || {K, V} <- maps:to_list(M)])};
mask(X) -> X.

%% Called by the programs

%% Function and line of the frames above this module.
frames([{?MODULE, result, _, _} | _]) -> [];
frames([{M, F, A, Info} | Frames]) ->
    [{M, F, case A of [_ | _] -> length(A); [] -> 0; _ -> A end, proplists:get_value(line, Info)} | frames(Frames)];
frames([]) -> [].

%% Remembers a value, at most a hundred of them.
note(X) ->
    case get(notes) of
        undefined -> put(notes, [X]);
        Notes when length(Notes) < 100 -> put(notes, [X | Notes]);
        _ -> full
    end.

%% The value when it is small; what goes around a loop must not grow for ever.
keep(X) ->
    case erlang:external_size(X) < 400 of
        true -> X;
        false when is_integer(X) -> X rem ((1 bsl 64) + 13);
        false when is_list(X), is_integer(hd(X)) -> [hd(X), 1, 2];
        false when is_binary(X) -> binary:part(X, 1, 70);
        false when is_bitstring(X) -> <<7:5>>;
        false when is_map(X) -> #{a => 1};
        false when is_tuple(X) -> {big, tuple_size(X)};
        false -> big
    end.

%% Arguments

arguments(Seed, F, I, Ts) ->
    rand:seed(exsss, {Seed, erlang:phash2(F), I}),
    [case rand:uniform(12) of 1 -> value(any); _ -> value(T) end || T <- Ts].

pick(List) -> lists:nth(rand:uniform(length(List)), List).

value(int) ->
    case rand:uniform(4) of
        1 -> rand:uniform(12) - 3;
        2 -> rand:uniform(5000) - 1000;
        3 -> pick([1, -1]) * (1 bsl pick([3, 8, 16, 31, 32, 58, 59, 60, 62, 63, 64, 65])) + pick([-1, 0, 1]);
        4 -> rand:uniform(1 bsl pick([20, 40, 59, 60, 100])) * pick([1, -1])
    end;
value(float) -> pick([0.0, -0.0, 1.0, 2.5, -7.75, 1.0e300, -1.0e308, 1.0e-310, 576460752303423488.0, 9.3e18, rand:uniform()]);
value(bool) -> pick([true, false]);
value(atom) -> pick([a, b, c, ok, error, undefined, true, 'an atom', x1, x5, x8, '', infinity]);
value(ilist) -> [value(int) || _ <- lists:seq(1, rand:uniform(9) - 1)];
value(items) -> [value(item) || _ <- lists:seq(1, rand:uniform(6))];
value(list) ->
    case rand:uniform(4) of
        1 -> [];
        2 -> value(items);
        3 -> [{value(atom), value(int)} || _ <- [1, 2, 3]];
        4 -> [a, [value(item)] | value(item)]
    end;
value(tuple) ->
    case rand:uniform(4) of
        1 -> {};
        2 -> {value(atom), value(int)};
        3 -> {value(int), value(item), value(float)};
        4 -> list_to_tuple(value(items))
    end;
value(map) ->
    case rand:uniform(6) of
        1 -> #{};
        2 -> #{a => value(int)};
        3 -> #{a => value(item), b => value(int), 1 => value(item)};
        4 -> maps:from_list([{I, value(int)} || I <- lists:seq(1, 40)]);
        5 -> #{{a, 1} => value(item), "text" => 7, a => value(int), 1.5 => x, <<"bin">> => value(items)};
        6 -> maps:from_list([{value(item), I} || I <- lists:seq(1, 6)])
    end;
value(bin) ->
    Bytes = list_to_binary([rand:uniform(256) - 1 || _ <- lists:seq(1, pick([0, 1, 3, 8, 17, 64, 65, 120]))]),
    case rand:uniform(4) of
        1 -> unicode:characters_to_binary([pick([$a, 16#e4, 16#20ac, 16#1f600]) || _ <- lists:seq(1, 9)]);
        2 when byte_size(Bytes) > 3 -> binary:part(Bytes, 1, byte_size(Bytes) - 2);
        3 when byte_size(Bytes) > 3 -> <<_:5, Odd:(byte_size(Bytes) - 1)/binary, _/bits>> = Bytes, Odd;
        _ -> Bytes
    end;
value(bits) ->
    Bytes = value(bin),
    Size = max(0, bit_size(Bytes) - rand:uniform(15)),
    <<Bits:Size/bits, _/bits>> = Bytes,
    Bits;
value(fun1) -> Y = value(int), pick([fun(X) -> X end, fun(X) -> X + Y end, fun erlang:abs/1, fun(X) when X > 3 -> {X, Y} end, fun(_) -> throw(Y) end]);
value(rec) -> pick([{r0, value(int), value(item), value(items)}, {r0, 1, 0, []}, {r1, value(float), value(atom)}, {r0, 1}]);
value(item) -> value(pick([int, int, float, bool, atom, ilist, bin, bits]));
value(any) -> value(pick([int, float, bool, atom, ilist, list, tuple, map, bin, bits, rec])).
