%% Numbers without a limit, floats that print shortest, and binaries taken apart bit by bit.
%%
%%     bin/longbeam run examples/08_bignum_float_binary.erl
-module('08_bignum_float_binary').
-export([main/1]).

main(_) ->
    io:format("50! = ~b~n", [factorial(50)]),
    io:format("2^200 = ~s in base 36~n", [integer_to_list(1 bsl 200, 36)]),
    io:format("7^300 rem (2^61 - 1) = ~b~n", [pow(7, 300) rem ((1 bsl 61) - 1)]),
    io:format("digits of 2000!: ~b~n", [length(integer_to_list(factorial(2000)))]),
    io:format("0.1 + 0.2 = ~w, sqrt(2) = ~.15f, 1.0e22 = ~w~n", [0.1 + 0.2, math:sqrt(2), 1.0e22]),
    io:format("pi from 1000 terms: ~.6f~n", [leibniz(1000)]),
    Packet = <<1:4, 5:4, 1500:16, "payload", 3.25:32/float, -2:16/little-signed>>,
    io:format("packet: ~w~n", [Packet]),
    <<Version:4, Kind:4, Size:16, Text:7/binary, Float:32/float, Small:16/little-signed>> = Packet,
    io:format("version ~b, kind ~b, size ~b, text ~s, float ~w, small ~b~n", [Version, Kind, Size, Text, Float, Small]),
    io:format("bits: ~s~n", [[$0 + Bit || <<Bit:1>> <= <<"BEAM">>]]),
    io:format("crc32 ~.16b, adler32 ~.16b, md5 ~s~n", [erlang:crc32(Packet), erlang:adler32(Packet), hex(erlang:md5(Packet))]),
    io:format("text: ~ts~n", [unicode:characters_to_binary(["na", 16#EF, "ve ", 955, "-calculus ", 8364])]),
    Term = #{list => [1, 2.5, three], big => 1 bsl 100},
    io:format("there and back: ~p~n", [binary_to_term(term_to_binary(Term, [compressed])) =:= Term]).

factorial(0) -> 1;
factorial(N) -> N * factorial(N - 1).

pow(_, 0) -> 1;
pow(X, N) when N rem 2 =:= 0 -> pow(X * X, N div 2);
pow(X, N) -> X * pow(X, N - 1).

leibniz(Terms) ->
    4 * lists:sum([(1 - 2 * (K rem 2)) / (2 * K + 1) || K <- lists:seq(0, Terms - 1)]).

hex(Binary) -> [io_lib:format("~2.16.0b", [Byte]) || <<Byte>> <= Binary].
