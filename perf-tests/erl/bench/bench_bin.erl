%% Binaries and bit syntax.
-module(bench_bin).
-export([list/0]).

list() ->
    B300k = fun() -> binary:copy(<<1, 2, 3>>, 100000) end,
    N = fun() -> nil end,
    [{bin_parse_fields, 5000000, "records", B300k, fun(B) -> loop(50, fun() -> f168(B, 0) end) end},
     {bin_parse_bytes, 3000000, "bytes", B300k, fun(B) -> loop(10, fun() -> bytes(B, 0) end) end},
     {bin_parse_bits, 3000000, "fields", fun() -> binary:copy(<<16#a5, 16#5a, 16#c3>>, 30000) end, fun(B) -> loop(20, fun() -> bits(B, 0) end) end},
     {bin_build_append, 1000000, "appends", N, fun(_) -> byte_size(app(1000000, <<>>)) end},
     {bin_build_comprehension, 1000000, "bytes", B300k, fun(B) -> loop(3, fun() -> byte_size(<< <<(X bxor 255)>> || <<X>> <= B >>) end) end},
     {bin_utf8_decode, 2700000, "chars", fun() -> unicode:characters_to_binary(lists:flatten(lists:duplicate(10000, "aěβ漢😀 xyz"))) end, fun(B) -> loop(30, fun() -> u8(B, 0) end) end},
     {bin_split_match, 60000, "lines", fun() -> binary:copy(<<"key=value; other=thing\r\n">>, 60000) end,
      fun(B) -> {length(binary:split(B, <<"\r\n">>, [global])), length(binary:matches(B, <<"other">>)), length(binary:split(B, [<<"; ">>, <<"\r\n">>], [global]))} end},
     {bin_to_list, 2000000, "bytes", B300k, fun(B) -> loop(3, fun() -> byte_size(list_to_binary(binary_to_list(B))) end) end},
     {bin_base64, 300000, "bytes", B300k, fun(B) -> B = base64:decode(base64:encode(B)), byte_size(B) end},
     {bin_crc_md5, 30, "MB-ish", fun() -> binary:copy(<<1, 2, 3>>, 1000000) end, fun(B) -> {erlang:crc32(B), erlang:adler32(B), erlang:md5(B)} end},
     {bin_http_parse, 10000, "requests", fun() -> <<"GET /path/to/resource?x=1&y=2 HTTP/1.1\r\nHost: example.com\r\nUser-Agent: bench/1.0\r\nAccept: */*\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n">> end,
      fun(B) -> loop(10000, fun() -> http(B) end) end},
     {bin_subpart_compare, 500000, "ops", fun() -> binary:copy(<<"abcdefgh">>, 1000) end, fun(B) -> parts(500000, B, 0) end}
    ].

loop(1, F) -> F();
loop(N, F) -> _ = F(), loop(N - 1, F).

f168(<<A:16, B:8, R/binary>>, S) -> f168(R, S + A + B);
f168(<<>>, S) -> S.
bytes(<<B, R/binary>>, S) -> bytes(R, S + B);
bytes(<<>>, S) -> S.
bits(<<A:3, B:5, C:7, D:1/unsigned, E:8/signed, R/bitstring>>, S) -> bits(R, S + A + B * 2 + C + D + E);
bits(<<>>, S) -> S.

app(0, B) -> B;
app(N, B) -> app(N - 1, <<B/binary, N:8>>).
u8(<<C/utf8, R/binary>>, S) -> u8(R, S + C);
u8(<<>>, S) -> S.

http(B) -> {M, R} = tok(B, $\s, 0, B), {P, R1} = tok(R, $\s, 0, R), {_, R2} = tok(R1, $\r, 0, R1), <<$\n, R3/binary>> = R2, hdrs(R3, [], {M, P}).
hdrs(<<"\r\n">>, Acc, {M, P}) -> {length(Acc), byte_size(M), byte_size(P)};
hdrs(B, Acc, T) ->
    {K, R} = tok(B, $:, 0, B), <<$\s, R1/binary>> = R,
    {V, R2} = tok(R1, $\r, 0, R1), <<$\n, R3/binary>> = R2,
    hdrs(R3, [{K, V} | Acc], T).
tok(<<C, R/binary>>, C, N, Orig) -> {binary:part(Orig, 0, N), R};
tok(<<_, R/binary>>, C, N, Orig) -> tok(R, C, N + 1, Orig).

parts(0, _, A) -> A;
parts(N, B, A) ->
    O = (N * 8) rem 7000,
    P = binary:part(B, O, 16),
    parts(N - 1, B, if P =:= <<"abcdefghabcdefgh">> -> A + 1; true -> A end).

