package dev.longbeam.sched;

import static dev.longbeam.sched.SleepingProcesses.AM_A;
import static dev.longbeam.sched.SleepingProcesses.AM_B;
import static dev.longbeam.sched.SleepingProcesses.AM_C;
import static dev.longbeam.sched.SleepingProcesses.messages;
import static dev.longbeam.sched.SleepingProcesses.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignalsTest {
    private final SleepingProcesses processes = new SleepingProcesses(1, 2);
    private final Process sender = processes.spawn();
    private final Process receiver = processes.spawn();

    private static long reason(final Process p) {
        return p.exitReasonTerm;
    }

    private List<String> ends() {
        final List<String> ends = new ArrayList<>();
        processes.emulator.exitListeners.add((p, reasonTerm) -> ends.add(TermPrinter.text(reasonTerm)));
        return ends;
    }

    @Test
    void shouldKeepTheOrderOfSignalsOfOneSender() {
        receiver.trapExit = true;
        Signals.message(sender, receiver, AM_A);
        Signals.exit(sender.self, receiver, AM_B);
        Signals.message(sender, receiver, AM_C);
        processes.settle();

        assertEquals("a {'EXIT'," + TermPrinter.text(sender.self) + ",b} c", text(receiver));
    }

    @Test
    void shouldKeepTheOrderOfEachSenderWhenManySend() {
        final Random random = new Random(7);
        final Process[] senders = {sender, processes.spawn(), processes.spawn()};
        final int[] sent = new int[senders.length];
        for (int i = 0; i < 300; i++) {
            final int who = random.nextInt(senders.length);
            Signals.message(senders[who], receiver, Term.makeSmall(who * 1000L + sent[who]++));
            if (random.nextInt(5) == 0) {
                processes.settle();
            }
        }
        processes.settle();

        final int[] seen = new int[senders.length];
        for (final long term : messages(receiver)) {
            final int value = (int)Term.smallValue(term);
            assertEquals(seen[value / 1000]++, value % 1000);
        }
        assertEquals(300, receiver.messageCount());
    }

    @Test
    void shouldSleepWhenAllIsHandledAndNothingHasRousedIt() {
        assertTrue(receiver.isAsleep());

        Signals.message(sender, receiver, AM_A);
        assertFalse(receiver.isAsleep());
        processes.settle();
        assertTrue(receiver.isAsleep());

        Signals.wake(receiver);
        assertFalse(receiver.isAsleep());
        processes.settle();
        assertTrue(receiver.isAsleep());

        Signals.exit(sender.self, receiver, AM_B);
        processes.settle();
        assertFalse(receiver.isAsleep());
    }

    @Test
    void shouldStayAwakeWhenSomethingArrivesBeforeItSleeps() {
        final Process running = processes.emulator.spawn(null, processes.emulator.defaultSpawnOptions(), AM_A, AM_B, Term.NIL);
        running.beginRun();
        running.rouse();
        assertFalse(running.sleep());

        running.beginRun();
        Signals.message(sender, running, AM_A);
        assertFalse(running.sleep());

        processes.emulator.launch(running);
        processes.settle();
        assertEquals("a", text(running));
        assertTrue(running.isAsleep());
    }

    @Test
    void shouldNotHandleWhatComesBehindAnExitThatIsNotTrapped() {
        final boolean[] ran = {false};
        Signals.exit(sender.self, receiver, AM_A);
        Signals.request(sender, receiver, q -> ran[0] = q != null);
        processes.settle();

        assertFalse(processes.isAlive(receiver));
        assertFalse(ran[0]);
    }

    @Test
    void shouldGiveTheFirstOfTwoExitReasons() {
        final List<String> ends = ends();
        Signals.exit(sender.self, receiver, AM_A);
        Signals.exit(sender.self, receiver, Atoms.KILL);
        processes.settle();

        assertEquals(List.of("a"), ends);
    }

    @Test
    void shouldKillAlsoThoseThatTrapExits() {
        final List<String> ends = ends();
        receiver.trapExit = true;
        Signals.exit(sender.self, receiver, Atoms.KILL);
        processes.settle();

        assertEquals(List.of("killed"), ends);
    }

    @Test
    void shouldNotKillByReasonKillOverALink() {
        final List<String> ends = ends();
        receiver.trapExit = true;
        receiver.relations().addLink(sender.self);
        Signals.exitFromLink(sender.self, receiver, Atoms.KILL);
        processes.settle();

        assertEquals(List.of(), ends);
        assertEquals("{'EXIT'," + TermPrinter.text(sender.self) + ",kill}", text(receiver));
    }

    @Test
    void shouldEndWithReasonKillOverALinkWhenNotTrapping() {
        final List<String> ends = ends();
        receiver.relations().addLink(sender.self);
        Signals.exitFromLink(sender.self, receiver, Atoms.KILL);
        processes.settle();

        assertEquals(List.of("kill"), ends);
    }

    @Test
    void shouldIgnoreNormalFromOthersOnly() {
        Signals.exit(sender.self, receiver, Atoms.NORMAL);
        processes.settle();
        assertTrue(processes.isAlive(receiver));

        Signals.exit(receiver.self, receiver, Atoms.NORMAL);
        processes.settle();
        assertFalse(processes.isAlive(receiver));
    }

    @Test
    void shouldFreeWhatIsSentToADeadProcess() {
        Signals.exit(sender.self, receiver, Atoms.KILL);
        processes.settle();
        final long before = Blocks.usedBytes(MemoryKind.SIGNAL);
        final LocalHeap heap = new LocalHeap();
        final long message = Cons.list(heap, AM_A, AM_B, AM_C);

        Signals.message(sender, receiver, message);
        Signals.aliasMessage(sender, receiver, 17, message);
        Signals.exit(sender.self, receiver, message);
        Signals.down(receiver, 17, message);
        processes.settle();
        heap.close();

        assertEquals(before, Blocks.usedBytes(MemoryKind.SIGNAL));
        assertFalse(Signals.request(sender, receiver, q -> {
        }));
    }

    @Test
    void shouldFreeTheMailboxOfAProcessThatEnds() {
        final long before = Blocks.usedBytes(MemoryKind.SIGNAL);
        final LocalHeap heap = new LocalHeap();
        final long message = Cons.list(heap, AM_A, AM_B, AM_C);
        for (int i = 0; i < 100; i++) {
            Signals.message(sender, receiver, message);
        }
        processes.settle();
        assertEquals(100, receiver.messageCount());

        Signals.message(sender, receiver, message);
        Signals.exit(sender.self, receiver, Atoms.KILL);
        Signals.message(sender, receiver, message);
        processes.settle();
        heap.close();

        assertFalse(processes.isAlive(receiver));
        assertEquals(before, Blocks.usedBytes(MemoryKind.SIGNAL));
    }

    @Test
    void shouldNotRunASuspendedProcessButHandleItsSignals() {
        final List<Long> states = new ArrayList<>();
        assertTrue(Suspensions.suspend(sender, receiver));
        assertTrue(Suspensions.whenSuspended(sender, receiver, states::add));
        processes.settle();
        assertEquals(List.of(Suspensions.AM_SUSPENDED), states);
        assertTrue(Suspensions.isActive(sender, receiver.self));

        final long reductions = receiver.reductions();
        final Process[] asked = {null};
        Signals.message(sender, receiver, AM_A);
        Signals.request(sender, receiver, q -> asked[0] = q);
        processes.settle();
        assertEquals(receiver, asked[0]);
        assertEquals(1, receiver.messageCount());
        assertEquals(reductions, receiver.reductions());

        assertTrue(Suspensions.resume(sender, receiver.self));
        processes.settle();
        assertTrue(receiver.reductions() > reductions);
        assertFalse(Suspensions.resume(sender, receiver.self));
    }

    @Test
    void shouldCountSuspensions() {
        Suspensions.suspend(sender, receiver);
        Suspensions.suspend(sender, receiver);
        processes.settle();

        Suspensions.resume(sender, receiver.self);
        processes.settle();
        assertTrue(receiver.isSuspended());

        Suspensions.resume(sender, receiver.self);
        processes.settle();
        assertFalse(receiver.isSuspended());
    }

    @Test
    void shouldLetGoOfSuspendedProcessesWhenTheSuspenderDies() {
        Suspensions.suspend(sender, receiver);
        processes.settle();
        assertTrue(receiver.isSuspended());

        Signals.exit(receiver.self, sender, Atoms.KILL);
        processes.settle();

        assertFalse(receiver.isSuspended());
    }

    @Test
    void shouldForgetASuspensionWhenTheProcessDies() {
        Suspensions.suspend(sender, receiver);
        processes.settle();

        Signals.exit(sender.self, receiver, Atoms.KILL);
        processes.settle();

        assertFalse(processes.isAlive(receiver));
        assertFalse(Suspensions.has(sender, receiver.self));
    }

    @Test
    void shouldLetOthersRunBeforeALongMailboxIsFreed() {
        final long before = Blocks.usedBytes(MemoryKind.SIGNAL);
        for (int i = 0; i < 1000; i++) {
            Signals.message(sender, receiver, AM_A);
        }
        processes.settle();
        final long full = Blocks.usedBytes(MemoryKind.SIGNAL);
        final long[] seen = {0, -1};
        processes.emulator.exitListeners.add((p, reasonTerm) -> seen[0] = p.messageCount());
        Signals.exit(sender.self, receiver, Atoms.KILL);
        processes.act(sender, () -> {
            assertFalse(processes.isAlive(receiver));
            seen[1] = Blocks.usedBytes(MemoryKind.SIGNAL);
        });

        assertEquals(1000, seen[0]);
        assertTrue(seen[1] > before + (full - before) / 2, () -> seen[1] + " of " + full + " bytes");
        assertEquals(before, Blocks.usedBytes(MemoryKind.SIGNAL));
    }

    @Test
    void shouldRefuseASystemTaskOfAProcessThatEnds() {
        final List<Process> done = new ArrayList<>();
        SystemTasks.add(receiver, 2, SystemTasks.Kind.LOOK, done::add);
        processes.settle();
        assertEquals(List.of(receiver), done);

        Signals.exit(sender.self, receiver, Atoms.KILL);
        final boolean[] told = {false};
        SystemTasks.add(receiver, 2, SystemTasks.Kind.MAJOR_COLLECTION, q -> {
            assertNull(q);
            told[0] = true;
        });
        processes.settle();
        assertTrue(told[0]);
        assertFalse(SystemTasks.add(receiver, 2, SystemTasks.Kind.LOOK, done::add));
    }

    @Test
    void shouldRunOrRefuseEachSystemTaskThatComesWhileItsProcessEnds() throws InterruptedException {
        final AtomicInteger accepted = new AtomicInteger();
        final AtomicInteger answered = new AtomicInteger();
        for (int round = 0; round < 300; round++) {
            final Process ending = processes.spawn();
            final Thread adding = Thread.ofPlatform().start(() -> {
                while (SystemTasks.add(ending, 2, SystemTasks.Kind.LOOK, q -> answered.incrementAndGet())) {
                    accepted.incrementAndGet();
                }
            });
            Signals.exit(sender.self, ending, Atoms.KILL);
            while (adding.isAlive()) {
                processes.settle();
            }
            adding.join();
        }
        processes.settle();

        assertEquals(accepted.get(), answered.get());
    }

    @Test
    void shouldInterleaveLowTasksWithNormalOnes() {
        final StringBuilder order = new StringBuilder();
        SystemTasks.add(receiver, 3, SystemTasks.Kind.LOOK, q -> order.append('l'));
        SystemTasks.add(receiver, 3, SystemTasks.Kind.LOOK, q -> order.append('l'));
        for (int i = 0; i < 18; i++) {
            SystemTasks.add(receiver, 2, SystemTasks.Kind.LOOK, q -> order.append('n'));
        }
        SystemTasks.add(receiver, 0, SystemTasks.Kind.LOOK, q -> order.append('m'));
        processes.settle();

        assertEquals("mnnnnnnnnlnnnnnnnnlnn", order.toString());
    }

    @Test
    void shouldAnswerACollectionTaskWhenTheCollectionIsDone() {
        final int before = receiver.collections;
        final int[] seen = {-1};
        SystemTasks.add(receiver, 2, SystemTasks.Kind.MAJOR_COLLECTION, q -> seen[0] = q.collections);
        processes.settle();

        assertEquals(Term.NON_VALUE, reason(receiver));
        assertEquals(before + 1, receiver.collections);
        assertTrue(seen[0] >= before);
    }
}
