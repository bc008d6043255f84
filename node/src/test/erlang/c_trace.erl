%% Erlang's own tracing: trace, trace_pattern, trace_info, seq_trace, save_calls, system_monitor.
-module(c_trace).
-export([cases/0, f/1, g/1, h/1, rec/1, rev/2, last/1, loop/0]).
-import(corpus, [id/1, ts/1]).

cases() ->
    logger:set_primary_config(level, none),
    [{flags, fun flags/0}, {flag_errors, fun flag_errors/0}, {patterns, fun patterns/0}, {pattern_errors, fun pattern_errors/0},
     {local_calls, fun local_calls/0}, {exceptions, fun exceptions/0}, {uncaught, fun uncaught/0}, {global_calls, fun global_calls/0},
     {bifs, fun bifs/0}, {bif_traps, fun bif_traps/0}, {counts, fun counts/0}, {meta, fun meta/0}, {match_actions, fun match_actions/0},
     {messages, fun messages/0}, {events, fun events/0}, {processes, fun processes/0}, {spawning, fun spawning/0},
     {delivered, fun delivered/0}, {dead_tracer, fun dead_tracer/0}, {sensitive, fun sensitive/0}, {long_stack, fun long_stack/0},
     {sequential, fun sequential/0}, {seq_spawns, fun seq_spawns/0}, {seq_exit_to_sensitive, fun seq_exit_to_sensitive/0}, {sequential_errors, fun sequential_errors/0}, {sequential_reset, fun sequential_reset/0},
     {saved_calls, fun saved_calls/0},
     {monitors, fun monitors/0}, {on_load, fun on_load/0}].

sequential_reset() ->
    seq_trace:set_token(label, 5),
    Before = seq_trace:get_token(label),
    [Before, erlang:system_flag(reset_seq_trace, true), seq_trace:get_token(), ts([fun() -> erlang:system_flag(reset_seq_trace, id(no)) end])].

f(X) -> g(X) + 1.
g(X) -> X * 2.
h(X) -> catch g(X).
rec(0) -> 0;
rec(N) -> 1 + rec(N - 1).
rev(A, B) -> R = lists:reverse(A, B), id(R), R.
last(X) -> atom_to_list(X).

loop() -> receive {From, F} -> From ! {self(), catch F()}, loop() end.
tracee() -> spawn(fun loop/0).
call(P, F) -> P ! {self(), F}, receive {P, R} -> R after 60000 -> timeout end.
stop(P) -> catch unlink(P), exit(P, kill), R = erlang:monitor(process, P), receive {'DOWN', R, _, _, _} -> ok end, trace_off(), ok.
trace_off() ->
    [erlang:trace_pattern({?MODULE, '_', '_'}, false, O) || O <- [[], [local, meta, call_count, call_time]]],
    [erlang:trace_pattern({lists, '_', '_'}, false, O) || O <- [[], [local, meta]]],
    [erlang:trace_pattern({erlang, '_', '_'}, false, O) || O <- [[], [local, meta]]],
    erlang:trace_pattern(send, true, []), erlang:trace_pattern('receive', true, []).

%% What has been traced, with pids by name and timestamps as atoms.
traced(P) -> R = erlang:trace_delivered(P), traced(P, R).
traced(P, R) ->
    receive
        {trace_delivered, P, R} -> [];
        X when element(1, X) =:= trace -> [clean(X, P) | traced(P, R)];
        X when element(1, X) =:= trace_ts -> [clean(setelement(tuple_size(X), X, ts), P) | traced(P, R)]
    after 60000 -> [timeout]
    end.
clean(P, P) -> tracee;
clean(X, _) when X =:= self() -> tracer;
clean(X, _) when is_pid(X) -> pid;
clean(X, _) when is_reference(X) -> ref;
clean(X, _) when is_function(X) -> a_fun;
clean(X, P) when is_tuple(X) -> list_to_tuple(clean(tuple_to_list(X), P));
clean([X | Y], P) -> [clean(X, P) | clean(Y, P)];
clean(X, _) -> X.

flags() ->
    P = tracee(),
    R = [erlang:trace(P, true, [send, call, timestamp]), erlang:trace_info(P, flags), erlang:trace_info(P, tracer) =:= {tracer, self()},
         erlang:trace(P, false, [send]), erlang:trace_info(P, flags), erlang:trace(P, true, [monotonic_timestamp, silent, arity, set_on_link]),
         erlang:trace_info(P, flags), erlang:trace(P, false, [all]), erlang:trace_info(P, flags), erlang:trace_info(P, tracer),
         erlang:trace(P, true, [all]), erlang:trace_info(P, flags), process_info(self(), trace),
         erlang:trace(new, true, [procs]), erlang:trace_info(new, flags), erlang:trace(new_processes, false, [procs]),
         erlang:trace_info(new_processes, flags), erlang:trace_info(new_ports, tracer)],
    stop(P), [R, erlang:trace_info(P, flags)].
flag_errors() ->
    P = tracee(),
    R = ts([fun() -> erlang:trace(id(foo), true, [call]) end, fun() -> erlang:trace(self(), id(maybe_so), [call]) end,
            fun() -> erlang:trace(self(), true, id([bad])) end, fun() -> erlang:trace(self(), true, id([call | x])) end,
            fun() -> erlang:trace(self(), true, id([{tracer, foo}])) end, fun() -> erlang:trace_info(id(foo), flags) end,
            fun() -> erlang:trace_info(P, id(foo)) end, fun() -> erlang:trace_info({?MODULE, f}, all) end,
            fun() -> erlang:trace_delivered(id(x)) end]),
    stop(P), [clean(X, P) || X <- R].

patterns() ->
    M = [{['$1'], [{is_atom, '$1'}], [{return_trace}]}],
    R = [erlang:trace_info({?MODULE, f, 1}, all), erlang:trace_info({?MODULE, nope, 1}, traced), erlang:trace_pattern({?MODULE, f, 1}, M, [local]),
         erlang:trace_info({?MODULE, f, 1}, match_spec), erlang:trace_info({?MODULE, f, 1}, traced), erlang:trace_info({?MODULE, f, 1}, all),
         erlang:trace_pattern({?MODULE, f, 1}, true), erlang:trace_info({?MODULE, f, 1}, traced), erlang:trace_info({?MODULE, f, 1}, match_spec),
         erlang:trace_pattern({?MODULE, f, '_'}, false, []), erlang:trace_info({?MODULE, f, 1}, traced),
         erlang:trace_pattern({?MODULE, '_', '_'}, true, []), erlang:trace_pattern({?MODULE, f, 1}, true, [local, call_count]),
         erlang:trace_info({?MODULE, f, 1}, all), erlang:trace_pattern({?MODULE, nope, 1}, true, [local]),
         erlang:trace_info({erlang, atom_to_list, 1}, traced), erlang:trace_pattern({erlang, atom_to_list, 1}, true, []),
         erlang:trace_info({erlang, atom_to_list, 1}, all)],
    trace_off(), R.
pattern_errors() ->
    ts([fun() -> erlang:trace_pattern(id(foo), true, []) end, fun() -> erlang:trace_pattern({lists, seq, 2}, id([{foo}]), []) end,
        fun() -> erlang:trace_pattern({lists, seq, 2}, true, id([foo])) end, fun() -> erlang:trace_pattern({'_', seq, 2}, id(true), []) end,
        fun() -> erlang:trace_pattern({lists, seq}, id(true), []) end, fun() -> erlang:trace_pattern({lists, seq, a}, id(true), []) end,
        fun() -> erlang:trace_pattern({lists, seq, 2}, id([{'_', [], []}]), [call_count]) end,
        fun() -> erlang:trace_pattern({lists, seq, 2}, id(true), [global, local]) end,
        fun() -> erlang:trace_pattern(send, id(true), [local]) end, fun() -> erlang:trace_pattern('receive', id(restart), []) end,
        fun() -> erlang:trace_info(send, id(traced)) end]).

local_calls() ->
    P = tracee(), erlang:trace(P, true, [call, return_to]),
    erlang:trace_pattern({?MODULE, '_', '_'}, [{'_', [], [{return_trace}, {message, {{caller}}}]}], [local]),
    A = call(P, fun() -> f(3) end), R1 = traced(P),
    erlang:trace_pattern({?MODULE, '_', '_'}, false, [local]),
    erlang:trace_pattern({?MODULE, rec, 1}, [{['$1'], [{'<', '$1', 2}], []}], [local]),
    erlang:trace(P, true, [arity]),
    B = call(P, fun() -> rec(4) end), R2 = traced(P),
    erlang:trace(P, true, [silent]), call(P, fun() -> rec(4) end), R3 = traced(P),
    stop(P), [A, R1, B, R2, R3].
exceptions() ->
    P = tracee(), erlang:trace(P, true, [call, return_to]),
    erlang:trace_pattern({?MODULE, '_', '_'}, [{'_', [], [{exception_trace}]}], [local]),
    A = call(P, fun() -> h(a) end), R1 = traced(P),
    B = call(P, fun() -> try f(id(a)) catch C:E -> {C, E} end end), R2 = traced(P),
    stop(P), [is_tuple(A), R1, B, R2].
uncaught() ->
    [begin
         P = tracee(), erlang:trace(P, true, [call, procs]),
         erlang:trace_pattern({?MODULE, rec, 1}, [{'_', [], [{exception_trace}]}], [local]),
         erlang:trace_pattern({erlang, E, 1}, [{'_', [], [{exception_trace}]}], [local]),
         Self = self(), Q = spawn(fun() -> receive go -> ok end, erlang:E({Self, 1}), ok end),
         erlang:trace(Q, true, [call]), Q ! go, R = erlang:monitor(process, Q), receive {'DOWN', R, _, _, _} -> ok end,
         X = traced(Q), stop(P), X
     end || E <- [exit, throw]].
global_calls() ->
    P = tracee(), erlang:trace(P, true, [call]),
    erlang:trace_pattern({?MODULE, '_', '_'}, [{'_', [], [{return_trace}]}], []),
    A = call(P, fun() -> {f(3), ?MODULE:f(4), apply(?MODULE, g, [5]), (fun ?MODULE:h/1)(6)} end), R1 = traced(P),
    stop(P), [A, R1].
bifs() ->
    P = tracee(), erlang:trace(P, true, [call, return_to]),
    [erlang:trace_pattern({erlang, F, 1}, [{'_', [], [{return_trace}, {message, {{caller}}}]}], [local]) || F <- [atom_to_list, list_to_atom]],
    erlang:trace_pattern({lists, reverse, 2}, [{'_', [], [{exception_trace}]}], [local]),
    A = call(P, fun() -> [last(abc), list_to_atom(atom_to_list(x)), catch rev([1 | id(b)], []), rev([1, 2], [3]),
                          process_info(self(), current_function)] end),
    R1 = traced(P), stop(P), [length(A), R1].
bif_traps() ->
    P = tracee(), erlang:trace(P, true, [call, arity]),
    erlang:trace_pattern({lists, reverse, 2}, [{'_', [], [{return_trace}, {message, x}]}], [local]),
    A = call(P, fun() -> length(rev(lists:seq(1, corpus:many(200000)), [])) end),
    R = [setelement(tuple_size(T), T, cut) || T <- traced(P)], stop(P), [A, R].
counts() ->
    P = tracee(), erlang:trace(P, true, [call]),
    C = fun() -> erlang:trace_info({?MODULE, rec, 1}, call_count) end,
    T = fun() -> case erlang:trace_info({?MODULE, rec, 1}, call_time) of {call_time, L} when is_list(L) -> [N || {Q, N, _, _} <- L, Q =:= P]; X -> X end end,
    R = [C(), erlang:trace_pattern({?MODULE, rec, 1}, restart, [local, call_count]), C(),
         erlang:trace_pattern({?MODULE, rec, 1}, true, [call_count, call_time]), C(), T(), call(P, fun() -> rec(5) end), C(), T(),
         erlang:trace_pattern({?MODULE, rec, 1}, pause, [call_count, call_time]), call(P, fun() -> rec(5) end), C(), T(),
         erlang:trace_pattern({?MODULE, rec, 1}, restart, [call_count, call_time]), C(), T(), call(P, fun() -> rec(2) end), C(), T(),
         erlang:trace_pattern({?MODULE, rec, 1}, false, [call_count, call_time]), C(), T()],
    stop(P), [R, traced(P)].
meta() ->
    P = tracee(),
    erlang:trace_pattern({?MODULE, g, 1}, [{['$1'], [{'>', '$1', 3}], [{message, {{x, '$1'}}}, {return_trace}]}], [meta]),
    A = call(P, fun() -> {f(2), f(4)} end),
    R = [traced(P), element(1, erlang:trace_info({?MODULE, g, 1}, meta)), erlang:trace_info({?MODULE, g, 1}, meta_match_spec)],
    stop(P), [A, R].
match_actions() ->
    P = tracee(), erlang:trace(P, true, [call]),
    W = erlang:system_flag(trace_control_word, 17),
    R = [begin
             erlang:trace_pattern({?MODULE, g, 1}, [{'_', [], B}], [local]), X = call(P, fun() -> {g(1), g(2)} end),
             Y = traced(P), erlang:trace(P, true, [call]), erlang:trace(P, false, [silent, return_to, send]), {X, Y, erlang:trace_info(P, flags)}
         end || B <- [[{message, false}], [{message, true}], [{message, [a, {{b}}]}], [{silent, true}], [{message, {get_tcw}}],
                      [{set_tcw, 18}, {message, {get_tcw}}], [{disable_trace, call}], [{enable_trace, return_to}], [{trace, [call], []}],
                      [{message, {is_seq_trace}}], [{set_seq_token, label, 5}, {message, {get_seq_token}}], [{message, {self}}]]],
    erlang:system_flag(trace_control_word, W), stop(P), [clean(R, P)].
messages() ->
    P = tracee(), Self = self(), erlang:trace(P, true, [send, 'receive']),
    call(P, fun() -> Self ! hello, register(c_trace_name, self()), c_trace_name ! me, receive me -> ok end,
                     receive after 1 -> ok end, unregister(c_trace_name) end),
    receive hello -> ok end,
    R = traced(P), stop(P), R.
events() ->
    P = tracee(), erlang:trace(P, true, [send, 'receive', timestamp]),
    A = [erlang:trace_info(send, match_spec), erlang:trace_pattern(send, [{['_', '$1'], [{is_tuple, '$1'}], [{message, {{s, {size, '$1'}}}}]}], []),
         erlang:trace_pattern('receive', [{['$1', '_', {'_', '_'}], [], [{message, '$1'}]}], []), erlang:trace_info('receive', match_spec),
         call(P, fun() -> self() ! x, receive x -> ok end end)],
    R = traced(P), B = [erlang:trace_pattern(send, false, []), erlang:trace_info(send, match_spec), call(P, fun() -> 1 end)],
    R2 = traced(P), stop(P), clean([A, R, B, R2], P).
processes() ->
    P = tracee(), erlang:trace(P, true, [procs]), Self = self(),
    call(P, fun() -> register(c_trace_q, self()), link(Self), unlink(Self), unregister(c_trace_q), spawn(erlang, now, []), unlink(spawn_link(fun loop/0)) end),
    R = traced(P), exit(P, bye), M = erlang:monitor(process, P), receive {'DOWN', M, _, _, _} -> ok end,
    [R, traced(P)].
spawning() ->
    [begin
         P = tracee(), erlang:trace(P, true, [procs, F]),
         [A, B] = call(P, fun() -> [begin Q = spawn_link(fun loop/0), Q end || _ <- [1, 2]] end),
         X = [erlang:trace_info(Q, flags) || Q <- [P, A, B]], Y = traced(P),
         [erlang:trace(Q, false, [all]) || Q <- [P, A, B]], [exit(Q, kill) || Q <- [A, B]], stop(P), {X, Y}
     end || F <- [set_on_spawn, set_on_first_spawn, set_on_link, set_on_first_link]].
delivered() -> P = tracee(), R = erlang:trace_delivered(P), S = erlang:trace_delivered(all), X = [receive {trace_delivered, P, R} -> 1 after 60000 -> 0 end, receive {trace_delivered, all, S} -> 1 after 60000 -> 0 end], stop(P), X.
dead_tracer() ->
    P = tracee(), T = tracee(), erlang:trace(P, true, [call, send, {tracer, T}]),
    A = erlang:trace_info(P, tracer) =:= {tracer, T},
    B = (catch erlang:trace(P, true, [call])), exit(T, kill), M = erlang:monitor(process, T), receive {'DOWN', M, _, _, _} -> ok end,
    call(P, fun() -> 1 end),
    R = [A, element(1, B), erlang:trace_info(P, tracer), erlang:trace_info(P, flags), erlang:trace(P, true, [call]), erlang:trace_info(P, flags)],
    stop(P), R.
sensitive() ->
    P = tracee(), erlang:trace(P, true, [call, send, 'receive']), erlang:trace_pattern({?MODULE, g, 1}, true, [local]),
    call(P, fun() -> process_flag(sensitive, true) end), traced(P), call(P, fun() -> g(1) end), R1 = traced(P),
    call(P, fun() -> process_flag(sensitive, false) end), traced(P), call(P, fun() -> g(1) end), R2 = length(traced(P)), stop(P), [R1, R2].
long_stack() ->
    P = tracee(), erlang:trace(P, true, [call, return_to]), erlang:trace_pattern({?MODULE, rec, 1}, [{'_', [], [{return_trace}]}], [local]),
    A = call(P, fun() -> rec(corpus:many(2000)) end), R = traced(P), stop(P), [A, length(R), erlang:phash2(R)].

sequential() ->
    Old = seq_trace:set_system_tracer(self()), P = tracee(),
    [seq_trace:set_token(F, true) || F <- [send, 'receive', print]], seq_trace:set_token(label, {my, label}),
    A = [seq_trace:get_token(F) || F <- [label, serial, send, 'receive', print, timestamp]],
    R = call(P, fun() -> seq_trace:print(here), [seq_trace:get_token(label), seq_trace:get_token(serial)] end),
    seq_trace:set_token([]), B = [seq_trace:get_token(), seq_trace:get_token(label), seq_trace:print(nothing)],
    X = drain(), seq_trace:set_system_tracer(Old), exit(P, kill), clean([Old, A, R, B, X], P).
%% A spawn under a token counts as a message there and one back. (The C emulator then counts on from a wrong number: each begins anew.)
seq_spawns() ->
    Old = seq_trace:set_system_tracer(T = spawn(fun() -> receive {all, To} -> To ! {all, drain()} end end)),
    Spawns = [fun(F) -> spawn(F) end, fun(F) -> spawn_link(F) end, fun(F) -> element(1, spawn_monitor(F)) end, fun(F) -> I = spawn_request(F, [link, {reply_tag, tag}]), receive {tag, I, ok, P} -> P end end],
    Tokens = [begin
        seq_trace:reset_trace(), seq_trace:set_token(label, N), seq_trace:set_token(send, true), seq_trace:set_token('receive', true), Me = self(),
        P = S(fun() -> Me ! {gone, seq_trace:get_token(serial)}, receive stop -> ok end end), receive {gone, _} = G -> ok end, Token = seq_trace:get_token(serial),
        seq_trace:set_token([]), unlink(P), P ! stop, {G, Token} end || {N, S} <- lists:zip([1, 2, 3, 4], Spawns)],
    T ! {all, self()}, All = receive {all, X} -> X end, seq_trace:set_system_tracer(Old),
    [Tokens | lists:sort([{L, C, K, tuple_size(M), element(1, M)} || {seq_trace, L, {K, C, _, _, M}} <- All])].
seq_exit_to_sensitive() ->
    Old = seq_trace:set_system_tracer(T = spawn(fun() -> receive {all, To} -> To ! {all, drain()} end end)), process_flag(trap_exit, true),
    P = spawn_link(fun() -> receive go -> ok end, seq_trace:set_token(send, true), exit(done) end), process_flag(sensitive, true), P ! go,
    R = receive {'EXIT', P, Reason} -> Reason end, process_flag(sensitive, false), seq_trace:set_token([]), T ! {all, self()}, All = receive {all, X} -> X end,
    seq_trace:set_system_tracer(Old), process_flag(trap_exit, false), [R, All].
drain() -> corpus:go_round(), receive X when element(1, X) =:= seq_trace -> [X | drain()] after 100 -> [] end.
sequential_errors() ->
    ts([fun() -> erlang:seq_trace(id(foo), true) end, fun() -> erlang:seq_trace(send, id(1)) end, fun() -> erlang:seq_trace(serial, id(1)) end,
        fun() -> erlang:seq_trace_info(id(foo)) end, fun() -> erlang:seq_trace_info(id(1)) end]) ++ [seq_trace:get_token(), seq_trace:get_system_tracer()].

saved_calls() ->
    [process_flag(save_calls, 3), id(1), ?MODULE:g(1), self() ! x, receive x -> 1 end, apply(id(?MODULE), id(g), [2]),
     element(2, process_info(self(), last_calls)), process_flag(save_calls, 0), process_info(self(), last_calls)].
monitors() ->
    S = self(),
    [erlang:system_monitor(), erlang:system_monitor(S, [{long_gc, 100000}, {large_heap, 1}, busy_port, {long_schedule, 100000}]) =:= undefined,
     element(2, erlang:system_monitor()), element(1, erlang:system_monitor(undefined)) =:= S, erlang:system_monitor(),
     erlang:system_profile(), erlang:system_profile(S, [exclusive]), element(2, erlang:system_profile()), is_tuple(erlang:system_profile(undefined, []))]
    ++ ts([fun() -> erlang:system_monitor(S, id([foo])) end, fun() -> erlang:system_monitor(id(a), [busy_port]) end, fun() -> erlang:system_profile(S, id([foo])) end]).
on_load() ->
    R = [erlang:trace_info(on_load, all), erlang:trace_pattern(on_load, [{'_', [], [{return_trace}]}], [local]), erlang:trace_info(on_load, all),
         erlang:trace_pattern(on_load, true, [call_count]), erlang:trace_info(on_load, call_count)],
    Fs = [{attribute, 1, module, dyn_traced}, {attribute, 1, export, [{f, 1}]}, {function, 2, f, 1, [{clause, 2, [{var, 2, 'X'}], [], [{var, 2, 'X'}]}]}],
    {ok, M, B} = compile:forms(Fs, []), {module, M} = code:load_binary(M, "dyn_traced.erl", B),
    S = [erlang:trace_info({M, f, 1}, all), erlang:trace_pattern(on_load, false, [local, call_count]), erlang:trace_info(on_load, traced)],
    {module, M} = code:load_binary(M, "dyn_traced.erl", B),
    [R, S, erlang:trace_info({M, f, 1}, traced), code:purge(M), code:delete(M), code:purge(M)].
