%% Makes modules by a seed and compiles them, for random_run to run. What a seed makes is the same for ever, but for changes of this and the modules
%% random_expr and random_bits.
%%
%%   erl -noshell -pa DIR -s random_program main DIR FIRST LAST
%%
%% writes random_SEED.erl and .beam into DIR for the seeds from FIRST up to LAST, exclusive. A program that takes long on the emulator at hand, or
%% that its compiler refuses, is left out.
-module(random_program).
-export([main/1]).

-import(random_expr, [expr/3, body/3, pattern/2, guard/1, fresh/1, bind/2, pick/1, some/2]).

-define(DEPTH, 4).

main(Arguments) ->
    [Dir, First, Last] = [atom_to_list(A) || A <- Arguments],
    logger:set_primary_config(level, none),
    Made = [make(Dir, Seed) || Seed <- lists:seq(list_to_integer(First), list_to_integer(Last) - 1)],
    [io:format("~w: ~w~n", [What, length([W || W <- Made, W =:= What])]) || What <- lists:usort(Made)],
    halt(0).

make(Dir, Seed) ->
    Module = "random_" ++ integer_to_list(Seed),
    File = filename:join(Dir, Module ++ ".erl"),
    ok = file:write_file(File, source(Seed, Module)),
    case compile:file(File, [{outdir, Dir}, return_errors | options(Seed rem 8)]) of
        {ok, M} ->
            case random_run:check(Dir, M) of
                good -> made;
                Bad -> file:delete(filename:join(Dir, Module ++ ".beam")), Bad
            end;
        {error, Errors, _} ->
            io:format("seed ~w: ~p~n", [Seed, Errors]),
            refused
    end.

%% Other instructions for the same program.
options(0) -> [no_ssa_opt];
options(1) -> [no_type_opt];
options(2) -> [inline, {inline_size, 30}];
options(3) -> [no_copt, no_bool_opt];
options(4) -> [r24];
options(_) -> [].

source(Seed, Module) ->
    rand:seed(exsss, Seed),
    put(next, 1),
    {Texts, Specs} = functions(3 + rand:uniform(5), [], []),
    Runs = [{list_to_atom(F), Ts} || {F, Ts, _, _} <- Specs],
    ["-module(", Module, ").\n-export([runs/0]).\n",
     [["-export([", F, "/", integer_to_list(length(Ts)), "]).\n"] || {F, Ts, _, _} <- Specs],
     "-record(r0, {a, b = 0, c = []}).\n-record(r1, {x = 1.0, y}).\n\n",
     Texts, io_lib:format("\nruns() ->~n  ~p.~n", [Runs])].

functions(0, Texts, Specs) -> {lists:reverse(Texts), lists:reverse(Specs)};
functions(N, Texts, Specs) ->
    Name = fresh("f"),
    put(cost, 0),
    {Ts, T, Text} = function(rand:uniform(11), Name, #{vars => [], calls => Specs, times => 1}),
    functions(N - 1, [Text, "\n\n" | Texts], [{Name, Ts, T, get(cost) + 1} | Specs]).

types(N) -> some(N, fun() -> pick([int, int, float, bool, atom, ilist, list, tuple, map, bin, bits, fun1, rec, any]) end).

%% Functions of some kinds: types of the arguments, of the value, and the text

function(1, Name, E) -> counted(Name, E);
function(2, Name, E) -> counted(Name, E);
function(3, Name, E) -> recursive(Name, E);
function(4, Name, E) -> twice_recursive(Name, E);
function(5, Name, E) -> turns(Name, E);
function(6, Name, E) -> over_list(Name, E);
function(7, Name, E) -> over_bits(Name, E);
function(8, Name, E) -> receiving(Name, E);
function(_, Name, E) -> plain(Name, E).

plain(Name, E) ->
    Ts = types(rand:uniform(5) - 1),
    [T] = types(1),
    Clauses = some(rand:uniform(3), fun() -> plain_clause(Name, Ts, T, E) end),
    {Ts, T, [lists:join(";\n", Clauses), "."]}.

plain_clause(Name, Ts, T, E) ->
    Heads = [case rand:uniform(3) of 1 -> pattern(T1, E); _ -> V = fresh("A"), {V, [{V, T1}]} end || T1 <- Ts],
    E1 = bind(lists:append([New || {_, New} <- Heads]), E),
    [call(Name, [P || {P, _} <- Heads]), head_guard(E1), " ->\n  ", body(T, ?DEPTH, E1)].

head_guard(E) ->
    case rand:uniform(3) of
        1 -> [" when ", guard(E)];
        _ -> ""
    end.

call(Name, Texts) -> [Name, "(", lists:join(", ", Texts), ")"].

kept(T, D, E) -> ["random_run:keep(", expr(T, D, E), ")"].

%% The function that others call, which bounds how far the loop goes.
front(Name, Loop, Names, Most) ->
    Last = Name ++ "_" ++ Loop,
    [call(Name, ["N" | Names]), " when is_integer(N) ->\n  ", call(Last, [["N rem ", integer_to_list(Most)] | Names]), ";\n",
     call(Name, ["_" | Names]), " ->\n  ", call(Last, ["3" | Names]), ".\n"].

names(Ts) -> [fresh("A") || _ <- Ts].

%% A loop of tail calls.
counted(Name, E) ->
    Ts = types(1 + rand:uniform(3)),
    Most = pick([9, 9, 9, 40, 2500]),
    Loop = Name ++ "_loop",
    Names = names(Ts),
    E1 = (bind([{"N", int} | lists:zip(Names, Ts)], E))#{times := Most},
    Depth = case Most of 9 -> ?DEPTH - 1; _ -> 1 end,
    {[int | Ts], tuple,
     [front(Name, "loop", Names, Most),
      call(Loop, ["N" | Names]), " when N > 0 ->\n  ", call(Loop, ["N - 1" | [kept(T, Depth, E1) || T <- Ts]]), ";\n",
      call(Loop, ["N" | Names]), " ->\n  {N, ", lists:join(", ", Names), "}."]}.

%% A loop on the stack.
recursive(Name, E) ->
    [T] = Ts = types(1),
    [Result] = types(1),
    Most = pick([9, 9, 300]),
    Loop = Name ++ "_deep",
    E1 = (bind([{"N", int}, {"A", T}], E))#{times := Most},
    {[int | Ts], Result,
     [front(Name, "deep", ["A"], Most),
      call(Loop, ["N", "A"]), " when N > 0 ->\n  R = ", call(Loop, ["N - 1", kept(T, 1, E1)]), ",\n  ", kept(Result, 2, bind([{"R", Result}], E1)), ";\n",
      call(Loop, ["N", "A"]), " ->\n  ", expr(Result, 2, E1#{times := 1}), "."]}.

twice_recursive(Name, E) ->
    Loop = Name ++ "_twice",
    E1 = (bind([{"N", int}, {"A", any}], E))#{times := 20},
    {[int, any], any,
     [front(Name, "twice", ["A"], 6),
      call(Loop, ["N", "A"]), " when N > 1 ->\n  ",
      "R = ", call(Loop, ["N - 1", "A"]), ",\n  Q = ", call(Loop, ["N - 2", expr(any, 1, E1)]), ",\n  ", kept(any, 2, bind([{"R", any}, {"Q", any}], E1)), ";\n",
      call(Loop, ["N", "A"]), " ->\n  ", expr(any, 2, E1#{times := 8}), "."]}.

%% Two functions that call each other in turns.
turns(Name, E) ->
    Ts = types(2),
    Names = names(Ts),
    [One, Other] = [Name ++ "_one", Name ++ "_other"],
    E1 = (bind([{"N", int} | lists:zip(Names, Ts)], E))#{times := 8},
    Clauses = fun(From, To) ->
        [call(From, ["N" | Names]), " when N > 0 ->\n  ", call(To, ["N - 1" | [kept(T, 2, E1) || T <- Ts]]), ";\n",
         call(From, ["_" | Names]), " ->\n  {", lists:join(", ", Names), "}.\n"]
    end,
    {[int | Ts], tuple, [front(Name, "one", Names, 16), Clauses(One, Other), Clauses(Other, One)]}.

over_list(Name, E) ->
    [T] = types(1),
    Of = pick([any, int, tuple, float]),
    {P, New} = pattern(Of, E),
    E1 = E#{times := 8},
    E2 = bind([{"A", T} | New], E1),
    {[pick([list, ilist]), T], T,
     [call(Name, [["[", P, " | T]"], "A"]), head_guard(E2), " ->\n  ", call(Name, ["T", kept(T, 2, E2)]), ";\n",
      call(Name, ["[H | T]", "A"]), " ->\n  ", call(Name, ["T", kept(T, 2, bind([{"H", Of}, {"A", T}], E1))]), ";\n",
      call(Name, ["[]", "A"]), " ->\n  ", expr(T, 1, bind([{"A", T}], E)), "."]}.

over_bits(Name, E) ->
    [T] = types(1),
    E1 = E#{times := 20},
    Heads = some(rand:uniform(3), fun random_bits:loop_head/0),
    {[pick([bin, bin, bits]), T], any,
     [[begin
           E2 = bind([{"A", T} | New], E1),
           [call(Name, [["<<", Head, ", T/bits>>"], "A"]), head_guard(E2), " ->\n  ", call(Name, ["T", kept(T, 1, E2)]), ";\n"]
       end || {Head, New} <- Heads],
      call(Name, ["<<_, T/bits>>", "A"]), " ->\n  ", call(Name, ["T", "A"]), ";\n",
      call(Name, ["T", "A"]), " ->\n  {T, A}."]}.

%% Messages to itself, taken by what they are.
receiving(Name, E) ->
    [T] = types(1),
    {P, New} = pattern(any, E),
    Loop = Name ++ "_next",
    E1 = bind([{"A", T}], E#{times := 8}),
    {[list, T], any,
     [call(Name, ["L", "A"]), " ->\n  [self() ! X || X <- L],\n  ", call(Loop, ["length(L)", "A"]), ".\n",
      call(Loop, ["0", "A"]), " ->\n  A;\n",
      call(Loop, ["N", "A"]), " ->\n  receive\n    ", P, head_guard(bind(New, E1)), " -> ", call(Loop, ["N - 1", kept(T, 2, bind(New, E1))]), ";\n",
      "    [_ | _] = X -> ", call(Loop, ["N - 1", ["{X, ", expr(any, 1, E1), "}"]]), "\n  after 0 ->\n    ", expr(any, 2, E1), "\n  end."]}.
