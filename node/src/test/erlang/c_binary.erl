%% Binaries: the modules binary and erlang, references to parts, appending.
-module(c_binary).
-export([cases/0]).
-import(corpus, [id/1, ts/1]).

cases() ->
    [{at, fun at/0}, {parts, fun parts/0}, {part_errors, fun part_errors/0}, {matches, fun matches/0}, {match_scope, fun match_scope/0}, {match_errors, fun match_errors/0}, {compiled, fun compiled/0},
     {splits, fun splits/0}, {replaces, fun replaces/0}, {copies, fun copies/0}, {encode, fun encode/0}, {prefixes, fun prefixes/0}, {lists_of, fun lists_of/0}, {hexes, fun hexes/0},
     {split_binary, fun split_binaries/0}, {sizes, fun sizes/0}, {conversions, fun conversions/0}, {conversion_errors, fun conversion_errors/0}, {append_loop, fun append_loop/0}, {append_shared, fun append_shared/0},
     {sub_chain, fun sub_chain/0}, {referenced, fun referenced/0}, {compare, fun compare/0}, {large, fun large/0}, {checksums, fun checksums/0}, {md5s, fun md5s/0}, {external, fun external/0}, {external_errors, fun external_errors/0},
     {external_options, fun external_options/0}, {packets, fun packets/0}, {parse_http, fun parse_http/0}, {binary_part_guard, fun binary_part_guard/0}, {reverse_bytes, fun reverse_bytes/0}, {rle, fun rle/0}, {base, fun base/0}, {join, fun join/0}, {utf8_text, fun utf8_text/0}, {bin_errors, fun bin_errors/0}].

b() -> id(<<"hello, world, hello">>).
at() -> ts([fun() -> binary:at(b(), 0) end, fun() -> binary:at(b(), 18) end, fun() -> binary:at(b(), id(19)) end, fun() -> binary:at(b(), id(-1)) end, fun() -> binary:first(b()) end, fun() -> binary:last(b()) end, fun() -> binary:first(id(<<>>)) end, fun() -> binary:last(id(a)) end]).
parts() -> [binary:part(b(), 0, 5), binary:part(b(), 5, -5), binary:part(b(), {19, -5}), binary_part(b(), 7, 5), binary_part(b(), {0, 0}), binary:part(b(), 19, 0)].
part_errors() -> ts([fun() -> binary:part(b(), id(15), 9) end, fun() -> binary_part(b(), id(-1), 1) end, fun() -> binary_part(b(), {id(a), 1}) end, fun() -> binary:part(id(<<1:1>>), 0, 1) end, fun() -> binary:part(b(), id({1, 2, 3})) end, fun() -> binary_part(id(x), 0, 1) end, fun() -> binary:part(b(), 1, id(1 bsl 70)) end]).
matches() -> [binary:match(b(), <<"hello">>), binary:match(b(), <<"xyz">>), binary:match(b(), [<<"wor">>, <<"hell">>]), binary:matches(b(), <<"hello">>), binary:matches(b(), [<<"l">>, <<"lo">>]), binary:matches(<<"aaaa">>, <<"aa">>), binary:matches(b(), <<"o">>), binary:match(<<>>, <<"a">>)].
match_scope() -> [binary:match(b(), <<"hello">>, [{scope, {1, 18}}]), binary:match(b(), <<"hello">>, [{scope, {19, -5}}]), binary:matches(b(), <<"l">>, [{scope, {0, 4}}])] ++ ts([fun() -> binary:match(b(), <<"h">>, [{scope, id({10, 20})}]) end]).
match_errors() -> ts([fun() -> binary:match(b(), id(<<>>)) end, fun() -> binary:match(b(), id([])) end, fun() -> binary:match(id(a), <<"a">>) end, fun() -> binary:match(b(), id(a)) end, fun() -> binary:matches(b(), [<<"a">>, id(b)]) end, fun() -> binary:match(b(), <<"a">>, id([bad])) end, fun() -> binary:compile_pattern(id(<<>>)) end]).
compiled() -> P = binary:compile_pattern([<<"hello">>, <<"wo">>]), Q = binary:compile_pattern(<<", ">>), [binary:matches(b(), P), binary:split(b(), Q, [global]), binary:match(b(), P), element(1, P), element(1, Q)].
splits() -> [binary:split(b(), <<", ">>), binary:split(b(), <<", ">>, [global]), binary:split(<<"a,b,,c,">>, <<",">>, [global]), binary:split(<<"a,b,,c,">>, <<",">>, [global, trim]), binary:split(<<",a,,b,">>, <<",">>, [global, trim_all]), binary:split(b(), [<<",">>, <<" ">>], [global]), binary:split(<<>>, <<"x">>)].
replaces() -> [binary:replace(b(), <<"hello">>, <<"bye">>), binary:replace(b(), <<"hello">>, <<"bye">>, [global]), binary:replace(<<"abc">>, <<"b">>, <<"[]">>, [{insert_replaced, 1}]), binary:replace(<<"aXbX">>, <<"X">>, fun(X) -> <<X/binary, X/binary>> end, [global])].
copies() -> ts([fun() -> binary:copy(<<"ab">>, 3) end, fun() -> binary:copy(b()) end, fun() -> binary:copy(<<"a">>, 0) end, fun() -> binary:copy(<<"a">>, id(-1)) end, fun() -> binary:copy(id(a)) end, fun() -> byte_size(binary:copy(<<"abc">>, 100000)) end, fun() -> binary:copy(id(<<1:1>>), 2) end]).
encode() -> ts([fun() -> binary:encode_unsigned(id(0)) end, fun() -> binary:encode_unsigned(id(16#abcdef0123456789abcd)) end, fun() -> binary:encode_unsigned(id(258), little) end, fun() -> binary:decode_unsigned(<<1, 2, 3>>) end, fun() -> binary:decode_unsigned(<<1, 2, 3>>, little) end, fun() -> binary:decode_unsigned(<<>>) end, fun() -> binary:encode_unsigned(id(-1)) end,
    fun() -> binary:encode_unsigned(id(a)) end, fun() -> binary:decode_unsigned(id(<<1:1>>)) end, fun() -> binary:decode_unsigned(<<255, 255, 255, 255, 255, 255, 255, 255, 255, 255>>) end, fun() -> binary:encode_unsigned(1, id(middle)) end]).
prefixes() -> ts([fun() -> binary:longest_common_prefix([<<"abcd">>, <<"abxx">>]) end, fun() -> binary:longest_common_suffix([<<"abcd">>, <<"xxcd">>]) end, fun() -> binary:longest_common_prefix([<<"a">>]) end, fun() -> binary:longest_common_prefix(id([])) end, fun() -> binary:longest_common_suffix(id([a])) end]).
lists_of() -> ts([fun() -> binary:bin_to_list(b()) end, fun() -> binary:bin_to_list(b(), {0, 3}) end, fun() -> binary:bin_to_list(b(), 5, -2) end, fun() -> binary:list_to_bin([1, <<2>>, [3]]) end, fun() -> binary_to_list(b(), 1, 3) end, fun() -> binary_to_list(b(), id(0), 1) end, fun() -> binary_to_list(id(<<1:1>>)) end, fun() -> bitstring_to_list(id(<<1, 2:3>>)) end, fun() -> binary:bin_to_list(b(), id(30), 1) end]).
hexes() -> ts([fun() -> binary:encode_hex(<<1, 171, 255>>) end, fun() -> binary:decode_hex(<<"01ABff">>) end, fun() -> binary:decode_hex(id(<<"0g">>)) end, fun() -> binary:decode_hex(id(<<"abc">>)) end]).
split_binaries() -> ts([fun() -> split_binary(b(), 5) end, fun() -> split_binary(b(), id(0)) end, fun() -> split_binary(b(), id(100)) end, fun() -> split_binary(id(<<1:4>>), 0) end, fun() -> split_binary(id(a), 1) end]).
sizes() -> ts([fun() -> [byte_size(id(<<1:9>>)), bit_size(id(<<1:9>>)), size(id(<<1, 2>>)), size(id({a, b})), is_binary(id(<<1:1>>)), is_bitstring(id(<<1:1>>))] end, fun() -> byte_size(id(a)) end, fun() -> bit_size(id([])) end, fun() -> size(id([])) end]).
conversions() -> [list_to_binary([1, "ab", <<"c">>]), binary_to_list(b()), atom_to_binary(abc), binary_to_atom(<<"new_atom">>), binary_to_existing_atom(<<"ok">>), integer_to_binary(42), binary_to_integer(<<"-42">>), float_to_binary(1.5, [{decimals, 2}]), binary_to_float(<<"2.5">>), atom_to_binary('\x{e5}', latin1), atom_to_binary('\x{e5}'), list_to_bitstring([<<1:1>>, <<2:2>>])].
conversion_errors() -> ts([fun() -> list_to_binary(id([300])) end, fun() -> list_to_binary(id([a])) end, fun() -> list_to_binary(id(a)) end, fun() -> atom_to_binary(id(1)) end, fun() -> binary_to_atom(id(<<255>>)) end, fun() -> binary_to_existing_atom(id(<<"never_seen_atom_q">>)) end, fun() -> binary_to_atom(id(a)) end, fun() -> atom_to_binary('\x{3b1}', latin1) end, fun() -> list_to_binary(id([1 | 2])) end, fun() -> binary_to_atom(binary:copy(<<"a">>, 256)) end, fun() -> binary_to_list(id(a)) end]).
append_loop() -> B = app(id(2000), <<>>), [byte_size(B), erlang:md5(B), binary:part(B, 1000, 10)].
app(0, B) -> B;
app(N, B) -> app(N - 1, <<B/binary, (N band 255), (N bsr 8)>>).
append_shared() -> A = id(<<"base">>), B = <<A/binary, "1">>, C = <<A/binary, "2">>, D = <<B/binary, "x">>, E = <<B/binary, "y">>, [A, B, C, D, E, <<B/binary, C/binary>>].
sub_chain() -> chain(binary:copy(<<"abcdefghij">>, 30), []).
chain(<<A:7/binary, R/binary>>, Acc) when byte_size(Acc) < 0 -> {A, R};
chain(<<_, A:5/binary, R/binary>>, Acc) -> chain(R, [A | Acc]);
chain(R, Acc) -> {R, lists:reverse(Acc)}.
referenced() -> B = binary:copy(<<"0123456789">>, 100), <<_:10/binary, S:10/binary, _/binary>> = B, [binary:referenced_byte_size(B), binary:referenced_byte_size(S), binary:referenced_byte_size(binary:copy(S))].
compare() -> Bs = id([<<>>, <<1>>, <<1, 2>>, <<2>>, <<1:1>>, <<1:9>>, <<255>>, <<0:7>>, <<0:8>>]), [[{A < B, A == B} || B <- Bs] || A <- Bs].
large() -> B = binary:copy(<<"x">>, 200000), C = <<B/binary, B/binary>>, [byte_size(C), erlang:crc32(C), binary:match(<<C/binary, "y">>, <<"y">>), erlang:phash2(C), C =:= <<B/binary, B/binary>>, length(binary:matches(B, <<"xx">>))].
checksums() -> ts([fun() -> erlang:crc32(b()) end, fun() -> erlang:adler32(b()) end, fun() -> erlang:crc32(erlang:crc32(<<"a">>), <<"b">>) end, fun() -> erlang:crc32_combine(erlang:crc32(<<"ab">>), erlang:crc32(<<"cd">>), 2) end, fun() -> erlang:adler32_combine(erlang:adler32(<<"ab">>), erlang:adler32(<<"cd">>), 2) end, fun() -> erlang:crc32(id(a)) end, fun() -> erlang:adler32([1, <<2>>]) end, fun() -> erlang:adler32(id(-1), <<>>) end]).
md5s() -> ts([fun() -> erlang:md5(b()) end, fun() -> C = erlang:md5_update(erlang:md5_init(), "abc"), erlang:md5_final(C) end, fun() -> erlang:md5(id(a)) end, fun() -> erlang:md5_final(id(<<>>)) end]).
external() -> Ts = id([1, -1, 256, 1 bsl 40, -(1 bsl 70), 1.5, abc, '\x{3b1}', "string", [a | b], [1, 300], {}, {1, 2}, <<>>, <<"b">>, <<1:3>>, #{a => 1}, [], list_to_tuple(lists:seq(1, 300)), fun lists:map/2, lists:seq(1, 10), binary:copy(<<"z">>, 300)]), [{term_to_binary(T), binary_to_term(term_to_binary(T)) =:= T, erlang:external_size(T)} || T <- Ts].
external_errors() -> ts([fun() -> binary_to_term(id(<<>>)) end, fun() -> binary_to_term(id(<<131>>)) end, fun() -> binary_to_term(id(<<131, 255>>)) end, fun() -> binary_to_term(id(a)) end, fun() -> binary_to_term(<<131, 100, 0, 17, "never_seen_atom_x">>, [safe]) end, fun() -> binary_to_term(<<131, 97, 5, 99>>, [used]) end, fun() -> term_to_binary(a, [id(bad)]) end, fun() -> binary_to_term(<<131, 97, 5, 99>>) end, fun() -> binary_to_term(<<131, 108, 0, 0, 255, 255, 97, 1>>) end]).
external_options() -> T = lists:duplicate(200, hello), [term_to_binary(T, [compressed]), binary_to_term(term_to_binary(T, [compressed])) =:= T, term_to_binary({'\x{e5}', a}, [{minor_version, 1}]), term_to_binary(1.5, [{minor_version, 0}]), iolist_to_binary(term_to_iovec({a, [1], <<"b">>})), byte_size(term_to_binary(T, [{compressed, 9}])), term_to_binary(1.5, [{minor_version, 1}])].
packets() -> [erlang:decode_packet(T, B, []) || {T, B} <- id([{1, <<3, "abcd">>}, {2, <<0, 3, "ab">>}, {4, <<0, 0, 0, 1, "ab">>}, {line, <<"ab\ncd">>}, {line, <<"ab">>}, {raw, <<"xyz">>}, {asn1, <<48, 3, 1, 2, 3, 4>>}, {cdr, <<1, 2>>}, {tpkt, <<3, 0, 0, 6, 1, 2, 3>>}, {0, <<"a">>}])] ++ ts([fun() -> erlang:decode_packet(id(bad), <<>>, []) end, fun() -> erlang:decode_packet(line, id(a), []) end]).
parse_http() -> [erlang:decode_packet(http, <<"GET /x?y=1 HTTP/1.1\r\nHost: a\r\n\r\n">>, []), erlang:decode_packet(http_bin, <<"HTTP/1.0 404 Not Found\r\n\r\n">>, []), erlang:decode_packet(httph, <<"Content-Type: text/plain\r\n\r\n">>, []), erlang:decode_packet(httph_bin, <<"X-my: v\r\nA:b\r\n\r\n">>, []), erlang:decode_packet(httph, <<"\r\n">>, []), erlang:decode_packet(http, <<"bad\r\n">>, []), erlang:decode_packet(http, <<"GET">>, [])].
binary_part_guard() -> [bp(X) || X <- id([<<"abcdef">>, <<"xbc">>, <<>>, a])].
bp(B) when binary_part(B, 1, 2) =:= <<"bc">>, byte_size(B) > 3 -> long;
bp(B) when binary_part(B, {1, 2}) =:= <<"bc">> -> short;
bp(B) when bit_size(B) =:= 0 -> empty;
bp(_) -> none.
reverse_bytes() -> rev(b(), <<>>).
rev(<<>>, A) -> A;
rev(<<C, R/binary>>, A) -> rev(R, <<C, A/binary>>).
rle() -> rle(<<"aaabbbbcd">>, []).
rle(<<>>, A) -> lists:reverse(A);
rle(<<C, R/binary>>, [{C, N} | A]) -> rle(R, [{C, N + 1} | A]);
rle(<<C, R/binary>>, A) -> rle(R, [{C, 1} | A]).
base() -> [base64:encode(<<"any carnal pleas">>), base64:decode(<<"YW55IGNhcm5hbA==">>), base64:mime_decode("YW55\nIGNh")] ++ ts([fun() -> base64:decode(id(<<"@@@">>)) end]).
join() -> [iolist_to_binary(lists:join(<<", ">>, [<<"a">>, <<"b">>])), << <<X/binary, $;>> || X <- [<<"a">>, <<"bc">>] >>, string:join(["a", "b"], "-")].
utf8_text() -> [<<"\x{e5}\x{3b1}\x{1f600}"/utf8>>, [C || <<C/utf8>> <= <<"a\x{e5}\x{3b1}\x{1f600}"/utf8>>], <<(id(16#1f600))/utf16>>, <<(id($a))/utf32-little>>, [C || <<C/utf16-little>> <= <<"h\x{1f600}"/utf16-little>>]].
bin_errors() -> ts([fun() -> <<(id(a))>> end, fun() -> <<(id(1)):(id(-1))>> end, fun() -> <<(id(<<1>>)):2/binary>> end, fun() -> <<(id(a))/binary>> end, fun() -> <<(id(<<1:1>>))/binary>> end, fun() -> <<(id(16#d800))/utf8>> end, fun() -> <<(id(a))/float>> end, fun() -> <<(id(1)):(id(a))>> end, fun() -> <<1, (id(x)):16, (id(<<>>))/binary>> end, fun() -> <<(id(1.5)):17/float>> end, fun() -> <<(id(1)):(id(1 bsl 80))>> end]).
