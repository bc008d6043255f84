package dev.longbeam.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Erlang and Java on one node. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class OtpTest {
    private static final int AM_READY = AtomTable.of("ready");
    private static final int AM_CRASH = AtomTable.of("crash");
    private static final int AM_GET = AtomTable.of("get");

    private static EvaluatingNode erlang;
    private static Node node;
    private static Sender sender;

    /** What Erlang may call. */
    public static final class Functions {
        /** The callback of an OTP supervisor. */
        @ErlangFunction("java_sup:init/1")
        public static void init(final TermReader args, final TermWriter result) {
            result.tuple(2).atom("ok").tuple(2)
                .map(2).atom("strategy").atom("one_for_one").atom("intensity").int64(3)
                .list(1).map(2).atom("id").atom("counter").atom("start")
                .tuple(3).atom("longbeam").atom("start_link").list(2).atom("counter").term(args);
        }

        @ErlangFunction("java_math:mid/2")
        public double mid(final double bid, final double ask) {
            return (bid + ask) / 2;
        }

        @ErlangFunction("java_math:describe/5")
        public String describe(final long number, final int small, final boolean flag, final String text, final byte[] bytes) {
            if (number == 0) {
                throw new IllegalStateException("zero");
            }
            return number + " " + small + " " + flag + " " + text + " " + bytes.length;
        }

        @ErlangFunction(value = "java_math:slow/1", blocking = true)
        public String slow(final long ms) throws InterruptedException {
            Thread.sleep(ms);
            return Thread.currentThread().getName().startsWith("scheduler") ? "on a scheduler" : "elsewhere";
        }
    }

    /** Counts, answers {@code get}, and crashes when told to. */
    private static final class Counter implements Behaviour {
        private long count;

        Counter(final long start) {
            count = start;
        }

        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) {
            if (message.isAtom(AM_CRASH)) {
                throw new IllegalStateException("crash");
            }
            count += message.int64();
        }

        @Override
        public void onRequest(final ProcessContext ctx, final TermReader request) {
            assertTrue(request.isAtom(AM_GET));
            ctx.reply(ctx.message().int64(count));
        }
    }

    @BeforeAll
    static void boot() {
        erlang = new EvaluatingNode(EvaluatingNode.otp(), new NodeContext().schedulers(2).nodeName("otp").functions(new Functions())
            .erlangProcess("counter", args -> {
                final long start = args.int64();
                return ProcessSpec.of(() -> new Counter(start)).register("java_counter");
            }));
        node = erlang.node;
        sender = erlang.sender;
    }

    @AfterAll
    static void end() {
        if (erlang != null) {
            erlang.close();
        }
    }

    private static String next() {
        return erlang.next();
    }

    private static String eval(final String program) {
        return erlang.eval(program);
    }

    @Test
    void shouldSendBothWays() {
        final long doubler = node.spawn(ProcessSpec.of((ctx, message) ->
            ctx.offer(message.pidAt(0), ctx.message().int64(message.int64At(1) * 2))).register("doubler"));
        assertEquals("{value,42}", eval("doubler ! {self(), 21}, receive N -> N end."));
        assertEquals("{value,{true,[],doubler}}", eval("P = whereis(doubler), {is_process_alive(P), element(2, process_info(P, messages)),"
            + " element(2, process_info(P, registered_name))}."));
        assertTrue(node.isAlive(doubler));
    }

    @Test
    void shouldCallJavaFunctionsAsModules() {
        assertEquals("{value,2.000000e+00}", eval("java_math:mid(1.5, 2.5)."));
        assertEquals("{value,2.000000e+00}", eval("java_math:mid(1, 3)."));
        assertEquals("{value,[<<\"7 -2 true abc 2\">>,true]}",
            eval("[java_math:describe(7, -2, true, <<\"abc\">>, <<1, 2>>), erlang:function_exported(java_math, mid, 2)]."));
        assertEquals("{error,badarg}", eval("java_math:mid(a, 3)."));
        assertEquals("{error,badarg}", eval("java_math:describe(7, 1 bsl 40, true, <<\"abc\">>, <<>>)."));
        assertEquals("{error,{'java.lang.IllegalStateException',<<\"zero\">>}}", eval("java_math:describe(0, 1, true, <<>>, <<>>)."));
        assertEquals("{error,undef}", eval("java_math:other(1)."));
        assertEquals("{value,<<\"elsewhere\">>}", eval("java_math:slow(20)."));
        assertEquals("{value,[2.000000e+00,3.000000e+00]}", eval("lists:map(fun(X) -> java_math:mid(X, X) end, [2, 3])."));
    }

    @Test
    void shouldBeSupervisedByOtp() {
        assertEquals("{value,true}", eval("{ok, S} = supervisor:start_link(java_sup, 5), unlink(S), register(java_sup, S)."));
        assertEquals("{value,12}", eval("java_counter ! 3, gen_server:cast(java_counter, 4), gen_server:call(java_counter, get, infinity)."));
        final long before = node.whereis("java_counter");
        assertEquals("{value,{true,5}}", eval("P = whereis(java_counter), R = monitor(process, P), java_counter ! crash,"
            + " receive {'DOWN', R, process, P, {{'java.lang.IllegalStateException', <<\"crash\">>}, _}} -> ok end,"
            + " W = fun W() -> case whereis(java_counter) of undefined -> timer:sleep(1), W(); Q -> Q end end,"
            + " {W() =/= P, gen_server:call(java_counter, get, infinity)}."));
        assertTrue(before != node.whereis("java_counter"));
        assertEquals("{value,{[{specs,1},{active,1},{supervisors,0},{workers,1}],undefined}}",
            eval("C = supervisor:count_children(java_sup), ok = gen_server:stop(java_sup), {C, whereis(java_counter)}."));
        assertEquals("{error,badarg}", eval("longbeam:start_link(nothing, 5)."));
        assertTrue(eval("longbeam:start_link(counter, not_a_number).").startsWith("{value,{error,<<\"not INTEGER of 64 bits but ATOM: not_a_number"));
    }

    @Test
    void shouldLetJavaCallGenServers() {
        final long[] pid = new long[1];
        pid[0] = node.spawn(ProcessSpec.of(new Behaviour() {
            @Override
            public void onMessage(final ProcessContext ctx, final TermReader message) {
                ctx.request(ctx.whereis(AtomTable.of("application_controller")), ctx.message().atom("which_applications"), 300_000_000_000L);
            }

            @Override
            public void onReply(final ProcessContext ctx, final long requestId, final TermReader reply) {
                ctx.offer(erlang.inbox.pid(), ctx.message().int64(reply.length()));
            }
        }));
        sender.offer(pid[0], sender.message().atom(AM_READY));
        assertEquals("2", next());
        final int applications = sender.call(node.whereis("application_controller"), sender.message().atom("which_applications"),
            300_000_000_000L, TermReader::length).join();
        assertEquals(2, applications);
    }

    @Test
    void shouldLinkErlangAndJavaProcesses() {
        assertEquals("{value,{'EXIT',normal_no_more}}", eval("process_flag(trap_exit, true), P = longbeam:spawn(counter, 1), link(P),"
            + " exit(P, normal_no_more), R = receive {'EXIT', P, Why} -> {'EXIT', Why} end, process_flag(trap_exit, false), R."));
    }

    @Test
    void shouldShowJavaProcessesAsOthers() {
        assertEquals("{value,[{initial_call,{'dev.longbeam.embed.OtpTest$Counter',behaviour,0}},"
            + "{current_function,{'dev.longbeam.embed.OtpTest$Counter',behaviour,0}},{current_stacktrace,[]},{message_queue_len,0},{links,[]}]}",
            eval("P = longbeam:spawn(counter, 1), I = process_info(P, [initial_call, current_function, current_stacktrace, message_queue_len,"
                + " links]), exit(P, kill), I."));
        assertEquals("{value,{true,true,6}}", eval("P = longbeam:spawn(counter, 1), G = garbage_collect(P), S = erlang:suspend_process(P),"
            + " P ! 5, erlang:resume_process(P), N = gen_server:call(P, get, infinity), [_ | _] = process_info(P), exit(P, kill), {G, S, N}."));
        assertEquals("{value,[{receive,5},{send,9}]}", eval("P = longbeam:spawn(counter, 4), T = self(), 1 = erlang:trace(P, true, [send, 'receive']),"
            + " P ! 5, 9 = gen_server:call(P, get, infinity), exit(P, kill), receive {trace, P, 'receive', 5} -> ok after 300000 -> error(no_receive) end,"
            + " receive {trace, P, send, {_, 9}, _} -> ok after 300000 -> error(no_send) end, [{'receive', 5}, {send, 9}]."));
    }

    @Test
    void shouldRefuseFunctionsThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> Node.launch(new NodeContext().functions(new Functions())));
        final IllegalArgumentException none = assertThrows(IllegalArgumentException.class,
            () -> JavaFunction.addAll("text", new java.util.HashMap<>()));
        assertEquals("no public method with @ErlangFunction in java.lang.String", none.getMessage());
    }
}
