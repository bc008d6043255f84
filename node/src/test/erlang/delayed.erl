%% Messages that are late for a known reason, for the tests of "longbeam trace why". All go to a process called victim.
-module(delayed).
-export([main/1, hog/1, collection/2, mailbox/1]).

main([Function | Numbers]) ->
    apply(?MODULE, list_to_atom(Function), [list_to_integer(N) || N <- Numbers]).

%% On one scheduler: a process of the highest priority sends the message, and then leaves the scheduler to nobody for a time.
hog(Ms) ->
    Victim = victim(fun() -> receive wanted -> ok end end),
    Hog = spawn_opt(fun() -> receive go -> Victim ! wanted, spin(erlang:monotonic_time(millisecond) + Ms) end end, [{priority, max}]),
    register(hog, Hog),
    Hog ! go,
    wait(Victim).

spin(Until) ->
    case erlang:monotonic_time(millisecond) < Until of
        true -> spin(Until);
        false -> ok
    end.

%% The message comes while its receiver collects a large heap that holds a long list.
collection(HeapWords, Length) ->
    Main = self(),
    Victim = victim(fun() ->
        List = lists:seq(1, Length),
        Main ! now,
        garbage_collect(),
        receive wanted -> length(List) end
    end, [{min_heap_size, HeapWords}]),
    receive now -> Victim ! wanted end,
    wait(Victim).

%% The message is the last one behind many that its receiver does not want, and looks at for a microsecond or so each: what
%% else may delay a message of a busy machine stays less than that.
mailbox(Length) ->
    Considered = lists:seq(1, 500),
    Victim = victim(fun() ->
        filled(Length + 1),
        receive Message when length(Considered) > 0, Message =:= wanted -> ok end
    end),
    [Victim ! N || N <- lists:seq(1, Length)],
    Victim ! wanted,
    wait(Victim).

filled(Length) ->
    case process_info(self(), message_queue_len) of
        {_, Length} -> ok;
        _ -> erlang:yield(), filled(Length)
    end.

victim(Fun) -> victim(Fun, []).

victim(Fun, Options) ->
    Main = self(),
    Victim = spawn_opt(fun() -> Main ! ready, Fun() end, Options),
    register(victim, Victim),
    receive ready -> Victim end.

wait(Victim) ->
    Ref = monitor(process, Victim),
    receive {'DOWN', Ref, process, Victim, normal} -> io:format("done~n") end.
