package dev.longbeam.sched;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who takes a process over that it has woken. */
class WorkSharingTest {
    private final SleepingProcesses processes = new SleepingProcesses(1, 2);
    private final Scheduler here = processes.emulator.schedulers[0];
    private final Scheduler there = processes.emulator.schedulers[1];
    private final Process p = processes.spawn();

    /** Somebody runs here who has been woken, and has used reductions for two messages in each of his slices. */
    private void talk(final long reductions) {
        for (int i = 0; i < 1000; i++) {
            here.queue.used(reductions, 2);
        }
        here.queue.add(new Process(2));
        assertTrue(here.queue.take() != null && here.queue.wokenRuns());
    }

    @Test
    void shouldTakeAProcessFromASchedulerThatLooksForWorkWhileProcessesTalk() {
        p.scheduler = there;
        there.inlet.idle(true);
        talk(10);

        assertTrue(here.sharing.takeOver(p));
        assertSame(here, p.scheduler);
        assertFalse(here.sharing.takeOver(p), "it is here");
    }

    @Test
    void shouldLeaveAProcessWhereSomebodyRuns() {
        p.scheduler = there;
        talk(10);

        assertFalse(here.sharing.takeOver(p));
        assertSame(there, p.scheduler);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTakeAProcessFromASleeperOnlyWhenThereIsWorkForEachMessage(final boolean parked) {
        p.scheduler = there;
        there.inlet.idle(true);
        there.inlet.parked(parked);
        talk(1000);

        assertSame(parked, here.sharing.takeOver(p));
    }
}
