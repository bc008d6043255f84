package dev.longbeam.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.MemoryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several nodes with OTP in one JVM. */
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class TwoOtpNodesTest {
    private static final long PATIENCE_NS = 300_000_000_000L;

    /** Loads a module whose function gives a value and whose fun adds it; the same text gives the same module. */
    private static final String LOAD = """
        Load = fun(Value) ->
            Forms = [begin {ok, Ts, _} = erl_scan:string(T), {ok, F} = erl_parse:parse_form(Ts), F end || T <-
                ["-module(twin).", "-export([value/0, adder/0]).", "value() -> " ++ integer_to_list(Value) ++ ".",
                 "adder() -> fun(X) -> X + value() end."]],
            {ok, twin, Beam} = compile:forms(Forms),
            {module, twin} = code:load_binary(twin, "twin.erl", Beam)
        end,""";

    private static NodeContext context(final String name, final boolean stepped) {
        return new NodeContext().schedulers(stepped ? 2 : 1).pinned(false).nodeName(name).invokerMode(stepped);
    }

    private static void await(final BooleanSupplier condition, final String what) {
        final long endNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < endNs, what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void setUp(final EvaluatingNode erlang, final int number) {
        assertEquals("{value,{module,twin}}", erlang.eval(LOAD + "Load(" + number + ")."));
        assertEquals("{value,ok}", erlang.eval("N = " + number + ", true = register(mine, spawn(fun() -> receive stop -> ok end end)),"
            + " Keeper = spawn(fun() -> receive stop -> ok end end), true = register(keeper, Keeper),"
            + " names = ets:new(names, [named_table, public, {heir, Keeper, none}]), true = ets:insert(names, {n, N}),"
            + " ok = application:set_env(kernel, number, N), true = os:putenv(\"NUMBER\", integer_to_list(N)),"
            + " _ = erlang:system_flag(backtrace_depth, 10 + N), persistent_term:put({my, key}, {adder, twin:adder(), N})."));
    }

    private static void check(final EvaluatingNode erlang, final int number) {
        assertEquals("{value," + number + "}", erlang.eval("twin:value()."));
        assertEquals("{value,{" + (100 + number) + "," + number + "}}",
            erlang.eval("{adder, F, N} = persistent_term:get({my, key}), {F(100), N}."));
        assertEquals("{value,[{n," + number + "}]}", erlang.eval("ets:lookup(names, n)."));
        assertEquals("{value,{{ok," + number + "},\"" + number + "\"," + (10 + number) + "}}", erlang.eval(
            "{application:get_env(kernel, number), os:getenv(\"NUMBER\"), erlang:system_flag(backtrace_depth, 10 + " + number + ")}."));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepApartWhatHasTheSameName(final boolean stepped) {
        final EvaluatingNode first = new EvaluatingNode(EvaluatingNode.otp(), context("first", stepped));
        try (EvaluatingNode second = new EvaluatingNode(EvaluatingNode.otp(), context("second", stepped))) {
            setUp(first, 1);
            setUp(second, 2);
            check(first, 1);
            check(second, 2);

            assertEquals("{value,true}", first.eval("M = monitor(process, mine), mine ! stop, receive {'DOWN', M, _, _, _} -> ok end,"
                + " undefined =:= whereis(mine)."));
            assertEquals("{value,true}", second.eval("is_process_alive(whereis(mine))."));
            first.close();
            check(second, 2);
        }
    }

    @Test
    void shouldCallFunsOfTheSameModuleOnEachNode() {
        final String fun = "F = twin:adder(), persistent_term:put(f, F), F(1).";
        try (EvaluatingNode first = new EvaluatingNode(EvaluatingNode.otp(), context("first", false));
            EvaluatingNode second = new EvaluatingNode(EvaluatingNode.otp(), context("second", false))) {
            first.eval(LOAD + "Load(5).");
            second.eval("[begin {ok, A} = {ok, list_to_atom(\"moves_ids\" ++ [C])}, {ok, A, B} = compile:forms([{attribute, 1, module, A}]),"
                + " code:load_binary(A, \"\", B) end || C <- \"abc\"].");
            second.eval(LOAD + "Load(5).");
            assertEquals("{value,6}", first.eval(fun));
            assertEquals("{value,6}", second.eval(fun));

            assertEquals("{error,undef}", first.eval("true = code:delete(twin), code:purge(twin), (persistent_term:get(f))(1)."));
            assertEquals("{value,6}", second.eval("(persistent_term:get(f))(1)."));
        }
    }

    @Test
    void shouldTraceOneNodeOnly() {
        try (EvaluatingNode first = new EvaluatingNode(EvaluatingNode.otp(), context("first", false));
            EvaluatingNode second = new EvaluatingNode(EvaluatingNode.otp(), context("second", false))) {
            first.eval(LOAD + "Load(1).");
            second.eval(LOAD + "Load(1).");

            assertEquals("{value,{1,{traced,local}}}", first.eval("S = self(), T = spawn(fun() -> receive go -> ok end, twin:value() end),"
                + " 1 = erlang:trace(T, true, [call, {tracer, S}]), N = erlang:trace_pattern({twin, value, 0}, true, [local]), T ! go,"
                + " receive {trace, T, call, {twin, value, []}} -> ok after 300000 -> exit(no_trace) end,"
                + " {N, erlang:trace_info({twin, value, 0}, traced)}."));
            assertEquals("{value,{traced,false}}", second.eval("erlang:trace_info({twin, value, 0}, traced)."));
        }
    }

    @Test
    void shouldCountFromTheStartOfItsOwnNode() {
        try (EvaluatingNode first = new EvaluatingNode(EvaluatingNode.otp(), context("first", false))) {
            assertEquals("{value,ok}", first.eval("[erlang:unique_integer([monotonic]) || _ <- lists:seq(1, 100000)], ok."));
            first.eval("R = erlang:start_timer(100000000, self(), x), persistent_term:put(timer, term_to_binary(R)).");
            try (EvaluatingNode second = new EvaluatingNode(EvaluatingNode.otp(), context("second", false))) {
                assertEquals("{value,true}", second.eval("erlang:unique_integer([monotonic, positive]) < 100000."));
                assertEquals("{value,true}", second.eval(
                    "erlang:monotonic_time(millisecond) - erlang:convert_time_unit(erlang:system_info(start_time), native, millisecond)"
                        + " < 240000."));
            }
            assertEquals("{value,true}", first.eval("is_integer(erlang:cancel_timer(binary_to_term(persistent_term:get(timer))))."));
        }
    }

    @Test
    void shouldEndWhatOneNodeRunsWhenItCloses() {
        try (EvaluatingNode second = new EvaluatingNode(EvaluatingNode.otp(), context("second", false))) {
            final EvaluatingNode first = new EvaluatingNode(EvaluatingNode.otp(), context("first", false));
            final String text = first.eval("P = open_port({spawn, \"cat\"}, []), {os_pid, Os} = erlang:port_info(P, os_pid), Os.");
            final ProcessHandle program = ProcessHandle.of(Long.parseLong(text.replaceAll("\\D", ""))).orElseThrow();
            assertEquals("{value,ok}", first.eval("[spawn(fun L() -> _ = lists:seq(1, 100), L() end) || _ <- \"abc\"], ok."));
            final long threads = threads();
            first.close();

            await(() -> !program.isAlive(), "the port's program goes on");
            await(() -> threads() < threads, "no thread has ended");
            assertEquals("{value,4}", second.eval("2 + 2."));
            assertFalse(second.node.isClosed());
        }
    }

    @Test
    void shouldHandleWhatErlangWasSentBeforeItCloses() throws InterruptedException {
        final EvaluatingNode erlang = new EvaluatingNode(EvaluatingNode.otp(), context("loaded", false));
        final AtomicLong handled = new AtomicLong();
        final AtomicLong acknowledged = new AtomicLong();
        erlang.node.spawn(ProcessSpec.of((ctx, message) -> handled.incrementAndGet()).register("counter"));
        assertEquals("{value,true}", erlang.eval("register(relay, spawn(fun L() -> receive M -> counter ! M end, L() end))."));
        final long relay = erlang.node.whereis("relay");
        final Thread load = Thread.ofPlatform().start(() -> {
            try (Sender sender = erlang.node.sender()) {
                while (sender.offer(relay, sender.message().int64(1)) == SendResult.SENT) {
                    acknowledged.incrementAndGet();
                }
            }
        });
        await(() -> acknowledged.get() > 1000, "nothing is sent");

        erlang.close();
        load.join();

        assertTrue(handled.get() >= acknowledged.get(), "handled=" + handled + " acknowledged=" + acknowledged);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().matches("longbeam-jit|scheduler-1")).count();
    }

    @Test
    void shouldGiveBackItsMemoryWhenANodeCloses() {
        final String fill = "T = ets:new(t, []), ets:insert(T, [{N, fun() -> N end, <<0:8000>>} || N <- lists:seq(1, 100)]),"
            + " persistent_term:put(big, lists:seq(1, 1000)), erlang:send_after(100000000, self(), lists:seq(1, 100)),"
            + " put(x, lists:seq(1, 100)), length([spawn(fun() -> put(y, lists:seq(1, 100)), receive after infinity -> ok end end)"
            + " || _ <- lists:seq(1, 10)]).";
        final List<String> after = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            try (EvaluatingNode node = new EvaluatingNode(EvaluatingNode.otp(), context("filled", true))) {
                assertEquals("{value,10}", node.eval(fill));
            }
            after.add("literals=" + Blocks.usedBytes(MemoryKind.LITERAL) + " ets=" + Blocks.usedBytes(MemoryKind.ETS) + " processes="
                + Blocks.usedBytes(MemoryKind.PROCESS) + " signals=" + Blocks.usedBytes(MemoryKind.SIGNAL) + " binaries="
                + Blocks.usedBytes(MemoryKind.BINARY));
        }
        assertEquals(after.get(1), after.get(2));
    }

    @Test
    void shouldRunTwoReleasesSideBySide() {
        final String rules = "{erlang:system_info(otp_release), 0.0 =:= -0.0, hd(maps:keys(maps:from_list([{I, I} || I <- lists:seq(1, 40)]))),"
            + " erlang:phash2(make_ref()) >= 0}.";
        try (EvaluatingNode earlier = new EvaluatingNode(EvaluatingNode.otp(), context("earlier", false));
            EvaluatingNode later = new EvaluatingNode(EvaluatingNode.laterOtp(), context("later", false))) {
            assertEquals("{value,{\"25\",true,33,true}}", earlier.eval(rules));
            final String told = later.eval(rules);
            assertTrue(told.matches("\\{value,\\{\"2[79]\",false,(39|18),true}}"), told);
            final String big = "maps:get(40, maps:from_list([{I, I} || I <- lists:seq(1, 100)])).";
            assertEquals("{value,40}", earlier.eval(big));
            assertEquals("{value,40}", later.eval(big));

            assertEquals(mapOf40(earlier), mapOf40(later));
            assertEquals("{value,{\"25\",true,33,true}}", earlier.eval(rules));
        }
    }

    /** A map that a thread of the host writes for a node, and what the node and the host find in it. */
    private static String mapOf40(final EvaluatingNode erlang) {
        erlang.eval("register(mapper, spawn(fun L() -> receive M -> java_inbox ! {map_size(M), maps:get(17, M), M}, L() end end)).");
        final TermWriter map = erlang.sender.message().map(40);
        for (int i = 1; i <= 40; i++) {
            map.int64(i).int64(i * 10L);
        }
        assertEquals(SendResult.SENT, erlang.sender.offer(erlang.node.whereis("mapper"), map));
        final StringBuilder found = new StringBuilder();
        await(() -> erlang.inbox.poll(message -> {
            final TermReader part = new TermReader();
            message.elementAt(2, part);
            final TermReader key = new TermReader();
            final TermReader value = new TermReader();
            part.beginEntries();
            long sum = 0;
            while (part.nextEntry(key, value)) {
                assertTrue(part.get(key, value));
                sum += value.int64();
            }
            found.append(message.int64At(0)).append(' ').append(message.int64At(1)).append(' ').append(sum);
        }, 1) == 1, "no message from the mapper");
        return found.toString();
    }
}
