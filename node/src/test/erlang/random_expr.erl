%% Expressions, patterns and guards of random programs, as text. An expression is made for a type, of variables that are in scope, so that most of
%% what runs is past the first test of a type; some are of another type on purpose.
%%
%% An environment is #{vars := [{Name, Type}], calls := [{Name, [Type], Type, Cost}], times := N}: N is how often the expression runs for a call of
%% its function. Cost keeps programs short: what a function costs is added up in the process dictionary, and nothing is called that is too dear.
-module(random_expr).
-export([expr/3, body/3, clauses/5, pattern/2, guard/1, literal/1, fresh/1, bind/2, pick/1, some/2]).

-define(DEAREST, 3000).

types() -> [int, int, int, float, bool, atom, ilist, list, tuple, map, bin, bits, fun1, rec, any].

pick(List) -> lists:nth(rand:uniform(length(List)), List).

%% True in N of 100.
percent(N) -> rand:uniform(100) =< N.

some(N, F) -> [F() || _ <- lists:seq(1, N)].

fresh(Prefix) ->
    N = get(next),
    put(next, N + 1),
    Prefix ++ integer_to_list(N).

bind(New, #{vars := Vars} = E) -> E#{vars := New ++ Vars}.

often(N, #{times := Times} = E) -> E#{times := Times * N}.

join(Parts) -> join(Parts, ", ").
join(Parts, By) -> lists:join(By, Parts).

%% Expressions

expr(T, D, E) ->
    put(cost, get(cost) + maps:get(times, E)),
    case rand:uniform(100) of
        N when N =< 2 -> expr(pick(types()), D - 1, E);
        _ when D =< 0 -> leaf(T, E);
        N when N =< 14 -> leaf(T, E);
        N when N =< 40 -> anything(T, D - 1, E);
        _ -> own(T, D - 1, E)
    end.

leaf(any, E) -> leaf(pick(types() -- [any]), E);
leaf(T, #{vars := Vars}) ->
    case [V || {V, T1} <- Vars, T1 =:= T orelse T1 =:= any] of
        Names when Names =/= [] -> case percent(90) of true -> pick(Names); false -> literal(T) end;
        [] -> literal(T)
    end.

%% Some expressions in a row, of which the last is the value.
body(T, D, E) ->
    case rand:uniform(4) of
        1 ->
            V = fresh("V"),
            T1 = pick(types()),
            [V, " = ", expr(T1, D, E), ",\n  ", body(T, D - 1, bind([{V, T1}], E))];
        2 when D > 1 ->
            T1 = pick(types()),
            {P, New} = pattern(T1, E),
            [P, " = ", expr(T1, D, E), ",\n  ", body(T, D - 1, bind(New, E))];
        _ -> expr(T, D, E)
    end.

clauses(T1, N, T, D, E) ->
    Some = some(N, fun() ->
        {P, New} = pattern(T1, E),
        E1 = bind(New, E),
        [P, when_guard(E1), " -> ", body(T, D, E1)]
    end),
    join(Some ++ [["_ -> ", expr(T, D, E)] || percent(75)], ";\n  ").

when_guard(E) ->
    case rand:uniform(5) of
        1 -> [" when ", guard(E)];
        2 -> [" when ", guard(E), pick([", ", "; "]), guard(E)];
        _ -> ""
    end.

%% What can be of any type.
anything(T, D, E) ->
    case rand:uniform(22) of
        N when N =< 4 ->
            T1 = pick(types()),
            ["case ", expr(T1, D, E), " of ", clauses(T1, rand:uniform(3), T, D, E), " end"];
        5 -> ["if ", guard(E), " -> ", expr(T, D, E), "; true -> ", expr(T, D, E), " end"];
        6 -> ["if ", guard(E), " -> ", expr(T, D, E), "; ", guard(E), " -> ", expr(T, D, E), " end"];
        N when N =< 8 -> ["begin ", body(T, D, E), " end"];
        9 -> try_of(T, D, E);
        10 -> ["try ", body(T, D, E), " catch ", catches(T, D, E), after_part(D, E), " end"];
        11 -> ["try ", body(T, D, E), " after random_run:note(", expr(any, D - 1, E), ") end"];
        12 -> messages(T, D, E);
        13 -> ["element(", integer_to_list(pick([1, 2, 2, 2, 3])), ", {", join([expr(any, D - 1, E), expr(T, D, E)]), "})"];
        14 -> ["hd([", expr(T, D, E), " | ", expr(list, D - 1, E), "])"];
        15 -> K = key(), ["begin put(", K, ", ", expr(T, D, E), "), ", pick([["get(", K, ")"], ["erase(", K, ")"]]), " end"];
        16 -> V = fresh("F"), ["(fun(", V, ") -> ", body(T, D, bind([{V, any}], E)), " end)(", expr(any, D - 1, E), ")"];
        17 -> select(T, D, E);
        18 -> failing(D, E);
        19 -> ["(#r0{b = ", expr(T, D, E), ", a = ", expr(any, D - 1, E), "})#r0.b"];
        20 -> [pick(["map_get(a, ", "maps:get(a, "]), "(", expr(map, D, E), ")#{a => ", expr(T, D, E), "})"];
        _ -> call(T, D, E)
    end.

call(T, D, #{calls := Calls, times := Times} = E) ->
    Dear = fun(Cost) -> get(cost) + Cost * Times > ?DEAREST end,
    case [C || {_, _, T1, Cost} = C <- Calls, T1 =:= T orelse T1 =:= any orelse T =:= any, not Dear(Cost)] of
        [] -> expr(T, D, E);
        Fitting ->
            {F, Ts, _, Cost} = pick(Fitting),
            put(cost, get(cost) + Cost * Times),
            ["\n  ", pick(["", "", "", "?MODULE:"]), F, "(", join([expr(T1, D, E) || T1 <- Ts]), ")"]
    end.

try_of(T, D, E) ->
    T1 = pick(types()),
    ["try ", expr(T1, D, E), " of ", clauses(T1, rand:uniform(2), T, D, E), " catch ", catches(T, D, E), after_part(D, E), " end"].

after_part(D, E) ->
    case percent(25) of
        true -> [" after random_run:note(", expr(any, D - 1, E), ")"];
        false -> ""
    end.

catches(T, D, E) ->
    C = fresh("C"), R = fresh("R"), S = fresh("S"),
    E1 = bind([{C, atom}, {R, any}], E),
    {P, New} = pattern(any, E),
    Traced = [C, ":", R, ":", S, " -> random_run:note({", C, ", ", R, ", random_run:frames(", S, ")}), ", expr(T, D, E1)],
    join(case rand:uniform(4) of
        1 -> [Traced];
        2 -> [[pick(["throw", "error", "exit"]), ":", P, when_guard(bind(New, E)), " -> ", expr(T, D, bind(New, E))], Traced];
        3 -> [["error:", R, " -> random_run:note(", R, "), ", expr(T, D, bind([{R, any}], E))]];
        4 -> [["throw:", P, " -> ", expr(T, D, bind(New, E))], ["error:", R, ":", S, " -> erlang:raise(exit, ", R, ", ", S, ")"]]
    end, ";\n  ").

%% What raises.
failing(D, E) ->
    X = expr(any, D - 1, E),
    case rand:uniform(6) of
        1 -> ["throw(", X, ")"];
        2 -> ["error(", X, ")"];
        3 -> ["exit(", X, ")"];
        4 -> ["error(", X, ", [", expr(int, 0, E), "])"];
        5 -> ["erlang:raise(", pick(["error", "exit", "throw"]), ", ", X, ", [])"];
        6 -> ["(catch ", pick(["throw", "exit"]), "(", X, "))"]
    end.

messages(T, D, E) ->
    T1 = pick(types()),
    {P, New} = pattern(T1, E),
    E1 = bind(New, E),
    Sent = some(rand:uniform(3), fun() -> ["self() ! ", expr(T1, D - 1, E), ", "] end),
    ["begin ", Sent, "receive ", P, when_guard(E1), " -> ", expr(T, D, E1), " after 0 -> ", expr(T, D, E), " end end"].

%% A case of many values: select_val, by search or by table.
select(T, D, E) ->
    Kind = pick([atom, int, dense]),
    Values = lists:usort(case Kind of
        atom -> some(rand:uniform(12), fun() -> literal(atom) end);
        int -> some(rand:uniform(20), fun() -> literal(int) end);
        dense -> From = rand:uniform(40) - 20, [integer_to_list(I) || I <- lists:seq(From, From + rand:uniform(25)), percent(85)]
    end),
    Subject = case Kind of atom -> expr(atom, D, E); int -> expr(int, D, E); dense -> ["(", expr(int, D, E), " rem 23)"] end,
    ["case ", Subject, " of ", [[V, " -> ", leaf(T, E), ";\n  "] || V <- Values], "_ -> ", expr(T, D, E), " end"].

key() -> pick(["k1", "k2", "{k, 3}"]).

%% What has a type of its own
own(int, D, E) ->
    I = fun() -> expr(int, D, E) end,
    case rand:uniform(28) of
        N when N =< 8 -> ["(", I(), pick([" + ", " - ", " * "]), I(), ")"];
        9 -> ["(", I(), pick([" div ", " rem "]), I(), ")"];
        10 -> ["(", I(), pick([" div ", " rem "]), pick(["1", "2", "7", "-3", "16", "-1", "1000000007", "(1 bsl 62)"]), ")"];
        N when N =< 12 -> ["(", I(), pick([" band ", " bor ", " bxor "]), I(), ")"];
        13 -> ["(", I(), pick([" bsl ", " bsl ", " bsr "]), "(", I(), " band ", pick(["7", "63", "127"]), "))"];
        14 -> ["(", I(), " bsr ", pick(["1", "3", "58", "59", "60", "64", "-2"]), ")"];
        15 -> ["(", pick(["- ", "bnot "]), I(), ")"];
        16 -> ["abs(", I(), ")"];
        17 -> ["length(", expr(pick([list, ilist]), D, E), ")"];
        18 -> [pick(["byte_size(", "bit_size("]), expr(pick([bin, bits]), D, E), ")"];
        19 -> pick([["tuple_size(", expr(tuple, D, E), ")"], ["map_size(", expr(map, D, E), ")"]]);
        20 -> [pick(["trunc(", "round(", "floor(", "ceil("]), expr(float, D, E), ")"];
        21 -> ["hd(", expr(ilist, D, E), ")"];
        22 -> [pick(["max(", "min("]), I(), ", ", I(), ")"];
        23 -> ["element(", integer_to_list(rand:uniform(3)), ", ", expr(tuple, D, E), ")"];
        24 -> [pick(["map_get(", "maps:get("]), map_key(E), ", ", expr(map, D, E), ")"];
        25 -> ["(", expr(fun1, D, E), ")(", I(), ")"];
        26 -> [pick(["binary:at(", "binary:first("]), expr(bin, D, E), pick([", 1)", ", 0)", ")"])];
        27 -> X = fresh("X"), A = fresh("A"), ["lists:foldl(fun(", X, ", ", A, ") -> ", expr(int, D, bind([{X, int}, {A, int}], often(8, E))), " end, ", I(), ", ", expr(ilist, D, E), ")"];
        28 -> V = fresh("B"), ["begin <<", random_bits:segment_of(V), ", _/bits>> = ", expr(bin, D, E), ", ", expr(int, D, bind([{V, int}], E)), " end"]
    end;
own(float, D, E) ->
    N = fun() -> expr(pick([float, float, float, int]), D, E) end,
    case rand:uniform(13) of
        I when I =< 7 -> ["(", N(), pick([" + ", " - ", " * ", " / "]), N(), ")"];
        8 -> ["float(", N(), ")"];
        9 -> ["(- ", expr(float, D, E), ")"];
        10 -> [pick(["abs(", "math:sqrt(", "math:floor(", "math:ceil("]), expr(float, D, E), ")"];
        11 ->
            V = fresh("G"),
            E1 = bind([{V, float}], E),
            ["case ", N(), " of ", V, " when is_float(", V, ") -> ", expr(float, D, E1), pick([" + ", " * ", " - "]), V, "; ", V, " -> ", expr(float, D, E), " end"];
        12 -> V = fresh("B"), ["begin <<", V, ":64/float>> = <<(", expr(float, D, E), "):64/float>>, ", expr(float, D, bind([{V, float}], E)), " end"];
        13 -> ["float(", expr(int, D, E), ") * ", N()]
    end;
own(bool, D, E) ->
    B = fun() -> expr(bool, D, E) end,
    T = pick(types()),
    case rand:uniform(12) of
        N when N =< 4 -> ["(", expr(T, D, E), pick([" < ", " > ", " =< ", " >= ", " == ", " /= ", " =:= ", " =/= "]), expr(pick([T, T, T, any]), D, E), ")"];
        5 -> ["(", B(), pick([" andalso ", " orelse ", " and ", " or ", " xor "]), B(), ")"];
        6 -> ["(not ", B(), ")"];
        7 -> [type_test(), "(", expr(any, D, E), ")"];
        8 -> ["lists:member(", expr(int, D, E), ", ", expr(ilist, D, E), ")"];
        9 -> ["is_map_key(", map_key(E), ", ", expr(map, D, E), ")"];
        10 -> ["is_record(", expr(pick([rec, any]), D, E), ", r", pick(["0", "1"]), ")"];
        11 -> ["is_function(", expr(pick([fun1, any]), D, E), pick([")", ", 1)", ", 2)"])];
        12 -> ["(", expr(int, D, E), pick([" < ", " > ", " =:= ", " == "]), expr(float, D, E), ")"]
    end;
own(atom, D, E) ->
    case rand:uniform(4) of
        1 -> expr(bool, D, E);
        2 -> ["element(1, ", expr(rec, D, E), ")"];
        3 -> ["case ", expr(bool, D, E), " of true -> ", literal(atom), "; false -> ", expr(atom, D, E), " end"];
        4 -> ["list_to_existing_atom(atom_to_list(", expr(atom, D, E), "))"]
    end;
own(ilist, D, E) ->
    L = fun() -> expr(ilist, D, E) end,
    case rand:uniform(12) of
        N when N =< 2 -> ["[", join(some(rand:uniform(3), fun() -> expr(int, D, E) end)), " | ", L(), "]"];
        3 -> ["(", L(), pick([" ++ ", " -- "]), L(), ")"];
        N when N =< 5 -> comprehension(int, D, E);
        6 -> ["lists:seq(1, abs(", expr(int, D, E), " rem 9))"];
        7 -> ["lists:map(", expr(fun1, D, E), ", ", L(), ")"];
        8 -> [pick(["lists:reverse(", "lists:sort(", "tl("]), L(), ")"];
        9 -> ["binary_to_list(", expr(bin, D, E), ")"];
        10 -> ["integer_to_list(", expr(int, D, E), ")"];
        11 -> X = fresh("X"), ["lists:filter(fun(", X, ") -> ", expr(bool, D, bind([{X, int}], often(8, E))), " end, ", L(), ")"];
        12 -> ["[", join(some(rand:uniform(4), fun() -> expr(int, D, E) end)), "]"]
    end;
own(list, D, E) ->
    T = pick(types()),
    case rand:uniform(6) of
        1 -> ["[", join(some(rand:uniform(4), fun() -> expr(pick(types()), D, E) end)), "]"];
        2 -> ["[", expr(T, D, E), " | ", expr(pick([list, list, any]), D, E), "]"];
        3 -> comprehension(T, D, E);
        4 -> ["(", expr(list, D, E), " ++ ", expr(list, D, E), ")"];
        5 -> ["tuple_to_list(", expr(tuple, D, E), ")"];
        6 -> ["lists:zip(", expr(ilist, D, E), ", ", expr(ilist, D, E), ")"]
    end;
own(tuple, D, E) ->
    case rand:uniform(7) of
        1 -> ["setelement(", integer_to_list(rand:uniform(4)), ", ", expr(tuple, D, E), ", ", expr(any, D, E), ")"];
        2 -> ["list_to_tuple(", expr(list, D, E), ")"];
        3 -> ["{", literal(atom), ", ", expr(int, D, E), "}"];
        4 -> ["erlang:append_element(", expr(tuple, D, E), ", ", expr(any, D, E), ")"];
        5 -> expr(rec, D, E);
        _ -> ["{", join([expr(int, D, E) | some(rand:uniform(4) - 1, fun() -> expr(pick(types()), D, E) end)]), "}"]
    end;
own(rec, D, E) ->
    R = expr(rec, D, E),
    case rand:uniform(4) of
        1 -> ["(", R, ")#r0{a = ", expr(int, D, E), "}"];
        2 -> ["(", R, ")#r0{c = ", expr(any, D, E), ", b = ", expr(any, D, E), "}"];
        3 -> ["#r1{x = ", expr(float, D, E), "}"];
        4 -> ["#r0{a = ", expr(int, D, E), ", c = ", expr(list, D, E), "}"]
    end;
own(map, D, E) ->
    M = fun() -> expr(map, D, E) end,
    V = fun() -> expr(pick([int, int, any]), D, E) end,
    case rand:uniform(10) of
        1 -> ["#{", join([[K, " => ", V()] || K <- lists:usort(some(rand:uniform(5), fun literal_key/0))]), "}"];
        2 -> ["#{", map_key(E), " => ", V(), ", a => ", V(), "}"];
        3 -> ["(", M(), ")#{", join([[K, " => ", V()] || K <- lists:usort(some(rand:uniform(4), fun literal_key/0))]), "}"];
        4 -> ["(", M(), ")#{a := ", V(), "}"];
        5 -> ["(", M(), ")#{", map_key(E), pick([" := ", " => "]), V(), "}"];
        6 -> ["maps:put(", map_key(E), ", ", V(), ", ", M(), ")"];
        7 -> ["maps:remove(", map_key(E), ", ", M(), ")"];
        8 -> ["maps:merge(", M(), ", ", M(), ")"];
        9 -> X = fresh("X"), ["maps:map(fun(_, ", X, ") -> ", expr(any, D, bind([{X, any}], often(8, E))), " end, ", M(), ")"];
        10 -> X = fresh("X"), ["maps:from_list([{", X, ", ", expr(any, D, bind([{X, int}], often(8, E))), "} || ", X, " <- ", expr(ilist, D, E), "])"]
    end;
own(bin, D, E) -> random_bits:binary(D, E);
own(bits, D, E) -> random_bits:bitstring(D, E);
own(fun1, D, #{calls := Calls} = E) ->
    X = fresh("X"),
    E1 = bind([{X, int}], often(8, E)),
    Fitting = [F || {F, [int], int, Cost} <- Calls, Cost < 20],
    case rand:uniform(6) of
        1 when Fitting =/= [] -> ["fun ", pick(["", "?MODULE:"]), pick(Fitting), "/1"];
        2 -> pick(["fun erlang:abs/1", "fun erlang:'-'/1", "fun erlang:is_atom/1"]);
        3 ->
            F = fresh("Self"),
            ["fun ", F, "(", X, ") when ", X, " > 6; ", X, " < 0 -> ", F, "(5); ", F, "(0) -> ", expr(int, D, E), "; ",
             F, "(", X, ") -> ", F, "(", X, " - 1) + ", expr(int, D, E1), " end"];
        4 ->
            {P, New} = pattern(int, E),
            ["fun(", P, ") -> ", expr(int, D, bind(New, often(8, E))), "; (", X, ")", when_guard(E1), " -> ", expr(int, D, E1), " end"];
        _ -> ["fun(", X, ") -> ", body(int, D, E1), " end"]
    end;
own(any, D, E) -> expr(pick(types() -- [any]), D, E).

comprehension(T, D, E) ->
    X = fresh("X"),
    {Generator, New} = case rand:uniform(6) of
        1 -> random_bits:generator(D, E);
        2 -> T1 = pick([any, tuple, int]), {P, Vs} = pattern(T1, E), {[P, " <- ", expr(list, D, E)], Vs};
        3 -> {[X, " <- [", join(some(3, fun() -> expr(int, D, E) end)), "], ", X, pick([" > ", " =/= ", " < "]), expr(int, D - 1, E)], [{X, int}]};
        _ -> {[X, " <- ", expr(ilist, D, E)], [{X, int}]}
    end,
    E1 = bind(New, often(8, E)),
    ["[", expr(T, D, E1), " || ", Generator, [[", ", expr(bool, D - 1, E1)] || percent(30)], "]"].

map_key(#{vars := Vars}) ->
    case [V || {V, T} <- Vars, T =:= int orelse T =:= atom orelse T =:= any] of
        [_ | _] = Names -> case percent(40) of true -> pick(Names); false -> literal_key() end;
        [] -> literal_key()
    end.

literal_key() -> pick(["a", "b", "c", "d", "1", "2", "7", "{a, 1}", "\"text\"", "<<\"bin\">>", "1.5", "(1 bsl 70)", "[]"]).

%% Literals

literal(int) ->
    case rand:uniform(4) of
        1 -> integer_to_list(rand:uniform(21) - 11);
        2 -> integer_to_list(rand:uniform(2000) - 1000);
        3 ->
            Bits = pick([7, 8, 15, 16, 31, 32, 58, 59, 60, 61, 62, 63, 64, 65, 127, 128]),
            integer_to_list(pick([1, -1]) * (1 bsl Bits) + pick([-1, 0, 1]));
        4 -> integer_to_list(rand:uniform(1 bsl pick([30, 59, 64, 90])))
    end;
literal(float) -> pick(["0.0", "-0.0", "1.0", "-1.5", "3.14159", "1.0e10", "1.0e308", "-1.7e308", "2.0e-308", "1.0e-320", "0.1", "4503599627370497.5", "5.764607523034235e17", "9.223372036854775807e18", "255.0"]);
literal(bool) -> pick(["true", "false"]);
literal(atom) -> pick(["a", "b", "c", "ok", "error", "undefined", "true", "false", "'an atom'", "'Other'", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "r0", "infinity", "''"]);
literal(ilist) -> pick(["[]", "[1, 2, 3]", "[0]", "\"some text\"", "[-1, 576460752303423488, 5]", "[3, 1, 2, 3, 1]"]);
literal(list) -> pick(["[]", "[a, 1, {b}]", "[[1], [2, 3]]", "[{a, 1}, {b, 2}, {c, 3}]", "[a | b]", "[1.5, <<\"x\">>]"]);
literal(tuple) -> pick(["{}", "{1}", "{a, 1}", "{1, 2, 3}", "{ok, {a, []}}", "{error, x}", "{7, a, \"s\", 4.0}"]);
literal(map) -> pick(["#{}", "#{a => 1}", "#{a => 1, b => 2}", "#{1 => 10, 2 => 20}", "#{a => #{b => 3}, {a, 1} => 7}"]);
literal(bin) -> pick(["<<>>", "<<\"bytes\">>", "<<1, 2, 3>>", "<<255, 254, 0, 128, 7>>", "<<\"a longer one that is not on the heap of a process, since it has more than 64 bytes\">>"]);
literal(bits) -> pick(["<<>>", "<<5:3>>", "<<1, 2, 1:1>>", "<<\"abc\", 7:6>>", "<<\"bytes\">>"]);
literal(fun1) -> pick(["fun erlang:abs/1", "fun(X) -> X end", "fun(X) -> X + 1 end", "fun(_) -> 7 end"]);
literal(rec) -> pick(["#r0{}", "#r0{a = 1}", "#r1{x = 2.0, y = b}", "#r0{a = 5, b = [], c = x}"]);
literal(any) -> literal(pick(types() -- [any])).

%% Patterns: text, and the variables that it binds

pattern(any, E) -> pattern(pick(types() -- [any, fun1]), E);
pattern(T, E) ->
    case rand:uniform(6) of
        1 -> variable(T);
        2 ->
            {P, New} = shape(T, E),
            {V, One} = variable(T),
            {[P, " = ", V], One ++ New};
        _ -> shape(T, E)
    end.

variable(T) ->
    V = fresh("P"),
    {V, [{V, T}]}.

shape(ilist, E) -> list_shape(int, E);
shape(list, E) -> list_shape(any, E);
shape(tuple, E) ->
    case rand:uniform(4) of
        1 -> {P, New} = pattern(int, E), {["{", literal(atom), ", ", P, "}"], New};
        2 -> {V, New} = variable(int), {W, New2} = variable(any), {["{", V, ", _, ", W, "}"], New ++ New2};
        3 -> {V, New} = variable(int), {["{", V, "}"], New};
        4 -> {V, New} = variable(int), {W, New2} = variable(any), {["{", V, ", ", W, "}"], New ++ New2}
    end;
shape(rec, E) ->
    {P, New} = pattern(int, E),
    {["#r0{a = ", P, "}"], New};
shape(map, E) ->
    {P, New} = pattern(pick([int, any]), E),
    {V, New2} = variable(any),
    pick([{["#{", literal_key(), " := ", P, "}"], New}, {["#{a := ", V, ", ", pick(["b", "1", "c"]), " := ", P, "}"], New ++ New2}, {"#{}", []}]);
shape(Bits, _) when Bits =:= bin; Bits =:= bits -> random_bits:pattern();
shape(fun1, _) -> variable(fun1);
shape(T, _) -> {case literal(T) of "0.0" -> "1.0"; "-0.0" -> "1.0"; L -> L end, []}.

list_shape(T, E) ->
    {P, New} = pattern(T, E),
    {V, New2} = variable(case T of int -> ilist; _ -> list end),
    pick([{"[]", []}, {["[", P, "]"], New}, {["[", P, " | ", V, "]"], New ++ New2}, {["[_, ", P, " | ", V, "]"], New ++ New2}, {["[_ | ", V, "]"], New2}]).

%% Guards

guard(E) ->
    case rand:uniform(10) of
        1 -> ["(", guard(E), pick([" andalso ", " orelse ", " and ", " or "]), guard(E), ")"];
        2 -> ["not (", guard(E), ")"];
        N when N =< 4 -> [type_test(), "(", operand(any, E), ")"];
        5 -> ["is_record(", operand(rec, E), ", r0)"];
        6 -> ["is_map_key(", map_key(E), ", ", operand(map, E), ")"];
        _ -> ["(", operand(pick([int, any, float]), E), pick([" < ", " > ", " =< ", " >= ", " == ", " /= ", " =:= ", " =/= "]), operand(pick([int, int, any]), E), ")"]
    end.

operand(any, E) -> operand(pick(types() -- [any, fun1]), E);
operand(T, E) ->
    case rand:uniform(14) of
        1 -> ["(", leaf(int, E), pick([" + ", " - ", " * ", " rem ", " div ", " band ", " bsr "]), leaf(int, E), ")"];
        2 -> [pick(["length(", "hd(", "tl("]), leaf(pick([list, ilist]), E), ")"];
        3 -> [pick(["byte_size(", "bit_size("]), leaf(bin, E), ")"];
        4 -> ["element(", pick(["1", "2"]), ", ", leaf(tuple, E), ")"];
        5 -> pick([["tuple_size(", leaf(tuple, E), ")"], ["map_size(", leaf(map, E), ")"], ["map_get(", map_key(E), ", ", leaf(map, E), ")"]]);
        6 -> [pick(["abs(", "float(", "trunc(", "round(", "-("]), leaf(pick([int, float]), E), ")"];
        7 -> ["(", leaf(float, E), pick([" + ", " * ", " / "]), leaf(pick([float, int]), E), ")"];
        _ -> leaf(T, E)
    end.

type_test() ->
    pick(["is_integer", "is_float", "is_number", "is_atom", "is_boolean", "is_list", "is_tuple", "is_map", "is_binary", "is_bitstring", "is_function", "is_pid"]).
