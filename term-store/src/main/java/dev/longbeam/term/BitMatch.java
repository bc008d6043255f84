package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Matching of the bit syntax: one method per step that an instruction takes on a match context.
 *
 * <p>A {@code get} returns the term, or {@link Term#NON_VALUE} when the segment does not match; a {@code skip} or {@code test} says
 * whether it matches. The position of the context moves only on a match. Sizes are in bits. The methods of {@code bs_match} whose names end in
 * {@code Ensured} do not test what is left: an {@link #ensureAtLeast} or {@link #ensureExactly} before them did.
 *
 * <p>Owned by the process of the context; results are built on its heap; nothing moves, nothing is raised.
 */
public final class BitMatch {
    /** Flag: the low byte first. */
    public static final int FLAG_LITTLE = 2;
    /** Flag: two's complement. */
    public static final int FLAG_SIGNED = 4;
    /** Flag: the machine's byte order, which is little. */
    public static final int FLAG_NATIVE = 16;

    private static final int FLOAT_16 = 16;
    private static final int FLOAT_32 = 32;
    private static final int FLOAT_64 = 64;

    private BitMatch() {
    }

    /** A context at the beginning of a bitstring, the term itself when it is a context, or NON_VALUE when it is neither. */
    public static long start(final TermHeap heap, final long term) {
        if (MatchContext.is(term)) {
            return term;
        }
        return Term.isBitstring(term) ? MatchContext.make(heap, term) : Term.NON_VALUE;
    }

    /** The size of a segment, or -1 when no bitstring has it: not a small integer, below zero, beyond any memory. */
    public static long fieldBits(final long sizeTerm, final int unit) {
        if (!Term.isSmall(sizeTerm) || sizeTerm < 0) {
            return -1;
        }
        final long size = Term.smallValue(sizeTerm);
        return Math.multiplyHigh(size, unit) != 0 ? -1 : Math.max(size * unit, -1);
    }

    /** Bits from the position to the end. */
    public static long left(final long ctx) {
        return MatchContext.end(ctx) - MatchContext.position(ctx);
    }

    private static boolean isLittle(final int flags) {
        return (flags & (FLAG_LITTLE | FLAG_NATIVE)) != 0;
    }

    private static boolean hasNot(final long ctx, final long bits) {
        return bits < 0 || bits > left(ctx);
    }

    // Segments

    /** Integer of {@code sizeBits}; does not match when {@code sizeBits} is -1. */
    public static long getInteger(final TermHeap heap, final long ctx, final long sizeBits, final int flags) {
        return hasNot(ctx, sizeBits) ? Term.NON_VALUE : getIntegerEnsured(heap, ctx, sizeBits, flags);
    }

    /** Integer of {@code sizeBits}, known to be there. */
    public static long getIntegerEnsured(final TermHeap heap, final long ctx, final long sizeBits, final int flags) {
        final long position = MatchContext.position(ctx);
        MatchContext.position(ctx, position + sizeBits);
        return BitInteger.get(heap, MatchContext.baseAddr(ctx), position, sizeBits, isLittle(flags), (flags & FLAG_SIGNED) != 0);
    }

    /** The whole of a binary as an integer of zero or above; {@code system_limit} when it is too large. */
    public static long unsigned(final TermHeap heap, final long binaryTerm, final boolean little) {
        final long term = BitInteger.get(heap, Bitstring.dataAddr(binaryTerm), Bitstring.bitOffset(binaryTerm), Bitstring.bitSize(binaryTerm),
            little, false);
        return term == Term.NON_VALUE ? heap.systemLimit() : term;
    }

    /** Float of 16, 32 or 64 bits (0 gives 0.0); other sizes, infinities and not-a-number do not match. */
    public static long getFloat(final TermHeap heap, final long ctx, final long sizeBits, final int flags) {
        if (sizeBits == 0) {
            return FloatTerm.make(heap, 0.0);
        }
        if (sizeBits != FLOAT_16 && sizeBits != FLOAT_32 && sizeBits != FLOAT_64 || hasNot(ctx, sizeBits)) {
            return Term.NON_VALUE;
        }
        final int bits = (int)sizeBits;
        final long position = MatchContext.position(ctx);
        long pattern = Bits.get(MatchContext.baseAddr(ctx), position, bits);
        if (isLittle(flags)) {
            pattern = Long.reverseBytes(pattern) >>> 64 - bits;
        }
        final double value = BitFloat.fromBits(pattern, bits);
        if (!Double.isFinite(value)) {
            return Term.NON_VALUE;
        }
        MatchContext.position(ctx, position + bits);
        return FloatTerm.make(heap, value);
    }

    /** Bitstring of {@code sizeBits}; does not match when {@code sizeBits} is -1. */
    public static long getBinary(final TermHeap heap, final long ctx, final long sizeBits) {
        return hasNot(ctx, sizeBits) ? Term.NON_VALUE : getBinaryEnsured(heap, ctx, sizeBits);
    }

    /** Bitstring of {@code sizeBits}, known to be there. */
    public static long getBinaryEnsured(final TermHeap heap, final long ctx, final long sizeBits) {
        final long position = MatchContext.position(ctx);
        MatchContext.position(ctx, position + sizeBits);
        return extract(heap, MatchContext.original(ctx), position, sizeBits);
    }

    /** All that is left, if that is a multiple of {@code unit} bits. */
    public static long getBinaryAll(final TermHeap heap, final long ctx, final int unit) {
        final long left = left(ctx);
        return left % unit != 0 ? Term.NON_VALUE : getBinaryEnsured(heap, ctx, left);
    }

    /** All that is left as a bitstring that shares the bytes; the position stays. */
    public static long getTail(final TermHeap heap, final long ctx) {
        return Bitstring.writeSub(heap.allocate(Bitstring.SUB_WORDS), MatchContext.original(ctx), MatchContext.position(ctx), left(ctx));
    }

    /**
     * A part of a heap or refc binary as the C emulator makes it: a copy on the heap when it has at most
     * {@link Bitstring#MAX_HEAP_BYTES} whole bytes, else a sub binary.
     *
     * @param fromBit position in the original
     */
    public static long extract(final TermHeap heap, final long originalTerm, final long fromBit, final long bits) {
        if ((bits & 7) == 0 && bits <= Bitstring.MAX_HEAP_BYTES * 8L) {
            final long copyTerm = Bitstring.allocateOnHeap(heap, bits >>> 3);
            final long from = Bitstring.originalDataAddr(originalTerm);
            final long to = Bitstring.heapDataAddr(copyTerm);
            if ((fromBit & 7) == 0) {
                Memory.copyBytes(from + (fromBit >>> 3), to, bits >>> 3);
            } else {
                Bits.copy(from, fromBit, to, 0, bits);
            }
            return copyTerm;
        }
        return Bitstring.writeSub(heap.allocate(Bitstring.SUB_WORDS), originalTerm, fromBit, bits);
    }

    /** Like {@link #extract}, of any bitstring; {@code fromBit} counts from its beginning. */
    public static long part(final TermHeap heap, final long bitstringTerm, final long fromBit, final long bits) {
        return Bitstring.isSub(bitstringTerm)
            ? extract(heap, Term.word(bitstringTerm, Bitstring.SUB_ORIGINAL_WORD), Bitstring.subFirstBit(bitstringTerm) + fromBit, bits)
            : extract(heap, bitstringTerm, fromBit, bits);
    }

    /** Moves over {@code sizeBits}; does not match when {@code sizeBits} is -1. */
    public static boolean skipBits(final long ctx, final long sizeBits) {
        if (hasNot(ctx, sizeBits)) {
            return false;
        }
        skipEnsured(ctx, sizeBits);
        return true;
    }

    /** Moves over bits that are known to be there. */
    public static void skipEnsured(final long ctx, final long sizeBits) {
        MatchContext.position(ctx, MatchContext.position(ctx) + sizeBits);
    }

    /** Moves over bits that must equal those at an address. */
    public static boolean matchString(final long ctx, final long bits, final long stringAddr) {
        if (hasNot(ctx, bits)) {
            return false;
        }
        final long position = MatchContext.position(ctx);
        if (!Bits.equal(MatchContext.baseAddr(ctx), position, stringAddr, 0, bits)) {
            return false;
        }
        MatchContext.position(ctx, position + bits);
        return true;
    }

    /** Moves over bits that must equal those in an array from a byte offset on. */
    public static boolean matchString(final long ctx, final long bits, final byte[] string, final int offset) {
        if (hasNot(ctx, bits)) {
            return false;
        }
        final long position = MatchContext.position(ctx);
        final long base = MatchContext.baseAddr(ctx);
        for (long at = 0; at < bits; at += 8) {
            final int n = (int)Math.min(8, bits - at);
            if (Bits.get(base, position + at, n) != (string[offset + (int)(at >>> 3)] & 0xFF) >>> 8 - n) {
                return false;
            }
        }
        MatchContext.position(ctx, position + bits);
        return true;
    }

    // Tests

    /** True when exactly {@code bits} are left. */
    public static boolean testTail(final long ctx, final long bits) {
        return left(ctx) == bits;
    }

    /** True when a multiple of {@code unit} bits is left. */
    public static boolean testUnit(final long ctx, final int unit) {
        return left(ctx) % unit == 0;
    }

    /** {@code ensure_at_least} of bs_match: at least {@code bits} are left, and behind them a multiple of {@code unit}. */
    public static boolean ensureAtLeast(final long ctx, final long bits, final int unit) {
        final long rest = left(ctx) - bits;
        return rest >= 0 && rest % unit == 0;
    }

    /** {@code ensure_exactly} of bs_match. */
    public static boolean ensureExactly(final long ctx, final long bits) {
        return left(ctx) == bits;
    }

    /** {@code '=:='} of bs_match: the next {@code bits} (at most 64, known to be there) as an unsigned number equal {@code value}. */
    public static boolean equalBits(final long ctx, final int bits, final long value) {
        final long position = MatchContext.position(ctx);
        MatchContext.position(ctx, position + bits);
        return Bits.get(MatchContext.baseAddr(ctx), position, bits) == value;
    }

    // Positions

    /** The position as a term that only {@link #setPosition} understands. */
    public static long getPosition(final long ctx) {
        return Term.makeSmall(MatchContext.position(ctx));
    }

    /** Goes back to a position. */
    public static void setPosition(final long ctx, final long positionTerm) {
        MatchContext.position(ctx, Term.smallValue(positionTerm));
    }

    /** The byte at a position, which need not be at a byte border. */
    static int byteAt(final long ctx, final long position) {
        final long addr = MatchContext.baseAddr(ctx) + (position >>> 3);
        final int offset = (int)position & 7;
        if (offset == 0) {
            return Memory.getUnsignedByte(addr);
        }
        return (Memory.getUnsignedByte(addr) << offset | Memory.getUnsignedByte(addr + 1) >>> 8 - offset) & 0xFF;
    }
}
