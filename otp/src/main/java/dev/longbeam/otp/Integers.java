package dev.longbeam.otp;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

/**
 * Integers of 64 bits as natives take and give them: terms that may be small or big.
 *
 * <p>Any thread that may see the terms.
 */
final class Integers {
    private Integers() {
    }

    /** The integer of a signed value. */
    static long make(final TermHeap heap, final long value) {
        if (Term.fitsSmall(value)) {
            return Term.makeSmall(value);
        }
        return makeBig(heap, value < 0 ? Term.SUBTAG_NEG_BIG : Term.SUBTAG_POS_BIG, Math.abs(value));
    }

    /** The integer of an unsigned value. */
    static long makeUnsigned(final TermHeap heap, final long value) {
        return value >= 0 ? make(heap, value) : makeBig(heap, Term.SUBTAG_POS_BIG, value);
    }

    /** True for an integer that a signed 64-bit value can hold. */
    static boolean isLong(final long term) {
        if (Term.isSmall(term)) {
            return true;
        }
        if (!Term.isBig(term) || Term.headerWords(Term.header(term)) != 1) {
            return false;
        }
        final long magnitude = Term.word(term, 1);
        return magnitude >= 0 || magnitude == Long.MIN_VALUE && isNegativeBig(term);
    }

    /** Value of an integer for which {@link #isLong} holds. */
    static long longValue(final long term) {
        if (Term.isSmall(term)) {
            return Term.smallValue(term);
        }
        final long magnitude = Term.word(term, 1);
        return isNegativeBig(term) ? -magnitude : magnitude;
    }

    /** True for an integer that a signed 32-bit value can hold. */
    static boolean isInt(final long term) {
        return Term.isSmall(term) && (int)Term.smallValue(term) == Term.smallValue(term);
    }

    /** Value of an integer for which {@link #isInt} holds. */
    static int intValue(final long term) {
        return (int)Term.smallValue(term);
    }

    /** True for an integer that an unsigned 32-bit value can hold. */
    static boolean isUnsignedInt(final long term) {
        return Term.isSmall(term) && Term.smallValue(term) >>> 32 == 0;
    }

    private static boolean isNegativeBig(final long term) {
        return Term.subtag(Term.header(term)) == Term.SUBTAG_NEG_BIG;
    }

    private static long makeBig(final TermHeap heap, final int subtag, final long magnitude) {
        final long addr = heap.allocate(2);
        Memory.putLong(addr, Term.makeHeader(1, subtag));
        Memory.putLong(addr + Memory.WORD_BYTES, magnitude);
        return Term.makeBoxed(addr);
    }
}
