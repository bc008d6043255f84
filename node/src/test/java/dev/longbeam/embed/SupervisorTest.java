package dev.longbeam.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Supervisors in Java. */
class SupervisorTest {
    private static final long MS = 1_000_000;
    private static final int AM_CRASH = AtomTable.of("crash");
    private static final int AM_STOP = AtomTable.of("stop");
    private static final int AM_SHUTDOWN = AtomTable.of("shutdown");

    private final SteppedJavaNode stepped = new SteppedJavaNode(1);
    private final Node node = stepped.node;
    private final Sender sender = node.sender();
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        sender.close();
        node.close();
    }

    /** Tells when it starts and when it ends in order; crashes and stops as it is told. */
    private final class Worker implements Behaviour {
        private final String name;
        private final boolean stubborn;

        Worker(final String name, final boolean stubborn) {
            this.name = name;
            this.stubborn = stubborn;
        }

        @Override
        public void onStart(final ProcessContext ctx) {
            seen.add("+" + name);
        }

        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) {
            if (message.isAtom(AM_CRASH)) {
                throw new IllegalStateException("crash of " + name);
            }
            ctx.exit();
        }

        @Override
        public void onExit(final ProcessContext ctx, final long fromPid, final TermReader reason) {
            seen.add("-" + name);
            if (!stubborn) {
                ctx.exit(reason);
            }
        }
    }

    private ChildSpec worker(final String name) {
        return ChildSpec.of(name, ProcessSpec.of(() -> new Worker(name, false)).register("sup_" + name).trapExit(true));
    }

    private long start(final Supervisor supervisor) {
        final long pid = node.spawn(supervisor.spec());
        stepped.settle();
        return pid;
    }

    private Supervisor abc(final Supervisor.Strategy strategy) {
        return Supervisor.of(strategy).intensity(2, 1000 * MS).child(worker("a")).child(worker("b")).child(worker("c"));
    }

    private void tell(final String name, final int atom) {
        sender.offer(node.whereis("sup_" + name), sender.message().atom(atom));
        stepped.settle();
    }

    @Test
    void shouldRestartOneForOne() {
        start(abc(Supervisor.Strategy.ONE_FOR_ONE));
        final long before = node.whereis("sup_b");
        tell("b", AM_CRASH);

        assertEquals(List.of("+a", "+b", "+c", "+b"), seen);
        assertNotEquals(before, node.whereis("sup_b"));
        assertTrue(node.isAlive(node.whereis("sup_b")));
    }

    @Test
    void shouldRestartOneForAll() {
        start(abc(Supervisor.Strategy.ONE_FOR_ALL));
        tell("b", AM_CRASH);

        assertEquals(List.of("+a", "+b", "+c", "-c", "-a", "+a", "+b", "+c"), seen);
    }

    @Test
    void shouldRestartRestForOne() {
        start(abc(Supervisor.Strategy.REST_FOR_ONE));
        tell("b", AM_CRASH);

        assertEquals(List.of("+a", "+b", "+c", "-c", "+b", "+c"), seen);
    }

    @Test
    void shouldGiveUpAfterTooManyRestartsInThePeriod() {
        final long supervisor = start(abc(Supervisor.Strategy.ONE_FOR_ONE));
        tell("a", AM_CRASH);
        tell("a", AM_CRASH);
        stepped.advance(1001 * MS);
        tell("a", AM_CRASH);
        tell("a", AM_CRASH);
        assertTrue(node.isAlive(supervisor));
        seen.clear();

        tell("a", AM_CRASH);

        assertFalse(node.isAlive(supervisor));
        assertEquals(List.of("-c", "-b"), seen);
    }

    @Test
    void shouldRestartAsTheTypeOfTheChildSays() {
        start(Supervisor.of(Supervisor.Strategy.ONE_FOR_ONE).intensity(10, 1000 * MS)
            .child(worker("p"))
            .child(worker("t").restart(ChildSpec.Restart.TRANSIENT))
            .child(worker("m").restart(ChildSpec.Restart.TEMPORARY)));
        seen.clear();
        tell("p", AM_STOP);
        tell("t", AM_CRASH);
        tell("t", AM_STOP);
        tell("m", AM_CRASH);

        assertEquals(List.of("+p", "+t"), seen);
        assertEquals(ProcessContext.NO_PID, node.whereis("sup_t"));
    }

    @Test
    void shouldEndChildrenInOrderAndKillTheStubborn() {
        final long supervisor = start(Supervisor.of(Supervisor.Strategy.ONE_FOR_ONE)
            .child(worker("a"))
            .child(ChildSpec.of("stubborn", ProcessSpec.of(() -> new Worker("stubborn", true)).trapExit(true)).shutdownNs(50 * MS))
            .child(worker("c")));
        seen.clear();

        node.exit(supervisor, AM_SHUTDOWN);
        stepped.settle();
        assertEquals(List.of("-c", "-stubborn"), seen);
        assertTrue(node.isAlive(supervisor));
        stepped.advance(51 * MS);

        assertEquals(List.of("-c", "-stubborn", "-a"), seen);
        assertFalse(node.isAlive(supervisor));
        assertEquals(0, node.processCount());
    }

    @Test
    void shouldEndATreeFromTheRootWhenTheNodeCloses() {
        start(Supervisor.of(Supervisor.Strategy.ONE_FOR_ALL).child(worker("a"))
            .child(ChildSpec.of("inner", Supervisor.of(Supervisor.Strategy.ONE_FOR_ONE).name("inner").child(worker("b")).child(worker("c")).spec())
                .shutdownNs(Long.MAX_VALUE)));
        assertEquals(List.of("+a", "+b", "+c"), seen.stream().sorted().toList());
        seen.clear();

        node.close();

        assertEquals(List.of("-c", "-b", "-a"), seen);
    }

    @Test
    void shouldStartChildrenOfOneKind() {
        final long supervisor = start(Supervisor.of(Supervisor.Strategy.SIMPLE_ONE_FOR_ONE).intensity(5, 1000 * MS)
            .child(ChildSpec.dynamic("worker", args -> {
                final String name = args.string();
                return ProcessSpec.of(() -> new Worker(name, false)).register("sup_" + name).trapExit(true);
            })));
        final long x = startChild(supervisor, "x").join();
        startChild(supervisor, "y").join();
        final CompletableFuture<String> taken = sender.call(supervisor,
            sender.message().tuple(2).atom("start_child").string("x"), MS, TermReader::toString);
        stepped.settle();
        tell("x", AM_CRASH);

        assertEquals("{error,<<\"the name is taken: sup_x\">>}", taken.join());
        assertEquals(List.of("+x", "+y", "+x"), seen);
        assertNotEquals(x, node.whereis("sup_x"));
        final CompletableFuture<String> ended = sender.call(supervisor,
            sender.message().tuple(2).atom("terminate_child").pid(node.whereis("sup_y")), MS, TermReader::toString);
        stepped.settle();
        final CompletableFuture<String> which = sender.call(supervisor, sender.message().atom("which_children"), MS, TermReader::toString);
        stepped.settle();
        assertEquals("ok", ended.join());
        assertTrue(which.join().startsWith("[{<<\"worker\">>,<0."), which::join);
        assertEquals(1, which.join().split("worker", -1).length - 1);
    }

    private CompletableFuture<Long> startChild(final long supervisor, final String name) {
        final CompletableFuture<Long> answer = sender.call(supervisor, sender.message().tuple(2).atom("start_child").string(name), MS,
            reply -> reply.pidAt(1));
        stepped.settle();
        return answer;
    }

    @Test
    void shouldCountAChildThatFailsAtItsStart() {
        final long supervisor = start(Supervisor.of(Supervisor.Strategy.ONE_FOR_ONE).intensity(3, 1000 * MS)
            .child(ChildSpec.of("bad", ProcessSpec.of(() -> new Behaviour() {
                @Override
                public void onStart(final ProcessContext ctx) {
                    seen.add("bad");
                    throw new IllegalStateException("cannot start");
                }

                @Override
                public void onMessage(final ProcessContext ctx, final TermReader message) {
                    throw new IllegalStateException("no message: " + message);
                }
            }))));

        assertFalse(node.isAlive(supervisor));
        assertEquals(4, seen.size());
    }

    @Test
    void shouldRefuseChildrenThatCannotBe() {
        final Supervisor one = Supervisor.of(Supervisor.Strategy.ONE_FOR_ONE).child(worker("a"));
        assertThrows(IllegalArgumentException.class, () -> one.child(worker("a")));
        assertThrows(IllegalArgumentException.class, () -> one.child(ChildSpec.dynamic("d", args -> null)));
        assertThrows(IllegalArgumentException.class, () -> Supervisor.of(Supervisor.Strategy.SIMPLE_ONE_FOR_ONE).child(worker("a")));
        assertThrows(IllegalArgumentException.class, () -> Supervisor.of(Supervisor.Strategy.SIMPLE_ONE_FOR_ONE).spec());
    }
}
