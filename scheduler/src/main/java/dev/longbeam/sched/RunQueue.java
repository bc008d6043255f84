package dev.longbeam.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The processes of a scheduler that want to run: one list per priority. Max goes before high, high before the rest; of the rest, low
 * gets every eighth turn.
 *
 * <p>Normal processes stand in two lists: those that something has woken go before those that have used up a slice and want more, until
 * the woken ones have had a slice's reductions between them. So an answer does not wait for every process that computes or is being
 * collected, and these get at least half of the time.
 *
 * <p>Owned by the scheduler. {@link #size} may be read by other threads, a little late.
 */
final class RunQueue {
    private static final int NORMAL = 2;
    private static final int LOW = 3;
    /** The list of normal processes that have used up a slice. */
    private static final int SPENT = 4;
    private static final int LISTS = 5;
    private static final int LOW_EVERY = 8;
    /** A slice costs something besides its reductions. */
    private static final int SLICE_COST = 20;
    /** Reductions for each message that is sent or received: with fewer the messages between schedulers cost more than a second processor gains. */
    private static final long TALK_REDUCTIONS = 100;
    /** How many slices the balance of work and messages is of, about: 1 &lt;&lt; this. */
    private static final int BALANCE_SHIFT = 6;
    private static final VarHandle SIZE;

    static {
        try {
            SIZE = MethodHandles.lookup().findVarHandle(RunQueue.class, "size", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Process[] first = new Process[LISTS];
    private final Process[] last = new Process[LISTS];
    private int turn;
    /** Reductions that normal processes may use before one of those that have used up a slice gets its turn. */
    private long wokenLeft = Process.SLICE_REDUCTIONS;
    /** The process that was taken last is a normal one that something had woken. */
    private boolean wokenRuns;
    /** The process that was taken last has computed in its slice, not talked. */
    private boolean computed;
    /** Those of the processes that have used up a slice which have computed in it. */
    private int computing;
    /** Reductions of the last slices without those that their messages stand for. */
    private long balance;
    private volatile int size;

    int size() {
        return size;
    }

    /** Adds a process that something has woken. */
    void add(final Process p) {
        p.computes = false;
        add(p, p.queuePriority);
    }

    /** Adds a process that has used up its slice. */
    void addSpent(final Process p) {
        final boolean normal = p.queuePriority == NORMAL;
        p.computes = computed && normal && p.boundScheduler == 0 && p.collector == null;
        add(p, normal ? SPENT : p.queuePriority);
    }

    private void add(final Process p, final int list) {
        p.nextInQueue = null;
        if (last[list] == null) {
            first[list] = p;
        } else {
            last[list].nextInQueue = p;
        }
        last[list] = p;
        if (p.computes) {
            computing++;
        }
        setSize(size + 1);
    }

    Process take() {
        wokenRuns = false;
        if (size == 0) {
            return null;
        }
        if (first[0] != null) {
            return take(0);
        }
        if (first[1] != null) {
            return take(1);
        }
        if (first[LOW] != null && (first[NORMAL] == null && first[SPENT] == null || ++turn % LOW_EVERY == 0)) {
            return take(LOW);
        }
        if (first[SPENT] != null && (first[NORMAL] == null || wokenLeft <= 0)) {
            wokenLeft = Process.SLICE_REDUCTIONS;
            return take(SPENT);
        }
        wokenRuns = true;
        return take(NORMAL);
    }

    /** True when the process that was taken last is a normal one that something had woken, not one that computes. */
    boolean wokenRuns() {
        return wokenRuns;
    }

    /** The process that was taken last has used so many reductions, and has sent and received so many messages. */
    void used(final long reductions, final long messages) {
        final long work = reductions - messages * TALK_REDUCTIONS;
        computed = work >= 0;
        balance += work - (balance >> BALANCE_SHIFT);
        if (wokenRuns) {
            wokenLeft -= reductions + SLICE_COST;
        }
    }

    /** True when the processes here mostly send each other messages: they are not worth running on several schedulers. */
    boolean talks() {
        return balance < 0;
    }

    /** Processes of which another scheduler may have half: when they talk, only those that compute meanwhile. Never the only one that waits. */
    int shareable() {
        return size < 2 || talks() && computing == 0 ? 0 : talks() ? computing + 1 : size;
    }

    /** A process to give to another scheduler, or null when none should go. */
    Process takeForOther() {
        if (computing > 0) {
            Process p = first[SPENT];
            while (!p.computes) {
                p = p.nextInQueue;
            }
            remove(p, SPENT);
            return p;
        }
        final int list = first[SPENT] != null ? SPENT : first[NORMAL] != null ? NORMAL : LOW;
        return first[list] == null ? null : take(list);
    }

    /** Takes a process out, wherever it stands; false when it is not here. */
    boolean remove(final Process p) {
        return remove(p, p.queuePriority) || p.queuePriority == NORMAL && remove(p, SPENT);
    }

    private boolean remove(final Process p, final int list) {
        Process before = null;
        for (Process at = first[list]; at != null; at = at.nextInQueue) {
            if (at == p) {
                if (before == null) {
                    take(list);
                } else {
                    before.nextInQueue = p.nextInQueue;
                    if (last[list] == p) {
                        last[list] = before;
                    }
                    left(p);
                }
                return true;
            }
            before = at;
        }
        return false;
    }

    private Process take(final int list) {
        final Process p = first[list];
        first[list] = p.nextInQueue;
        if (p.nextInQueue == null) {
            last[list] = null;
        }
        left(p);
        return p;
    }

    private void left(final Process p) {
        p.nextInQueue = null;
        if (p.computes) {
            computing--;
        }
        setSize(size - 1);
    }

    private void setSize(final int newSize) {
        SIZE.setRelease(this, newSize);
    }
}
