%% Processes, messages, links, monitors, timers, the dictionary.
-module(c_proc).
-export([cases/0, echo/0, hib/1, start_me/2]).
-import(corpus, [id/1, t/1, ts/1]).

cases() ->
    [{send_receive, fun send_receive/0}, {selective, fun selective/0}, {selective_ref, fun selective_ref/0}, {receive_timeout, fun receive_timeout/0}, {receive_zero, fun receive_zero/0}, {timeout_errors, fun timeout_errors/0}, {receive_in_receive, fun receive_in_receive/0}, {message_order, fun message_order/0}, {ring, fun ring/0}, {many_processes, fun many_processes/0},
     {large_messages, fun large_messages/0}, {links, fun links/0}, {link_chain, fun link_chain/0}, {trap_exit, fun trap_exit/0}, {exit_signals, fun exit_signals/0}, {kill, fun kill/0}, {unlink_flush, fun unlink_flush/0}, {link_dead, fun link_dead/0}, {monitors, fun monitors/0}, {monitor_dead, fun monitor_dead/0}, {monitor_name, fun monitor_name/0}, {demonitor, fun demonitors/0}, {aliases, fun aliases/0},
     {registered, fun registered_names/0}, {spawn_opts, fun spawn_opts/0}, {spawn_mfa, fun spawn_mfa/0}, {dictionary, fun dictionary/0}, {process_infos, fun process_infos/0}, {info_other, fun info_other/0}, {flags, fun flags/0}, {timers, fun timers/0}, {timer_cancel, fun timer_cancel/0}, {timer_read, fun timer_read/0}, {hibernate, fun hibernate/0}, {exit_reason_terms, fun exit_reason_terms/0},
     {group_leader, fun group_leaders/0}, {priority, fun priority/0}, {suspend, fun suspend/0}, {gc_calls, fun gc_calls/0}, {max_heap, fun max_heap/0}, {gen_server, fun gen_servers/0}, {proc_lib, fun proc_libs/0}, {supervisor, fun supervisors/0}, {counter_server, fun counter_server/0}, {pmap, fun pmap/0}, {mutex, fun mutex/0}, {flood, fun flood/0}, {ping_pong, fun ping_pong/0}, {self_send, fun self_send/0}, {process_order, fun process_order/0}, {receive_guards, fun receive_guards/0}, {after_in_loop, fun after_in_loop/0}, {async_spawn, fun async_spawn/0}, {message_queue_data, fun message_queue_data/0}, {timer_module, fun timer_module/0}, {monitor_tags, fun monitor_tags/0}, {alias_ends, fun alias_ends/0}].

echo() -> receive {From, X} -> From ! {echo, X}, echo(); stop -> ok end.
send_receive() -> P = spawn(?MODULE, echo, []), Me = self(), [begin P ! {Me, X}, receive {echo, Y} -> Y =:= X end end || X <- id([a, 1, 1.5, "str", {t, 1}, <<"b">>, #{k => v}, 1 bsl 90, [[[deep]]], fun lists:map/2])].
selective() -> [self() ! X || X <- [1, a, 2, b, 3]], A = receive b -> b end, B = receive X when is_atom(X) -> X end, C = receive Y when Y > 2 -> Y end, D = receive Z1 -> Z1 end, E = receive Z2 -> Z2 end, [A, B, C, D, E].
selective_ref() -> [self() ! {junk, N} || N <- lists:seq(1, 1000)], P = spawn(fun() -> receive {F, R, Q} -> F ! {R, Q * 2} end end), R = make_ref(), P ! {self(), R, 21}, V = receive {R, X} -> X end, {V, element(2, process_info(self(), message_queue_len))}.
receive_timeout() -> [receive x -> no after 1 -> timed_out end, receive x -> no after id(5) -> t5 end, begin self() ! now, receive now -> got after 60000 -> late end end, receive after 2 -> slept end].
receive_zero() -> self() ! a, [receive b -> b after 0 -> none end, receive a -> a after 0 -> none end, receive a -> a after 0 -> none end].
timeout_errors() -> ts([fun() -> receive x -> x after id(-1) -> y end end, fun() -> receive x -> x after id(a) -> y end end, fun() -> receive x -> x after id(1 bsl 40) -> y end end, fun() -> receive x -> x after id(1.5) -> y end end, fun() -> self() ! x, receive x -> got after id(infinity) -> y end end]).
receive_in_receive() -> [self() ! X || X <- [outer, 1, inner, 2]], receive inner -> receive outer -> receive A -> receive B -> {A, B} end end end end.
message_order() -> Me = self(), P = spawn(fun() -> [Me ! {n, N} || N <- lists:seq(1, 500)] end), _ = P, L = [receive {n, X} -> X end || _ <- lists:seq(1, 500)], L =:= lists:seq(1, 500).
ring() -> Me = self(), Last = lists:foldl(fun(_, Next) -> spawn(fun() -> fwd(Next) end) end, Me, lists:seq(1, 100)), Last ! {token, 0}, receive {token, N} -> N end.
fwd(Next) -> receive {token, N} -> Next ! {token, N + 1} end.
many_processes() -> Me = self(), Ps = [spawn(fun() -> Me ! {done, I} end) || I <- lists:seq(1, 1000)], length(Ps), lists:sum([receive {done, I} -> I end || _ <- Ps]).
large_messages() -> Me = self(), L = lists:seq(1, 20000), B = binary:copy(<<"abc">>, 50000), P = spawn(fun() -> receive {X, Y} -> Me ! {erlang:phash2(X), byte_size(Y), hd(X)} end end), P ! {L, B}, receive R -> R end.
links() -> process_flag(trap_exit, true), P = spawn_link(fun() -> receive die -> exit(bye) end end), L = element(2, process_info(self(), links)), P ! die, receive {'EXIT', P, R} -> {R, L =:= [P], element(2, process_info(self(), links))} end.
link_chain() -> process_flag(trap_exit, true), P = spawn_link(fun() -> chain(20) end), receive {'EXIT', P, R} -> R end.
chain(0) -> exit(end_of_chain);
chain(N) -> spawn_link(fun() -> chain(N - 1) end), receive never -> ok end.
trap_exit() -> [process_flag(trap_exit, true), process_flag(trap_exit, false)] ++ [begin process_flag(trap_exit, true), exit(self(), R), receive {'EXIT', S, X} -> {X, S =:= self()} after 60000 -> none end end || R <- id([normal, boom])].
exit_signals() -> [begin {P, M} = spawn_monitor(fun() -> receive after infinity -> ok end end), exit(P, R), Survives = is_process_alive(P), Survives andalso exit(P, kill), receive {'DOWN', M, process, P, X} -> {Survives, X} end end || R <- id([normal, boom, kill, {a, b}])].
kill() -> process_flag(trap_exit, true), P = spawn_link(fun() -> process_flag(trap_exit, true), receive after infinity -> ok end end), timer:sleep(5), exit(P, kill), receive {'EXIT', P, R} -> R end.
unlink_flush() -> process_flag(trap_exit, true), P = spawn_link(fun() -> receive go -> exit(x) end end), unlink(P), M = monitor(process, P), P ! go, receive {'DOWN', M, _, _, R} -> {R, receive {'EXIT', P, _} -> linked after 0 -> clean end} end.
link_dead() -> {P, M} = spawn_monitor(fun() -> ok end), receive {'DOWN', M, _, _, _} -> ok end, process_flag(trap_exit, true), A = link(P), B = receive {'EXIT', P, R} -> R after 60000 -> none end, process_flag(trap_exit, false), [A, B, t(fun() -> link(P) end)].
monitors() -> [begin {P, M} = spawn_monitor(fun() -> exit(R) end), receive {'DOWN', M, process, P, X} -> X end end || R <- id([normal, a, {b, [1]}])].
monitor_dead() -> {P, M} = spawn_monitor(fun() -> ok end), receive {'DOWN', M, _, _, R} -> R end, M2 = monitor(process, P), receive {'DOWN', M2, process, P, R2} -> {R, R2} end.
monitor_name() -> M = monitor(process, no_such_name), A = receive {'DOWN', M, process, N, R} -> {N =:= {no_such_name, node()}, R} end, P = spawn(fun() -> register(a_name_q, self()), receive stop -> exit(q) end end), corpus:until(fun() -> whereis(a_name_q) =:= P end), M2 = monitor(process, a_name_q), P ! stop, receive {'DOWN', M2, process, N2, R2} -> [A, element(1, N2), R2] end.
demonitors() -> P = spawn(fun() -> receive stop -> ok end end), M = monitor(process, P), A = demonitor(M), M2 = monitor(process, P), P ! stop, timer:sleep(10), B = demonitor(M2, [flush]), C = receive {'DOWN', _, _, _, _} -> down after 0 -> none end, [A, B, C, demonitor(M2, [info]), demonitor(M, [flush, info])].
aliases() -> A = alias(), A ! hello, X = receive hello -> got after 60000 -> none end, Y = unalias(A), A ! again, Z = receive again -> got after 10 -> none end, B = alias([reply]), B ! one, V = receive one -> got after 60000 -> none end, B ! two, W = receive two -> got after 10 -> none end, [X, Y, Z, V, W, unalias(A)].
registered_names() -> P = spawn(?MODULE, echo, []), A = register(my_echo, P), my_echo ! {self(), hi}, B = receive {echo, X} -> X end, C = whereis(my_echo) =:= P, D = lists:member(my_echo, registered()), E = t(fun() -> register(my_echo, self()) end), F = t(fun() -> register(other_name, P) end), G = unregister(my_echo), [A, B, C, D, E, F, G, whereis(my_echo), P ! stop, {my_echo, node()} ! ignored, t(fun() -> register(x_name, P) end)].
spawn_opts() -> {P, M} = spawn_opt(fun() -> exit(process_info(self(), [priority, fullsweep_after, min_heap_size])) end, [monitor, {priority, high}, {fullsweep_after, 10}, {min_heap_size, 1000}]), receive {'DOWN', M, process, P, {I, _}} -> I; {'DOWN', M, process, P, I} -> [{K, V} || {K, V} <- I, K =/= garbage_collection] end.
spawn_mfa() -> Me = self(), spawn(?MODULE, start_me, [Me, 1]), A = receive {started, X} -> X end, spawn_link(?MODULE, start_me, [Me, 2]), B = receive {started, Y} -> Y end, spawn(node(), ?MODULE, start_me, [Me, 3]), C = receive {started, Z} -> Z end, [A, B, C].
start_me(P, X) -> P ! {started, X}.
dictionary() -> [put(a, 1), put(a, 2), get(a), get(nope), put({t}, [x]), lists:sort([K || K <- get_keys(2)]), get_keys(x), lists:member({a, 2}, get()), erase(a), erase(a), get(a)] ++ [begin [put({k, N}, N) || N <- lists:seq(1, 500)], lists:sum([get({k, N}) || N <- lists:seq(1, 500)]) end, length([erase({k, N}) || N <- lists:seq(1, 500)]), length(get_keys())].
process_infos() -> process_flag(trap_exit, true), self() ! m1, [process_info(self(), K) || K <- [trap_exit, message_queue_len, messages, registered_name, status, priority, dictionary, links, monitors, monitored_by, current_function, initial_call, error_handler, catchlevel, min_heap_size, min_bin_vheap_size, fullsweep_after, suspending, last_calls, sequential_trace_token, trace, message_queue_data]].
info_other() -> P = spawn(fun() -> put(x, 1), receive stop -> ok end end), corpus:waits(P), [process_info(P, status), process_info(P, dictionary), process_info(P, message_queue_len), element(1, element(2, process_info(P, current_function))), begin P ! stop, corpus:ended(P) end, process_info(P), process_info(P, status), is_process_alive(P)].
flags() -> [process_flag(priority, high), process_flag(priority, normal), process_flag(min_heap_size, 500), process_flag(save_calls, 0), process_flag(sensitive, true), process_flag(sensitive, false), process_flag(error_handler, error_handler), process_flag(message_queue_data, off_heap), process_flag(fullsweep_after, 5)].
timers() -> erlang:send_after(5, self(), a), R = erlang:start_timer(1, self(), b), [receive {timeout, R, X} -> X end, receive a -> a after 60000 -> late end].
timer_cancel() -> R = erlang:send_after(100000, self(), never), A = erlang:cancel_timer(R), R2 = erlang:start_timer(1, self(), x), receive {timeout, R2, x} -> ok end, [is_integer(A), A > 90000, erlang:cancel_timer(R2), erlang:cancel_timer(R), erlang:cancel_timer(make_ref()), begin R3 = erlang:send_after(100000, self(), y), erlang:cancel_timer(R3, [{async, true}, {info, true}]), receive {cancel_timer, R3, L} -> is_integer(L) after 60000 -> none end end, erlang:cancel_timer(erlang:send_after(1000, self(), z), [{info, false}])].
timer_read() -> R = erlang:start_timer(100000, self(), x), A = erlang:read_timer(R), erlang:cancel_timer(R), [is_integer(A) andalso A > 90000, erlang:read_timer(R)].
hibernate() -> Me = self(), P = spawn(fun() -> erlang:hibernate(?MODULE, hib, [Me]) end), timer:sleep(5), P ! wake, receive X -> X end.
hib(P) -> receive wake -> P ! {woken, get()} end.
exit_reason_terms() -> [begin {P, M} = spawn_monitor(fun() -> exit(R) end), receive {'DOWN', M, _, P, X} -> X =:= R end end || R <- id([lists:seq(1, 100), binary:copy(<<"x">>, 1000), #{a => [b]}, {a, 1 bsl 100}, "str"])].
group_leaders() -> G = group_leader(), P = spawn(fun() -> receive {F, q} -> F ! {gl, group_leader()} end end), P ! {self(), q}, receive {gl, X} -> X =:= G end.
priority() -> [begin Me = self(), spawn_opt(fun() -> Me ! {p, process_info(self(), priority)} end, [{priority, L}]), receive {p, X} -> X end end || L <- [low, normal, high, max]].
suspend() -> P = spawn(?MODULE, echo, []), A = erlang:suspend_process(P), P ! {self(), x}, B = receive {echo, x} -> early after 10 -> suspended end, C = erlang:resume_process(P), D = receive {echo, x} -> later after 60000 -> none end, [A, B, C, D].
gc_calls() -> L = lists:seq(1, 1000), A = erlang:garbage_collect(), P = spawn(?MODULE, echo, []), B = erlang:garbage_collect(P), [A, B, lists:sum(L), begin P ! stop, corpus:ended(P), erlang:garbage_collect(P) end].
max_heap() -> logger:set_primary_config(level, none), {P, M} = spawn_opt(fun() -> grow([]) end, [monitor, {max_heap_size, #{size => 20000, kill => true, error_logger => false}}]), receive {'DOWN', M, process, P, R} -> R after 60000 -> none end.
grow(L) -> grow([lists:seq(1, 100) | L]).
gen_servers() -> {ok, P} = gen_server:start(c_server, [5], []), A = [gen_server:call(P, {add, X}) || X <- [1, 2, 3]], gen_server:cast(P, reset), B = gen_server:call(P, {add, 1}), P ! {info, 100}, C = gen_server:call(P, {add, 0}), D = t(fun() -> gen_server:call(P, silent, 20) end), gen_server:stop(P), [A, B, C, element(1, D), element(1, element(2, D)), t(fun() -> gen_server:call(P, x) end), gen_server:start(c_server, stop, [])].
proc_libs() -> P = proc_lib:spawn_link(fun() -> receive {F, q} -> F ! {i, proc_lib:initial_call(self()), get('$ancestors')} end end), P ! {self(), q}, receive {i, _, A} -> [length(A), hd(A) =:= self()] end.
supervisors() -> process_flag(trap_exit, true), logger:set_primary_config(level, none), {ok, S} = supervisor:start_link(c_server, {sup, one_for_one}), [{_, P, _, _} | _] = supervisor:which_children(S), exit(P, kill), corpus:until(fun() -> [{_, Q, worker, _}] = supervisor:which_children(S), is_pid(Q) andalso Q =/= P end), [{_, P2, worker, M}] = supervisor:which_children(S), A = gen_server:call(P2, {add, 1}), C = supervisor:count_children(S), exit(S, shutdown), receive {'EXIT', S, R} -> [P =/= P2, M, A, C, R] end.
counter_server() -> P = spawn(fun() -> count(0) end), [P ! {add, N} || N <- lists:seq(1, 100)], P ! {get, self()}, receive {count, N} -> N end.
count(N) -> receive {add, X} -> count(N + X); {get, F} -> F ! {count, N}, count(N) end.
pmap() -> Me = self(), Ps = [spawn_link(fun() -> Me ! {self(), X * X} end) || X <- lists:seq(1, 50)], [receive {P, R} -> R end || P <- Ps].
mutex() -> M = spawn(fun() -> free() end), T = ets:new(t, [public]), ets:insert(T, {n, 0}), Me = self(), [spawn(fun() -> M ! {lock, self()}, receive ok -> ok end, [{n, N}] = ets:lookup(T, n), erlang:yield(), ets:insert(T, {n, N + 1}), M ! {unlock, self()}, Me ! done end) || _ <- lists:seq(1, 50)], [receive done -> ok end || _ <- lists:seq(1, 50)], ets:lookup(T, n).
free() -> receive {lock, P} -> P ! ok, receive {unlock, P} -> free() end end.
flood() -> P = spawn(fun() -> sink(0) end), [P ! {n, N, "data"} || N <- lists:seq(1, corpus:many(20000))], P ! {stop, self()}, receive {sum, S} -> S end.
sink(S) -> receive {n, N, _} -> sink(S + N); {stop, F} -> F ! {sum, S} end.
ping_pong() -> P = spawn(?MODULE, echo, []), pp(P, 2000).
pp(_, 0) -> done;
pp(P, N) -> P ! {self(), N}, receive {echo, N} -> pp(P, N - 1) end.
self_send() -> [begin self() ! X, receive Y -> Y =:= X end end || X <- id([a, [b], {c}, 1 bsl 70, <<1:3>>])].
process_order() -> A = spawn(fun() -> ok end), B = spawn(fun() -> ok end), R1 = make_ref(), R2 = make_ref(), [A < B, R1 < R2, A =:= A, A < {}, R1 < A, self() > make_ref(), a < R1, [] > A].
receive_guards() -> [self() ! X || X <- [{n, 5}, {n, 15}, other, {s, "x"}]], [receive {n, N} when N > 10 -> N end, receive {_, L} when is_list(L) -> L end, receive X when X =:= other; X =:= never -> X end, receive Z -> Z end].
after_in_loop() -> self() ! a, self() ! b, ail([]).
ail(A) -> receive X -> ail([X | A]) after 0 -> lists:reverse(A) end.
async_spawn() -> R = spawn_request(fun() -> ok end), A = receive {spawn_reply, R, ok, P} -> is_pid(P) end, R2 = spawn_request(fun() -> ok end, [monitor, {reply_tag, tag}]), B = receive {tag, R2, ok, _} -> ok end, C = receive {'DOWN', R2, process, _, X} -> X end, [A, B, C, spawn_request_abandon(R)].
message_queue_data() -> {P, M} = spawn_opt(fun() -> receive {go, L} -> exit(erlang:phash2(L)) end end, [monitor, {message_queue_data, off_heap}]), P ! {go, lists:seq(1, 1000)}, receive {'DOWN', M, _, _, R} -> R end.
timer_module() -> {ok, T} = timer:send_after(5, hello), A = receive hello -> got after 60000 -> none end, {ok, T2} = timer:send_interval(2, tick), B = [receive tick -> tick after 60000 -> none end || _ <- [1, 2, 3]], [A, B, timer:cancel(T2), timer:cancel(T), timer:tc(fun() -> x end) =/= x, timer:seconds(3), timer:sleep(1)].
monitor_tags() -> P = spawn(fun() -> receive stop -> exit(done) end end), M = erlang:monitor(process, P, [{tag, my_tag}]), P ! stop, receive {my_tag, M, process, P, R} -> R end.
alias_ends() ->
    P = spawn(fun() -> receive stop -> ok end end),
    F = fun(R, End) -> E = End(R), R ! one, R ! two, {E, [receive X -> X after 0 -> none end || _ <- [1, 2]], unalias(R), demonitor(R, [info])} end,
    Ends = [fun(_) -> none end, fun(R) -> demonitor(R, [info]) end, fun(R) -> unalias(R) end, fun(R) -> {unalias(R), demonitor(R, [info])} end],
    A = [F(alias(O), E) || O <- [[], [reply]], E <- Ends],
    B = [F(monitor(process, P, [{alias, O}]), E) || O <- [explicit_unalias, demonitor, reply_demonitor], E <- Ends],
    C = [begin Q = spawn(fun() -> receive go -> ok end end), R = monitor(process, Q, [{alias, O}]), Q ! go, receive {'DOWN', R, _, _, W} -> W end, F(R, fun(_) -> down end) end
         || O <- [explicit_unalias, demonitor, reply_demonitor]],
    P ! stop,
    [A, B, C].
