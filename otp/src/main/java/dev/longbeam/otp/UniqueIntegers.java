package dev.longbeam.otp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Integers that no other call on this node gets. They begin at the smallest small integer (or at 1 when they must be positive), so
 * they stay small for as long as possible.
 *
 * <p>Any thread.
 */
public final class UniqueIntegers {
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong nextMonotonic = new AtomicLong();

    /** Those of the node of a process. */
    static UniqueIntegers of(final Process p) {
        return NodeState.of(p).uniqueIntegers;
    }

    /** A unique integer. */
    public long make(final TermHeap heap, final boolean positive) {
        return term(heap, next.getAndIncrement(), positive);
    }

    /** A unique integer that is larger than those of all earlier calls with the same arguments. */
    public long makeMonotonic(final TermHeap heap, final boolean positive) {
        return term(heap, nextMonotonic.getAndIncrement(), positive);
    }

    /** The smallest unique integer there can be. */
    public static long smallest() {
        return Term.MIN_SMALL;
    }

    /** How many monotonic integers there have been, minus one: for tests. */
    public long monotonicState(final TermHeap heap) {
        return Integers.makeUnsigned(heap, nextMonotonic.get() - 1);
    }

    /** Sets what {@link #monotonicState} tells. */
    public void monotonicState(final long state) {
        nextMonotonic.set(state + 1);
    }

    private static long term(final TermHeap heap, final long raw, final boolean positive) {
        if (positive) {
            return Integers.makeUnsigned(heap, raw + 1);
        }
        // The sum of an unsigned number of 64 bits and a negative one may be larger than any signed number.
        final long sum = raw + Term.MIN_SMALL;
        return raw < 0 && sum < 0 ? Integers.makeUnsigned(heap, sum) : Integers.make(heap, sum);
    }
}
