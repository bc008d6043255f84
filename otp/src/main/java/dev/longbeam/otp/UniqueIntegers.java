package dev.longbeam.otp;

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
    private static final AtomicLong NEXT = new AtomicLong();
    private static final AtomicLong NEXT_MONOTONIC = new AtomicLong();

    private UniqueIntegers() {
    }

    /** A unique integer. */
    public static long make(final TermHeap heap, final boolean positive) {
        return term(heap, NEXT.getAndIncrement(), positive);
    }

    /** A unique integer that is larger than those of all earlier calls with the same arguments. */
    public static long makeMonotonic(final TermHeap heap, final boolean positive) {
        return term(heap, NEXT_MONOTONIC.getAndIncrement(), positive);
    }

    private static long term(final TermHeap heap, final long raw, final boolean positive) {
        return positive ? Integers.makeUnsigned(heap, raw + 1) : Integers.make(heap, raw + Term.MIN_SMALL);
    }
}
