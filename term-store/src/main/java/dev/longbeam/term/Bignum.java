package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;

/**
 * Bignum: {@code [header: POS_BIG or NEG_BIG] [limb 0] .. [limb n-1]}, 64-bit limbs of the absolute value, the least significant
 * first; the last limb is not 0, and no value that fits a small integer is ever a bignum.
 *
 * <p>Any thread that may see the term.
 */
public final class Bignum {
    private static final int LIMB_BITS = 64;
    private static final int DOUBLE_MAX_LIMBS = 1024 / LIMB_BITS;
    private static final int MANTISSA_BITS = 52;
    private static final double LIMB_BASE = 0x1p64;
    private static final VarHandle BIG_ENDIAN = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bignum() {
    }

    /** Header of a bignum. */
    public static long header(final boolean negative, final long limbs) {
        return Term.makeHeader(limbs, negative ? Term.SUBTAG_NEG_BIG : Term.SUBTAG_POS_BIG);
    }

    /** True for a negative bignum. */
    public static boolean isNegative(final long bigTerm) {
        return Term.subtag(Term.header(bigTerm)) == Term.SUBTAG_NEG_BIG;
    }

    /** Number of limbs. */
    public static int limbs(final long bigTerm) {
        return (int)Term.headerWords(Term.header(bigTerm));
    }

    /** A limb; 0 is the least significant. */
    public static long limb(final long bigTerm, final int index) {
        return Term.word(bigTerm, index + 1);
    }

    /** The integer of a value: a small one if it fits. */
    public static long make(final TermHeap heap, final long value) {
        if (Term.fitsSmall(value)) {
            return Term.makeSmall(value);
        }
        return makeLimb(heap, value < 0, value < 0 ? -value : value);
    }

    /** The integer of an unsigned 64-bit value: a small one if it fits. */
    public static long makeUnsigned(final TermHeap heap, final long value) {
        if (value >= 0 && Term.fitsSmall(value)) {
            return Term.makeSmall(value);
        }
        return makeLimb(heap, false, value);
    }

    /** The integer of a signed 128-bit value: a small one if it fits. */
    public static long make128(final TermHeap heap, final long high, final long low) {
        if (high == low >> LIMB_BITS - 1) {
            return make(heap, low);
        }
        final boolean negative = high < 0;
        final long absoluteLow = negative ? -low : low;
        final long absoluteHigh = negative ? ~high + (low == 0 ? 1 : 0) : high;
        if (absoluteHigh == 0) {
            return makeLimb(heap, negative, absoluteLow);
        }
        final long addr = heap.allocate(3);
        Memory.putLong(addr, header(negative, 2));
        Memory.putLong(addr + 8, absoluteLow);
        Memory.putLong(addr + 16, absoluteHigh);
        return Term.makeBoxed(addr);
    }

    /** The integer of a value: a small one if it fits; {@code system_limit} when it is too large. */
    public static long make(final TermHeap heap, final BigInteger value) {
        final int bits = value.bitLength();
        if (bits < LIMB_BITS) {
            return make(heap, value.longValue());
        }
        final byte[] bytes = value.abs().toByteArray();
        final int skip = bytes[0] == 0 ? 1 : 0;
        final int limbs = (bytes.length - skip + 7) / 8;
        if (limbs > OtpVariant.current().maxBignumLimbs()) {
            return heap.systemLimit();
        }
        final long addr = heap.allocate(limbs + 1L);
        Memory.putLong(addr, header(value.signum() < 0, limbs));
        for (int i = 0; i < limbs; i++) {
            Memory.putLong(addr + 8 + i * 8L, limbAt(bytes, bytes.length - i * 8));
        }
        return Term.makeBoxed(addr);
    }

    private static long limbAt(final byte[] bytes, final int end) {
        if (end >= 8) {
            return (long)BIG_ENDIAN.get(bytes, end - 8);
        }
        long limb = 0;
        for (int i = 0; i < end; i++) {
            limb = limb << 8 | bytes[i] & 0xFF;
        }
        return limb;
    }

    private static long makeLimb(final TermHeap heap, final boolean negative, final long absolute) {
        final long addr = heap.allocate(2);
        Memory.putLong(addr, header(negative, 1));
        Memory.putLong(addr + 8, absolute);
        return Term.makeBoxed(addr);
    }

    /** The value of any integer. */
    public static BigInteger toBigInteger(final long integerTerm) {
        if (Term.isSmall(integerTerm)) {
            return BigInteger.valueOf(Term.smallValue(integerTerm));
        }
        final int limbs = limbs(integerTerm);
        final byte[] bytes = new byte[limbs * 8];
        for (int i = 0; i < limbs; i++) {
            BIG_ENDIAN.set(bytes, bytes.length - (i + 1) * 8, limb(integerTerm, i));
        }
        return new BigInteger(isNegative(integerTerm) ? -1 : 1, bytes);
    }

    /**
     * Completes an integer whose limbs have been written behind {@code addr}: drops leading zeros, makes it small if it fits, gives
     * back what is not needed.
     *
     * @param addr           what {@link TermHeap#allocate} returned
     * @param allocatedLimbs limbs that were asked for, besides the header
     */
    static long finish(final TermHeap heap, final long addr, final int allocatedLimbs, final boolean negative) {
        int limbs = allocatedLimbs;
        while (limbs > 0 && Memory.getLong(addr + limbs * 8L) == 0) {
            limbs--;
        }
        if (limbs <= 1) {
            final long absolute = limbs == 0 ? 0 : Memory.getLong(addr + 8);
            final long value = negative ? -absolute : absolute;
            if (absolute >= 0 && Term.fitsSmall(value)) {
                heap.trim(addr, allocatedLimbs + 1L, 0);
                return Term.makeSmall(value);
            }
        }
        if (limbs > OtpVariant.current().maxBignumLimbs()) {
            heap.trim(addr, allocatedLimbs + 1L, 0);
            return heap.systemLimit();
        }
        Memory.putLong(addr, header(negative, limbs));
        heap.trim(addr, allocatedLimbs + 1L, limbs + 1L);
        return Term.makeBoxed(addr);
    }

    /** Orders two integers of any size. */
    public static int compareIntegers(final long a, final long b) {
        final boolean smallA = Term.isSmall(a);
        if (smallA && Term.isSmall(b)) {
            return Long.compare(a, b);
        }
        if (smallA) {
            return isNegative(b) ? 1 : -1;
        }
        final boolean negative = isNegative(a);
        if (Term.isSmall(b) || negative != isNegative(b)) {
            return negative ? -1 : 1;
        }
        return negative ? compareAbsolute(b, a) : compareAbsolute(a, b);
    }

    /** Orders two bignums by their absolute values. */
    static int compareAbsolute(final long a, final long b) {
        final int limbs = limbs(a);
        if (limbs != limbs(b)) {
            return limbs - limbs(b);
        }
        for (int i = limbs - 1; i >= 0; i--) {
            final int result = Long.compareUnsigned(limb(a, i), limb(b, i));
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    /** Orders an integer of any size and a finite double by their exact values. */
    public static int compareToDouble(final long integerTerm, final double value) {
        if (Term.isSmall(integerTerm)) {
            return compareSmallToDouble(Term.smallValue(integerTerm), value);
        }
        final boolean negative = isNegative(integerTerm);
        if (value < 0 != negative || Math.abs(value) < 1) {
            return negative ? -1 : 1;
        }
        final int result = compareAbsoluteToDouble(integerTerm, Math.abs(value));
        return negative ? -result : result;
    }

    private static int compareSmallToDouble(final long integer, final double value) {
        if (Math.abs(value) < 0x1p53) {
            return (double)integer < value ? -1 : (double)integer == value ? 0 : 1;
        }
        if (Math.abs(value) >= 0x1p62) {
            return value > 0 ? -1 : 1;
        }
        return Long.compare(integer, (long)value);
    }

    private static int compareAbsoluteToDouble(final long bigTerm, final double absolute) {
        final int top = limbs(bigTerm) - 1;
        final long bits = top * 64L + LIMB_BITS - Long.numberOfLeadingZeros(limb(bigTerm, top));
        final int exponent = Math.getExponent(absolute);
        if (bits - 1 != exponent) {
            return Long.compare(bits - 1, exponent);
        }
        final long mantissa = Double.doubleToRawLongBits(absolute) & (1L << MANTISSA_BITS) - 1 | 1L << MANTISSA_BITS;
        final int shift = exponent - MANTISSA_BITS;
        final int firstLimb = shift / LIMB_BITS;
        final int bitShift = shift % LIMB_BITS;
        long head = limb(bigTerm, firstLimb) >>> bitShift;
        if (bitShift != 0 && firstLimb < top) {
            head |= limb(bigTerm, firstLimb + 1) << LIMB_BITS - bitShift;
        }
        if (head != mantissa) {
            return Long.compare(head, mantissa);
        }
        if ((limb(bigTerm, firstLimb) & (1L << bitShift) - 1) != 0) {
            return 1;
        }
        for (int i = 0; i < firstLimb; i++) {
            if (limb(bigTerm, i) != 0) {
                return 1;
            }
        }
        return 0;
    }

    /**
     * The double of an integer of any size, infinite when it is too large. It is computed limb by limb from the top, as the C emulator
     * does: with more than one limb the result may differ from the nearest double, and programs can see that.
     */
    public static double toDouble(final long integerTerm) {
        if (Term.isSmall(integerTerm)) {
            return Term.smallValue(integerTerm);
        }
        final int limbs = limbs(integerTerm);
        if (limbs > DOUBLE_MAX_LIMBS) {
            return isNegative(integerTerm) ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double value = 0;
        for (int i = limbs - 1; i >= 0; i--) {
            value = value * LIMB_BASE + unsignedToDouble(limb(integerTerm, i));
        }
        return isNegative(integerTerm) ? -value : value;
    }

    private static double unsignedToDouble(final long value) {
        return value >= 0 ? (double)value : (double)(value >>> 1 | value & 1) * 2;
    }
}
