%% A gen_server and a supervisor for the cases of processes.
-module(c_server).
-behaviour(gen_server).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, start_link/1]).

start_link(A) -> gen_server:start_link(?MODULE, A, []).
init({sup, Strategy}) -> {ok, {#{strategy => Strategy}, [#{id => child, start => {?MODULE, start_link, [[10]]}}]}};
init([N]) -> {ok, N};
init(stop) -> {stop, asked_to}.
handle_call({add, X}, _, N) -> {reply, N + X, N + X};
handle_call(silent, _, N) -> {noreply, N}.
handle_cast(reset, _) -> {noreply, 0}.
handle_info({info, X}, N) -> {noreply, N + X}.
