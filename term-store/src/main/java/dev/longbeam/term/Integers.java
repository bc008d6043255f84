package dev.longbeam.term;

/**
 * Integers of either representation, small or bignum, as Java integers.
 *
 * <p>Any thread that may see the term.
 */
public final class Integers {
    private Integers() {
    }

    /** The integer term of a signed 64-bit value. */
    public static long make(final TermHeap heap, final long value) {
        return Term.fitsSmall(value) ? Term.makeSmall(value) : Bignum.make(heap, value);
    }

    /** The integer term of an unsigned 64-bit value. */
    public static long makeUnsigned(final TermHeap heap, final long value) {
        return Bignum.makeUnsigned(heap, value);
    }

    /** True when a term is an integer in the range of a signed 64-bit value. */
    public static boolean fitsLong(final long term) {
        if (Term.isSmall(term)) {
            return true;
        }
        if (!Term.isBig(term) || Bignum.limbs(term) != 1) {
            return false;
        }
        final long absolute = Bignum.limb(term, 0);
        return absolute >= 0 || absolute == Long.MIN_VALUE && Bignum.isNegative(term);
    }

    /** The value of an integer; requires {@link #fitsLong}. */
    public static long longValue(final long integerTerm) {
        if (Term.isSmall(integerTerm)) {
            return Term.smallValue(integerTerm);
        }
        assert fitsLong(integerTerm) : "limbs=" + Bignum.limbs(integerTerm);
        final long absolute = Bignum.limb(integerTerm, 0);
        return Bignum.isNegative(integerTerm) ? -absolute : absolute;
    }

    /** True when a term is an integer in the range of an unsigned 64-bit value. */
    public static boolean fitsUnsignedLong(final long term) {
        if (Term.isSmall(term)) {
            return Term.smallValue(term) >= 0;
        }
        return Term.isBig(term) && Bignum.limbs(term) == 1 && !Bignum.isNegative(term);
    }

    /** The value of an integer as an unsigned 64-bit value; requires {@link #fitsUnsignedLong}. */
    public static long unsignedLongValue(final long integerTerm) {
        return Term.isSmall(integerTerm) ? Term.smallValue(integerTerm) : Bignum.limb(integerTerm, 0);
    }

    /** True when a term is an integer in the range of a signed 32-bit value. */
    public static boolean fitsInt(final long term) {
        return Term.isSmall(term) && (int)Term.smallValue(term) == Term.smallValue(term);
    }

    /** The value of an integer; requires {@link #fitsInt}. */
    public static int intValue(final long integerTerm) {
        return (int)Term.smallValue(integerTerm);
    }

    /** The lowest 64 bits of an integer of any size in two's complement. */
    public static long lowBits(final long integerTerm) {
        if (Term.isSmall(integerTerm)) {
            return Term.smallValue(integerTerm);
        }
        return Bignum.isNegative(integerTerm) ? -Bignum.limb(integerTerm, 0) : Bignum.limb(integerTerm, 0);
    }

    /** -1, 0 or 1. */
    public static int signum(final long integerTerm) {
        if (Term.isSmall(integerTerm)) {
            return Long.signum(Term.smallValue(integerTerm));
        }
        return Bignum.isNegative(integerTerm) ? -1 : 1;
    }
}
