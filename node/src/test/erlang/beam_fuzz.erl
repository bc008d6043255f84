%% Damages .beam files by a seed, loads them, and calls every function that what was accepted exports, with several
%% arguments, in processes with little heap and time. A file may be refused, and code may raise, loop or die: the node
%% must go on.
%%
%%   erl -noshell -pa DIR -s beam_fuzz main DIR FIRST LAST STATE
%%
%% runs the seeds from FIRST up to LAST, exclusive, over the corpus modules in DIR and some of stdlib. STATE is a file that
%% holds the seed of the moment, so that whoever started the node knows which one it was if the node ends. Prints counts
%% and ends with status 0; a process that cannot be killed, or a seed without end, ends the node with status 3.
-module(beam_fuzz).
-export([main/1, mutation/2]).

-define(TARGET, beam_fuzz_target).
-define(CALL_MS, 250).
-define(KILL_MS, 30000).
-define(SEED_MS, 60000).
-define(HEAP_WORDS, 300000).

%% Modules without effects on files and on processes that are not their own.
corpus() -> [c_arith, c_binary, c_bits, c_ets, c_exc, c_funs, c_lists, c_maps, c_proc, c_ops, c_text].
library() -> [array, base64, binary, dict, gb_sets, gb_trees, io_lib, lists, maps, orddict, ordsets, proplists, queue, sets, sofs, string, uri_string].

main(Arguments) ->
    [Dir, First, Last, State] = [text(A) || A <- Arguments],
    logger:set_primary_config(level, none),
    Files = list_to_tuple(files(Dir)),
    true = tuple_size(Files) > 10,
    Self = self(),
    Watch = spawn_opt(fun() -> watch(Self) end, [{priority, max}]),
    Counts = seeds(list_to_integer(First), list_to_integer(Last), Files, State, Watch, #{}),
    io:format("~p~n", [maps:to_list(Counts)]),
    halt(0).

%% Ends the node when there is no seed for long, and says what everybody waits for.
watch(Main) ->
    receive next -> watch(Main)
    after ?SEED_MS ->
        [erlang:display({P, process_info(P, [registered_name, status, current_stacktrace, message_queue_len, messages])})
         || P <- [Main, whereis(code_server), whereis(erts_code_purger) | processes()], is_pid(P)],
        halt(3)
    end.

text(A) when is_atom(A) -> atom_to_list(A);
text(A) -> A.

files(Dir) ->
    Ours = [filename:join(Dir, atom_to_list(M) ++ ".beam") || M <- corpus()],
    Theirs = [code:which(M) || M <- library()],
    [begin {ok, B} = file:read_file(F), [prepare(C) || C <- chunks(B)] end || F <- Ours ++ Theirs, filelib:is_file(F)].

seeds(Last, Last, _, _, _, Counts) -> Counts;
seeds(Seed, Last, Files, State, Watch, Counts) ->
    Watch ! next,
    ok = file:write_file(State, integer_to_list(Seed)),
    Before = processes(),
    {Kind, Bytes} = mutation(Seed, Files),
    {Outcome, Calls} = load(Bytes, Seed),
    clean(Before),
    Add = fun(K, N, M) -> maps:update_with(K, fun(V) -> V + N end, N, M) end,
    seeds(Seed + 1, Last, Files, State, Watch, Add({Kind, Outcome}, 1, Add(Outcome, 1, Add(calls, Calls, Counts)))).

load(Bytes, Seed) ->
    try erlang:load_module(?TARGET, Bytes) of
        {module, ?TARGET} -> {accepted, calls(erlang:get_module_info(?TARGET, exports), Seed)};
        {error, Reason} when is_atom(Reason) -> {refused, 0}
    catch
        error:badarg -> {refused, 0}
    end.

%% Ends what the calls left behind, and the module. Processes of the code server and its like are none of ours: the loader's helpers
%% have parents that come and go.
clean(Before) ->
    [begin
         M = monitor(process, P),
         exit(P, kill),
         down(P, M)
     end || P <- processes() -- Before, {parent, Parent} <- [process_info(P, parent)], not lists:member(Parent, Before -- [self()]),
            not loads(P)],
    code:purge(?TARGET),
    code:delete(?TARGET),
    code:purge(?TARGET).

loads(P) ->
    case process_info(P, current_stacktrace) of
        {_, Trace} -> lists:any(fun({erl_prim_loader, F, _, _}) -> F =/= request; (_) -> false end, Trace);
        undefined -> false
    end.

down(P, M) ->
    receive {'DOWN', M, process, P, _} -> ok
    after ?KILL_MS ->
        io:format("~p cannot be killed: ~p~n", [P, process_info(P, current_stacktrace)]),
        halt(3)
    end.

%% Calls

calls(Exports, Seed) ->
    rand:seed(exsss, Seed + 1),
    Calls = [{F, arguments(A)} || {F, A} <- Exports, F =/= module_info, _ <- lists:seq(1, times(A))],
    Running = [start(fun() -> finish(apply(?TARGET, F, Args)) end) || {F, Args} <- Calls],
    wait(Running, erlang:start_timer(?CALL_MS, self(), late)),
    length(Calls).

times(0) -> 1;
times(_) -> 3.

start(F) ->
    spawn_opt(F, [monitor, {max_heap_size, #{size => ?HEAP_WORDS, kill => true, error_logger => false}}]).

%% Looks at all of a result; the funs of a table of cases are called.
finish([{_, F} | _] = Table) when is_function(F) ->
    is_list(catch length(Table)) orelse look(Table),
    [receive {'DOWN', M, process, P, _} -> ok end || {P, M} <- [start(fun() -> look(call(Case)) end) || Case <- Table]],
    look(Table);
finish(Result) ->
    look(Result).

call({_, F}) when is_function(F) -> call(F);
call(F) when is_function(F) -> {arity, A} = erlang:fun_info(F, arity), apply(F, arguments(A));
call(X) -> X.

look(Result) ->
    erlang:garbage_collect(),
    exit({Result, erlang:phash2(Result), erts_debug:flat_size(Result), catch byte_size(term_to_binary(Result)), Result =:= Result}).

wait([], Timer) ->
    erlang:cancel_timer(Timer),
    receive {timeout, Timer, late} -> ok after 0 -> ok end;
wait([{P, M} | Running] = All, Timer) ->
    receive
        {'DOWN', M, process, P, _} -> wait(Running, Timer);
        {timeout, Timer, late} -> [exit(Q, kill) || {Q, _} <- All], [down(Q, N) || {Q, N} <- All]
    end.

arguments(N) -> [argument() || _ <- lists:seq(1, N)].

argument() ->
    pick({0, 1, -1, 7, 300, 1 bsl 59, 1 bsl 70, 0.0, -1.5e300, a, true, [], [1, 2, 3], [a | b], "some text", [{a, 1}, {b, 2}], {}, {a, 1},
          {x, <<>>, 2}, <<>>, <<"bytes and bytes">>, <<1, 2, 3:3>>, binary:copy(<<7>>, 100), #{}, #{a => 1, 2 => b},
          maps:from_list([{I, I} || I <- lists:seq(1, 50)]), fun lists:reverse/1, fun(X) -> X end, fun(X, Y) -> {X, Y} end,
          make_ref(), lists:seq(1, 50)}).

pick(Tuple) -> element(rand:uniform(tuple_size(Tuple)), Tuple).

pick_list(List) -> lists:nth(rand:uniform(length(List)), List).

%% Mutations

%% The kind of damage that a seed does, and the damaged file.
mutation(Seed, Files) ->
    rand:seed(exsss, Seed),
    Kinds = {bits, truncated, chunks, header, literals, operand, operand, near, near, near, near, label, register, opcode, order, number},
    Kind = pick(Kinds),
    {Kind, mutate(Kind, pick(Files), pick({1, 1, 1, 2, 3}))}.

mutate(bits, Chunks, N) -> flip(file(Chunks), N);
mutate(truncated, Chunks, _) -> B = file(Chunks), binary:part(B, 0, rand:uniform(byte_size(B)) - 1);
mutate(chunks, Chunks, _) -> file(move_chunks(rand:uniform(4), [plain(C) || C <- Chunks]));
mutate(header, Chunks, N) -> header(file(Chunks), N);
mutate(literals, Chunks, N) -> file([literals(C, N) || C <- Chunks]);
mutate(Kind, Chunks, N) -> file([code(C, Kind, N) || C <- Chunks]).

flip(B, 0) -> B;
flip(B, N) ->
    At = rand:uniform(byte_size(B)) - 1,
    <<Before:At/binary, Byte, After/binary>> = B,
    flip(<<Before/binary, (Byte bxor pick({1, 2, 4, 8, 16, 32, 64, 128, 255})), After/binary>>, N - 1).

move_chunks(1, Chunks) -> Chunks -- [pick_list(Chunks)];
move_chunks(2, Chunks) -> [pick_list(Chunks) | Chunks];
move_chunks(3, Chunks) -> {A, _} = pick_list(Chunks), {_, D} = pick_list(Chunks), lists:keystore(A, 1, Chunks, {A, D});
move_chunks(4, Chunks) -> lists:reverse(Chunks).

%% An extreme number in one of the first words of a chunk.
header(B, 0) -> B;
header(B, N) ->
    Starts = [At + 8 || {At, _} <- binary:matches(B, [<<"AtU8">>, <<"Code">>, <<"StrT">>, <<"ImpT">>, <<"ExpT">>, <<"FunT">>, <<"LitT">>,
                                                      <<"LocT">>, <<"Line">>, <<"Type">>, <<"FOR1">>])],
    case pick_list(Starts) - 4 + 4 * (rand:uniform(9) - 1) of
        At when At + 4 =< byte_size(B) ->
            <<Before:At/binary, Old:32, After/binary>> = B,
            header(<<Before/binary, (pick({0, 1, -1, Old + 1, Old - 1, 16#7FFFFFFF, 16#80000000, 16#40000000, 255, 16#10000})):32, After/binary>>, N - 1);
        _ ->
            header(B, N - 1)
    end.

literals({<<"LitT">>, <<Size:32, Packed/binary>>}, N) when Size > 0 ->
    {<<"LitT">>, <<Size:32, (zlib:compress(flip(zlib:uncompress(Packed), N)))/binary>>};
literals(Chunk, _) -> Chunk.

code({code, Head, Ops}, Kind, N) -> {code, Head, damage(Kind, Ops, N)};
code(Chunk, _, _) -> Chunk.

damage(_, Ops, 0) -> Ops;
damage(Kind, Ops, N) -> damage(Kind, one(Kind, Ops, rand:uniform(tuple_size(Ops) - 1), 100), N - 1).

%% Does one kind of damage at the first instruction from a place on that has something for it.
one(_, Ops, _, 0) -> Ops;
one(Kind, Ops, At, Tries) when At >= tuple_size(Ops) -> one(Kind, Ops, 1, Tries - 1);
one(order, Ops, At, _) ->
    case rand:uniform(3) of
        1 -> setelement(At + 1, setelement(At, Ops, element(At + 1, Ops)), element(At, Ops));
        2 -> erlang:delete_element(At, Ops);
        3 -> erlang:insert_element(At, Ops, pick(Ops))
    end;
one(opcode, Ops, At, Tries) ->
    {Op, Args, _} = element(At, Ops),
    Same = [O || O <- lists:seq(1, last_opcode()), O =/= Op, arity(O) =:= length(Args)],
    case Same of
        [] -> one(opcode, Ops, At + 1, Tries - 1);
        _ -> setelement(At, Ops, instruction(pick_list(Same), Args))
    end;
one(Kind, Ops, At, Tries) ->
    {Op, Args, _} = element(At, Ops),
    case [P || P <- paths(Args), fits(Kind, P)] of
        [] -> one(Kind, Ops, At + 1, Tries - 1);
        Paths -> {Path, Old} = pick_list(Paths), setelement(At, Ops, instruction(Op, replace(Path, new(Kind, Old, At, Ops), Args)))
    end.

fits(operand, _) -> true;
fits(near, _) -> true;
fits(label, {_, {5, _}}) -> true;
fits(register, {_, {3, _}}) -> true;
fits(register, {_, {4, _}}) -> true;
fits(number, {_, {0, _}}) -> true;
fits(_, _) -> false.

%% What takes the place of an operand of the instruction at a place.
new(label, _, _, Ops) ->
    pick_list([{5, 0} | [{5, L} || {1, [{0, L}], _} <- tuple_to_list(Ops)]]);
new(near, Old, At, Ops) ->
    Near = lists:append([Args || {_, Args, _} <- [element(I, Ops) || I <- lists:seq(max(1, At - 20), min(tuple_size(Ops), At + 20))]]),
    pick_list([Old | [A || A <- Near, element(1, A) =:= element(1, Old)]]);
new(register, {Tag, N}, _, _) ->
    pick({{Tag, N + 1}, {Tag, max(0, N - 1)}, {7 - Tag, N}, {Tag, rand:uniform(8)}, {Tag, 1023}, {Tag, 1024}, {Tag, 255}});
new(number, {0, N}, _, _) when is_integer(N) ->
    pick({{0, N + 1}, {0, max(0, N - 1)}, {0, 0}, {0, rand:uniform(20)}, {0, N * 8}, {0, 1023}, {0, 16#FFFF}, {0, 16#7FFFFFFF}, {0, 1 bsl 40}});
new(_, _, _, Ops) ->
    case rand:uniform(3) of
        1 -> {rand:uniform(6) - 1, rand:uniform(24) - 1};
        2 -> {_, Args, _} = pick(Ops), case Args of [] -> {2, 0}; _ -> pick_list(Args) end;
        3 -> pick({{2, 0}, {4, 0}, {3, 0}, {1, 5}, {literal, 0}, {literal, rand:uniform(50)}, {float, 0}, {list, []}, {list, [{5, 1}, {3, 0}]},
                   {typed, {3, 0}, rand:uniform(10)}, {0, 1 bsl 70}})
    end.

%% All operands with the way to them.
paths(Args) -> paths(Args, 1, []).
paths([], _, _) -> [];
paths([{list, In} = A | T], N, Way) -> [{Way ++ [N], A} | paths(In, 1, Way ++ [N])] ++ paths(T, N + 1, Way);
paths([A | T], N, Way) -> [{Way ++ [N], A} | paths(T, N + 1, Way)].

replace([N], New, Args) -> lists:sublist(Args, N - 1) ++ [New | lists:nthtail(N, Args)];
replace([N | Way], New, Args) ->
    {list, In} = lists:nth(N, Args),
    lists:sublist(Args, N - 1) ++ [{list, replace(Way, New, In)} | lists:nthtail(N, Args)].

%% Files

chunks(<<"FOR1", _:32, "BEAM", Chunks/binary>>) -> split(Chunks);
chunks(Packed) -> chunks(zlib:gunzip(Packed)).

split(<<Name:4/binary, Size:32, Data:Size/binary, Rest/binary>>) ->
    Pad = min((4 - Size rem 4) rem 4, byte_size(Rest)),
    <<_:Pad/binary, More/binary>> = Rest,
    [{Name, Data} || lists:member(Name, [<<"AtU8">>, <<"Code">>, <<"StrT">>, <<"ImpT">>, <<"ExpT">>, <<"FunT">>, <<"LitT">>, <<"LocT">>,
                                         <<"Line">>, <<"Type">>, <<"Meta">>])] ++ split(More);
split(<<>>) -> [].

file(Chunks) ->
    All = iolist_to_binary([[Name, <<(byte_size(D)):32>>, D, <<0:((4 - byte_size(D) rem 4) rem 4 * 8)>>] || {Name, D} <- [plain(C) || C <- Chunks]]),
    <<"FOR1", (byte_size(All) + 4):32, "BEAM", All/binary>>.

plain({code, Head, Ops}) -> {<<"Code">>, iolist_to_binary([Head | [Bytes || {_, _, Bytes} <- tuple_to_list(Ops)]])};
plain(Chunk) -> Chunk.

%% A chunk as the mutations want it: code as instructions, and the name of the target, which is atom 1.
prepare({<<"Code">>, <<Size:32, Fields:Size/binary, Code/binary>>}) ->
    {code, <<Size:32, Fields/binary>>, list_to_tuple(decode(Code))};
prepare({<<"AtU8">>, <<Count:32/signed, Size, _:Size/binary, Atoms/binary>>}) when Count > 0 ->
    {<<"AtU8">>, <<Count:32, (name(byte_size(atom_to_binary(?TARGET)), short))/binary, Atoms/binary>>};
prepare({<<"AtU8">>, <<Count:32/signed, Size:4, 0:4, _:Size/binary, Atoms/binary>>}) ->
    {<<"AtU8">>, <<Count:32, (name(byte_size(atom_to_binary(?TARGET)), long))/binary, Atoms/binary>>};
prepare({<<"AtU8">>, <<Count:32/signed, High:3, 1:5, Low, Rest/binary>>}) ->
    <<Size:11>> = <<High:3, Low>>,
    <<_:Size/binary, Atoms/binary>> = Rest,
    {<<"AtU8">>, <<Count:32, (name(byte_size(atom_to_binary(?TARGET)), long))/binary, Atoms/binary>>};
prepare(Chunk) -> Chunk.

name(Size, short) -> <<Size, (atom_to_binary(?TARGET))/binary>>;
name(Size, long) -> <<0:3, 1:5, Size, (atom_to_binary(?TARGET))/binary>>.

%% Code: {Opcode, Operands, Bytes}; an operand is {Tag, Number}, {Tag, Bytes} when it is long, or one of the extended ones.

last_opcode() -> 184.

arity(Op) -> try element(2, beam_opcodes:opname(Op)) catch error:_ -> none end.

decode(<<3, _/binary>>) -> [instruction(3, [])];
decode(<<Op, Rest/binary>>) -> {Args, More} = operands(arity(Op), Rest), [instruction(Op, Args) | decode(More)].

instruction(Op, Args) -> {Op, Args, iolist_to_binary([Op | [pack(A) || A <- Args]])}.

operands(0, Rest) -> {[], Rest};
operands(N, Rest) -> {A, Rest1} = operand(Rest), {As, Rest2} = operands(N - 1, Rest1), {[A | As], Rest2}.

operand(<<1:4, 7:4, Rest/binary>>) -> {{0, N}, Rest1} = operand(Rest), {As, Rest2} = operands(N, Rest1), {{list, As}, Rest2};
operand(<<2:4, 7:4, Rest/binary>>) -> {{0, N}, Rest1} = operand(Rest), {{float, N}, Rest1};
operand(<<3:4, 7:4, Rest/binary>>) -> {{0, N}, Rest1} = operand(Rest), {As, Rest2} = operands(2 * N, Rest1), {{room, As}, Rest2};
operand(<<4:4, 7:4, Rest/binary>>) -> {{0, N}, Rest1} = operand(Rest), {{literal, N}, Rest1};
operand(<<5:4, 7:4, Rest/binary>>) -> {R, Rest1} = operand(Rest), {{0, T}, Rest2} = operand(Rest1), {{typed, R, T}, Rest2};
operand(<<N:4, 0:1, Tag:3, Rest/binary>>) -> {{Tag, N}, Rest};
operand(<<High:3, 1:2, Tag:3, Low, Rest/binary>>) -> {{Tag, High * 256 + Low}, Rest};
operand(<<7:3, 3:2, Tag:3, Rest/binary>>) ->
    {{0, More}, Rest1} = operand(Rest),
    Size = More + 9,
    <<Bytes:Size/binary, Rest2/binary>> = Rest1,
    {{Tag, Bytes}, Rest2};
operand(<<S:3, 3:2, Tag:3, Rest/binary>>) -> Size = S + 2, <<Bytes:Size/binary, Rest1/binary>> = Rest, {{Tag, Bytes}, Rest1}.

pack({list, As}) -> [16#17, pack({0, length(As)}) | [pack(A) || A <- As]];
pack({float, N}) -> [16#27, pack({0, N})];
pack({room, As}) -> [16#37, pack({0, length(As) div 2}) | [pack(A) || A <- As]];
pack({literal, N}) -> [16#47, pack({0, N})];
pack({typed, R, T}) -> [16#57, pack(R), pack({0, T})];
pack({Tag, B}) when is_binary(B), byte_size(B) >= 9 -> [<<7:3, 3:2, Tag:3>>, pack({0, byte_size(B) - 9}), B];
pack({Tag, B}) when is_binary(B) -> [<<(byte_size(B) - 2):3, 3:2, Tag:3>>, B];
pack({Tag, N}) when N < 16 -> <<N:4, 0:1, Tag:3>>;
pack({Tag, N}) when N < 2048 -> <<(N bsr 8):3, 1:2, Tag:3, N>>;
pack({Tag, N}) -> B = binary:encode_unsigned(N), pack({Tag, if byte_size(B) < 2 -> <<0, B/binary>>; true -> B end}).
