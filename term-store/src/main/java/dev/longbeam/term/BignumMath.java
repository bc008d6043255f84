package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import java.math.BigInteger;

/**
 * Arithmetic on integers of which at least one is a bignum: limb by limb where that is simple, by {@link BigInteger} for the rest.
 *
 * <p>Operands are read through accessors that show a small integer as one limb, so nothing is copied.
 */
final class BignumMath {
    /** Where divisor and quotient are longer, {@link BigInteger} is faster. */
    private static final int MOST_DIVISOR_LIMBS = 100;
    /** Longer numbers are not worked on in arrays that stay. */
    private static final int MOST_LIMBS = 4000;

    private BignumMath() {
    }

    private static boolean isNegative(final long term) {
        return Term.isSmall(term) ? term < 0 : Bignum.isNegative(term);
    }

    private static int limbs(final long term) {
        return Term.isSmall(term) ? 1 : Bignum.limbs(term);
    }

    private static long limb(final long term, final int index) {
        return Term.isSmall(term) ? Math.abs(Term.smallValue(term)) : Bignum.limb(term, index);
    }

    static long add(final TermHeap heap, final long a, final long b) {
        return sum(heap, a, isNegative(a), b, isNegative(b));
    }

    static long sub(final TermHeap heap, final long a, final long b) {
        return sum(heap, a, isNegative(a), b, !isNegative(b));
    }

    private static long sum(final TermHeap heap, final long a, final boolean negativeA, final long b, final boolean negativeB) {
        if (negativeA == negativeB) {
            return addAbsolute(heap, a, b, negativeA);
        }
        return compareAbsolute(a, b) >= 0 ? subAbsolute(heap, a, b, negativeA) : subAbsolute(heap, b, a, negativeB);
    }

    private static int compareAbsolute(final long a, final long b) {
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

    private static long addAbsolute(final TermHeap heap, final long a, final long b, final boolean negative) {
        if (limbs(a) < limbs(b) || Term.isSmall(a) && !Term.isSmall(b)) {
            return addAbsolute(heap, b, a, negative);
        }
        final int limbs = limbs(a);
        final int common = Term.isSmall(b) ? 1 : limbs(b);
        final long addr = heap.allocate(limbs + 2L);
        long carry = 0;
        if (Term.isSmall(b)) {
            final long first = limb(a, 0);
            final long sum = first + limb(b, 0);
            carry = carry(first, limb(b, 0), sum);
            Memory.putLong(addr + 8, sum);
        } else {
            final long addrA = Term.addr(a);
            final long addrB = Term.addr(b);
            for (long at = 8; at <= common * 8L; at += 8) {
                final long limbA = Memory.getLong(addrA + at);
                final long limbB = Memory.getLong(addrB + at);
                final long sum = limbA + limbB + carry;
                carry = carry(limbA, limbB, sum);
                Memory.putLong(addr + at, sum);
            }
        }
        for (int i = common; i < limbs; i++) {
            final long limbA = limb(a, i);
            final long sum = limbA + carry;
            carry = carry(limbA, 0, sum);
            Memory.putLong(addr + 8 + i * 8L, sum);
        }
        Memory.putLong(addr + 8 + limbs * 8L, carry);
        return Bignum.finish(heap, addr, limbs + 1, negative);
    }

    /** What is carried out of a sum of two words, and of a carry into it. */
    private static long carry(final long a, final long b, final long sum) {
        return (a & b | (a | b) & ~sum) >>> 63;
    }

    /** |a| - |b|, where |a| is not less than |b|. */
    private static long subAbsolute(final TermHeap heap, final long a, final long b, final boolean negative) {
        final int limbs = limbs(a);
        final int limbsB = limbs(b);
        final long addr = heap.allocate(limbs + 1L);
        long borrow = 0;
        for (int i = 0; i < limbsB; i++) {
            final long limbA = limb(a, i);
            final long limbB = limb(b, i);
            final long difference = limbA - limbB - borrow;
            borrow = borrow(limbA, limbB, difference);
            Memory.putLong(addr + 8 + i * 8L, difference);
        }
        for (int i = limbsB; i < limbs; i++) {
            final long limbA = limb(a, i);
            final long difference = limbA - borrow;
            borrow = borrow(limbA, 0, difference);
            Memory.putLong(addr + 8 + i * 8L, difference);
        }
        return Bignum.finish(heap, addr, limbs, negative);
    }

    /** What is borrowed from above for a difference of two words, less a borrow from it. */
    private static long borrow(final long a, final long b, final long difference) {
        return (~a & b | (~a | b) & difference) >>> 63;
    }

    static long mul(final TermHeap heap, final long a, final long b) {
        final int limbsA = limbs(a);
        final int limbsB = limbs(b);
        if (limbsA > OtpVariant.current().maxBignumLimbs() - limbsB + 1 && a != Term.makeSmall(0) && b != Term.makeSmall(0)) {
            return heap.systemLimit();
        }
        if (Math.min(limbsA, limbsB) > 1 && Math.max(limbsA, limbsB) > MOST_LIMBS) {
            return Bignum.make(heap, Bignum.toBigInteger(a).multiply(Bignum.toBigInteger(b)));
        }
        final long addr = heap.allocate(limbsA + limbsB + 1L);
        final long limbsAddr = addr + 8;
        if (limbsB == 1 && Term.isBig(a)) {
            Memory.putLong(limbsAddr + limbsA * 8L, LimbMath.multiplyByLimb(limbsAddr(a), limbsA, limb(b, 0), limbsAddr));
        } else if (limbsA == 1) {
            Memory.putLong(limbsAddr + limbsB * 8L, LimbMath.multiplyByLimb(limbsAddr(b), limbsB, limb(a, 0), limbsAddr));
        } else {
            LimbMath.multiply(limbsAddr(a), limbsA, limbsAddr(b), limbsB, limbsAddr);
        }
        return Bignum.finish(heap, addr, limbsA + limbsB, isNegative(a) != isNegative(b));
    }

    private static long limbsAddr(final long bigTerm) {
        return Term.addr(bigTerm) + 8;
    }

    static long negate(final TermHeap heap, final long bigTerm) {
        return copy(heap, bigTerm, !Bignum.isNegative(bigTerm));
    }

    static long abs(final TermHeap heap, final long bigTerm) {
        return Bignum.isNegative(bigTerm) ? copy(heap, bigTerm, false) : bigTerm;
    }

    private static long copy(final TermHeap heap, final long bigTerm, final boolean negative) {
        final int limbs = Bignum.limbs(bigTerm);
        final long addr = heap.allocate(limbs + 1L);
        Memory.copy(Term.addr(bigTerm) + 8, addr + 8, limbs * 8L);
        return Bignum.finish(heap, addr, limbs, negative);
    }

    static long div(final TermHeap heap, final long a, final long b) {
        final int order = compareAbsolute(a, b);
        if (order < 0) {
            return Term.makeSmall(0);
        }
        if (order == 0) {
            return Term.makeSmall(isNegative(a) == isNegative(b) ? 1 : -1);
        }
        final int limbsA = limbs(a);
        final int limbsB = limbs(b);
        final boolean negative = isNegative(a) != isNegative(b);
        if (limbsA == 1) {
            return one(heap, Long.divideUnsigned(limb(a, 0), limb(b, 0)), negative);
        }
        if (isLongDivision(limbsA, limbsB)) {
            return Bignum.make(heap, Bignum.toBigInteger(a).divide(Bignum.toBigInteger(b)));
        }
        final int limbs = limbsA - limbsB + 1;
        final long addr = heap.allocate(limbs + 1L);
        if (limbsB == 1) {
            LimbMath.divideByLimb(limbsAddr(a), limbsA, limb(b, 0), addr + 8);
        } else {
            LimbMath.divide(limbsAddr(a), limbsA, limbsAddr(b), limbsB, addr + 8, 0);
        }
        return Bignum.finish(heap, addr, limbs, negative);
    }

    static long rem(final TermHeap heap, final long a, final long b) {
        final int order = compareAbsolute(a, b);
        if (order < 0) {
            return a;
        }
        if (order == 0) {
            return Term.makeSmall(0);
        }
        final int limbsA = limbs(a);
        final int limbsB = limbs(b);
        if (limbsA == 1) {
            return one(heap, Long.remainderUnsigned(limb(a, 0), limb(b, 0)), isNegative(a));
        }
        if (limbsB == 1) {
            return one(heap, LimbMath.divideByLimb(limbsAddr(a), limbsA, limb(b, 0), 0), isNegative(a));
        }
        if (isLongDivision(limbsA, limbsB)) {
            return Bignum.make(heap, Bignum.toBigInteger(a).remainder(Bignum.toBigInteger(b)));
        }
        final long addr = heap.allocate(limbsB + 1L);
        LimbMath.divide(limbsAddr(a), limbsA, limbsAddr(b), limbsB, 0, addr + 8);
        return Bignum.finish(heap, addr, limbsB, isNegative(a));
    }

    /** True where {@link BigInteger} divides in less than quadratic time, or work in arrays would keep too much memory. */
    private static boolean isLongDivision(final int limbs, final int divisorLimbs) {
        return divisorLimbs > 1 && (limbs > MOST_LIMBS || Math.min(divisorLimbs, limbs - divisorLimbs) > MOST_DIVISOR_LIMBS);
    }

    private static long one(final TermHeap heap, final long absolute, final boolean negative) {
        final long addr = heap.allocate(2);
        Memory.putLong(addr + 8, absolute);
        return Bignum.finish(heap, addr, 1, negative);
    }

    static long and(final TermHeap heap, final long a, final long b) {
        final int limbs = isNegative(a) ? limbs(b) : isNegative(b) ? limbs(a) : Math.min(limbs(a), limbs(b));
        return bits(heap, a, b, '&', Math.max(limbs, isNegative(a) && isNegative(b) ? Math.max(limbs(a), limbs(b)) : 0));
    }

    static long or(final TermHeap heap, final long a, final long b) {
        return bits(heap, a, b, '|', Math.max(limbs(a), limbs(b)));
    }

    static long xor(final TermHeap heap, final long a, final long b) {
        return bits(heap, a, b, '^', Math.max(limbs(a), limbs(b)));
    }

    /** Works on the two's complement of both, limb by limb; the sign of the result is the operation on the signs. */
    private static long bits(final TermHeap heap, final long a, final long b, final char operation, final int limbs) {
        final long signA = isNegative(a) ? -1 : 0;
        final long signB = isNegative(b) ? -1 : 0;
        final boolean negative = apply(operation, signA, signB) != 0;
        final long addr = heap.allocate(limbs + 2L);
        long carryA = signA & 1;
        long carryB = signB & 1;
        long carry = negative ? 1 : 0;
        for (int i = 0; i <= limbs; i++) {
            final long limbA = ((i < limbs(a) ? limb(a, i) : 0) ^ signA) + carryA;
            final long limbB = ((i < limbs(b) ? limb(b, i) : 0) ^ signB) + carryB;
            carryA = limbA == 0 ? carryA : 0;
            carryB = limbB == 0 ? carryB : 0;
            final long result = apply(operation, limbA, limbB);
            final long absolute = negative ? ~result + carry : result;
            carry = absolute == 0 ? carry : 0;
            Memory.putLong(addr + 8 + i * 8L, absolute);
        }
        return Bignum.finish(heap, addr, limbs + 1, negative);
    }

    private static long apply(final char operation, final long a, final long b) {
        return operation == '&' ? a & b : operation == '|' ? a | b : a ^ b;
    }

    /** {@code bsl} by 1 or more, of an integer that is not 0. */
    static long shiftLeft(final TermHeap heap, final long term, final long bits) {
        final long limbs = limbs(term) + (bits >>> 6) + 1;
        final int maxLimbs = OtpVariant.current().maxBignumLimbs();
        if (limbs > maxLimbs + 1L) {
            return heap.systemLimit();
        }
        final long addr = heap.allocate(limbs + 1);
        final int skip = (int)(bits >>> 6);
        final int shift = (int)bits & 63;
        Memory.fill(addr + 8, skip * 8L, 0);
        long carry = 0;
        for (int i = 0; i < limbs(term); i++) {
            final long limb = limb(term, i);
            Memory.putLong(addr + 8 + (skip + i) * 8L, limb << shift | carry);
            carry = shift == 0 ? 0 : limb >>> 64 - shift;
        }
        Memory.putLong(addr + limbs * 8, carry);
        return Bignum.finish(heap, addr, (int)limbs, isNegative(term));
    }

    /** {@code bsr} by 1 or more, of a bignum. */
    static long shiftRight(final TermHeap heap, final long bigTerm, final long bits) {
        final boolean negative = Bignum.isNegative(bigTerm);
        final int limbs = Bignum.limbs(bigTerm);
        if (bits >>> 6 >= limbs) {
            return Term.makeSmall(negative ? -1 : 0);
        }
        final int skip = (int)(bits >>> 6);
        final int shift = (int)bits & 63;
        final int left = limbs - skip;
        final long addr = heap.allocate(left + 2L);
        boolean lost = (Bignum.limb(bigTerm, skip) & (1L << shift) - 1) != 0;
        for (int i = 0; i < skip && !lost; i++) {
            lost = Bignum.limb(bigTerm, i) != 0;
        }
        long carry = negative && lost ? 1 : 0;
        for (int i = 0; i < left; i++) {
            final long next = i + 1 < left && shift != 0 ? Bignum.limb(bigTerm, skip + i + 1) << 64 - shift : 0;
            final long limb = (Bignum.limb(bigTerm, skip + i) >>> shift | next) + carry;
            carry = limb == 0 ? carry : 0;
            Memory.putLong(addr + 8 + i * 8L, limb);
        }
        Memory.putLong(addr + 8 + left * 8L, carry);
        return Bignum.finish(heap, addr, left + 1, negative);
    }
}
