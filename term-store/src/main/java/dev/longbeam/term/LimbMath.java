package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import dev.longbeam.memory.PerThread;

/**
 * Multiplication and division of numbers without sign that stand in memory as limbs, the least significant first.
 *
 * <p>Any thread that may see the memory. No Java garbage: numbers that are worked on in arrays have one for each thread.
 */
final class LimbMath {
    private static final int LEAST_LIMBS_OF_DIGITS = 12;
    private static final int LIMB_BITS = Long.SIZE;
    private static final int HALF_BITS = LIMB_BITS / 2;
    private static final long HALF = (1L << HALF_BITS) - 1;
    private static final PerThread<LimbMath> WORK = new PerThread<>(LimbMath::new);

    private long[] words = new long[0];

    private LimbMath() {
    }

    private static long[] words(final int count) {
        final LimbMath work = WORK.get();
        if (work.words.length < count) {
            work.words = new long[count + count / 4];
        }
        return work.words;
    }

    private static long less(final long a, final long b) {
        return Long.compareUnsigned(a, b) < 0 ? 1 : 0;
    }

    // Multiplication

    /** Multiplies by one limb; returns what is carried out of as many limbs. */
    static long multiplyByLimb(final long addr, final int limbs, final long factor, final long toAddr) {
        long carry = 0;
        for (long at = 0; at < limbs * 8L; at += 8) {
            final long limb = Memory.getLong(addr + at);
            final long low = limb * factor;
            final long sum = low + carry;
            Memory.putLong(toAddr + at, sum);
            carry = Math.unsignedMultiplyHigh(limb, factor) + less(sum, low);
        }
        return carry;
    }

    /** Multiplies; the product has as many limbs as both have together. */
    static void multiply(final long addrA, final int limbsA, final long addrB, final int limbsB, final long toAddr) {
        if (limbsA < limbsB) {
            multiply(addrB, limbsB, addrA, limbsA, toAddr);
        } else if (limbsB >= LEAST_LIMBS_OF_DIGITS) {
            multiplyDigits(addrA, limbsA, addrB, limbsB, toAddr);
        } else {
            Memory.putLong(toAddr + limbsA * 8L, multiplyByLimb(addrA, limbsA, Memory.getLong(addrB), toAddr));
            for (int i = 1; i < limbsB; i++) {
                final long at = toAddr + i * 8L;
                Memory.putLong(at + limbsA * 8L, addProduct(addrA, limbsA, Memory.getLong(addrB + i * 8L), at));
            }
        }
    }

    private static long addProduct(final long addr, final int limbs, final long factor, final long toAddr) {
        long carry = 0;
        for (long at = 0; at < limbs * 8L; at += 8) {
            final long limb = Memory.getLong(addr + at);
            final long low = limb * factor;
            final long withCarry = low + carry;
            final long sum = withCarry + Memory.getLong(toAddr + at);
            Memory.putLong(toAddr + at, sum);
            carry = Math.unsignedMultiplyHigh(limb, factor) + less(withCarry, low) + less(sum, withCarry);
        }
        return carry;
    }

    private static void multiplyDigits(final long addrA, final int limbsA, final long addrB, final int limbsB, final long toAddr) {
        final int digitsA = digits(limbsA);
        final int digitsB = digits(limbsB);
        final int atProduct = digitsA + digitsB;
        final int atRoom = 2 * atProduct;
        final long[] work = words(atRoom + DigitProduct.roomWords(digitsA));
        toDigits(addrA, limbsA, work, 0, digitsA);
        toDigits(addrB, limbsB, work, digitsA, digitsB);
        DigitProduct.multiply(work, 0, digitsA, work, digitsA, digitsB, work, atProduct, work, atRoom);
        fromDigits(work, atProduct, digitsA + digitsB, toAddr, limbsA + limbsB);
    }

    private static int digits(final int limbs) {
        return (int)((limbs * (long)LIMB_BITS + DigitProduct.DIGIT_BITS - 1) / DigitProduct.DIGIT_BITS);
    }

    private static void toDigits(final long addr, final int limbs, final long[] to, final int atTo, final int digits) {
        for (int i = 0; i < digits; i++) {
            final long bit = (long)i * DigitProduct.DIGIT_BITS;
            final int limb = (int)(bit / LIMB_BITS);
            final int shift = (int)bit & LIMB_BITS - 1;
            final long low = Memory.getLong(addr + limb * 8L) >>> shift;
            final long high = shift > LIMB_BITS - DigitProduct.DIGIT_BITS && limb + 1 < limbs ? Memory.getLong(addr + limb * 8L + 8) << LIMB_BITS - shift : 0;
            to[atTo + i] = (low | high) & (1L << DigitProduct.DIGIT_BITS) - 1;
        }
    }

    private static void fromDigits(final long[] from, final int atFrom, final int digits, final long addr, final int limbs) {
        int next = 0;
        long rest = 0;
        int restBits = 0;
        for (int i = 0; i < limbs; i++) {
            long limb = rest;
            int bits = restBits;
            while (bits < LIMB_BITS && next < digits) {
                final long digit = from[atFrom + next++];
                limb |= digit << bits;
                rest = digit >>> LIMB_BITS - bits;
                bits += DigitProduct.DIGIT_BITS;
                if (bits == DigitProduct.DIGIT_BITS) {
                    rest = 0;
                }
            }
            restBits = Math.max(bits - LIMB_BITS, 0);
            Memory.putLong(addr + i * 8L, limb);
        }
    }

    // Division

    /** Divides by one limb; writes the quotient, as many limbs, unless the address is 0. Returns the remainder. */
    static long divideByLimb(final long addr, final int limbs, final long divisor, final long toAddr) {
        final int shift = Long.numberOfLeadingZeros(divisor);
        final long normal = divisor << shift;
        final long inverse = inverse(normal);
        long rest = shift == 0 ? 0 : Memory.getLong(addr + (limbs - 1) * 8L) >>> LIMB_BITS - shift;
        for (int i = limbs - 1; i >= 0; i--) {
            final long below = shift == 0 || i == 0 ? 0 : Memory.getLong(addr + (i - 1) * 8L) >>> LIMB_BITS - shift;
            final long limb = Memory.getLong(addr + i * 8L) << shift | below;
            final long quotient = quotient(rest, limb, normal, inverse);
            rest = limb - quotient * normal;
            if (toAddr != 0) {
                Memory.putLong(toAddr + i * 8L, quotient);
            }
        }
        return rest >>> shift;
    }

    /** {@code (2^128 - 1) / divisor - 2^64}, of a divisor whose highest bit is set. */
    private static long inverse(final long divisor) {
        final long high = divisor >>> HALF_BITS;
        final long low = divisor & HALF;
        final long first = digit(~divisor, HALF, high, low);
        final long rest = (~divisor << HALF_BITS | HALF) - first * divisor;
        return (first << HALF_BITS) + digit(rest, HALF, high, low);
    }

    /** The quotient, of half a limb, of a number of a limb and a half and a divisor. */
    private static long digit(final long number, final long numberLow, final long divisorHigh, final long divisorLow) {
        long digit = Long.divideUnsigned(number, divisorHigh);
        long rest = number - digit * divisorHigh;
        while (digit > HALF || Long.compareUnsigned(digit * divisorLow, (rest << HALF_BITS) + numberLow) > 0) {
            digit--;
            rest += divisorHigh;
            if (rest > HALF) {
                break;
            }
        }
        return digit;
    }

    /** The quotient of two limbs, the higher one less than the divisor, by the divisor's inverse (Moeller and Granlund, 2011). */
    private static long quotient(final long high, final long low, final long divisor, final long inverse) {
        final long productLow = high * inverse;
        final long sumLow = productLow + low;
        long quotient = Math.unsignedMultiplyHigh(high, inverse) + high + 1 + less(sumLow, low);
        long rest = low - quotient * divisor;
        if (Long.compareUnsigned(rest, sumLow) > 0) {
            quotient--;
            rest += divisor;
        }
        return Long.compareUnsigned(rest, divisor) >= 0 ? quotient + 1 : quotient;
    }

    /**
     * Divides by a divisor of two limbs or more, with {@code limbs >= divisorLimbs} (Knuth's algorithm D). Either address of a result may be 0.
     *
     * @param quotientAddr  gets {@code limbs - divisorLimbs + 1} limbs
     * @param remainderAddr gets {@code divisorLimbs} limbs
     */
    static void divide(final long addr, final int limbs, final long divisorAddr, final int divisorLimbs, final long quotientAddr, final long remainderAddr) {
        final long[] work = words(limbs + 1 + divisorLimbs);
        final int atDivisor = limbs + 1;
        final int shift = Long.numberOfLeadingZeros(Memory.getLong(divisorAddr + (divisorLimbs - 1) * 8L));
        work[limbs] = shifted(addr, limbs, shift, work, 0);
        shifted(divisorAddr, divisorLimbs, shift, work, atDivisor);
        final long top = work[atDivisor + divisorLimbs - 1];
        final long inverse = inverse(top);
        for (int i = limbs - divisorLimbs; i >= 0; i--) {
            long quotient = estimate(work, i + divisorLimbs, top, inverse, work[atDivisor + divisorLimbs - 2]);
            if (subtractProduct(work, i, atDivisor, divisorLimbs, quotient)) {
                quotient--;
                addBack(work, i, atDivisor, divisorLimbs);
            }
            if (quotientAddr != 0) {
                Memory.putLong(quotientAddr + i * 8L, quotient);
            }
        }
        if (remainderAddr != 0) {
            for (int i = 0; i < divisorLimbs; i++) {
                final long above = shift == 0 ? 0 : work[i + 1] << LIMB_BITS - shift;
                Memory.putLong(remainderAddr + i * 8L, work[i] >>> shift | above);
            }
        }
    }

    /** Copies limbs, shifted to the left; returns what is shifted out. */
    private static long shifted(final long addr, final int limbs, final int shift, final long[] to, final int atTo) {
        long carry = 0;
        for (int i = 0; i < limbs; i++) {
            final long limb = Memory.getLong(addr + i * 8L);
            to[atTo + i] = limb << shift | carry;
            carry = shift == 0 ? 0 : limb >>> LIMB_BITS - shift;
        }
        return carry;
    }

    /** A limb of the quotient, or one more, from the three highest limbs of what is left and the two highest of the divisor. */
    private static long estimate(final long[] work, final int at, final long top, final long inverse, final long second) {
        final long middle = work[at - 1];
        long quotient;
        long rest;
        if (work[at] == top) {
            quotient = -1;
            rest = middle + top;
            if (less(rest, top) != 0) {
                return quotient;
            }
        } else {
            quotient = quotient(work[at], middle, top, inverse);
            rest = middle - quotient * top;
        }
        while (isAbove(quotient, second, rest, work[at - 2])) {
            quotient--;
            rest += top;
            if (less(rest, top) != 0) {
                return quotient;
            }
        }
        return quotient;
    }

    /** True when the product of two limbs is more than a number of two limbs. */
    private static boolean isAbove(final long a, final long b, final long high, final long low) {
        final long productHigh = Math.unsignedMultiplyHigh(a, b);
        return productHigh == high ? Long.compareUnsigned(a * b, low) > 0 : Long.compareUnsigned(productHigh, high) > 0;
    }

    /** Subtracts the product of the divisor and a limb; true when that was too much. */
    private static boolean subtractProduct(final long[] work, final int at, final int atDivisor, final int limbs, final long factor) {
        long borrow = 0;
        for (int i = 0; i < limbs; i++) {
            final long limb = work[atDivisor + i];
            final long low = limb * factor;
            final long sum = low + borrow;
            final long old = work[at + i];
            work[at + i] = old - sum;
            borrow = Math.unsignedMultiplyHigh(limb, factor) + less(sum, low) + less(old, sum);
        }
        final long old = work[at + limbs];
        work[at + limbs] = old - borrow;
        return less(old, borrow) != 0;
    }

    private static void addBack(final long[] work, final int at, final int atDivisor, final int limbs) {
        long carry = 0;
        for (int i = 0; i < limbs; i++) {
            final long withCarry = work[at + i] + carry;
            final long sum = withCarry + work[atDivisor + i];
            carry = less(withCarry, carry) + less(sum, withCarry);
            work[at + i] = sum;
        }
        work[at + limbs] += carry;
    }
}
