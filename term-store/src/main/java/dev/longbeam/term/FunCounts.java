package dev.longbeam.term;

import dev.longbeam.memory.MemoryThread;
import dev.longbeam.memory.PerThread;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * How many funs of each {@link FunEntry} have come to heaps, and how many of them are gone, as one thread has counted. Nearly each start of a
 * process copies a fun, and hardly anybody asks: a counter that several threads share costs many times as much as one that a thread has for itself.
 *
 * <p>Each {@link MemoryThread} has counts of its own, which it alone changes; those of a thread that has ended go to the next new one. All other
 * threads share one, under its lock. Any thread may sum up.
 */
final class FunCounts {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int FIRST_ENTRIES = 1024;
    private static final FunCounts OF_OTHERS = new FunCounts(null);
    private static final PerThread<FunCounts> OF_THREAD = new PerThread<>(FunCounts::ofThisThread);

    /** Changed under the lock of the class. */
    private static volatile FunCounts[] all = {OF_OTHERS};

    private Thread owner;
    /** For each entry, by its index in the table: funs made, funs gone. */
    private volatile long[] counts = new long[2 * FIRST_ENTRIES];

    private FunCounts(final Thread owner) {
        this.owner = owner;
    }

    private static FunCounts ofThisThread() {
        return Thread.currentThread() instanceof MemoryThread thread ? of(thread) : OF_OTHERS;
    }

    private static synchronized FunCounts of(final Thread thread) {
        for (final FunCounts each : all) {
            if (each != OF_OTHERS && !each.owner.isAlive()) {
                each.owner = thread;
                return each;
            }
        }
        final FunCounts[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = new FunCounts(thread);
        all = more;
        return more[all.length - 1];
    }

    /** A fun has come to a heap. */
    static void made(final int tableIndex) {
        OF_THREAD.get().count(2 * tableIndex);
    }

    /** A fun on a heap is gone. */
    static void gone(final int tableIndex) {
        OF_THREAD.get().count(2 * tableIndex + 1);
    }

    /** Funs that have come to heaps, of all entries that have had this index. */
    static long sumMade(final int tableIndex) {
        return sum(2 * tableIndex);
    }

    /** Those of them that are gone. */
    static long sumGone(final int tableIndex) {
        return sum(2 * tableIndex + 1);
    }

    private static long sum(final int at) {
        long sum = 0;
        for (final FunCounts each : all) {
            sum += each.get(at);
        }
        return sum;
    }

    /** Whoever sees the new count sees all that this thread has counted before, see {@link FunEntry#isUnused}. */
    private void count(final int at) {
        final long[] own = counts;
        if (this == OF_OTHERS || at >= own.length) {
            countSlowly(at);
        } else {
            LONGS.setRelease(own, at, own[at] + 1);
        }
    }

    private synchronized void countSlowly(final int at) {
        if (at >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(2 * counts.length, at + 2));
        }
        LONGS.setRelease(counts, at, counts[at] + 1);
    }

    private long get(final int at) {
        final long[] own = counts;
        return at < own.length ? (long)LONGS.getAcquire(own, at) : 0;
    }
}
