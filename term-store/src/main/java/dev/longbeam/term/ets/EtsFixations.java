package dev.longbeam.term.ets;

import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * Which processes fix a table, and how often each: while anybody does, deleted rows stay where they are and no bucket is split or joined.
 *
 * <p>Any thread.
 */
public final class EtsFixations {
    /** Words that the C emulator counts for one. */
    private static final int ENTRY_WORDS = 9;

    private final EtsTable table;
    private long[] pids = new long[2];
    private long[] counts = new long[2];
    private int size;
    private long sinceNanos;
    private volatile boolean fixed;

    EtsFixations(final EtsTable table) {
        this.table = table;
    }

    /** True while anybody fixes the table. */
    public boolean isFixed() {
        return fixed;
    }

    /** Fixes the table once more for a process; true when the process had not fixed it before. */
    public synchronized boolean fix(final long pidTerm, final long nowNanos) {
        final int at = find(pidTerm);
        if (at >= 0) {
            counts[at]++;
            return false;
        }
        if (size == 0) {
            sinceNanos = nowNanos;
        }
        if (size == pids.length) {
            pids = java.util.Arrays.copyOf(pids, size * 2);
            counts = java.util.Arrays.copyOf(counts, size * 2);
        }
        pids[size] = pidTerm;
        counts[size++] = 1;
        fixed = true;
        table.words.addAndGet(ENTRY_WORDS);
        return true;
    }

    /** Takes back one fixation of a process, or all of them; true when the process fixes the table no more. */
    public boolean unfix(final long pidTerm, final boolean all) {
        synchronized (this) {
            final int at = find(pidTerm);
            if (at < 0) {
                return false;
            }
            if (!all && --counts[at] > 0) {
                return false;
            }
            size--;
            pids[at] = pids[size];
            counts[at] = counts[size];
            table.words.addAndGet(-ENTRY_WORDS);
            if (size > 0) {
                return true;
            }
            fixed = false;
        }
        table.unfixed();
        return true;
    }

    /** Monotonic time at which the table became fixed. */
    public synchronized long sinceNanos() {
        return sinceNanos;
    }

    /** {@code [{Pid, Count}]}. */
    public synchronized long list(final TermHeap heap) {
        long list = Term.NIL;
        for (int i = 0; i < size; i++) {
            list = Cons.make(heap, Tuple.make(heap, pids[i], Term.makeSmall(counts[i])), list);
        }
        return list;
    }

    /** The processes that fix the table at this moment. */
    synchronized long[] pids() {
        return java.util.Arrays.copyOf(pids, size);
    }

    private int find(final long pidTerm) {
        for (int i = 0; i < size; i++) {
            if (pids[i] == pidTerm) {
                return i;
            }
        }
        return -1;
    }
}
