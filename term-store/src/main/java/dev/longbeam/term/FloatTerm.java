package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Float: {@code [header] [IEEE 754 double]}.
 *
 * <p>Any thread that may see the term.
 */
public final class FloatTerm {
    /** Words of a float. */
    public static final int WORDS = 2;
    /** Header of a float. */
    public static final long HEADER = Term.makeHeader(1, Term.SUBTAG_FLOAT);

    private FloatTerm() {
    }

    /** Builds a float; {@code value} must be finite (no infinity or NaN is ever a term). */
    public static long make(final TermHeap heap, final double value) {
        return write(heap.allocate(WORDS), value);
    }

    /** Writes a float at an address that was allocated before. */
    public static long write(final long addr, final double value) {
        assert Double.isFinite(value) : "value=" + value;
        Memory.putLong(addr, HEADER);
        Memory.putDouble(addr + 8, value);
        return Term.makeBoxed(addr);
    }

    /** The value of a float. */
    public static double value(final long floatTerm) {
        return Memory.getDouble(floatTerm - Term.TAG_BOXED + 8);
    }
}
