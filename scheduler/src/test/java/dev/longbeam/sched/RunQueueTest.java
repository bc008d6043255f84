package dev.longbeam.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RunQueueTest {
    private final RunQueue queue = new RunQueue();

    private static Process process(final int priority) {
        final Process p = new Process(priority);
        p.priority(priority);
        return p;
    }

    @Test
    void shouldTakeHigherPrioritiesFirstAndEachInOrder() {
        final Process[] added = {process(2), process(1), process(2), process(0), process(1)};
        for (final Process p : added) {
            queue.add(p);
        }

        for (final int index : new int[] {3, 1, 4, 0, 2}) {
            assertSame(added[index], queue.take());
        }
        assertNull(queue.take());
        assertEquals(0, queue.size());
    }

    @Test
    void shouldGiveLowPriorityEveryEighthTurn() {
        final Process low = process(3);
        queue.add(low);
        final Process normal = process(2);
        int turns = 0;
        Process taken;
        do {
            queue.addSpent(normal);
            taken = queue.take();
            turns++;
        } while (taken == normal);

        assertSame(low, taken);
        assertEquals(8, turns);
    }

    @Test
    void shouldTellTheWokenFromThoseThatCompute() {
        queue.addSpent(process(2));
        queue.add(process(2));

        queue.take();
        assertTrue(queue.wokenRuns());
        queue.take();
        assertFalse(queue.wokenRuns(), "a process that has used up a slice, and what it wakes would wait for the next one");
    }

    @Test
    void shouldTakeTheWokenBeforeThoseThatHaveUsedUpASlice() {
        final Process spent = process(2);
        final Process woken = process(2);
        queue.addSpent(spent);
        queue.add(woken);

        assertSame(woken, queue.take());
        assertSame(spent, queue.take());
    }

    @Test
    void shouldGiveTheSpentAtLeastHalfOfTheReductions() {
        final Process spent = process(2);
        final Process woken = process(2);
        queue.addSpent(spent);
        long spentReductions = 0;
        long wokenReductions = 0;
        for (int i = 0; i < 10_000; i++) {
            queue.add(woken);
            final Process taken = queue.take();
            if (taken == spent) {
                queue.used(Process.SLICE_REDUCTIONS, 0);
                spentReductions += Process.SLICE_REDUCTIONS;
                queue.addSpent(spent);
                assertTrue(queue.remove(woken));
            } else {
                queue.used(100, 0);
                wokenReductions += 100;
            }
        }

        assertTrue(wokenReductions > 0 && spentReductions >= wokenReductions, "spent=" + spentReductions + " woken=" + wokenReductions);
    }

    @Test
    void shouldRemoveAProcessWhereverItStands() {
        final Process[] all = {process(2), process(2), process(2), process(2)};
        queue.add(all[0]);
        queue.add(all[1]);
        queue.addSpent(all[2]);
        queue.addSpent(all[3]);

        assertTrue(queue.remove(all[1]));
        assertTrue(queue.remove(all[3]));
        assertFalse(queue.remove(all[3]));

        assertEquals(2, queue.size());
        assertSame(all[0], queue.take());
        assertSame(all[2], queue.take());
        assertNull(queue.take());
    }

    @Test
    void shouldGiveAwayThoseThatComputeFirst() {
        final Process woken = process(2);
        final Process spent = process(2);
        queue.add(woken);
        queue.addSpent(spent);

        assertSame(spent, queue.takeForOther());
        assertSame(woken, queue.takeForOther());
        queue.add(process(1));
        assertNull(queue.takeForOther());
    }

    @Test
    void shouldShareProcessesThatComputeButNotTheOnlyOneThatWaits() {
        queue.used(Process.SLICE_REDUCTIONS, 0);
        queue.add(process(2));
        assertEquals(0, queue.shareable());

        queue.addSpent(process(2));
        queue.add(process(1));

        assertEquals(3, queue.shareable());
    }

    /** Slices of little work and many messages, until nothing else shows in the balance. */
    private void talk() {
        for (int i = 0; i < 1000; i++) {
            queue.used(10, 2);
        }
    }

    @Test
    void shouldKeepProcessesThatTalkTogetherAndShareTheOneThatComputes() {
        final Process computing = process(2);
        queue.used(Process.SLICE_REDUCTIONS, 0);
        queue.addSpent(computing);
        final Process talking = process(2);
        talk();
        queue.addSpent(talking);
        queue.add(process(2));

        assertTrue(queue.talks());
        assertEquals(2, queue.shareable());
        assertSame(computing, queue.takeForOther());
        assertEquals(0, queue.shareable());
    }

    @Test
    void shouldForgetThatAProcessComputesWhenItIsWoken() {
        final Process p = process(2);
        queue.used(Process.SLICE_REDUCTIONS, 0);
        queue.addSpent(p);
        assertTrue(queue.remove(p));
        talk();
        queue.add(p);
        queue.add(process(2));

        assertEquals(0, queue.shareable());
    }
}
