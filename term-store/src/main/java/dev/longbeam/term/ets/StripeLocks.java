package dev.longbeam.term.ets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A row of reader-writer locks, one per cache line. Held for the time of one table operation only; a thread that finds one taken spins, longer each
 * time, so that the other does several things before their cache line changes hands again; then yields, then sleeps for moments. A waiting writer keeps
 * new readers out.
 *
 * <p>Who reads little may also do so without a lock: {@link #stamp} before, {@link #isUnchanged} after. Such readers write nothing, so that they do
 * not take the cache line from each other.
 *
 * <pre>
 *   63 a writer holds it   62 a writer waits   24 to 61 how many writers have held it, modulo 2^38   0 to 23 readers
 * </pre>
 *
 * <p>Any thread; not reentrant.
 */
final class StripeLocks {
    private static final VarHandle STATE = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int LONGS_PER_STRIPE = 8;
    private static final long WRITER = 1L << 63;
    private static final long WRITER_WAITS = 1L << 62;
    private static final long READERS = (1L << 24) - 1;
    private static final long ONE_WRITE = READERS + 1;
    private static final long WRITES = WRITER_WAITS - ONE_WRITE;
    /** No stamp: a writer holds the lock. */
    static final long NO_STAMP = -1;

    /** Looks at a lock before the thread yields. */
    private static final int SPINS = 6;
    /** Pauses before the second look: the other has done some dozens of things by then, and its cache lines stay where they are meanwhile. */
    private static final int FIRST_PAUSES = 32;
    private static final int MOST_DOUBLED = 3;
    private static final int YIELDS = 50;
    private static final long SLEEP_NANOS = 20_000;

    private final long[] states;
    private final int mask;

    /** {@code count} is a power of two. */
    StripeLocks(final int count) {
        states = new long[count * LONGS_PER_STRIPE];
        mask = count - 1;
    }

    int count() {
        return mask + 1;
    }

    void lockShared(final long hash) {
        final int at = at(hash);
        for (int attempt = 0;; attempt++) {
            final long state = (long)STATE.getAcquire(states, at);
            if (state >= 0 && (state & WRITER_WAITS) == 0 && STATE.compareAndSet(states, at, state, state + 1)) {
                return;
            }
            pause(attempt);
        }
    }

    void unlockShared(final long hash) {
        STATE.getAndAddRelease(states, at(hash), -1L);
    }

    void lockExclusive(final long hash) {
        final int at = at(hash);
        for (int attempt = 0;; attempt++) {
            final long state = (long)STATE.getAcquire(states, at);
            if ((state & (WRITER | READERS)) == 0) {
                if (STATE.compareAndSet(states, at, state, state & ~WRITER_WAITS | WRITER)) {
                    return;
                }
            } else if ((state & WRITER_WAITS) == 0 && state > 0) {
                STATE.compareAndSet(states, at, state, state | WRITER_WAITS);
            }
            pause(attempt);
        }
    }

    void unlockExclusive(final long hash) {
        final int at = at(hash);
        STATE.setRelease(states, at, states[at] + ONE_WRITE & WRITES);
    }

    /** What to hand to {@link #isUnchanged} after reading without the lock; {@link #NO_STAMP} while somebody writes. */
    long stamp(final long hash) {
        final long state = (long)STATE.getAcquire(states, at(hash));
        return state < 0 ? NO_STAMP : state & WRITES;
    }

    /** True when nobody has held the lock for writing since the stamp was taken: all that has been read in between was so at this moment. */
    boolean isUnchanged(final long hash, final long stamp) {
        VarHandle.loadLoadFence();
        return ((long)STATE.getOpaque(states, at(hash)) & (WRITER | WRITES)) == stamp;
    }

    /** The bit of a hash's lock in a set of locks; there are not more than 64. */
    long bit(final long hash) {
        return 1L << ((int)hash & mask);
    }

    /** Takes all locks of a set, in the order in which everybody takes several. */
    void lockExclusiveAt(final long bits) {
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            lockExclusive(Long.numberOfTrailingZeros(rest));
        }
    }

    void unlockExclusiveAt(final long bits) {
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            unlockExclusive(Long.numberOfTrailingZeros(rest));
        }
    }

    void lockAllExclusive() {
        for (int i = 0; i <= mask; i++) {
            lockExclusive(i);
        }
    }

    void unlockAllExclusive() {
        for (int i = mask; i >= 0; i--) {
            unlockExclusive(i);
        }
    }

    private int at(final long hash) {
        return ((int)hash & mask) * LONGS_PER_STRIPE;
    }

    private static void pause(final int attempt) {
        if (attempt < SPINS) {
            for (int i = FIRST_PAUSES << Math.min(attempt, MOST_DOUBLED); i > 0; i--) {
                Thread.onSpinWait();
            }
        } else if (attempt < SPINS + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(SLEEP_NANOS);
        }
    }
}
