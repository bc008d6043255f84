%% Bit syntax: building and matching at odd offsets, all types and flags.
-module(c_bits).
-export([cases/0]).
-import(corpus, [id/1, ts/1]).

cases() ->
    [{append_then_fun, fun append_then_fun/0}, {build_ints, fun build_ints/0}, {build_endian, fun build_endian/0}, {build_odd, fun build_odd/0}, {build_floats, fun build_floats/0}, {build_parts, fun build_parts/0}, {build_sizes, fun build_sizes/0}, {build_big, fun build_big/0}, {build_utf, fun build_utf/0},
     {match_ints, fun match_ints/0}, {match_endian, fun match_endian/0}, {match_odd, fun match_odd/0}, {match_floats, fun match_floats/0}, {match_sizes, fun match_sizes/0}, {match_tail, fun match_tail/0}, {match_big, fun match_big/0}, {match_utf, fun match_utf/0}, {match_bad_utf, fun match_bad_utf/0},
     {match_literal, fun match_literal/0}, {match_clauses, fun match_clauses/0}, {match_unit, fun match_unit/0}, {match_skip, fun match_skip/0}, {match_nested, fun match_nested/0}, {match_size_from_field, fun match_size_from_field/0}, {match_fail, fun match_fail/0}, {match_context_reuse, fun match_context_reuse/0},
     {comprehension_bits, fun comprehension_bits/0}, {comprehension_odd, fun comprehension_odd/0}, {ipv4, fun ipv4/0}, {tlv, fun tlv/0}, {png_like, fun png_like/0}, {bit_reverse, fun bit_reverse/0}, {bit_count, fun bit_count/0}, {huffman, fun huffman/0}, {shift_register, fun shift_register/0}, {append_bits, fun append_bits/0}, {sub_bits_copy, fun sub_bits_copy/0},
     {compare_offsets, fun compare_offsets/0}, {hash_offsets, fun hash_offsets/0}, {external_offsets, fun external_offsets/0}, {send_offsets, fun send_offsets/0}, {function_clause, fun function_clause/0}, {wrong_sizes, fun wrong_sizes/0}, {bitstring_bifs, fun bitstring_bifs/0}, {walk_all_offsets, fun walk_all_offsets/0}, {float16, fun float16/0}, {loops, fun loops/0}, {packed, fun packed/0}, {several, fun several/0}, {runs_of_fields, fun runs_of_fields/0}, {sums_at_the_limit, fun sums_at_the_limit/0}, {short_ranges, fun short_ranges/0}].

build_ints() -> X = id(16#123456789abcdef), [<<X:N>> || N <- [1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 57, 60, 63, 64, 65, 100, 128]].
build_endian() -> X = id(-2), Y = id(16#1234567), [<<<<V:N/little>>/bits, <<V:N/big>>/bits, <<V:N/native>>/bits, <<V:N/signed-little>>/bits>> || V <- [X, Y], N <- [4, 12, 16, 20, 24, 29, 32, 33, 64, 70]].
build_odd() -> A = id(5), B = id(<<1:3>>), [<<A:3, B/bits, A:5/little, 16#abcd:16/little>>, <<1:1, A:16, 0:2>>, <<B/bits, B/bits, B/bits>>, <<A:1, A:2, A:3, A:4, A:5, A:6, A:7, A:8, A:9>>, <<1:1, 2:33/little, 3:7>>].
build_floats() -> F = id(3.14159), I = id(7), [<<F/float>>, <<F:32/float>>, <<F:64/float-little>>, <<F:32/float-little>>, <<I/float>>, <<1:1, F/float, 1:7>>, <<1:3, F:32/float-little>>, <<(id(-0.0))/float>>, <<(id(1 bsl 70))/float>>, <<(id(1.0e-40)):32/float>>].
build_parts() -> B = id(<<"abcdefgh">>), <<_:3, S:20/bits, _/bits>> = B, [<<B:3/binary>>, <<S/bits, 1:4>>, <<S:5/bits>>, <<B:12/bits>>, <<B:2/binary-unit:4>>, <<0:4, B/binary>>, <<0:4, S/bits>>, <<B/binary, S/bits, B/binary>>].
build_sizes() -> N = id(13), M = id(2), [<<1:N>>, <<1:N/unit:2>>, <<5:(N * M)>>, <<(id(<<"abcdef">>)):M/binary>>, <<1:0>>, <<0:N, 1:M>>, <<255:(N - 5)/little>>].
build_big() -> X = id(123456789012345678901234567890), [<<X:128>>, <<X:128/little>>, <<X:77>>, <<X:77/little>>, <<1:1, X:100>>, <<1:5, X:100/little>>, <<(-X):128>>, <<(-X):90/little>>, <<(-X):8>>, <<X:16>>].
build_utf() -> [<<C/utf8, C/utf16, C/utf16-little, C/utf32, C/utf32-little>> || C <- id([0, $a, 16#7f, 16#80, 16#7ff, 16#800, 16#ffff, 16#10000, 16#10ffff])] ++ [<<1:1, (id($\x{e5}))/utf8>>, <<1:3, (id(16#1f600))/utf16>>] ++ ts([fun() -> <<(id(16#110000))/utf8>> end, fun() -> <<(id(16#dfff))/utf16>> end, fun() -> <<(id(-1))/utf32>> end, fun() -> <<(id(a))/utf8>> end]).
match_ints() -> B = id(<<16#123456789abcdef0fedcba9876543210:128>>), [begin <<X:N, _/bits>> = B, X end || N <- [1, 3, 8, 12, 16, 17, 28, 32, 59, 60, 61, 64, 65, 100, 128]].
match_endian() -> B = id(<<16#f23456789abcdef0fedcba9876543210:128>>), [begin <<X:N/little, _/bits>> = B, <<Y:N/signed, _/bits>> = B, <<Z:N/signed-little, _/bits>> = B, {X, Y, Z} end || N <- [8, 16, 24, 32, 40, 64, 72, 96, 120]].
match_odd() -> B = id(<<16#f23456789abcdef0fedcba9876543210:128>>), [begin <<_:S, X:N, Y:N/little, Z:N/signed, R/bits>> = B, {X, Y, Z, bit_size(R)} end || S <- [1, 3, 5, 7], N <- [8, 16, 24, 40]].
match_floats() -> [begin <<_:O, F:64/float, _/bits>> = <<0:O, 1.5/float, 0:3>>, <<_:O, G:32/float-little, _/bits>> = <<0:O, 2.5:32/float-little>>, {F, G} end || O <- id([0, 1, 4, 7])] ++ [fm(X) || X <- id([<<127, 240, 0, 0, 0, 0, 0, 0>>, <<1.5/float>>, <<255, 255, 255, 255, 255, 255, 255, 255>>, <<1, 2>>])].
fm(<<F/float>>) -> F;
fm(_) -> no_float.
match_sizes() -> N = id(9), <<A:N, B:N/bits, C/bits>> = id(<<1, 2, 3, 4>>), <<D:2/binary, _/binary>> = id(<<"xyz">>), <<E:N/unit:2, _/bits>> = id(<<1, 2, 3, 4>>), [A, B, C, D, E].
match_tail() -> [mt(X) || X <- id([<<>>, <<1>>, <<1, 2>>, <<1, 2, 3>>, <<1:9>>, <<1, 2, 3:3>>, a])].
mt(<<>>) -> empty;
mt(<<A>>) -> {one, A};
mt(<<A, T/binary>>) -> {bin, A, T};
mt(<<A, T/bits>>) -> {bits, A, T};
mt(_) -> other.
match_big() -> <<A:80, B:80/little, C:80/signed, D/bits>> = id(<<-1:80, 1:80, -5:80, 7:7>>), [A, B, C, D].
match_utf() -> [C || <<C/utf8>> <= id(<<"abc\x{e5}\x{3b1}\x{1f600}"/utf8>>)] ++ [begin <<_:3, C/utf8, D/utf16, E/utf32, _/bits>> = id(<<0:3, 16#3b1/utf8, 16#1f600/utf16, $z/utf32>>), {C, D, E} end].
match_bad_utf() -> [u8(X) || X <- id([<<16#80>>, <<16#c0, 16#80>>, <<16#e0, 16#80, 16#80>>, <<16#ed, 16#a0, 16#80>>, <<16#f4, 16#90, 16#80, 16#80>>, <<16#c3>>, <<>>, <<16#f0, 16#9f, 16#98, 16#80>>])] ++ [u16(X) || X <- id([<<16#d8, 0>>, <<16#dc, 0, 16#d8, 0>>, <<16#d8, 0, 16#dc, 0>>, <<0, 65>>])].
u8(<<C/utf8, _/bits>>) -> C; u8(_) -> bad.
u16(<<C/utf16, _/bits>>) -> C; u16(_) -> bad.
match_literal() -> [ml(X) || X <- id([<<"GET /">>, <<"POST /a">>, <<"GEx">>, <<"">>, <<1:1, "GET">>, <<"HEAD">>])] ++ [begin <<1:1, R/bits>> = X, ml(R) end || X <- id([<<1:1, "GET q">>, <<1:1, "zz">>])].
ml(<<"GET ", R/bits>>) -> {get, R};
ml(<<"POST ", R/bits>>) -> {post, R};
ml(<<"HEAD">>) -> head;
ml(_) -> none.
match_clauses() -> [mc(<<X>>) || X <- id(lists:seq(0, 255, 17))].
mc(<<0:1, X:7>>) -> {low, X};
mc(<<1:2, X:6>>) -> {never, X};
mc(<<2:2, X:6>>) -> {mid, X};
mc(<<7:3, A:2, B:3>>) -> {high, A, B};
mc(<<X>>) -> {rest, X}.
match_unit() -> [mu(X) || X <- id([<<1, 2, 3, 4>>, <<1, 2, 3>>, <<1:12>>, <<1:5>>, <<>>])].
mu(<<X:2/binary-unit:16, R/binary>>) -> {X, R};
mu(<<X:1/binary-unit:12>>) -> {twelve, X};
mu(<<X/binary>>) -> {bin, X};
mu(<<_:5>>) -> five;
mu(_) -> other.
match_skip() -> <<_:7, A:9, _:16, B/binary>> = id(<<1, 2, 3, 4, 5, 6>>), <<_:2/binary, C, _/binary>> = id(<<1, 2, 3, 4>>), [A, B, C].
match_nested() -> <<L, Body:L/binary, Rest/binary>> = id(<<3, 1, 2, 3, 4, 5>>), <<X:4, Y:4, Z/binary>> = Body, [L, X, Y, Z, Rest].
match_size_from_field() -> [sf(X) || X <- id([<<2, "abc">>, <<5, "ab">>, <<0>>, <<16, "0123456789abcdefg">>])].
sf(<<N, B:N/binary, R/binary>>) -> {N, B, R};
sf(<<N, R/binary>>) -> {short, N, R}.
match_fail() -> ts([fun() -> <<A:8>> = id(<<1, 2>>), A end, fun() -> <<A:16>> = id(a), A end, fun() -> <<5, R/binary>> = id(<<6, 7>>), R end, fun() -> case id(<<1>>) of <<2>> -> ok end end, fun() -> N = id(-1), <<_:N>> = id(<<1>>) end, fun() -> N = id(a), <<_:N/binary, _/binary>> = id(<<1>>) end]).
match_context_reuse() -> [sum(id(<<1, 2, 3, 4, 5>>), 0), sum3(id(<<1, 2, 3, 4, 5, 6, 7>>), []), skipw(id(<<"   text  here">>))].
sum(<<X, R/binary>>, A) -> sum(R, A + X);
sum(<<>>, A) -> A.
sum3(<<X:24, R/bits>>, A) -> sum3(R, [X | A]);
sum3(<<R/bits>> = B, A) -> {R, B, A}.
skipw(<<$\s, R/binary>>) -> skipw(R);
skipw(B) -> B.
comprehension_bits() -> [<< <<(X bxor 1):1>> || <<X:1>> <= id(<<16#f0f0:16>>) >>, [X || <<X:3, _:2>> <= id(<<"hello">>)], << <<X:12/little>> || X <- id([1, 2, 3]) >>, [{A, B} || <<A:4, B:4>> <= id(<<16#1234:16>>)]].
comprehension_odd() -> [[X || <<X:5/bits>> <= id(<<"ab">>)], << <<B/bits, 0:1>> || <<B:3/bits>> <= id(<<1, 2, 3>>) >>, bit_size(<< <<1:7>> || _ <- lists:seq(1, 100) >>), [X || <<1:1, X:7>> <= id(<<129, 2, 131>>)]].
ipv4() -> <<4:4, IHL:4, _TOS, Len:16, Id:16, Fl:3, Off:13, TTL, Proto, Sum:16, A:4/binary, B:4/binary, Pay/binary>> = id(<<16#45, 0, 0, 24, 0, 1, 16#40, 0, 64, 6, 16#ab, 16#cd, 10, 0, 0, 1, 10, 0, 0, 2, "data">>), [IHL, Len, Id, Fl, Off, TTL, Proto, Sum, A, B, Pay].
tlv() -> tlv(id(<<1, 2, "ab", 2, 0, 3, 1, "z", 9>>), []).
tlv(<<T, L, V:L/binary, R/binary>>, A) -> tlv(R, [{T, V} | A]);
tlv(R, A) -> {lists:reverse(A), R}.
png_like() -> D = << <<(byte_size(P)):32, T/binary, P/binary, (erlang:crc32([T, P])):32>> || {T, P} <- [{<<"IHDR">>, <<1, 2, 3>>}, {<<"IEND">>, <<>>}] >>, chunks(D).
chunks(<<L:32, T:4/binary, P:L/binary, C:32, R/binary>>) -> [{T, P, C} | chunks(R)];
chunks(<<>>) -> [].
bit_reverse() -> br(id(<<16#12345:20>>), <<>>).
br(<<B:1, R/bits>>, A) -> br(R, <<B:1, A/bits>>);
br(<<>>, A) -> A.
bit_count() -> lists:sum([B || <<B:1>> <= id(<<16#deadbeefcafe:48>>)]).
huffman() -> E = << <<(code(C))/bits>> || <<C>> <= <<"abacabad">> >>, [E, dec(E)].
code($a) -> <<0:1>>; code($b) -> <<2:2>>; code($c) -> <<6:3>>; code($d) -> <<7:3>>.
dec(<<0:1, R/bits>>) -> [$a | dec(R)];
dec(<<2:2, R/bits>>) -> [$b | dec(R)];
dec(<<6:3, R/bits>>) -> [$c | dec(R)];
dec(<<7:3, R/bits>>) -> [$d | dec(R)];
dec(<<>>) -> [].
shift_register() -> lfsr(id(<<1:16>>), 40, []).
lfsr(_, 0, A) -> A;
lfsr(<<A:1, B:1, C:1, R:13/bits>>, N, Acc) -> X = A bxor B bxor C, lfsr(<<B:1, C:1, R/bits, X:1>>, N - 1, [X | Acc]).
append_bits() -> ab(id(100), <<>>).
ab(0, B) -> B;
ab(N, B) -> ab(N - 1, <<B/bits, N:(N rem 7)>>).
sub_bits_copy() -> B = binary:copy(<<"0123456789">>, 20), [begin <<_:O, S:N/bits, _/bits>> = B, C = <<S/bits, 1:1>>, {C, erlang:phash2(S)} end || O <- [0, 1, 7, 9], N <- [1, 8, 63, 64, 65, 130]].
compare_offsets() -> B = id(<<16#abab:16, 16#abab:16>>), <<_:16, C:16/bits>> = B, <<D:16/bits, _/bits>> = B, <<_:8, E:16/bits, _/bits>> = B, <<_:4, F:8/bits, _/bits>> = B, [C =:= D, D =:= E, C == E, F =:= <<16#ba>>, F < C, max(F, C), lists:sort([F, E, C, <<>>])].
hash_offsets() -> B = id(<<1:1, "hello world of bits", 3:3>>), <<_:1, S:19/binary, _/bits>> = B, [erlang:phash2(S) =:= erlang:phash2(<<"hello world of bits">>), erlang:phash2(B), erlang:phash(S, 1000), erlang:md5(S), erlang:crc32(S), #{S => 1} =:= #{<<"hello world of bits">> => 1}].
external_offsets() -> <<_:5, S:27/bits, _/bits>> = id(<<"abcdefgh">>), [term_to_binary(S), binary_to_term(term_to_binary(S)) =:= S, <<S/bits>>, binary_to_list(<<0:5, S/bits>>)].
send_offsets() -> B = binary:copy(<<"abcdefgh">>, 50), <<_:5, S:270/bits, _/bits>> = B, Me = self(), P = spawn(fun() -> receive X -> Me ! {got, X, bit_size(X)} end end), P ! S, receive {got, Y, N} -> [Y =:= S, N, Y] end.
function_clause() -> ts([fun() -> fc(id(<<1, 2>>)) end, fun() -> fc(id(<<1:3>>)) end, fun() -> fc2(id(<<7, 8, 9>>), x) end]).
fc(<<_:24>>) -> ok.
fc2(<<7, R/binary>>, A) -> fc2(R, A);
fc2(<<1, R/binary>>, A) -> fc2(R, A).
wrong_sizes() -> ts([fun() -> <<1:(id(-1))>> end, fun() -> <<(id(<<"ab">>)):(id(3))/binary>> end, fun() -> <<(id(1.5)):(id(13))/float>> end, fun() -> ws(id(1 bsl 70)) end, fun() -> ws(id(-5)) end, fun() -> ws(id(x)) end]).
ws(N) -> case <<1, 2, 3>> of <<_:N/binary, R/binary>> -> R; _ -> no end.
bitstring_bifs() -> S = id(<<1, 2, 3:5>>), [bit_size(S), byte_size(S), bitstring_to_list(S), list_to_bitstring([S, S]), is_binary(S), is_bitstring(S), iolist_to_binary([<<S/bits, 0:3>>])] ++ ts([fun() -> binary_to_list(S) end, fun() -> list_to_binary([S]) end]).
walk_all_offsets() -> B = id(<<16#0123456789abcdef0123456789abcdef:128>>), erlang:phash2([begin <<_:O, X:L, Y:L/signed, S/bits>> = B, {X, Y, S} end || O <- lists:seq(0, 20), L <- lists:seq(0, 50)]).
float16() -> [<<(id(1.5)):16/float>>, <<(id(0.1)):16/float>>, <<(id(65504)):16/float-little>>, begin <<F:16/float>> = id(<<16#3e00:16>>), F end] ++ ts([fun() -> <<(id(1.0e6)):16/float>> end, fun() -> <<(id(1.0e39)):32/float>> end]).

%% Loops that hand on their match context, or begin anew with another bitstring; fields of whole bytes at any position; other registers in use; and long
%% enough to be preempted in the middle.
loops() ->
    Long = binary:copy(<<1, 254, 3, 252, 129, 6, 7, 248>>, corpus:many(5000)),
    [fields(shifted(S, B), []) || S <- id([0, 1, 5]), B <- id([<<>>, <<200>>, <<1, 2, 3, 4, 5, 255, 254, 253, 252, 251>>])] ++
        [total(Long, 0), again(a, 7, Long, [Long, <<9:7>>, <<1, 2, 3>>], 0), tried(fun() -> again(a, 7, Long, [<<8>>, b], 1) end), pairs(Long, 0, 0), units(Long, 0), tried(fun() -> units(<<Long/bits, 1:1>>, 0) end)].
shifted(S, B) -> <<_:S, R/bits>> = <<0:S, B/bits>>, R.
tried(F) -> case corpus:t(F) of {C, R, _} -> {C, R}; Other -> Other end.
fields(<<A:8, B:16, C:24/signed, D:32, R/bits>>, L) -> fields(R, [A, B, C, D | L]);
fields(<<A:8/signed, B:16/signed-little, R/bits>>, L) -> fields(R, [A, B | L]);
fields(<<A:8/signed, R/bits>>, L) -> fields(R, [A | L]);
fields(R, L) -> {R, L}.
total(<<A:16, B:8/signed, R/binary>>, S) -> total(R, S * 3 + A - B band 16#ffffffff);
total(R, S) -> {S, R}.
again(X, Y, <<N:32, R/binary>>, More, S) -> again(X, Y, R, More, S + N);
again(X, Y, _, [B | More], S) -> again(Y, X, B, More, S);
again(X, Y, B, [], S) -> {X, Y, B, S}.
pairs(<<N, R/binary>>, S, Odd) when N rem 2 =:= 0 -> pairs(R, S + N, Odd);
pairs(<<N, _, R/binary>>, S, Odd) -> pairs(R, S, Odd + N);
pairs(<<>>, S, Odd) -> {S, Odd};
pairs(R, S, Odd) -> {S, Odd, R}.
units(<<N:24/signed, R/binary>>, S) -> units(R, S bxor N);
units(<<R/binary>>, S) -> {R, S}.

%% Several fields that are whole bytes together, behind what a loop builds; with values that are too large, below zero, big or none.
packed() ->
    [{packed(L, <<>>), swapped(L, <<1, 2>>), erlang:phash2(packed(lists:append(lists:duplicate(corpus:many(500), L)), <<7>>)), uneven(L, <<>>)}
     || L <- id([[], [1], [-1, 63, 64, 255, 256, -300], lists:seq(-40, 40)])] ++
        [tried(fun() -> packed(id(L), <<>>) end) || L <- [[1, a], [1 bsl 70, 2, -(1 bsl 70)], [2.5]]] ++ [tried(fun() -> packed([1, 2], id(B)) end) || B <- [a, <<1:4>>]].
packed([X | L], B) -> packed(L, <<B/bits, X:6, (X + 1):2, X:16, 5:3, X:5, (X * 3):8/signed>>);
packed([], B) -> B.
swapped([X | L], B) -> swapped(L, <<B/binary, X:8/little, X:16/little, X:4, X:4/little>>);
swapped([], B) -> B.
uneven([X | L], B) -> uneven(L, <<B/bits, X:6, X:7>>);
uneven([], B) -> B.

%% For old compilers the room for the fun is asked for where the binary is appended to.
append_then_fun() -> [append_and_call(corpus:id(B), corpus:id(9), fun(F) -> F(3) end) || B <- [<<>>, <<"bytes">>, <<1:1>>, x], _ <- [1, 2]].
append_and_call(B, X, F) ->
    try
        C = <<B/bits, X:8/little>>,
        {C, F(fun(Y) -> Y + 1 end)}
    catch error:badarg -> bad
    end.

%% Fields that are read together, from every bit of a byte on, up to the last bit of a binary, and when the last of them does not match.
several() ->
    Bytes = << <<(X * 73 + 19)>> || X <- lists:seq(1, 24) >>,
    [{S, N, several(exactly(S, N, Bytes))} || S <- lists:seq(0, 7), N <- lists:seq(0, 90) ++ [119, 120, 121, 128, 160]].
exactly(S, N, Bytes) -> <<_:S, R:N/bits, _/bits>> = Bytes, R.
several(B) -> {sums(B, 0), joined(B, 0, []), kinds(B), kind(B), first(B), wide(B), steps(B, 0), steps(B, 1, 2)}.
sums(<<A:3, B:5, C:7, D:1, E:8/signed, R/bits>>, S) -> sums(R, S + A + 3 * B + 5 * C + 7 * D + 11 * E);
sums(<<A:1, _:2, B:2/signed, R/bits>>, S) -> sums(R, S * 3 + A + B);
sums(R, S) -> {S, R}.
joined(<<A:16/little, _:3, B:24/signed-little, C:5/little, D:8/signed-little, R/bits>>, N, L) -> joined(R, N + 1, [A, B, C, D | L]);
joined(<<A:59, R/bits>>, N, L) -> joined(R, N + 1, [A | L]);
joined(<<A:33/signed, B:31/signed, R/bits>>, N, L) -> joined(R, N + 1, [A, B | L]);
joined(R, N, L) -> {N, L, R}.
kinds(<<_:4, 3:2, A:6, R/bits>>) -> {three, A, R};
kinds(<<A:12, 92, B:20/little, R/bits>>) -> {a, A, B, R};
kinds(<<A:4, 4:4, B:7, _:40, C:13, R/bits>>) -> {four, A, B, C, R};
kinds(<<A:60/signed, R/bits>>) -> {wide, A, R};
kinds(<<A:11, 5:3, R/bits>>) -> {five, A, R};
kinds(<<A:7, _/bits>>) -> {short, A};
kinds(R) -> R.
kind(<<1:1, 1:3, 5:4, R/bits>>) -> {1, R};
kind(<<1:1, 2:3, _:2, 3:2, R/bits>>) -> {2, R};
kind(<<0:1, R/bits>>) -> {0, R};
kind(<<R/bits>>) -> {other, R}.
first(<<16#5ca5ee3780c9125b:64, R/bits>>) -> {eight, R};
first(<<16#b94b:17, A:40, _:7, B:64, R/bits>>) -> {seventeen, A, B, R};
first(<<92:8, 165:8, 238:8, 55:8, 128:8, A:8, R/bits>>) -> {five, A, R};
first(_) -> none.
wide(<<A:64, B:64/little, C:48/signed, D:56/signed-little>>) -> {all, A, B, C, D};
wide(<<A:64/signed, B:17/bits, C:9, D/bits>>) -> {some, A, B, C, D};
wide(<<A:2/binary, B:9, C:3/binary, D:1, E/bits>>) -> {parts, A, B, C, D, E};
wide(<<A:5, B/binary>>) -> {bytes, A, B};
wide(<<_:3, B/binary-unit:16>>) -> {pairs, B};
wide(<<A/binary-unit:3>>) -> {threes, A};
wide(_) -> none.
steps(<<A:1, R/bits>>, S) -> steps(R, S * 2 + A);
steps(<<>>, S) -> S.
steps(<<A:4, R/bits>>, N, S) -> steps(R, N, S * 5 + A + N);
steps(R, N, S) -> {R, N, S}.

%% Integers that follow each other, with bytes between them or not, at every offset; what is left when a clause fails in the middle.
runs_of_fields() ->
    B = binary:copy(<<200, 1, 254, 255, 128, 3, 1>>, 12),
    [begin <<_:O, R/bits>> = B, ts([fun() -> run_bytes(R, 0) end, fun() -> run_odd(R, 0) end, fun() -> run_one(R, z) end, fun() -> run_tests(R, 1, 2) end]) end || O <- lists:seq(0, 9)]
        ++ ts([fun() -> run_one(X, z) end || X <- id([foo, <<1, 1, 1, 9, 9>>, <<1, 2:4, 3:4, 5:3>>, <<1, 16#23, 5:3>>, <<1, 16#23>>])])
        ++ ts([fun() -> run_tests(X, 1, 2) end || X <- id([<<9, 1, 2, 7:3, 1:5, 5>>, <<1, 9, 1, 2, 3>>, <<9, 16#12, 2>>, <<5, 1, 2>>, <<5, 1, 2, 6:3>>])])
        ++ ts([fun() -> run_five(X, 1, 2, 3, 4) end || X <- id([<<1, 1, 3>>, <<1, 1, 1:1>>, x])]).
run_bytes(<<A:8, B:16/little-signed, C:8, D:24, R/binary>>, S) -> run_bytes(R, S + A + B * 3 + C - D);
run_bytes(<<A:8, B:8, C:8/signed>>, S) -> {S, A, B, C};
run_bytes(<<A:3, R/binary-unit:1>>, S) -> {rest, S, A, bit_size(R)}.
run_odd(<<A:4, B:12, _:16, C:8, D:8, R/bits>>, S) -> run_odd(R, S + A + B + C + D);
run_odd(<<A:2, _/bits>>, S) -> {S, A};
run_odd(<<_/bits>>, S) -> S.
run_one(<<1, R/binary>>, _) -> run_one(R, a);
run_one(<<2:4, 3:4, R/bits>>, b) -> R.
run_tests(<<A:8, B:16/little, 7:3, R/bits>>, X, Y) when A > 3 -> {A, B, R, X, Y};
run_tests(<<9, A:4, B:4, R/bits>>, _, _) -> {A, B, R}.
run_five(<<1, R/binary>>, A, B, C, D) -> run_five(R, A, B, C, D).

%% What is added is known to be small and not negative, the sum is not.
sums_at_the_limit() ->
    M = (1 bsl 59) - 1,
    ts([fun() -> sum_bytes(B, S) end || B <- id([<<255, 255>>, <<0, 0, 1>>, <<255, 1:1>>]), S <- id([M, M - 1, M - 255, M - 510, -M - 1, 1 bsl 80, 1.5, x])])
        ++ ts([fun() -> sum_sizes(B, S) end || B <- id([<<1, 2, 3>>, <<1:3>>, a]), S <- id([M, M - 3, -M - 1, M + 1, y])]).
sum_bytes(<<A, R/binary>>, S) -> sum_bytes(R, S + A);
sum_bytes(<<>>, S) -> S.
sum_sizes(B, S) -> N = byte_size(B), K = S band 7, {N + S, S + N, N + K, (N rem 2) + S, (N bsr 1) + S, S - N, N - S, N < S, N * S}.

%% Parts and comparisons of every short size.
short_ranges() ->
    B = list_to_binary(lists:seq(1, 80)),
    [begin
         P = binary:part(B, 3, N),
         Q = id(<<P/binary>>),
         <<_:5, S:N/binary, _/bits>> = B,
         Last = case N of 0 -> <<>>; _ -> <<(binary:part(P, 0, N - 1))/binary, 255>> end,
         {P, P =:= Q, P =:= S, S =:= id(<<S/binary>>), P =:= Last, P < Last, P < S, Last =:= <<Last/binary, 1:1>>, erlang:phash2(P)}
     end || N <- lists:seq(0, 70)].
