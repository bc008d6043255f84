%% Binaries of random programs, as text: what is built and what is matched. See random_expr.
-module(random_bits).
-export([binary/2, bitstring/2, pattern/0, segment_of/1, generator/2, loop_head/0]).

-import(random_expr, [expr/3, fresh/1, bind/2, pick/1, some/2]).

binary(D, E) ->
    case rand:uniform(9) of
        N when N =< 3 -> ["<<", lists:join(", ", some(rand:uniform(4), fun() -> whole(D, E) end)), ">>"];
        4 -> ["<<(", expr(bin, D, E), ")/binary, ", whole(D, E), ">>"];
        5 -> ["<<", whole(D, E), ", (", expr(bin, D, E), ")/binary>>"];
        6 -> ["list_to_binary([B || B <- ", expr(ilist, D, E), ", is_integer(B), B >= 0, B < 256])"];
        7 -> ["binary:part(", expr(bin, D, E), ", 0, ", pick(["1", "2", "0"]), ")"];
        8 -> {G, New} = generator(D, E), ["<<<<(", expr(int, D, bind(New, E)), ")", pick([":8", ":16", ":32/little", ""]), ">> || ", G, ">>"];
        9 -> [pick(["integer_to_binary(", "float_to_binary("]), expr(pick([int, float]), D, E), ")"]
    end.

bitstring(D, E) ->
    case rand:uniform(5) of
        1 -> ["<<", lists:join(", ", some(rand:uniform(4), fun() -> segment(D, E) end)), ">>"];
        2 -> ["<<(", expr(bits, D, E), ")/bitstring, ", segment(D, E), ">>"];
        3 -> {G, New} = generator(D, E), ["<<<<(", expr(int, D, bind(New, E)), "):", pick(["1", "3", "7", "9", "13"]), ">> || ", G, ">>"];
        4 -> ["<<", segment(D, E), ", (", expr(bits, D, E), ")/bits>>"];
        5 -> expr(bin, D, E)
    end.

%% A segment of whole bytes.
whole(D, E) ->
    case rand:uniform(9) of
        N when N =< 3 -> [value(int, D, E), pick(["", ":8", ":16", ":32", ":64", ":24", ":72", ":128"]), pick(["", "/little", "/signed", "/little-signed", "/native"])];
        4 -> [value(float, D, E), pick(["/float", ":32/float", ":64/float-little", ":16/float"])];
        5 -> [value(bin, D, E), pick(["/binary", ":1/binary", ":2/binary", ":3/bytes"])];
        6 -> ["(", expr(int, D, E), pick([" band 16#7FF)/utf8", ")/utf8", " band 16#FFFF)/utf16", " band 16#3FFF)/utf16-little", " band 16#FFF)/utf32"])];
        7 -> pick(["\"text\"", "\"\\x{e4}\"/utf8", "0:40", "-1:16", "\"a\":16"]);
        8 -> [value(int, D, E), ":(", expr(int, D, E), " band 7)/unit:8"];
        9 -> [value(int, D, E), pick([":2/unit:8", ":3/unit:16-little", ":1/unit:64"])]
    end.

segment(D, E) ->
    case rand:uniform(5) of
        1 -> whole(D, E);
        2 -> [value(int, D, E), ":", pick(["1", "3", "4", "7", "9", "12", "17", "31", "33", "59", "60", "61", "63", "65", "77"]), pick(["", "/little", "/signed-little"])];
        3 -> [value(int, D, E), ":(", expr(int, D, E), pick([" band 15)", " band 63)", " band 127)/little"])];
        4 -> [value(bits, D, E), pick(["/bits", ":3/bits", ":9/bitstring"])];
        5 -> [value(int, D, E), ":", pick(["3", "5"]), "/unit:", pick(["3", "7"])]
    end.

value(T, D, E) -> ["(", expr(T, D, E), ")"].

%% Patterns: text, and the variables that it binds

pattern() ->
    {Parts, New} = lists:unzip(some(rand:uniform(3), fun() -> part() end)),
    {Sized, New2} = pick([{[], []}, {[], []}, sized()]),
    {Tail, New3} = tail(),
    {["<<", lists:join(", ", Parts ++ Sized ++ Tail), ">>"], lists:append(New) ++ New2 ++ New3}.

part() ->
    case rand:uniform(8) of
        N when N =< 4 -> V = fresh("B"), {segment_of(V), [{V, int}]};
        5 -> V = fresh("B"), {[V, pick(["/float", ":32/float", ":64/float-little"])], [{V, float}]};
        6 -> V = fresh("B"), {[V, pick([":1/binary", ":2/binary", ":0/binary"])], [{V, bin}]};
        7 -> V = fresh("B"), {[V, pick(["/utf8", "/utf16", "/utf32-little"])], [{V, int}]};
        8 -> {pick(["1", "_:3", "\"a\"", "0:1", "_/utf8", "255:8", "_:8", "1:16", "-1:8/signed"]), []}
    end.

%% An integer whose size was matched before.
sized() ->
    N = fresh("N"),
    V = fresh("B"),
    {Text, T} = pick([{[V, ":", N], int}, {[V, ":", N, "/little"], int}, {[V, ":(", N, " * 8)/signed"], int}, {[V, ":", N, "/binary"], bin}, {[V, ":", N, "/bits"], bits}]),
    {[[N, pick([":2", ":3", ":4", ":5"])], Text], [{N, int}, {V, T}]}.

tail() ->
    V = fresh("B"),
    pick([{[], []}, {["_/binary"], []}, {["_/bits"], []}, {[[V, "/binary"]], [{V, bin}]}, {[[V, "/bits"]], [{V, bits}]}, {[[V, "/binary-unit:16"]], [{V, bin}]}]).

%% A segment that binds a variable to an integer.
segment_of(V) ->
    case rand:uniform(4) of
        1 -> V;
        2 -> [V, ":2/unit:8", pick(["", "-little", "-signed"])];
        _ -> [V, pick([":8", ":16", ":32", ":64", ":4", ":1", ":7", ":12", ":24", ":33", ":59", ":60", ":63", ":65"]), pick(["", "/signed", "/little", "/signed-little"])]
    end.

generator(D, E) ->
    V = fresh("B"),
    case rand:uniform(4) of
        1 -> {["<<", V, ">> <= ", expr(bin, D, E)], [{V, int}]};
        2 -> {["<<", V, ":", pick(["3", "5", "16", "9"]), ">> <= ", expr(bits, D, E)], [{V, int}]};
        3 -> {["<<", V, ":1/binary>> <= ", expr(bin, D, E)], [{V, bin}]};
        4 -> {["<<_:4, ", V, ":4/signed>> <= ", expr(bin, D, E)], [{V, int}]}
    end.

%% Head of a loop that takes at least a byte each time: text before the rest, and variables.
loop_head() ->
    V = fresh("B"),
    {More, New} = part(),
    pick([{[V], [{V, int}]}, {[V, ":16/little"], [{V, int}]}, {[V, ":4, ", More, ", _:4"], [{V, int} | New]}, {[V, "/signed, ", More], [{V, int} | New]},
          {[V, ":32"], [{V, int}]}, {[V, ":9, _:7"], [{V, int}]}, {["$a"], []}, {["1:8"], []}, {[V, "/utf8"], [{V, int}]}, {[V, ":16/float"], [{V, float}]}, {[V, ":64/float"], [{V, float}]}]).
