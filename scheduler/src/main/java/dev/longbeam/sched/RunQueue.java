package dev.longbeam.sched;

/**
 * The processes of a scheduler that want to run: one list per priority. Max goes before high, high before the rest; of the rest, low
 * gets every eighth turn.
 *
 * <p>Owned by the scheduler. {@link #size} may be read by other threads, a little late.
 */
final class RunQueue {
    private static final int PRIORITIES = 4;
    private static final int LOW = 3;
    private static final int NORMAL = 2;
    private static final int LOW_EVERY = 8;

    private final Process[] first = new Process[PRIORITIES];
    private final Process[] last = new Process[PRIORITIES];
    private int turn;
    private volatile int size;

    int size() {
        return size;
    }

    void add(final Process p) {
        final int priority = p.queuePriority;
        p.nextInQueue = null;
        if (last[priority] == null) {
            first[priority] = p;
        } else {
            last[priority].nextInQueue = p;
        }
        last[priority] = p;
        setSize(size + 1);
    }

    Process take() {
        if (size == 0) {
            return null;
        }
        if (first[0] != null) {
            return take(0);
        }
        if (first[1] != null) {
            return take(1);
        }
        if (first[NORMAL] == null || first[LOW] != null && ++turn % LOW_EVERY == 0) {
            return take(LOW);
        }
        return take(NORMAL);
    }

    /** A process to give to another scheduler, or null when none should go. */
    Process takeForOther() {
        for (int priority = NORMAL; priority <= LOW; priority++) {
            if (first[priority] != null) {
                return take(priority);
            }
        }
        return null;
    }

    /** Takes a process out, wherever it stands; false when it is not here. */
    boolean remove(final Process p) {
        final int priority = p.queuePriority;
        Process before = null;
        for (Process at = first[priority]; at != null; at = at.nextInQueue) {
            if (at == p) {
                if (before == null) {
                    take(priority);
                } else {
                    before.nextInQueue = p.nextInQueue;
                    if (last[priority] == p) {
                        last[priority] = before;
                    }
                    p.nextInQueue = null;
                    setSize(size - 1);
                }
                return true;
            }
            before = at;
        }
        return false;
    }

    private Process take(final int priority) {
        final Process p = first[priority];
        first[priority] = p.nextInQueue;
        if (p.nextInQueue == null) {
            last[priority] = null;
        }
        p.nextInQueue = null;
        setSize(size - 1);
        return p;
    }

    private void setSize(final int newSize) {
        SIZE.setRelease(this, newSize);
    }

    private static final java.lang.invoke.VarHandle SIZE;

    static {
        try {
            SIZE = java.lang.invoke.MethodHandles.lookup().findVarHandle(RunQueue.class, "size", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
