%% Suspending, system tasks, timers of one deadline, heap limits, BIFs that wait: what the scheduler sees to.
-module(c_sched).
-export([cases/0, wait/0]).
-import(corpus, [id/1, t/1]).

cases() ->
    [{suspend_counts, fun suspend_counts/0}, {suspend_options, fun suspend_options/0}, {suspend_replies, fun suspend_replies/0}, {suspender_dies, fun suspender_dies/0}, {suspendee_dies, fun suspendee_dies/0}, {suspend_errors, fun suspend_errors/0}, {suspended_gc, fun suspended_gc/0},
     {equal_deadlines, fun equal_deadlines/0}, {dead_receiver, fun dead_receiver/0}, {named_receiver, fun named_receiver/0}, {timer_of_dead, fun timer_of_dead/0}, {timers_of_others, fun timers_of_others/0},
     {task_order, fun task_order/0}, {task_errors, fun task_errors/0}, {async_gc, fun async_gc/0}, {gc_of_dead, fun gc_of_dead/0}, {low_is_asked, fun low_is_asked/0},
     {max_heap_default, fun max_heap_default/0}, {max_heap_errors, fun max_heap_errors/0}, {heap_defaults, fun heap_defaults/0}, {waiting_status, fun waiting_status/0}, {hibernating, fun hibernating/0}, {hibernate_errors, fun hibernate_errors/0}, {waiting_words, fun waiting_words/0}, {receive_markers, fun receive_markers/0}, {elsewhere, fun elsewhere/0}, {waited_and_failed, fun waited_and_failed/0}].

wait() -> receive stop -> ok end.
counts() -> {suspending, L} = process_info(self(), suspending), [{A, O} || {_, A, O} <- L].
suspend_counts() -> P = spawn(?MODULE, wait, []), A = erlang:suspend_process(P), B = erlang:suspend_process(P), C = counts(), D = process_info(P, status), erlang:resume_process(P), E = {counts(), process_info(P, status)}, erlang:resume_process(P), F = counts(), G = t(fun() -> erlang:resume_process(P) end), exit(P, kill), [A, B, C, D, E, F, G].
suspend_options() -> P = spawn(?MODULE, wait, []), A = erlang:suspend_process(P, [unless_suspending]), B = erlang:suspend_process(P, [unless_suspending]), C = erlang:suspend_process(P, [asynchronous]), D = erlang:suspend_process(P, [asynchronous, unless_suspending]), E = counts(), exit(P, kill), [A, B, C, D, E].
suspend_replies() -> P = spawn(?MODULE, wait, []), A = erlang:suspend_process(P, [{asynchronous, [my, tag]}]), B = receive {[my, tag], X} -> X after 60000 -> none end, exit(P, kill), corpus:ended(P), C = erlang:suspend_process(P, [{asynchronous, two}]), D = receive {two, Y} -> Y after 60000 -> none end, [A, B, C, D].
suspender_dies() -> P = spawn(fun F() -> receive {R, M} -> R ! M, F() end end), {_, M} = spawn_monitor(fun() -> erlang:suspend_process(P), erlang:suspend_process(P) end), receive {'DOWN', M, _, _, normal} -> ok end, P ! {self(), alive}, R = receive alive -> runs after 60000 -> stays end, exit(P, kill), R.
suspendee_dies() -> P = spawn(?MODULE, wait, []), erlang:suspend_process(P), M = monitor(process, P), exit(P, bye), R = receive {'DOWN', M, _, _, X} -> X after 60000 -> none end, corpus:until(fun() -> counts() =:= [] end), [R, counts(), t(fun() -> erlang:resume_process(P) end)].
suspend_errors() -> P = spawn(fun() -> ok end), corpus:ended(P), [t(fun() -> erlang:suspend_process(id(X)) end) || X <- [self(), foo, P]] ++ [t(fun() -> erlang:suspend_process(self(), id(O)) end) || O <- [[foo], foo]].
suspended_gc() -> P = spawn(?MODULE, wait, []), erlang:suspend_process(P), A = erlang:garbage_collect(P), B = process_info(P, status), P ! stop, C = is_process_alive(P), erlang:resume_process(P), corpus:ended(P), [A, B, C, is_process_alive(P)].
equal_deadlines() -> equal_deadlines(50).
%% Again with a later deadline, where some timers were started after it.
equal_deadlines(Ms) ->
    T = erlang:monotonic_time(millisecond) + Ms, [erlang:start_timer(T, self(), N, [{abs, true}]) || N <- lists:seq(1, 500)], Started = erlang:monotonic_time(millisecond),
    L = [receive {timeout, _, X} -> X end || _ <- lists:seq(1, 500)], if Started < T -> L =:= lists:seq(1, 500); true -> equal_deadlines(2 * Ms) end.
dead_receiver() -> P = spawn(?MODULE, wait, []), R = erlang:start_timer(100000, P, x), R2 = erlang:send_after(100000, P, x), A = [is_integer(erlang:read_timer(X)) || X <- [R, R2]], exit(P, kill), corpus:ended(P), [A, erlang:read_timer(R), erlang:cancel_timer(R2), erlang:cancel_timer(R)].
named_receiver() -> R = erlang:send_after(1500, c_sched_name, hello), P = spawn(fun() -> register(c_sched_name, self()), exit(gone) end), corpus:ended(P), A = is_process_alive(P), register(c_sched_name, self()), B = is_integer(erlang:read_timer(R)), C = receive hello -> got after 60000 -> none end, unregister(c_sched_name), [A, B, C].
timer_of_dead() -> P = spawn(fun() -> ok end), corpus:ended(P), [erlang:read_timer(erlang:start_timer(1000, P, x)), erlang:cancel_timer(erlang:send_after(1000, P, x))].
timers_of_others() ->
    S = self(),
    _ = [spawn(fun() -> S ! {started, [erlang:send_after(D, S, tick) || D <- lists:seq(0, 49)]} end) || _ <- lists:seq(1, 8)],
    Refs = lists:append([receive {started, Rs} -> Rs end || _ <- lists:seq(1, 8)]),
    Cancelled = length([x || R <- Refs, erlang:cancel_timer(R) =/= false]),
    Fired = ticks(0, length(Refs) - Cancelled),
    [Fired + Cancelled, [R || R <- Refs, erlang:read_timer(R) =/= false orelse erlang:cancel_timer(R) =/= false]].
ticks(N, Wanted) -> receive tick -> ticks(N + 1, Wanted) after if N < Wanted -> 60000; true -> 200 end -> N end.
task_order() -> process_flag(priority, high), P = spawn(?MODULE, wait, []), erlang:suspend_process(P), [erts_internal:request_system_task(P, Prio, {system_task_test, {Prio, N}}) || Prio <- [low, normal, high, max], N <- [1, 2]], L = [receive {system_task_test, I, R} -> {I, R} after 60000 -> none end || _ <- lists:seq(1, 8)], exit(P, kill), lists:sort(L).
task_errors() -> [t(fun() -> erts_internal:request_system_task(id(P), id(Prio), id(T)) end) || {P, Prio, T} <- [{foo, normal, {garbage_collect, x}}, {self(), foo, {garbage_collect, x}}, {self(), normal, {foo, x}}, {self(), normal, foo}]].
async_gc() -> P = spawn(?MODULE, wait, []), A = garbage_collect(P, [{async, {my, id}}]), B = receive {garbage_collect, {my, id}, X} -> X after 60000 -> none end, C = garbage_collect(P, [{type, minor}]), D = garbage_collect(self(), [{async, me}]), E = receive {garbage_collect, me, Y} -> Y after 60000 -> none end, exit(P, kill), [A, B, C, D, E, t(fun() -> garbage_collect(P, [foo]) end)].
gc_of_dead() -> P = spawn(fun() -> ok end), corpus:ended(P), [garbage_collect(P), garbage_collect(P, [{async, a}]), receive {garbage_collect, a, X} -> X after 60000 -> none end, erlang:check_process_code(P, lists)].
low_is_asked() -> P = spawn_opt(fun F() -> receive stop -> ok after 0 -> F() end end, [{priority, low}]), process_flag(priority, max), R = [is_process_alive(P), element(2, process_info(P, priority)), garbage_collect(P), erlang:check_process_code(P, no_such_module)], process_flag(priority, normal), P ! stop, R.
max_heap_default() -> Old = erlang:system_flag(max_heap_size, #{size => 5000, kill => false, error_logger => false}), {P, M} = spawn_monitor(fun() -> exit(process_info(self(), max_heap_size)) end), R = receive {'DOWN', M, _, P, X} -> X end, New = erlang:system_flag(max_heap_size, Old), [Old, R, New, erlang:system_info(max_heap_size), process_flag(max_heap_size, 10000), process_flag(max_heap_size, #{size => 0})].
max_heap_errors() -> [element(2, t(fun() -> F(id(X)) end)) || X <- [#{}, #{kill => false}, 100, -1, foo, #{size => 5000, kill => x}], F <- [fun(V) -> erlang:system_flag(max_heap_size, V) end, fun(V) -> process_flag(max_heap_size, V) end, fun(V) -> spawn_opt(fun() -> ok end, [{max_heap_size, V}]) end]].
heap_defaults() -> Olds = [erlang:system_flag(K, V) || {K, V} <- [{fullsweep_after, 7}, {min_heap_size, 500}, {min_bin_vheap_size, 50000}]], {P, M} = spawn_monitor(fun() -> exit(process_info(self(), [fullsweep_after, min_heap_size, min_bin_vheap_size])) end), R = receive {'DOWN', M, _, P, X} -> X end, [erlang:system_flag(K, V) || {K, V} <- lists:zip([fullsweep_after, min_heap_size, min_bin_vheap_size], Olds)], [R, Olds].
waiting_status() -> P = spawn(?MODULE, wait, []), corpus:waits(P), A = process_info(P, [status, current_function, messages]), P ! other, corpus:waits(P), B = process_info(P, [status, message_queue_len]), exit(P, kill), [A, B, process_info(self(), status)].
hibernating() -> P = spawn(fun() -> erlang:hibernate(?MODULE, wait, []) end), corpus:waits(P), A = process_info(P, [status, current_function, total_heap_size]), P ! x, corpus:until(fun() -> process_info(P, [status, current_function]) =:= [{status, waiting}, {current_function, {?MODULE, wait, 0}}] end), B = process_info(P, [status, current_function]), exit(P, kill), [A, B].
hibernate_errors() -> [element(2, t(fun() -> erlang:hibernate(id(M), id(F), id(A)) end)) || {M, F, A} <- [{1, f, []}, {m, 1, []}, {m, f, a}, {m, f, [a | b]}, {m, f, lists:duplicate(1025, x)}]].
waiting_words() -> F = fun(Q) -> P = spawn_opt(?MODULE, wait, [], [{message_queue_data, Q}]), corpus:waits(P), {_, A} = process_info(P, total_heap_size), [P ! lists:seq(1, 100) || _ <- lists:seq(1, 50)], {_, B} = process_info(P, total_heap_size), exit(P, kill), B > A end, [F(on_heap), F(off_heap)].
receive_markers() -> S = spawn(fun F() -> receive {P, R, X} -> P ! {R, X}, F(); stop -> ok end end), [self() ! {junk, N} || N <- lists:seq(1, 200)], R = nest(S, 20), S ! stop, [R, element(2, process_info(self(), message_queue_len))].
nest(_, 0) -> [];
nest(S, N) -> R = make_ref(), S ! {self(), R, N}, L = nest(S, N - 1), receive {R, X} -> [X | L] end.
old_pid(N) -> binary_to_term(<<131, 88, 119, (byte_size(N)):8, N/binary, 100:32, 0:32, 7:32>>).
old_port(N) -> binary_to_term(<<131, 89, 119, (byte_size(N)):8, N/binary, 100:32, 7:32>>).
told(F) -> R = t(F), garbage_collect(), [if is_tuple(R) -> element(2, R); true -> R end, receive X -> X after 200 -> none end].
elsewhere() -> process_flag(trap_exit, true), Mine = <<"nonode@nohost">>, [told(F) || F <- [fun() -> monitor(process, old_pid(<<"a@b">>)) end, fun() -> monitor(process, old_pid(Mine), [{tag, {my, [tag]}}]) end, fun() -> monitor(port, old_port(<<"a@b">>)) end, fun() -> monitor(port, old_port(Mine)) end, fun() -> link(old_pid(<<"a@b">>)) end, fun() -> link(old_pid(Mine)) end, fun() -> link(old_port(<<"a@b">>)) end, fun() -> link(old_port(Mine)) end, fun() -> exit(old_pid(Mine), x) end]] ++ [process_info(self(), monitors)].
waited_and_failed() -> [begin {_, _, [{M, Name, A, _} | _]} = t(fun() -> erts_debug:dirty_io(error, id(E)) end), {M, Name, A} end || E <- [badarg, badarith, system_limit]].
