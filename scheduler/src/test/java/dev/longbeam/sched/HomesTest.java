package dev.longbeam.sched;

import static dev.longbeam.sched.SleepingProcesses.AM_A;
import static dev.longbeam.sched.SleepingProcesses.AM_B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.FloatTerm;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.TermPrinter;
import dev.longbeam.term.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes with a home: what is sent to them goes through the ring of their scheduler. A seed decides who runs when. */
class HomesTest {
    private static final int SCHEDULERS = 3;
    private static final int SENDERS = 5;
    /** Reductions of a slice: with less work for each message processes would stay where they are. */
    private static final int WORK = 1000;

    private Invoker invoker;
    private Random random;
    private Emulator emulator;
    private final Map<Long, Work> works = new HashMap<>();

    /** What a process does in a slice; false when it has done all and waits. */
    @FunctionalInterface
    private interface Work {
        boolean slice(Process p);
    }

    private final class Working implements Engine {
        @Override
        public int run(final Process p) {
            p.bumpReductions(WORK);
            final Work work = works.get(p.self);
            return work != null && work.slice(p) ? PREEMPTED : WAITING;
        }
    }

    private void start(final long seed) {
        invoker = new Invoker(seed);
        random = new Random(seed);
        final EmulatorOptions options = invoker.options(new EmulatorOptions());
        options.schedulers = SCHEDULERS;
        emulator = new Emulator(options);
        emulator.faultHandler((message, cause) -> {
            throw new AssertionError(message, cause);
        });
        invoker.emulator(emulator);
        emulator.start(scheduler -> new Working());
    }

    private Process spawn(final int scheduler, final Work work) {
        final SpawnOptions options = new SpawnOptions(emulator.options);
        options.boundScheduler = scheduler;
        final Process p = emulator.spawn(null, options, AM_A, AM_B, Term.NIL);
        works.put(p.self, work);
        emulator.launch(p);
        return p;
    }

    private void settle() {
        int idle = 0;
        while (idle < 200) {
            idle = invoker.step() == 0 ? idle + 1 : 0;
        }
    }

    /** A message that says who sent it, and which of its messages it is: an immediate, a small tuple, or one that is too large for the ring. */
    private long message(final TermHeap heap, final int sender, final int number) {
        final long id = Term.makeSmall(sender * 1_000_000L + number);
        return switch (random.nextInt(4)) {
            case 0 -> Tuple.make(heap, id, Tuple.make(heap, Atoms.OK, id));
            case 1 -> {
                long term = Term.NIL;
                for (int i = 0; i < 20; i++) {
                    term = Tuple.make(heap, id, term);
                }
                yield term;
            }
            default -> id;
        };
    }

    private static long idOf(final long term) {
        return Term.smallValue(Term.isImmediate(term) ? term : Tuple.element(term, 1));
    }

    /** Sends so many messages in bursts, and now and then asks to run elsewhere. */
    private Work sending(final int sender, final int count, final int burst, final Process to) {
        final int[] sent = {0};
        return p -> {
            for (int i = random.nextInt(burst); i >= 0 && sent[0] < count; i--) {
                final LocalHeap heap = new LocalHeap();
                Sending.send(p, to.self, message(heap, sender, sent[0]++));
                heap.close();
            }
            p.boundScheduler = (short)(random.nextBoolean() ? 0 : 1 + random.nextInt(SCHEDULERS));
            return sent[0] < count;
        };
    }

    private void link(final Process p, final long pidTerm) {
        final Process to = emulator.processes.live(pidTerm);
        if (to == null) {
            ProcessMonitors.linkToGone(p, pidTerm);
        } else {
            ProcessMonitors.link(p, to);
        }
    }

    private static void assertInOrder(final Process receiver, final int senders, final int each) {
        final int[] next = new int[senders];
        for (final long term : SleepingProcesses.messages(receiver)) {
            final long id = idOf(term);
            final int sender = (int)(id / 1_000_000);
            assertEquals(next[sender]++, id % 1_000_000, "sender " + sender);
        }
        for (int sender = 0; sender < senders; sender++) {
            assertEquals(each, next[sender], "messages of sender " + sender);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldKeepTheOrderOfEachSenderThatMoves(final long seed) {
        start(seed);
        final Process receiver = spawn(2, p -> false);
        for (int i = 0; i < SENDERS; i++) {
            spawn(0, sending(i, 400, 20, receiver));
        }
        settle();

        assertNotEquals(0, receiver.home);
        assertInOrder(receiver, SENDERS, 400);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void shouldKeepTheOrderWhenTheRingIsFullAllTheTime(final long seed) {
        start(seed);
        final Process receiver = spawn(3, p -> false);
        for (int i = 0; i < SENDERS; i++) {
            spawn(0, sending(i, 8000, 4000, receiver));
        }
        settle();

        assertInOrder(receiver, SENDERS, 8000);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
    void shouldKeepTheOrderWhenTheReceiverLeavesItsHome(final long seed) {
        start(seed);
        final int[] slices = {0};
        final Process receiver = spawn(2, p -> {
            p.boundScheduler = (short)random.nextInt(SCHEDULERS + 1);
            return ++slices[0] < 300;
        });
        for (int i = 0; i < SENDERS; i++) {
            spawn(0, sending(i, 400, 20, receiver));
        }
        settle();

        assertInOrder(receiver, SENDERS, 400);
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44, 45, 46, 47, 48})
    void shouldTellEachWatcherOnceWhenTheReceiverEndsMeanwhile(final long seed) {
        start(seed);
        final long before = Blocks.usedBytes(MemoryKind.SIGNAL);
        final int[] slices = {0};
        final Process receiver = spawn(2, p -> {
            if (++slices[0] > 20) {
                p.exitReasonTerm = AM_B;
            }
            return true;
        });
        final List<Process> watchers = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            final int[] left = {1 + random.nextInt(60)};
            watchers.add(spawn(1 + random.nextInt(SCHEDULERS), p -> {
                Sending.send(p, receiver.self, AM_A);
                if (--left[0] == 0) {
                    link(p, receiver.self);
                }
                return left[0] > 0;
            }));
            watchers.getLast().trapExit = true;
        }
        settle();

        assertEquals(null, emulator.processes.get(receiver.self));
        for (final Process watcher : watchers) {
            assertTrue(SleepingProcesses.text(watcher).matches("\\{'EXIT',<0\\.\\d+\\.0>,(b|noproc)}"), SleepingProcesses.text(watcher));
        }
        watchers.forEach(watcher -> Signals.exit(watcher.self, watcher, Atoms.KILL));
        settle();
        assertEquals(before, Blocks.usedBytes(MemoryKind.SIGNAL));
    }

    @Test
    void shouldMoveTermsOfAnyKindThroughTheRing() {
        start(51);
        final Process receiver = spawn(2, p -> false);
        final LocalHeap heap = new LocalHeap();
        final long part = Bitstring.makeSub(heap, Bitstring.make(heap, new byte[] {1, 2, 3, 4}), 3, 18);
        final long sentTerm = Tuple.make(heap, part, FloatTerm.make(heap, 1.5), Cons.list(heap, AM_A, Tuple.make(heap, AM_B)),
            Term.makeSmall(7));
        final String text = TermPrinter.text(sentTerm);
        final boolean[] sent = {false};
        spawn(1, p -> {
            if (!sent[0]) {
                sent[0] = true;
                Sending.send(p, receiver.self, sentTerm);
            }
            return false;
        });
        settle();
        heap.close();

        assertEquals(text, SleepingProcesses.text(receiver));
    }
}
