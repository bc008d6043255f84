%% A ring of N processes; a message goes round it M times. Each step is one message between two processes.
%% How long it took stands on standard error.
%%
%%     bin/longbeam run examples/02_ring.erl 1000 1000
-module('02_ring').
-export([main/1]).

main([]) ->
    main(["1000", "1000"]);
main([N, M]) ->
    ring(list_to_integer(N), list_to_integer(M)).

ring(N, M) when N > 0, M > 0 ->
    Main = self(),
    %% The last process made knows the first one's successor, and so on back to the first, which closes the ring.
    First = spawn_link(fun() -> first(Main, N, M) end),
    Start = erlang:monotonic_time(microsecond),
    receive
        {First, done, Hops} ->
            Micros = max(1, erlang:monotonic_time(microsecond) - Start),
            io:format("~b processes, ~b rounds, ~b messages~n", [N, M, Hops]),
            io:format(standard_error, "~.3f s, ~b ns a message~n", [Micros / 1.0e6, Micros * 1000 div Hops])
    end.

first(Main, N, M) ->
    Self = self(),
    Next = lists:foldl(fun(_, Successor) -> spawn_link(fun() -> forward(Successor) end) end, Self, lists:seq(2, N)),
    Next ! {token, 1},
    rounds(Main, Next, M).

%% The first process counts the rounds; the token counts its own steps.
rounds(Main, Next, M) ->
    receive
        {token, Hops} when M > 1 ->
            Next ! {token, Hops + 1},
            rounds(Main, Next, M - 1);
        {token, Hops} ->
            %% Nobody is left waiting: 'stop' goes once round the ring.
            Next ! stop,
            receive stop -> Main ! {self(), done, Hops} end
    end.

forward(Next) ->
    receive
        {token, Hops} ->
            Next ! {token, Hops + 1},
            forward(Next);
        stop ->
            Next ! stop
    end.
