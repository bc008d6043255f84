package dev.longbeam.sched;

import static dev.longbeam.sched.SleepingProcesses.AM_A;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class FarewellTest {
    private static final int MANY = 1000;

    private final SleepingProcesses processes = new SleepingProcesses(1, 1);
    private final Process other = processes.spawn();
    private final Process ending = processes.spawn();

    /** Kills the process; what another that runs right after it sees, and what is left in the end. */
    private long[] seenAndLeft(final LongSupplier figure) {
        final long[] seen = {-1, -1};
        Signals.exit(other.self, ending, Atoms.KILL);
        processes.act(other, () -> {
            assertFalse(processes.isAlive(ending));
            seen[0] = figure.getAsLong();
        });
        seen[1] = figure.getAsLong();
        return seen;
    }

    private static void assertInSteps(final long all, final long[] seenAndLeft) {
        assertTrue(seenAndLeft[0] > all / 2, () -> seenAndLeft[0] + " of " + all);
        assertEquals(0, seenAndLeft[1]);
    }

    @Test
    void shouldLetOthersRunBeforeAllLinkedProcessesAreTold() {
        final List<Process> linked = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            linked.add(processes.spawn());
            ProcessMonitors.link(ending, linked.get(i));
        }
        processes.settle();

        assertInSteps(MANY, seenAndLeft(() -> linked.stream().filter(processes::isAlive).count()));
    }

    @Test
    void shouldLetOthersRunBeforeAllWatchersAreTold() {
        for (int i = 0; i < MANY; i++) {
            ProcessMonitors.monitor(other, ending.self, false, Term.NON_VALUE, Atoms.DOWN_TAG, 0);
        }
        processes.settle();

        final long[] messages = seenAndLeft(other::messageCount);
        assertTrue(messages[0] < MANY / 2, () -> messages[0] + " of " + MANY);
        assertEquals(MANY, messages[1]);
    }

    @Test
    void shouldLetOthersRunBeforeAllMonitorsAreTakenBack() {
        for (int i = 0; i < MANY; i++) {
            ProcessMonitors.monitor(ending, other.self, false, Term.NON_VALUE, Atoms.DOWN_TAG, 0);
        }
        processes.settle();

        assertInSteps(MANY, seenAndLeft(() -> other.relations.watchers().length / 2));
    }

    @Test
    void shouldLetOthersRunBeforeAllTimersAreTakenBack() {
        for (int i = 0; i < MANY; i++) {
            TimerService.start(other, Long.MAX_VALUE >> 1, ending.self, AM_A, false);
        }

        assertInSteps(MANY, seenAndLeft(other.scheduler().messageTimers::count));
        assertEquals(0, other.scheduler().timers.count());
    }

    @Test
    void shouldLetOthersRunBeforeAllBinariesAreReleased() {
        final long before = Blocks.usedBytes(MemoryKind.BINARY);
        for (int i = 0; i < MANY; i++) {
            Bitstring.allocate(ending, 100);
        }
        final long all = Blocks.usedBytes(MemoryKind.BINARY) - before;

        assertInSteps(all, seenAndLeft(() -> Blocks.usedBytes(MemoryKind.BINARY) - before));
    }

    @Test
    void shouldFreeWhatIsLeftWhenTheNodeStopsInBetween() {
        final long before = Blocks.usedBytes(MemoryKind.BINARY);
        for (int i = 0; i < MANY; i++) {
            Bitstring.allocate(ending, 100);
        }
        Signals.exit(other.self, ending, Atoms.KILL);
        while (processes.isAlive(ending)) {
            processes.step();
        }
        assertTrue(Blocks.usedBytes(MemoryKind.BINARY) > before);

        processes.emulator.stop();
        processes.emulator.free();

        assertEquals(before, Blocks.usedBytes(MemoryKind.BINARY));
    }
}
