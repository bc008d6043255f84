%% Larger mixes. Those that need a text take a file of the set's own; the variable BENCH_SOURCES names its directory.
-module(bench_macro).
-export([list/0]).

list() ->
    Source = fun() -> filename:join(os:getenv("BENCH_SOURCES"), "bench_conc.erl") end,
    Text = fun() -> {ok, B} = file:read_file(Source()), lists:append(lists:duplicate(10, binary_to_list(B))) end,
    [{compile_module, 3, "compilations", Source, fun(F) -> length([compile(F) || _ <- lists:seq(1, 3)]) end},
     {erl_scan, 1, "run", Text, fun(T) -> {ok, Ts, _} = erl_scan:string(T), length(Ts) end},
     {estone_mix, 1, "mix", fun() -> nil end, fun(_) -> mix() end},
     {json_service, 2000, "requests", fun() -> iolist_to_binary(bench_data:enc(bench_data:json_doc(3))) end, fun(B) -> svc(2000, B) end},
     {io_format_file, 20000, "lines", fun() -> "/tmp/bench_io_" ++ os:getpid() end, fun(F) -> iof(F, 20000) end},
     {file_read_lines, 200, "files", Source, fun(F) -> lists:sum([begin {ok, D} = file:open(F, [read, raw, binary, {read_ahead, 65536}]), N = rl(D, 0), file:close(D), N end || _ <- lists:seq(1, 200)]) end}
    ].

compile(File) ->
    {ok, bench_conc, Code} = compile:file(File, [binary, return_errors]),
    true = byte_size(Code) > 1000.

%% an estone-like mix of everything, in one process plus helpers
mix() ->
    W = [{F, T} || {N, _, _, S, F} <- bench_seq:list() ++ bench_bin:list() ++ bench_conc:list() ++ bench_ets:list(),
                   lists:member(N, [nrev, list_append_op, atom_dispatch, bin_parse_fields, throw_catch, big_fact, float_math, int_mixed_divrem,
                                    pingpong_free, spawn_link_storm, bigmsg_list_1kw, gen_server_call, timer_start_cancel, ets_select_ms, ets_lookup_set]),
                   T <- [S()]],
    length([erlang:phash2(F(T)) || {F, T} <- W]).

%% request/response service: accept process, per-request handler process, shared cache server
svc(N, Doc) ->
    S = self(),
    Cache = spawn_link(fun() -> cache(#{}) end),
    lists:foreach(fun(I) ->
                          P = spawn_link(fun() ->
                                                 {{[{_, Items}]}, _} = bench_data:dec(Doc),
                                                 Cache ! {get, self(), I rem 50},
                                                 receive {cached, _} -> ok end,
                                                 R = iolist_to_binary(bench_data:enc({[{<<"n">>, length(Items)}, {<<"id">>, I}, {<<"items">>, Items}]})),
                                                 Cache ! {put, I rem 50, byte_size(R)},
                                                 S ! {resp, self(), byte_size(R)}
                                         end),
                          receive {resp, P, _} -> ok end
                  end, lists:seq(1, N)),
    Cache ! stop, N.
cache(M) ->
    receive
        {get, P, K} -> P ! {cached, maps:get(K, M, none)}, cache(M);
        {put, K, V} -> cache(M#{K => V});
        stop -> ok
    end.

iof(F, N) ->
    {ok, D} = file:open(F, [write, {delayed_write, 65536, 1000}]),
    lists:foreach(fun(I) -> io:format(D, "~w ~s ~.3f~n", [I, "line", I / 7]) end, lists:seq(1, N)),
    ok = file:close(D),
    file:delete(F).
rl(D, N) -> case file:read_line(D) of {ok, _} -> rl(D, N + 1); eof -> N end.
