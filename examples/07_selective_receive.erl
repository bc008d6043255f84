%% A process with a long queue of messages asks a server; the answer is found at once, since a receive that can only match
%% messages newer than a reference just made does not look at older ones.
%% How long one answer took stands on standard error: it should be the same with an empty queue and a long one.
%%
%%     bin/longbeam run examples/07_selective_receive.erl
-module('07_selective_receive').
-export([main/1]).

-define(CALLS, 1000).

main([]) ->
    main(["100000"]);
main([Length]) ->
    Server = spawn_link(fun server/0),
    Empty = time_calls(Server),
    lists:foreach(fun(I) -> self() ! {noise, I} end, lists:seq(1, list_to_integer(Length))),
    Full = time_calls(Server),
    {message_queue_len, Left} = process_info(self(), message_queue_len),
    io:format("~b answers with an empty queue, ~b with ~b messages before them~n", [?CALLS, ?CALLS, Left]),
    io:format(standard_error, "~b ns an answer with an empty queue, ~b ns with a long one~n", [Empty, Full]),
    io:format("in order: ~p~n", [drain(1, Left)]).

time_calls(Server) ->
    Start = erlang:monotonic_time(nanosecond),
    lists:foreach(fun(I) -> I = call(Server, I) end, lists:seq(1, ?CALLS)),
    (erlang:monotonic_time(nanosecond) - Start) div ?CALLS.

call(Server, Request) ->
    Tag = make_ref(),
    Server ! {self(), Tag, Request},
    receive
        {Tag, Answer} -> Answer
    end.

server() ->
    receive
        {From, Tag, Request} ->
            From ! {Tag, Request},
            server()
    end.

drain(I, Last) when I > Last ->
    receive _ -> false after 0 -> true end;
drain(I, Last) ->
    receive {noise, I} -> drain(I + 1, Last) after 0 -> false end.
