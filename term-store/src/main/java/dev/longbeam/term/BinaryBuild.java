package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Construction of the bit syntax: the binary that a process builds at the moment, and where the next segment goes.
 *
 * <p>{@code bs_create_bin} takes three steps: sum up the sizes of the segments ({@link #segmentBits}, {@link #wholeBits},
 * {@link #utf8Bits}, {@link #utf16Bits}, 32 behind {@link #checkUtf32}), make the binary ({@link #init}, {@link #append} or {@link #privateAppend};
 * the first segment of the latter is already in place), then {@code put} each segment in order. The older instructions take the same
 * steps one by one ({@link #initBytes}, {@link #initBits}, {@link #buildBits} before append).
 *
 * <p>What fails records {@code badarg} or {@code system_limit} in the heap and returns -1, NON_VALUE or false, and leaves in
 * {@link #whyTerm} and {@link #valueTerm} what {@code error_info} says of it: see {@link #cause}.
 *
 * <p><b>Appending.</b> {@code append} and {@link #initWritable} make a sub binary with the writable mark over an off-heap object with
 * room to grow. The next append to it takes the mark away from it and fills the room in place, so that a loop that appends costs
 * constant time per byte. When the room is used up the bytes move to a larger object under a new reference: older references, match
 * contexts and copies in other processes keep the old one, so nobody has to be told. Only the marked sub binary ends where the free
 * room begins, so no byte that anyone can see is ever changed.
 *
 * <p>Owned by one process; no method allocates Java objects.
 */
public final class BinaryBuild {
    private static final long AM_TYPE = Atom.of("type");
    private static final long AM_SIZE = Atom.of("size");
    private static final long AM_UNIT = Atom.of("unit");
    private static final long AM_SHORT = Atom.of("short");
    private static final long AM_NO_FLOAT = Atom.of("no_float");
    private static final long AM_INVALID = Atom.of("invalid");

    private static final long DEFAULT_WRITABLE_BYTES = 1024;
    /** Largest bitstring: its size in bits is a small integer. The memory ends before, and with it the node, as in the C emulator. */
    public static final long MAX_BITS = (1L << 59) - 1;

    /** What was wrong: {@code type}, {@code size}, {@code unit}, {@code short}, {@code no_float} or {@code invalid}. */
    public long whyTerm;
    /** The operand that was wrong. */
    public long valueTerm;
    /** The binary under construction; the result when all segments are in place. No collection point lies between its making and its last put. */
    public long term;

    private long baseAddr;
    private long position;
    private long end;

    /** A state with no binary in it. */
    public BinaryBuild() {
        term = Term.NIL;
    }

    /** Adds {@code {Segment, Type, Why, Value}} to the exception that a method of this class recorded last. */
    public void cause(final TermHeap heap, final long segmentNumber, final long typeTerm) {
        heap.failCauseTerm = Tuple.make(heap, Term.makeSmall(segmentNumber), typeTerm, whyTerm, valueTerm);
    }

    private void fail(final TermHeap heap, final long reasonTerm, final long why, final long value) {
        whyTerm = why;
        valueTerm = value;
        heap.fail(reasonTerm);
    }

    private boolean refuse(final TermHeap heap, final long why, final long value) {
        fail(heap, Atoms.BADARG, why, value);
        return false;
    }

    // Sizes

    /** Bits of an integer, float or binary segment of {@code size * unit}, or -1. */
    public long segmentBits(final TermHeap heap, final long sizeTerm, final int unit) {
        final long bits = BitMatch.fieldBits(sizeTerm, unit);
        if (bits < 0) {
            failSize(heap, sizeTerm);
        }
        return bits;
    }

    /** Bits that an operand of the older instructions asks for, or -1. */
    public long buildBits(final TermHeap heap, final long sizeTerm) {
        return segmentBits(heap, sizeTerm, 1);
    }

    private void failSize(final TermHeap heap, final long sizeTerm) {
        final boolean large = Term.isSmall(sizeTerm) ? sizeTerm >= 0 : Term.isBoxed(sizeTerm, Term.SUBTAG_POS_BIG);
        fail(heap, large ? Atoms.SYSTEM_LIMIT : Atoms.BADARG, AM_SIZE, sizeTerm);
    }

    /** Bits of a binary segment without a size, or -1 when the value is no bitstring. */
    public long wholeBits(final TermHeap heap, final long bitstringTerm) {
        if (!Term.isBitstring(bitstringTerm)) {
            fail(heap, Atoms.BADARG, AM_TYPE, bitstringTerm);
            return -1;
        }
        return Bitstring.bitSize(bitstringTerm);
    }

    /** Bits of a character in UTF-8; anything for what is no character, since {@link #putUtf8} will refuse it. */
    public static long utf8Bits(final long characterTerm) {
        if (!Term.isSmall(characterTerm) || characterTerm < 0) {
            return 32;
        }
        final long value = Term.smallValue(characterTerm);
        return value < 0x80 ? 8 : value < 0x800 ? 16 : value < 0x1_0000 ? 24 : 32;
    }

    /** Bits of a character in UTF-16; anything for what is no character, since {@link #putUtf16} will refuse it. */
    public static long utf16Bits(final long characterTerm) {
        return Term.isSmall(characterTerm) && Term.smallValue(characterTerm) < 0x1_0000 ? 16 : 32;
    }

    /** True when a term may stand in a {@code utf32} segment. */
    public boolean checkUtf32(final TermHeap heap, final long characterTerm) {
        return isCharacter(characterTerm) || refuse(heap, AM_TYPE, characterTerm);
    }

    private static boolean isCharacter(final long characterTerm) {
        return Term.isSmall(characterTerm) && BitMatchUtf.isCharacter(Term.smallValue(characterTerm));
    }

    /** {@code bs_add}: {@code a + b * unit}, or NON_VALUE. */
    public static long add(final TermHeap heap, final long aTerm, final long bTerm, final int unit) {
        if (!isCount(aTerm) || !isCount(bTerm)) {
            return heap.badarg();
        }
        final long bits = BitMatch.fieldBits(bTerm, unit);
        if (!Term.isSmall(aTerm) || bits < 0) {
            return heap.systemLimit();
        }
        final long sum = Term.smallValue(aTerm) + bits;
        return sum < 0 || sum > Term.MAX_SMALL ? heap.systemLimit() : Term.makeSmall(sum);
    }

    private static boolean isCount(final long term) {
        return Term.isSmall(term) ? term >= 0 : Term.isBoxed(term, Term.SUBTAG_POS_BIG);
    }

    // The binary

    /** The shortest binary, of at least one byte, that holds an integer of zero or above. */
    public static long unsigned(final TermHeap heap, final long integerTerm, final boolean little) {
        final long bytes = Math.max(1, BitInteger.magnitudeBits(integerTerm) + 7 >>> 3);
        final long binaryTerm = Bitstring.allocate(heap, bytes);
        BitInteger.put(Bitstring.dataAddr(binaryTerm), 0, bytes << 3, little, integerTerm);
        return binaryTerm;
    }

    /** Makes a new bitstring of {@code bits}; returns it, or NON_VALUE with {@code system_limit}. */
    public long init(final TermHeap heap, final long bits) {
        if (bits < 0 || bits > MAX_BITS) {
            return heap.systemLimit();
        }
        final long binaryTerm = Bitstring.allocate(heap, bits + 7 >>> 3);
        baseAddr = Bitstring.dataAddr(binaryTerm);
        position = 0;
        end = bits;
        term = (bits & 7) == 0 ? binaryTerm : Bitstring.writeSub(heap.allocate(Bitstring.SUB_WORDS), binaryTerm, 0, bits);
        return term;
    }

    /** {@code bs_init2}: a new binary of a size in bytes, or NON_VALUE. */
    public long initBytes(final TermHeap heap, final long sizeTerm) {
        final long bits = segmentBits(heap, sizeTerm, 8);
        return bits < 0 ? Term.NON_VALUE : init(heap, bits);
    }

    /** {@code bs_init_bits}: a new bitstring of a size in bits, or NON_VALUE. */
    public long initBits(final TermHeap heap, final long sizeTerm) {
        final long bits = segmentBits(heap, sizeTerm, 1);
        return bits < 0 ? Term.NON_VALUE : init(heap, bits);
    }

    /** {@code bs_init_writable}: a new empty binary with room for a number of bytes (any term; a default when it is no size). */
    public static long initWritable(final TermHeap heap, final long sizeTerm) {
        final long room = Term.isSmall(sizeTerm) && sizeTerm >= 0 && Term.smallValue(sizeTerm) < MAX_BITS
            ? Term.smallValue(sizeTerm) : DEFAULT_WRITABLE_BYTES;
        return AppendableBinary.make(heap, room);
    }

    /**
     * A bitstring that begins with another and has {@code bits} more, which the following puts fill; or NON_VALUE.
     *
     * @param unit the size of the bitstring in bits must be a multiple of this
     */
    public long append(final TermHeap heap, final long bitstringTerm, final long bits, final int unit) {
        if (!Term.isBitstring(bitstringTerm)) {
            fail(heap, Atoms.BADARG, AM_TYPE, bitstringTerm);
            return Term.NON_VALUE;
        }
        final long usedBits = Bitstring.bitSize(bitstringTerm);
        if (usedBits % unit != 0) {
            fail(heap, Atoms.BADARG, AM_UNIT, bitstringTerm);
            return Term.NON_VALUE;
        }
        if (bits == 0) {
            return begin(bitstringTerm, usedBits);
        }
        final long totalBits = usedBits + bits;
        if (totalBits < 0 || totalBits > MAX_BITS) {
            fail(heap, Atoms.SYSTEM_LIMIT, AM_SIZE, bitstringTerm);
            return Term.NON_VALUE;
        }
        return begin(AppendableBinary.extended(heap, bitstringTerm, usedBits, totalBits), usedBits);
    }

    /** Like {@link #append} of a bitstring that nothing else refers to: it may be extended itself. */
    public long privateAppend(final TermHeap heap, final long bitstringTerm, final long bits, final int unit) {
        if (Term.isBitstring(bitstringTerm) && bits > 0) {
            final long usedBits = Bitstring.bitSize(bitstringTerm);
            if (AppendableBinary.extendItself(heap, bitstringTerm, usedBits + bits)) {
                return begin(bitstringTerm, usedBits);
            }
        }
        return append(heap, bitstringTerm, bits, unit);
    }

    /**
     * A binary that ends in so many low bytes of a value, big-endian, behind what an appendable binary holds; NON_VALUE, and nothing done, when
     * the binary is no such one, has not the room or ends inside of a byte.
     *
     * @param isPrivate nothing else refers to the binary: it is extended itself
     */
    public static long appendBytes(final TermHeap heap, final long binaryTerm, final long value, final int bytes, final boolean isPrivate) {
        final long extended = AppendableBinary.extendedBytes(heap, binaryTerm, bytes, isPrivate);
        if (extended != Term.NON_VALUE) {
            final long endAddr = Bitstring.subDataAddr(extended) + Bitstring.byteSize(extended);
            if (bytes == Long.BYTES) {
                Memory.putLongBE(endAddr - Long.BYTES, value);
            } else {
                for (int i = 1; i <= bytes; i++) {
                    Memory.putByte(endAddr - i, (byte)(value >> (i - 1) * 8));
                }
            }
        }
        return extended;
    }

    private long begin(final long bitstringTerm, final long usedBits) {
        term = bitstringTerm;
        baseAddr = Bitstring.dataAddr(bitstringTerm);
        position = usedBits + Bitstring.bitOffset(bitstringTerm);
        end = Bitstring.bitSize(bitstringTerm) + Bitstring.bitOffset(bitstringTerm);
        return bitstringTerm;
    }

    // Segments

    /** True when bits fit behind the position: only code that the compiler did not make asks for more room than it made. */
    private boolean fits(final TermHeap heap, final long bits) {
        return bits <= end - position || refuse(heap, AM_SIZE, Term.makeSmall(bits));
    }

    /** Writes the low {@code bits} of an integer. */
    public boolean putInteger(final TermHeap heap, final long integerTerm, final long bits, final int flags) {
        if (!Term.isInteger(integerTerm)) {
            return refuse(heap, AM_TYPE, integerTerm);
        }
        if (!fits(heap, bits)) {
            return false;
        }
        BitInteger.put(baseAddr, position, bits, isLittle(flags), integerTerm);
        position += bits;
        return true;
    }

    private static boolean isLittle(final int flags) {
        return (flags & (BitMatch.FLAG_LITTLE | BitMatch.FLAG_NATIVE)) != 0;
    }

    /** Writes a number as a float of 16, 32 or 64 bits. */
    public boolean putFloat(final TermHeap heap, final long numberTerm, final long bits, final int flags) {
        if (bits != 16 && bits != 32 && bits != 64) {
            return refuse(heap, AM_INVALID, Term.makeSmall(bits));
        }
        if (!Term.isNumber(numberTerm)) {
            return refuse(heap, AM_TYPE, numberTerm);
        }
        if (!fits(heap, bits)) {
            return false;
        }
        final int n = (int)bits;
        long pattern;
        if (Term.isSmall(numberTerm) && n == 32) {
            // Straight from the integer: by way of double it would be rounded twice.
            pattern = Float.floatToRawIntBits(Term.smallValue(numberTerm)) & 0xFFFF_FFFFL;
        } else {
            final double value = toDouble(numberTerm);
            if (!Double.isFinite(value)) {
                return refuse(heap, AM_NO_FLOAT, numberTerm);
            }
            pattern = BitFloat.toBits(value, n);
        }
        if (isLittle(flags)) {
            pattern = Long.reverseBytes(pattern) >>> 64 - n;
        }
        Bits.put(baseAddr, position, n, pattern);
        position += n;
        return true;
    }

    private static double toDouble(final long numberTerm) {
        if (Term.isSmall(numberTerm)) {
            return Term.smallValue(numberTerm);
        }
        return Term.isFloat(numberTerm) ? FloatTerm.value(numberTerm) : BitInteger.toDouble(numberTerm);
    }

    /** Writes the first {@code bits} of a bitstring. */
    public boolean putBinary(final TermHeap heap, final long bitstringTerm, final long bits) {
        if (!Term.isBitstring(bitstringTerm)) {
            return refuse(heap, AM_TYPE, bitstringTerm);
        }
        if (bits > Bitstring.bitSize(bitstringTerm)) {
            return refuse(heap, AM_SHORT, bitstringTerm);
        }
        return copyIn(heap, bitstringTerm, bits);
    }

    /** Writes the whole of a bitstring whose size is a multiple of {@code unit} bits; {@link #wholeBits} took it before. */
    public boolean putBinaryAll(final TermHeap heap, final long bitstringTerm, final int unit) {
        if (!Term.isBitstring(bitstringTerm)) {
            return refuse(heap, AM_TYPE, bitstringTerm);
        }
        final long bits = Bitstring.bitSize(bitstringTerm);
        if (bits % unit != 0) {
            return refuse(heap, AM_UNIT, bitstringTerm);
        }
        return copyIn(heap, bitstringTerm, bits);
    }

    private boolean copyIn(final TermHeap heap, final long bitstringTerm, final long bits) {
        if (!fits(heap, bits)) {
            return false;
        }
        Bits.copy(Bitstring.dataAddr(bitstringTerm), Bitstring.bitOffset(bitstringTerm), baseAddr, position, bits);
        position += bits;
        return true;
    }

    /** Writes bytes that stand at an address; requires that they fit. */
    public void putString(final long stringAddr, final long bytes) {
        requireRoom(bytes);
        Bits.copy(stringAddr, 0, baseAddr, position, bytes << 3);
        position += bytes << 3;
    }

    /** Writes bytes of an array; requires that they fit. */
    public void putString(final byte[] string, final int offset, final int bytes) {
        requireRoom(bytes);
        for (int i = 0; i < bytes; i++) {
            Bits.put(baseAddr, position, 8, string[offset + i]);
            position += 8;
        }
    }

    private void requireRoom(final long bytes) {
        if (bytes << 3 > end - position) {
            throw new IllegalStateException("no room for bytes=" + bytes + " position=" + position + " end=" + end);
        }
    }

    /** Writes a character in UTF-8. */
    public boolean putUtf8(final TermHeap heap, final long characterTerm) {
        if (!isCharacter(characterTerm)) {
            return refuse(heap, AM_TYPE, characterTerm);
        }
        if (!fits(heap, utf8Bits(characterTerm))) {
            return false;
        }
        final int c = (int)Term.smallValue(characterTerm);
        if (c < 0x80) {
            putBits(c, 8);
        } else if (c < 0x800) {
            putBits(0xC080 | c >>> 6 << 8 | c & 0x3F, 16);
        } else if (c < 0x1_0000) {
            putBits(0xE0_8080 | c >>> 12 << 16 | (c >>> 6 & 0x3F) << 8 | c & 0x3F, 24);
        } else {
            putBits(0xF080_8080L | (long)(c >>> 18) << 24 | (c >>> 12 & 0x3F) << 16 | (c >>> 6 & 0x3F) << 8 | c & 0x3F, 32);
        }
        return true;
    }

    /** Writes a character in UTF-16. */
    public boolean putUtf16(final TermHeap heap, final long characterTerm, final int flags) {
        if (!isCharacter(characterTerm)) {
            return refuse(heap, AM_TYPE, characterTerm);
        }
        if (!fits(heap, utf16Bits(characterTerm))) {
            return false;
        }
        final int c = (int)Term.smallValue(characterTerm);
        if (c < 0x1_0000) {
            putUnit16(c, flags);
        } else {
            putUnit16(Character.highSurrogate(c), flags);
            putUnit16(Character.lowSurrogate(c), flags);
        }
        return true;
    }

    /** Writes a character in UTF-32. */
    public boolean putUtf32(final TermHeap heap, final long characterTerm, final int flags) {
        return checkUtf32(heap, characterTerm) && putInteger(heap, characterTerm, 32, flags);
    }

    private void putUnit16(final int unit, final int flags) {
        putBits(isLittle(flags) ? Character.reverseBytes((char)unit) : unit, 16);
    }

    private void putBits(final long value, final int bits) {
        Bits.put(baseAddr, position, bits, value);
        position += bits;
    }
}
