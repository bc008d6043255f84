package dev.longbeam.term.ets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A row of reader-writer locks, one per cache line. Held for the time of one table operation only; a thread that finds one taken spins, then yields,
 * then sleeps for moments. A waiting writer keeps new readers out.
 *
 * <p>Any thread; not reentrant.
 */
final class StripeLocks {
    private static final VarHandle STATE = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int INTS_PER_STRIPE = 16;
    private static final int WRITER = 1 << 31;
    private static final int WRITER_WAITS = 1 << 30;
    private static final int SPINS = 200;
    private static final int YIELDS = 50;
    private static final long SLEEP_NANOS = 20_000;

    private final int[] states;
    private final int mask;

    /** {@code count} is a power of two. */
    StripeLocks(final int count) {
        states = new int[count * INTS_PER_STRIPE];
        mask = count - 1;
    }

    int count() {
        return mask + 1;
    }

    void lockShared(final long hash) {
        final int at = at(hash);
        for (int attempt = 0;; attempt++) {
            final int state = (int)STATE.getAcquire(states, at);
            if (state >= 0 && (state & WRITER_WAITS) == 0 && STATE.compareAndSet(states, at, state, state + 1)) {
                return;
            }
            pause(attempt);
        }
    }

    void unlockShared(final long hash) {
        STATE.getAndAddRelease(states, at(hash), -1);
    }

    void lockExclusive(final long hash) {
        final int at = at(hash);
        for (int attempt = 0;; attempt++) {
            final int state = (int)STATE.getAcquire(states, at);
            if ((state & ~WRITER_WAITS) == 0) {
                if (STATE.compareAndSet(states, at, state, WRITER)) {
                    return;
                }
            } else if ((state & WRITER_WAITS) == 0 && state > 0) {
                STATE.compareAndSet(states, at, state, state | WRITER_WAITS);
            }
            pause(attempt);
        }
    }

    void unlockExclusive(final long hash) {
        STATE.setRelease(states, at(hash), 0);
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
        return ((int)hash & mask) * INTS_PER_STRIPE;
    }

    private static void pause(final int attempt) {
        if (attempt < SPINS) {
            Thread.onSpinWait();
        } else if (attempt < SPINS + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(SLEEP_NANOS);
        }
    }
}
