package dev.longbeam.term;

import java.math.BigDecimal;

/**
 * Arithmetic on terms, with the results and errors of the operators of Erlang.
 *
 * <p>Every function takes any terms, builds on the heap it is given, never collects, and fails with {@code badarith} (the conversions
 * with {@code badarg}, results beyond the largest integer with {@code system_limit}). Called by the owner of the heap. The methods
 * are cut so that the case of two small integers can be inlined.
 */
public final class Arith {
    private static final int SMALL_BITS = 60;

    private Arith() {
    }

    /** {@code A + B}. */
    public static long add(final TermHeap heap, final long a, final long b) {
        return Term.areSmall(a, b) ? Integers.make(heap, Term.smallValue(a) + Term.smallValue(b)) : addSlow(heap, a, b);
    }

    private static long addSlow(final TermHeap heap, final long a, final long b) {
        if (Term.isInteger(a) && Term.isInteger(b)) {
            return BignumMath.add(heap, a, b);
        }
        return isFloatOperation(a, b) ? makeFloat(heap, number(a) + number(b)) : heap.badarith();
    }

    /** {@code A - B}. */
    public static long sub(final TermHeap heap, final long a, final long b) {
        return Term.areSmall(a, b) ? Integers.make(heap, Term.smallValue(a) - Term.smallValue(b)) : subSlow(heap, a, b);
    }

    private static long subSlow(final TermHeap heap, final long a, final long b) {
        if (Term.isInteger(a) && Term.isInteger(b)) {
            return BignumMath.sub(heap, a, b);
        }
        return isFloatOperation(a, b) ? makeFloat(heap, number(a) - number(b)) : heap.badarith();
    }

    /** {@code A * B}. */
    public static long mul(final TermHeap heap, final long a, final long b) {
        if (Term.areSmall(a, b)) {
            final long valueA = Term.smallValue(a);
            final long valueB = Term.smallValue(b);
            final long low = valueA * valueB;
            final long high = Math.multiplyHigh(valueA, valueB);
            return high == low >> 63 && Term.fitsSmall(low) ? Term.makeSmall(low) : Bignum.make128(heap, high, low);
        }
        return mulSlow(heap, a, b);
    }

    private static long mulSlow(final TermHeap heap, final long a, final long b) {
        if (Term.isInteger(a) && Term.isInteger(b)) {
            return BignumMath.mul(heap, a, b);
        }
        return isFloatOperation(a, b) ? makeFloat(heap, number(a) * number(b)) : heap.badarith();
    }

    /** {@code A / B}: always a float. */
    public static long divide(final TermHeap heap, final long a, final long b) {
        if (!Term.isNumber(a) || !Term.isNumber(b)) {
            return heap.badarith();
        }
        final double divisor = number(b);
        final double dividend = number(a);
        if (Double.isInfinite(divisor) || Double.isInfinite(dividend)) {
            return heap.badarith();
        }
        return makeFloat(heap, dividend / divisor);
    }

    /** {@code A div B}. */
    public static long intDiv(final TermHeap heap, final long a, final long b) {
        if (Term.areSmall(a, b) && b != Term.makeSmall(0)) {
            return Integers.make(heap, Term.smallValue(a) / Term.smallValue(b));
        }
        return areIntegers(a, b) && b != Term.makeSmall(0) ? BignumMath.div(heap, a, b) : heap.badarith();
    }

    /** {@code A rem B}. */
    public static long intRem(final TermHeap heap, final long a, final long b) {
        if (Term.areSmall(a, b) && b != Term.makeSmall(0)) {
            return Term.makeSmall(Term.smallValue(a) % Term.smallValue(b));
        }
        return areIntegers(a, b) && b != Term.makeSmall(0) ? BignumMath.rem(heap, a, b) : heap.badarith();
    }

    /** {@code -A}. */
    public static long negate(final TermHeap heap, final long a) {
        if (Term.isSmall(a)) {
            return Integers.make(heap, -Term.smallValue(a));
        }
        if (Term.isBig(a)) {
            return BignumMath.negate(heap, a);
        }
        return Term.isFloat(a) ? FloatTerm.make(heap, -FloatTerm.value(a)) : heap.badarith();
    }

    /** {@code +A}. */
    public static long plus(final TermHeap heap, final long a) {
        return Term.isNumber(a) ? a : heap.badarith();
    }

    /** {@code A band B}. */
    public static long band(final TermHeap heap, final long a, final long b) {
        if (Term.areSmall(a, b)) {
            return a & b;
        }
        return areIntegers(a, b) ? BignumMath.and(heap, a, b) : heap.badarith();
    }

    /** {@code A bor B}. */
    public static long bor(final TermHeap heap, final long a, final long b) {
        if (Term.areSmall(a, b)) {
            return a | b;
        }
        return areIntegers(a, b) ? BignumMath.or(heap, a, b) : heap.badarith();
    }

    /** {@code A bxor B}. */
    public static long bxor(final TermHeap heap, final long a, final long b) {
        if (Term.areSmall(a, b)) {
            return a ^ b | Term.TAG_SMALL;
        }
        return areIntegers(a, b) ? BignumMath.xor(heap, a, b) : heap.badarith();
    }

    /** {@code bnot A}. */
    public static long bnot(final TermHeap heap, final long a) {
        if (Term.isSmall(a)) {
            return Term.makeSmall(~Term.smallValue(a));
        }
        return Term.isBig(a) ? BignumMath.sub(heap, Term.makeSmall(-1), a) : heap.badarith();
    }

    /** {@code A bsl B}. */
    public static long bsl(final TermHeap heap, final long a, final long b) {
        if (!areIntegers(a, b)) {
            return heap.badarith();
        }
        return shift(heap, a, Term.isSmall(b) ? Term.smallValue(b) : Bignum.isNegative(b) ? Long.MIN_VALUE : Long.MAX_VALUE);
    }

    /** {@code A bsr B}. */
    public static long bsr(final TermHeap heap, final long a, final long b) {
        if (!areIntegers(a, b)) {
            return heap.badarith();
        }
        return shift(heap, a, Term.isSmall(b) ? -Term.smallValue(b) : Bignum.isNegative(b) ? Long.MAX_VALUE : Long.MIN_VALUE);
    }

    private static long shift(final TermHeap heap, final long a, final long leftBits) {
        if (leftBits == 0 || a == Term.makeSmall(0)) {
            return a;
        }
        if (leftBits < 0) {
            final long rightBits = leftBits == Long.MIN_VALUE ? Long.MAX_VALUE : -leftBits;
            return Term.isSmall(a) ? Term.makeSmall(Term.smallValue(a) >> Math.min(rightBits, 63))
                : BignumMath.shiftRight(heap, a, rightBits);
        }
        if (Term.isSmall(a) && leftBits < SMALL_BITS) {
            final long value = Term.smallValue(a);
            if (value << 4 + leftBits >> 4 + leftBits == value) {
                return Term.makeSmall(value << leftBits);
            }
        }
        return BignumMath.shiftLeft(heap, a, leftBits);
    }

    /** {@code abs(A)}; fails with badarg. */
    public static long abs(final TermHeap heap, final long a) {
        if (Term.isSmall(a)) {
            return Integers.make(heap, Math.abs(Term.smallValue(a)));
        }
        if (Term.isBig(a)) {
            return BignumMath.abs(heap, a);
        }
        return Term.isFloat(a) ? absFloat(heap, a) : heap.badarg();
    }

    private static long absFloat(final TermHeap heap, final long a) {
        final double value = FloatTerm.value(a);
        final boolean keepsSign = value == 0 && !OtpVariant.current().exactFloatZero();
        return value > 0 || keepsSign ? a : FloatTerm.make(heap, Math.abs(value));
    }

    /** {@code float(A)}; fails with badarg. */
    public static long toFloat(final TermHeap heap, final long a) {
        if (Term.isFloat(a)) {
            return a;
        }
        if (!Term.isInteger(a)) {
            return heap.badarg();
        }
        final double value = Bignum.toDouble(a);
        return Double.isFinite(value) ? FloatTerm.make(heap, value) : heap.badarg();
    }

    /** {@code round(A)}: halves away from zero; fails with badarg. */
    public static long round(final TermHeap heap, final long a) {
        if (!Term.isFloat(a)) {
            return Term.isInteger(a) ? a : heap.badarg();
        }
        final double value = FloatTerm.value(a);
        final double whole = truncate(value);
        return fromWhole(heap, Math.abs(value - whole) >= 0.5 ? whole + Math.signum(value) : whole);
    }

    /** {@code trunc(A)}; fails with badarg. */
    public static long trunc(final TermHeap heap, final long a) {
        if (!Term.isFloat(a)) {
            return Term.isInteger(a) ? a : heap.badarg();
        }
        return fromWhole(heap, truncate(FloatTerm.value(a)));
    }

    /** {@code floor(A)}; fails with badarg. */
    public static long floor(final TermHeap heap, final long a) {
        if (!Term.isFloat(a)) {
            return Term.isInteger(a) ? a : heap.badarg();
        }
        return fromWhole(heap, Math.floor(FloatTerm.value(a)));
    }

    /** {@code ceil(A)}; fails with badarg. */
    public static long ceil(final TermHeap heap, final long a) {
        if (!Term.isFloat(a)) {
            return Term.isInteger(a) ? a : heap.badarg();
        }
        return fromWhole(heap, Math.ceil(FloatTerm.value(a)));
    }

    private static double truncate(final double value) {
        return value < 0 ? Math.ceil(value) : Math.floor(value);
    }

    private static long fromWhole(final TermHeap heap, final double whole) {
        if (Math.abs(whole) < 0x1p63) {
            return Integers.make(heap, (long)whole);
        }
        return Bignum.make(heap, new BigDecimal(whole).toBigInteger());
    }

    /** {@code min(A, B)}: the first when they are equal. */
    public static long min(final long a, final long b) {
        return Compare.compare(a, b) <= 0 ? a : b;
    }

    /** {@code max(A, B)}: the first when they are equal. */
    public static long max(final long a, final long b) {
        return Compare.compare(a, b) >= 0 ? a : b;
    }

    private static boolean areIntegers(final long a, final long b) {
        return Term.isInteger(a) && Term.isInteger(b);
    }

    /** True when both are numbers, at least one a float, and the other one no integer beyond the floats. */
    private static boolean isFloatOperation(final long a, final long b) {
        return Term.isNumber(a) && Term.isNumber(b) && Double.isFinite(number(a)) && Double.isFinite(number(b));
    }

    private static double number(final long numberTerm) {
        return Term.isFloat(numberTerm) ? FloatTerm.value(numberTerm) : Bignum.toDouble(numberTerm);
    }

    private static long makeFloat(final TermHeap heap, final double value) {
        return Double.isFinite(value) ? FloatTerm.make(heap, value) : heap.badarith();
    }
}
