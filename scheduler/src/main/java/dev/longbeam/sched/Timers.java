package dev.longbeam.sched;

import java.util.Arrays;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The timers of one scheduler: a binary heap of deadlines, each with a target. Timers with the same deadline fire in the order in which
 * they were started. Cancelled timers leave the heap when they come up or when they are the majority.
 *
 * <p>Owned by the scheduler. Deadlines are nanoseconds of {@link System#nanoTime}.
 */
public final class Timers {
    /** Stands for the timer of a receive that never times out. */
    static final long NEVER = -1;

    private static final int FIRST_CAPACITY = 64;
    private static final int ID_BITS = 48;

    private final Long2ObjectHashMap<Object> targets = new Long2ObjectHashMap<>();
    private long[] deadlines = new long[FIRST_CAPACITY];
    private long[] ids = new long[FIRST_CAPACITY];
    private int count;
    private long nextId;

    /**
     * Timers of a scheduler. Their ids carry its number: a process that has moved to another scheduler must not take a timer of the one
     * for a timer of the other.
     */
    Timers(final int schedulerIndex) {
        nextId = ((long)schedulerIndex + 1) << ID_BITS;
    }

    /** Starts a timer; the target is a process (its receive has timed out) or a {@link Runnable}. Returns its id. */
    public long start(final long deadlineNs, final Object target) {
        if (count == ids.length) {
            grow();
        }
        final long id = nextId++;
        targets.put(id, target);
        insert(deadlineNs, id);
        return id;
    }

    private void insert(final long deadlineNs, final long id) {
        int at = count++;
        while (at > 0) {
            final int parent = at - 1 >>> 1;
            if (!isBefore(deadlineNs, id, parent)) {
                break;
            }
            deadlines[at] = deadlines[parent];
            ids[at] = ids[parent];
            at = parent;
        }
        deadlines[at] = deadlineNs;
        ids[at] = id;
    }

    /** True when a timer fires before the one at a place of the heap; ids grow in the order of starting. */
    private boolean isBefore(final long deadlineNs, final long id, final int at) {
        final long difference = deadlineNs - deadlines[at];
        return difference < 0 || difference == 0 && id < ids[at];
    }

    /** Cancels a timer; false when it has fired or was cancelled. */
    public boolean cancel(final long id) {
        return targets.remove(id) != null;
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

    /** Fires what is due; returns how many. */
    int poll(final long nowNs) {
        int fired = 0;
        while (count > 0 && deadlines[0] - nowNs <= 0) {
            final long id = ids[0];
            removeFirst();
            final Object target = targets.remove(id);
            if (target instanceof Process p) {
                p.scheduler.receiveTimedOut(p, id);
                fired++;
            } else if (target instanceof Runnable task) {
                task.run();
                fired++;
            }
        }
        return fired;
    }

    /** The next deadline, or {@link Long#MAX_VALUE}. */
    long nextDeadlineNs() {
        while (count > 0 && !targets.containsKey(ids[0])) {
            removeFirst();
        }
        return count == 0 ? Long.MAX_VALUE : deadlines[0];
    }

    private void removeFirst() {
        count--;
        final long deadline = deadlines[count];
        final long id = ids[count];
        int at = 0;
        while (true) {
            int child = at * 2 + 1;
            if (child >= count) {
                break;
            }
            if (child + 1 < count && isBefore(deadlines[child + 1], ids[child + 1], child)) {
                child++;
            }
            if (isBefore(deadline, id, child)) {
                break;
            }
            deadlines[at] = deadlines[child];
            ids[at] = ids[child];
            at = child;
        }
        deadlines[at] = deadline;
        ids[at] = id;
    }

    private void grow() {
        if (targets.size() < count / 2) {
            compact();
            return;
        }
        deadlines = Arrays.copyOf(deadlines, count * 2);
        ids = Arrays.copyOf(ids, count * 2);
    }

    private void compact() {
        final int before = count;
        count = 0;
        for (int i = 0; i < before; i++) {
            // In place: an insertion writes to no place behind the one that was read.
            final long deadline = deadlines[i];
            final long id = ids[i];
            if (targets.containsKey(id)) {
                insert(deadline, id);
            }
        }
    }
}
