%% Processes, messages, timers, monitors, contention.
-module(bench_conc).
-behaviour(gen_server).
-export([list/0, spawn_on/2]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).
-export([callback_mode/0, idle/3]).

list() ->
    N = fun() -> nil end,
    [{pingpong_same, 100000, "roundtrips", N, fun(_) -> pp(1, 1, 100000) end},
     {pingpong_cross, 20000, "roundtrips", N, fun(_) -> pp(1, 2, 20000) end},
     {pingpong_free, 100000, "roundtrips", N, fun(_) -> pp(0, 0, 100000) end},
     {pingpong_async_window, 400000, "msgs", N, fun(_) -> window(200000, 100) end},
     {ring_1000, 300000, "hops", N, fun(_) -> ring(1000, 300000, 1) end},
     {fan_in_8, 400000, "msgs", N, fun(_) -> fanin(8, 50000) end},
     {fan_out_1000, 200000, "msgs", N, fun(_) -> fanout(1000, 100) end},
     {bigmsg_list_1kw, 10000, "msgs", fun() -> lists:seq(1, 500) end, fun(L) -> echo(10000, L) end},
     {bigmsg_nested_4kw, 5000, "msgs", fun() -> [{I, [a, b], #{k => I}, <<I:32>>} || I <- lists:seq(1, 200)] end, fun(L) -> echo(5000, L) end},
     {spawn_exit_seq, 100000, "spawns", N, fun(_) -> spawnseq(100000) end},
     {spawn_exit_par, 50000, "spawns", N, fun(_) -> loop(5, fun() -> spawnpar(10000) end) end},
     {spawn_link_storm, 50000, "spawns", N, fun(_) -> storm(50000) end},
     {gen_server_call, 50000, "calls", N, fun(_) -> gs(50000) end},
     {gen_server_cast, 200000, "casts", N, fun(_) -> gscast(200000) end},
     {gen_server_start_stop, 5000, "servers", N, fun(_) -> gsss(5000) end},
     {selective_recv_ref_long_mbox, 20000, "calls", fun() -> junk(10000) end, fun(_) -> selref(20000) end},
     {selective_recv_scan_1000, 5000, "receives", fun() -> junk(1000) end, fun(_) -> selscan(5000) end},
     {timer_start_cancel, 200000, "timers", N, fun(_) -> tsc(200000) end},
     {timer_fire, 20000, "timers", N, fun(_) -> tfire(20000) end},
     {receive_after_0, 1000000, "polls", N, fun(_) -> ra0(1000000) end},
     {monitor_demonitor, 200000, "pairs", N, fun(_) -> mon(200000) end},
     {link_unlink, 200000, "pairs", N, fun(_) -> lnk(200000) end},
     {register_whereis_send, 300000, "sends", N, fun(_) -> reg(300000) end},
     {process_info_is_alive, 500000, "calls", N, fun(_) -> pinfo(500000) end},
     {ets_contention_counter, 400000, "updates", fun() -> T = ets:new(t, [set, public, {write_concurrency, true}]), [ets:insert(T, {I, 0}) || I <- lists:seq(1, 16)], T end,
      fun(T) -> etsc(T, 4, 100000) end},
     {ets_contention_read, 800000, "lookups", fun() -> T = ets:new(t, [set, public, {read_concurrency, true}]), [ets:insert(T, {I, I}) || I <- lists:seq(1, 1000)], T end,
      fun(T) -> etsr(T, 4, 200000) end},
     {pmap_fib, 16, "tasks", N, fun(_) -> lists:sum(pmap(fun(X) -> pfib(X) end, lists:duplicate(16, 24))) end},
     {pmap_msort, 8, "tasks", fun() -> [bench_seq:rand(20000, I) || I <- lists:seq(1, 8)] end, fun(Ls) -> erlang:phash2(pmap(fun(L) -> lists:sort(L) end, Ls)) end},
     {worker_pool_pipeline, 50000, "jobs", N, fun(_) -> pool(8, 50000) end}
    ].

loop(1, F) -> F();
loop(N, F) -> _ = F(), loop(N - 1, F).

spawn_on(0, F) -> spawn_link(F);
spawn_on(S, F) ->
    try spawn_opt(F, [link, {scheduler, 1 + (S - 1) rem erlang:system_info(schedulers)}])
    catch error:badarg -> spawn_link(F)
    end.

par(N, F) ->
    S = self(),
    Ps = [spawn_link(fun() -> _ = F(), S ! {self(), fin} end) || _ <- lists:seq(1, N)],
    lists:foreach(fun(P) -> receive {P, fin} -> ok end end, Ps).

pmap(F, L) ->
    S = self(),
    Ps = [spawn_link(fun() -> S ! {self(), F(X)} end) || X <- L],
    [receive {P, V} -> V end || P <- Ps].

pp(S1, S2, N) ->
    Self = self(),
    Pong = spawn_on(S2, fun() -> pong() end),
    spawn_on(S1, fun() -> ping(N, Pong), Pong ! stop, Self ! {fin, Pong} end),
    receive {fin, Pong} -> N end.
pong() -> receive {P, X} -> P ! {self(), X}, pong(); stop -> ok end.
ping(0, _) -> ok;
ping(N, P) -> P ! {self(), N}, receive {P, N} -> ping(N - 1, P) end.

window(N, W) ->
    Pong = spawn_link(fun() -> pong() end),
    S = self(),
    lists:foreach(fun(I) -> Pong ! {S, I} end, lists:seq(1, W)),
    win(N - W, Pong), lists:foreach(fun(_) -> receive {Pong, _} -> ok end end, lists:seq(1, W)),
    Pong ! stop, N.
win(0, _) -> ok;
win(N, P) -> receive {P, _} -> P ! {self(), N}, win(N - 1, P) end.

ring(Procs, Hops, Tokens) ->
    S = self(),
    Last = spawn_link(fun() -> receive {next, P} -> rnode(P, S) end end),
    First = lists:foldl(fun(_, Nx) -> spawn_link(fun() -> rnode(Nx, S) end) end, Last, lists:seq(2, Procs)),
    Last ! {next, First},
    lists:foreach(fun(_) -> First ! Hops end, lists:seq(1, Tokens)),
    lists:foreach(fun(_) -> receive tokdone -> ok end end, lists:seq(1, Tokens)),
    First ! stop, receive stopped -> Procs end.
rnode(Next, S) ->
    receive
        0 -> S ! tokdone, rnode(Next, S);
        stop -> Next ! stop2, rstop(Next, S);
        stop2 -> Next ! stop2, ok;
        N -> Next ! N - 1, rnode(Next, S)
    end.
rstop(_, S) -> receive stop2 -> S ! stopped end.

fanin(P, N) ->
    S = self(),
    _ = [spawn_link(fun() -> prod(N, S) end) || _ <- lists:seq(1, P)],
    cons(P * N, 0).
prod(0, _) -> ok;
prod(N, S) -> S ! {data, N}, prod(N - 1, S).
cons(0, A) -> A;
cons(N, A) -> receive {data, X} -> cons(N - 1, A + X) end.

fanout(P, R) ->
    S = self(),
    Ps = [spawn_link(fun() -> foworker(S) end) || _ <- lists:seq(1, P)],
    lists:foreach(fun(I) ->
                          lists:foreach(fun(Q) -> Q ! {work, I} end, Ps),
                          lists:foreach(fun(_) -> receive {ack, I} -> ok end end, Ps)
                  end, lists:seq(1, R)),
    lists:foreach(fun(Q) -> Q ! stop end, Ps), P * R.
foworker(S) -> receive {work, I} -> S ! {ack, I}, foworker(S); stop -> ok end.

echo(N, T) ->
    P = spawn_link(fun() -> pong() end),
    R = echol(N, P, T), P ! stop, R.
echol(0, _, _) -> ok;
echol(N, P, T) -> P ! {self(), T}, receive {P, _} -> echol(N - 1, P, T) end.

spawnseq(0) -> ok;
spawnseq(N) -> S = self(), P = spawn(fun() -> S ! self() end), receive P -> spawnseq(N - 1) end.
spawnpar(N) -> S = self(), sp(N, S), waitn(N).
sp(0, _) -> ok;
sp(N, S) -> spawn(fun() -> S ! d end), sp(N - 1, S).
waitn(0) -> ok;
waitn(N) -> receive d -> waitn(N - 1) end.

storm(N) ->
    process_flag(trap_exit, true),
    _ = [spawn_link(fun() -> ok end) || _ <- lists:seq(1, N)],
    wexit(N), process_flag(trap_exit, false), N.
wexit(0) -> ok;
wexit(N) -> receive {'EXIT', _, normal} -> wexit(N - 1) end.

%% gen_server callbacks (also used as gen_statem)
init(statem) -> {ok, idle, 0};
init(N) -> {ok, N}.
handle_call(get, _, S) -> {reply, S, S};
handle_call({add, N}, _, S) -> {reply, S + N, S + N};
handle_call(stop, _, S) -> {stop, normal, ok, S}.
handle_cast({add, N}, S) -> {noreply, S + N}.
handle_info(_, S) -> {noreply, S}.
callback_mode() -> state_functions.
idle({call, From}, {add, N}, D) -> {keep_state, D + N, [{reply, From, D + N}]};
idle({call, From}, stop, D) -> {stop_and_reply, normal, [{reply, From, D}]}.

gs(N) -> {ok, P} = gen_server:start_link(?MODULE, 0, []), gsl(N, P), R = gen_server:call(P, get), gen_server:call(P, stop), R.
gsl(0, _) -> ok;
gsl(N, P) -> _ = gen_server:call(P, {add, 1}), gsl(N - 1, P).
gscast(N) -> {ok, P} = gen_server:start_link(?MODULE, 0, []), gsc(N, P), R = gen_server:call(P, get, infinity), gen_server:call(P, stop), R.
gsc(0, _) -> ok;
gsc(N, P) -> gen_server:cast(P, {add, 1}), gsc(N - 1, P).
gsss(0) -> ok;
gsss(N) -> {ok, P} = gen_server:start(?MODULE, N, []), ok = gen_server:call(P, stop), gsss(N - 1).

junk(N) -> S = self(), lists:foreach(fun(I) -> S ! {junk, I} end, lists:seq(1, N)), nil.
selref(N) -> {ok, P} = gen_server:start_link(?MODULE, 0, []), gsl(N, P), R = gen_server:call(P, get), gen_server:call(P, stop), R.
selscan(0) -> ok;
selscan(N) -> self() ! {sel, N}, receive {sel, N} -> selscan(N - 1) end.

tsc(0) -> ok;
tsc(N) -> R = erlang:start_timer(60000 + N band 1023, self(), x), _ = erlang:cancel_timer(R), tsc(N - 1).
tfire(N) -> S = self(), lists:foreach(fun(I) -> erlang:send_after(I rem 20, S, tick) end, lists:seq(1, N)), wtick(N), N.
wtick(0) -> ok;
wtick(N) -> receive tick -> wtick(N - 1) end.
ra0(0) -> ok;
ra0(N) -> receive never -> ok after 0 -> ra0(N - 1) end.

mon(N) -> P = spawn_link(fun() -> receive stop -> ok end end), monl(N, P), P ! stop, N.
monl(0, _) -> ok;
monl(N, P) -> R = erlang:monitor(process, P), erlang:demonitor(R, [flush]), monl(N - 1, P).
lnk(N) -> P = spawn(fun() -> receive stop -> ok end end), lnkl(N, P), P ! stop, N.
lnkl(0, _) -> ok;
lnkl(N, P) -> link(P), unlink(P), lnkl(N - 1, P).
reg(N) -> S = self(), P = spawn_link(fun() -> register(bench_reg, self()), S ! ok, regl(N), S ! fin end), receive ok -> ok end, regs(N), receive fin -> ok end, _ = P, N.
regl(0) -> ok;
regl(N) -> receive {m, _} -> regl(N - 1) end.
regs(0) -> ok;
regs(N) -> true = is_pid(whereis(bench_reg)), bench_reg ! {m, N}, regs(N - 1).
pinfo(N) -> P = spawn_link(fun() -> receive stop -> ok end end), pil(N, P), P ! stop, N.
pil(0, _) -> ok;
pil(N, P) -> true = is_process_alive(P), {_, _} = process_info(self(), message_queue_len), pil(N - 1, P).

etsc(T, P, N) -> par(P, fun() -> ecl(N, T) end), lists:sum([V || {_, V} <- ets:tab2list(T)]) band 0.
ecl(0, _) -> ok;
ecl(N, T) -> ets:update_counter(T, 1 + N band 15, 1), ecl(N - 1, T).
etsr(T, P, N) -> par(P, fun() -> erl(N, T, 0) end), ok.
erl(0, _, A) -> A;
erl(N, T, A) -> [{_, V}] = ets:lookup(T, 1 + N rem 1000), erl(N - 1, T, A + V).

pfib(N) when N < 2 -> N;
pfib(N) -> pfib(N - 1) + pfib(N - 2).

%% a pool of workers pulling jobs, results go through an aggregator
pool(W, N) ->
    S = self(),
    Agg = spawn_link(fun() -> agg(N, 0, S) end),
    Ws = [spawn_link(fun() -> pw(S, Agg) end) || _ <- lists:seq(1, W)],
    disp(N), lists:foreach(fun(_) -> receive {ready, P} -> P ! stop end end, Ws),
    receive {sum, X} -> X end.
disp(0) -> ok;
disp(N) -> receive {ready, P} -> P ! {job, N, [N, N + 1, N + 2]}, disp(N - 1) end.
pw(S, Agg) -> S ! {ready, self()}, receive {job, _, L} -> Agg ! {res, lists:sum(L)}, pw(S, Agg); stop -> ok end.
agg(0, A, S) -> S ! {sum, A};
agg(N, A, S) -> receive {res, X} -> agg(N - 1, A + X, S) end.

