package dev.longbeam.sched;

import java.util.Arrays;

/**
 * The timers of one scheduler: a binary heap of deadlines. Timers with the same deadline fire in the order in which they were started.
 *
 * <p>A timer has a slot for its life, and each slot knows where in the heap its timer is, so that a cancelled one leaves at once:
 *
 * <pre>
 *   place in the heap   deadline, sequence, slot
 *   slot                place, generation, target; in a free slot the place is the next free one
 *   id of a timer       scheduler + 1 (11 bits) | generation of the slot (26) | slot (26)
 * </pre>
 *
 * <p>Owned by the scheduler. Deadlines are nanoseconds of {@link System#nanoTime}.
 */
public final class Timers {
    /** Stands for the timer of a receive that never times out. */
    static final long NEVER = -1;

    private static final int FIRST_CAPACITY = 64;
    private static final int SLOT_BITS = 26;
    private static final int GENERATION_BITS = 26;
    private static final long SLOT_MASK = (1L << SLOT_BITS) - 1;
    private static final int GENERATION_MASK = (1 << GENERATION_BITS) - 1;
    private static final int NO_SLOT = -1;

    /** The part of all ids here: a process that has moved to another scheduler must not take a timer of the one for a timer of the other. */
    private final long schedulerId;
    private long[] deadlines = new long[FIRST_CAPACITY];
    private long[] sequences = new long[FIRST_CAPACITY];
    private int[] slots = new int[FIRST_CAPACITY];
    private int[] places = new int[FIRST_CAPACITY];
    private int[] generations = new int[FIRST_CAPACITY];
    private Object[] targets = new Object[FIRST_CAPACITY];
    private int count;
    /** Slots from here on were never used. */
    private int unusedSlots;
    private int freeSlot = NO_SLOT;
    private long nextSequence;

    /** Timers of a scheduler. */
    Timers(final int schedulerIndex) {
        schedulerId = (long)schedulerIndex + 1 << SLOT_BITS + GENERATION_BITS;
    }

    /** Starts a timer; the target is a process (its receive has timed out) or a {@link Runnable}. Returns its id. */
    public long start(final long deadlineNs, final Object target) {
        if (count == deadlines.length) {
            grow();
        }
        final int slot = takeSlot();
        targets[slot] = target;
        rise(count++, deadlineNs, nextSequence++, slot);
        return schedulerId | (long)generations[slot] << SLOT_BITS | slot;
    }

    private int takeSlot() {
        final int slot = freeSlot;
        if (slot == NO_SLOT) {
            return unusedSlots++;
        }
        freeSlot = places[slot];
        return slot;
    }

    private void giveSlot(final int slot) {
        targets[slot] = null;
        generations[slot] = generations[slot] + 1 & GENERATION_MASK;
        places[slot] = freeSlot;
        freeSlot = slot;
    }

    /** Cancels a timer; false when it has fired or was cancelled. */
    public boolean cancel(final long id) {
        final int slot = (int)(id & SLOT_MASK);
        if (slot >= unusedSlots || targets[slot] == null || (schedulerId | (long)generations[slot] << SLOT_BITS | slot) != id) {
            return false;
        }
        final int at = places[slot];
        giveSlot(slot);
        remove(at);
        return true;
    }

    /** Starts the timeout of the current receive of a process. */
    public void startReceive(final Process p, final long deadlineNs) {
        p.receiveTimer = start(deadlineNs, p);
        p.timerScheduler = p.scheduler();
    }

    /** Cancels the timeout of the current receive of a process, if there is one. */
    public void cancelReceive(final Process p) {
        p.timedOut = false;
        if (p.receiveTimer != 0) {
            final long id = p.receiveTimer;
            p.receiveTimer = 0;
            if (id != NEVER && p.timerScheduler == p.scheduler()) {
                cancel(id);
            }
        }
    }

    /** Fires what is due, but not more than so many; returns how many. */
    int poll(final long nowNs, final int most) {
        int fired = 0;
        while (fired < most && count > 0 && deadlines[0] - nowNs <= 0) {
            final int slot = slots[0];
            final Object target = targets[slot];
            final long id = schedulerId | (long)generations[slot] << SLOT_BITS | slot;
            giveSlot(slot);
            remove(0);
            if (target instanceof Process p) {
                p.scheduler.receiveTimedOut(p, id);
            } else {
                ((Runnable)target).run();
            }
            fired++;
        }
        return fired;
    }

    /** The next deadline, or {@link Long#MAX_VALUE}. */
    long nextDeadlineNs() {
        return count == 0 ? Long.MAX_VALUE : deadlines[0];
    }

    /** Number of timers that have not fired. */
    int count() {
        return count;
    }

    // The heap

    /** Takes the timer at a place out of the heap: the last one takes it, or one between there and an end of the heap. */
    private void remove(final int at) {
        final int last = --count;
        if (at == last) {
            return;
        }
        final long deadlineNs = deadlines[last];
        final long sequence = sequences[last];
        final int slot = slots[last];
        if (at > 0 && isBefore(deadlineNs, sequence, at - 1 >>> 1)) {
            rise(at, deadlineNs, sequence, slot);
        } else {
            sink(at, deadlineNs, sequence, slot);
        }
    }

    private void rise(final int from, final long deadlineNs, final long sequence, final int slot) {
        int at = from;
        while (at > 0) {
            final int parent = at - 1 >>> 1;
            if (!isBefore(deadlineNs, sequence, parent)) {
                break;
            }
            put(at, deadlines[parent], sequences[parent], slots[parent]);
            at = parent;
        }
        put(at, deadlineNs, sequence, slot);
    }

    private void sink(final int from, final long deadlineNs, final long sequence, final int slot) {
        int at = from;
        while (true) {
            int child = at * 2 + 1;
            if (child >= count) {
                break;
            }
            if (child + 1 < count && isBefore(deadlines[child + 1], sequences[child + 1], child)) {
                child++;
            }
            if (isBefore(deadlineNs, sequence, child)) {
                break;
            }
            put(at, deadlines[child], sequences[child], slots[child]);
            at = child;
        }
        put(at, deadlineNs, sequence, slot);
    }

    private void put(final int at, final long deadlineNs, final long sequence, final int slot) {
        deadlines[at] = deadlineNs;
        sequences[at] = sequence;
        slots[at] = slot;
        places[slot] = at;
    }

    /** True when a timer fires before the one at a place of the heap. */
    private boolean isBefore(final long deadlineNs, final long sequence, final int at) {
        final long difference = deadlineNs - deadlines[at];
        return difference < 0 || difference == 0 && sequence < sequences[at];
    }

    private void grow() {
        final int capacity = count * 2;
        if (capacity > 1 << SLOT_BITS) {
            throw new IllegalStateException("too many timers: count=" + count);
        }
        deadlines = Arrays.copyOf(deadlines, capacity);
        sequences = Arrays.copyOf(sequences, capacity);
        slots = Arrays.copyOf(slots, capacity);
        places = Arrays.copyOf(places, capacity);
        generations = Arrays.copyOf(generations, capacity);
        targets = Arrays.copyOf(targets, capacity);
    }
}
