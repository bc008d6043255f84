package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Integers as runs of bits, of any size, in both byte orders.
 *
 * <p>A little-endian run has its low byte first; when the size is no multiple of 8, the last, partial byte holds the highest bits.
 * Owned by the owner of the memory.
 */
final class BitInteger {
    private BitInteger() {
    }

    /** The integer in a run of bits; NON_VALUE when it is larger than integers may be. */
    static long get(final TermHeap heap, final long baseAddr, final long position, final long bits, final boolean little, final boolean signed) {
        if (bits > 64) {
            return getBig(heap, baseAddr, position, bits, little, signed);
        }
        final int n = (int)bits;
        long value = Bits.get(baseAddr, position, n);
        if (little && n > 8) {
            value = fromLittle(value, n);
        }
        if (signed) {
            return n == 0 ? Term.makeSmall(0) : fromLong(heap, value << 64 - n >> 64 - n);
        }
        return fromUnsigned(heap, value);
    }

    private static long getBig(final TermHeap heap, final long baseAddr, final long position, final long bits, final boolean little,
        final boolean signed) {
        final long limbs = bits + 63 >>> 6;
        final long addr = heap.allocate(limbs + 1);
        for (long i = 0; i < limbs; i++) {
            final int n = (int)Math.min(64, bits - (i << 6));
            final long limb;
            if (little) {
                limb = fromLittle(Bits.get(baseAddr, position + (i << 6), n), n);
            } else {
                limb = Bits.get(baseAddr, position + bits - (i << 6) - n, n);
            }
            Memory.putLong(addr + (i + 1) * 8, limb);
        }
        final int topBits = (int)(bits - (limbs - 1 << 6));
        final long topLimb = Memory.getLong(addr + limbs * 8);
        final boolean negative = signed && (topLimb >>> topBits - 1 & 1) != 0;
        if (negative) {
            Memory.putLong(addr + limbs * 8, topLimb | ~Bits.mask(topBits));
            negate(addr + 8, limbs);
        }
        return normalize(heap, addr, limbs, negative);
    }

    private static void negate(final long limbsAddr, final long limbs) {
        boolean carry = true;
        for (long i = 0; i < limbs; i++) {
            final long inverted = ~Memory.getLong(limbsAddr + i * 8);
            final long limb = carry ? inverted + 1 : inverted;
            carry = carry && limb == 0;
            Memory.putLong(limbsAddr + i * 8, limb);
        }
    }

    private static long normalize(final TermHeap heap, final long addr, final long limbs, final boolean negative) {
        long used = limbs;
        while (used > 1 && Memory.getLong(addr + used * 8) == 0) {
            used--;
        }
        if (used > OtpVariant.current().maxBignumLimbs()) {
            heap.trim(addr, limbs + 1, 0);
            return Term.NON_VALUE;
        }
        final long lowLimb = Memory.getLong(addr + 8);
        if (used == 1 && lowLimb >= 0 && Term.fitsSmall(negative ? -lowLimb : lowLimb)) {
            heap.trim(addr, limbs + 1, 0);
            return Term.makeSmall(negative ? -lowLimb : lowLimb);
        }
        heap.trim(addr, limbs + 1, used + 1);
        Memory.putLong(addr, Term.makeHeader(used, negative ? Term.SUBTAG_NEG_BIG : Term.SUBTAG_POS_BIG));
        return Term.makeBoxed(addr);
    }

    /** The integer of a signed 64-bit value. */
    static long fromLong(final TermHeap heap, final long value) {
        if (Term.fitsSmall(value)) {
            return Term.makeSmall(value);
        }
        return oneLimb(heap, Math.abs(value), value < 0);
    }

    /** The integer of an unsigned 64-bit value. */
    static long fromUnsigned(final TermHeap heap, final long value) {
        return value >= 0 && value <= Term.MAX_SMALL ? Term.makeSmall(value) : oneLimb(heap, value, false);
    }

    private static long oneLimb(final TermHeap heap, final long magnitude, final boolean negative) {
        final long addr = heap.allocate(2);
        Memory.putLong(addr, Term.makeHeader(1, negative ? Term.SUBTAG_NEG_BIG : Term.SUBTAG_POS_BIG));
        Memory.putLong(addr + 8, magnitude);
        return Term.makeBoxed(addr);
    }

    /** Writes the low bits of an integer's two's complement as a run of bits. */
    static void put(final long baseAddr, final long position, final long bits, final boolean little, final long integerTerm) {
        if (bits <= 64) {
            final int n = (int)bits;
            final long value = chunk(integerTerm, 0, 0);
            Bits.put(baseAddr, position, n, little && n > 8 ? toLittle(value, n) : value);
            return;
        }
        final long firstNonZero = firstNonZeroLimb(integerTerm);
        final long chunks = bits + 63 >>> 6;
        for (long i = 0; i < chunks; i++) {
            final int n = (int)Math.min(64, bits - (i << 6));
            final long value = chunk(integerTerm, i, firstNonZero);
            if (little) {
                Bits.put(baseAddr, position + (i << 6), n, toLittle(value, n));
            } else {
                Bits.put(baseAddr, position + bits - (i << 6) - n, n, value);
            }
        }
    }

    private static long firstNonZeroLimb(final long integerTerm) {
        if (Term.isSmall(integerTerm)) {
            return 0;
        }
        long i = 0;
        while (Memory.getLong(Term.addr(integerTerm) + (i + 1) * 8) == 0) {
            i++;
        }
        return i;
    }

    /** The i-th 64 bits of an integer's two's complement, lowest first; with i = 0, firstNonZero may be given as 0. */
    private static long chunk(final long integerTerm, final long i, final long firstNonZero) {
        if (Term.isSmall(integerTerm)) {
            final long value = Term.smallValue(integerTerm);
            return i == 0 ? value : value >> 63;
        }
        final long header = Term.header(integerTerm);
        final boolean negative = Term.subtag(header) == Term.SUBTAG_NEG_BIG;
        final long limb = i < Term.headerWords(header) ? Memory.getLong(Term.addr(integerTerm) + (i + 1) * 8) : 0;
        if (!negative) {
            return limb;
        }
        return i <= firstNonZero ? -limb : ~limb;
    }

    /** Bits of an integer's magnitude, without leading zeros; 0 for zero. */
    static long magnitudeBits(final long integerTerm) {
        if (Term.isSmall(integerTerm)) {
            return 64 - Long.numberOfLeadingZeros(Math.abs(Term.smallValue(integerTerm)));
        }
        final long limbs = Term.headerWords(Term.header(integerTerm));
        return (limbs << 6) - Long.numberOfLeadingZeros(Memory.getLong(Term.addr(integerTerm) + limbs * 8));
    }

    /** The float nearest to a bignum as the C emulator computes it (limb by limb); infinite when out of range. */
    static double toDouble(final long bigTerm) {
        final long header = Term.header(bigTerm);
        double value = 0.0;
        for (long i = Term.headerWords(header); i >= 1; i--) {
            value = value * 0x1p64 + unsignedToDouble(Memory.getLong(Term.addr(bigTerm) + i * 8));
        }
        return Term.subtag(header) == Term.SUBTAG_NEG_BIG ? -value : value;
    }

    private static double unsignedToDouble(final long value) {
        return value >= 0 ? (double)value : (double)(value >>> 1 | value & 1) * 2.0;
    }

    private static long fromLittle(final long value, final int bits) {
        final int partial = bits & 7;
        final int whole = bits - partial;
        if (whole == 0) {
            return value;
        }
        final long low = Long.reverseBytes(value >>> partial) >>> 64 - whole;
        return partial == 0 ? low : low | (value & Bits.mask(partial)) << whole;
    }

    private static long toLittle(final long value, final int bits) {
        final int partial = bits & 7;
        final int whole = bits - partial;
        if (whole == 0) {
            return value;
        }
        final long low = Long.reverseBytes(value) >>> 64 - whole;
        return partial == 0 ? low : low << partial | value >>> whole & Bits.mask(partial);
    }
}
