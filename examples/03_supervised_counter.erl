%% A counter that crashes when it is told something silly, and the supervisor that starts it again.
%%
%%     bin/longbeam run examples/03_supervised_counter.erl
-module('03_supervised_counter').
-behaviour(gen_server).
-export([main/1, start_counter/0]).
-export([init/1, handle_call/3, handle_cast/2]).

-define(COUNTER, counter).

main(_) ->
    %% The crash below is meant; its report would only be in the way.
    logger:set_primary_config(level, none),
    {ok, Supervisor} = supervisor:start_link(?MODULE, supervisor),
    First = whereis(?COUNTER),
    io:format("counts ~p ~p ~p~n", [add(1), add(1), add(40)]),
    io:format("a silly request: ~p~n", [add(apples)]),
    Second = wait_for_another(First),
    io:format("restarted: ~p, alive: ~p, counts from the start: ~p~n", [Second =/= First, is_process_alive(Second), add(1)]),
    [{counter, Second, worker, [?MODULE]}] = supervisor:which_children(Supervisor),
    io:format("children: ~p~n", [supervisor:count_children(Supervisor)]).

start_counter() ->
    gen_server:start_link({local, ?COUNTER}, ?MODULE, counter, []).

add(Number) ->
    try
        gen_server:call(?COUNTER, {add, Number})
    catch
        exit:{{Reason, _Stacktrace}, _Call} -> {crashed, Reason}
    end.

wait_for_another(Old) ->
    case whereis(?COUNTER) of
        New when is_pid(New), New =/= Old -> New;
        _ -> receive after 1 -> wait_for_another(Old) end
    end.

%% Both the supervisor and the counter start here.
init(supervisor) ->
    Child = #{id => counter, start => {?MODULE, start_counter, []}},
    {ok, {#{strategy => one_for_one, intensity => 3, period => 5}, [Child]}};
init(counter) ->
    {ok, 0}.

handle_call({add, Number}, _From, Count) ->
    {reply, Count + Number, Count + Number}.

handle_cast(_, Count) ->
    {noreply, Count}.
