package dev.longbeam.sched;

import dev.longbeam.memory.ProcessorTurns;

/**
 * Whether others want the processor of a scheduler that has nothing to do. One that spins then uses up what the kernel grants it, and waits for a turn of
 * the others, some milliseconds, whether or not a message has come in the meantime. One that sleeps gets the processor when a message wakes it.
 *
 * <p>Looks now and then whether the thread was without the processor although it did not wait for anything. The others are mostly a compilation of HotSpot, or
 * another program; the kernel's own threads take some microseconds only, and at a safepoint of the JVM the thread waits.
 *
 * <p>Owned by the scheduler, on its thread. Times are nanoseconds of its clock.
 */
final class Contention {
    /** Time between two looks, which cost some hundred nanoseconds. */
    private static final long LOOK_EVERY_NS = 1_000_000;
    /** So long without the processor is a turn of somebody else. */
    private static final long TURN_NS = 500_000;
    /** How long it is taken for granted that others go on: to find out costs a turn of theirs. */
    static final long HOLDS_NS = 1_000_000_000;

    private final ProcessorTurns turns = new ProcessorTurns();
    /** False when the system does not tell. */
    private boolean known = true;
    /** What follows is of the last look, and the thread has not slept since. */
    private boolean looking;
    private long lookedNs;
    private long usedNs;
    private long waits;
    private boolean found;
    private long foundNs;

    /** The scheduler has nothing to do, and would spin: whether it had better sleep. */
    boolean isFound(final long nowNs) {
        if (found) {
            found = nowNs - foundNs < HOLDS_NS;
            looking = false;
        } else if (known && nowNs - lookedNs >= LOOK_EVERY_NS) {
            look(nowNs);
        }
        return found;
    }

    /** The scheduler is about to sleep: what goes by from here on says nothing. */
    void sleeps(final long nowNs) {
        if (looking && nowNs - lookedNs >= TURN_NS) {
            look(nowNs);
        }
        looking = false;
    }

    private void look(final long nowNs) {
        if (!turns.read()) {
            known = false;
            return;
        }
        final long used = turns.usedNs();
        final long waited = turns.waits();
        if (looking && waited == waits && nowNs - lookedNs - (used - usedNs) >= TURN_NS) {
            found = true;
            foundNs = nowNs;
        }
        looking = true;
        lookedNs = nowNs;
        usedNs = used;
        waits = waited;
    }
}
