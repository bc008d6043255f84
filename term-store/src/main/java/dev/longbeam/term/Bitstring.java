package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Bitstrings: binaries on the heap, references to off-heap binaries, and parts of either.
 *
 * <pre>
 *   heap binary    [header] [size in bytes] [bytes, padded to words ..]
 *   refc binary    [header] [size in bytes] [next in the off-heap list] [OffHeapBinary address] [address of the bytes] [flags]
 *   sub binary     [header] [size in bytes] [offset in bytes] [bits behind the bytes | offset bits &lt;&lt; 8 | writable &lt;&lt; 16] [original]
 * </pre>
 *
 * <p>The original of a sub binary is a heap or refc binary, never another sub binary. Any thread that may see the term; an address
 * of bytes is valid until the next collection point of the process that owns the term.
 */
public final class Bitstring {
    /** Longest binary that stands on the heap, in bytes. */
    public static final int MAX_HEAP_BYTES = 64;
    /** Words of a refc binary. */
    public static final int REFC_WORDS = 6;
    /** Words of a sub binary. */
    public static final int SUB_WORDS = 5;
    /** Header of a refc binary. */
    public static final long REFC_HEADER = Term.makeHeader(REFC_WORDS - 1, Term.SUBTAG_REFC_BINARY);
    /** Header of a sub binary. */
    public static final long SUB_HEADER = Term.makeHeader(SUB_WORDS - 1, Term.SUBTAG_SUB_BINARY);

    /** Word of the size in bytes, in all three. */
    public static final int SIZE_WORD = 1;
    /** Word of the next object in the off-heap list, in refc binaries. */
    public static final int REFC_NEXT_WORD = 2;
    /** Word of the {@link OffHeapBinary} address. */
    public static final int REFC_OBJECT_WORD = 3;
    /** Word of the address of the bytes. */
    public static final int REFC_DATA_WORD = 4;
    /** Word of the flags of a refc binary. */
    public static final int REFC_FLAGS_WORD = 5;
    /** Word of the offset in bytes, in sub binaries. */
    public static final int SUB_OFFSET_WORD = 2;
    /** Word of the bit size, bit offset and the writable mark. */
    public static final int SUB_BITS_WORD = 3;
    /** Word of the original. */
    public static final int SUB_ORIGINAL_WORD = 4;
    /**
     * Mark in {@link #SUB_BITS_WORD}: the bytes behind the end of this sub binary are free and its process may append there, see
     * {@link BinaryBuild}. Copies for other owners must not carry it; a collection keeps it.
     */
    public static final long SUB_WRITABLE_MARK = 1L << 16;
    /** Flag in {@link #REFC_FLAGS_WORD}: the object was made for appending. Copies for other owners must not carry it. */
    public static final long REFC_WRITABLE_FLAG = 1;

    private Bitstring() {
    }

    /** True for a bitstring whose size is a whole number of bytes. */
    public static boolean isBinary(final long term) {
        if (!Term.isBitstring(term)) {
            return false;
        }
        return Term.subtag(Term.header(term)) != Term.SUBTAG_SUB_BINARY || (Term.word(term, SUB_BITS_WORD) & 0xFF) == 0;
    }

    /** Whole bytes of a bitstring. */
    public static long byteSize(final long bitstringTerm) {
        return Term.word(bitstringTerm, SIZE_WORD);
    }

    /** Bits of a bitstring. */
    public static long bitSize(final long bitstringTerm) {
        final long bits = byteSize(bitstringTerm) * 8;
        return isSub(bitstringTerm) ? bits + subLastBits(bitstringTerm) : bits;
    }

    /** Address of the byte in which the bitstring begins; see {@link #bitOffset}. */
    public static long dataAddr(final long bitstringTerm) {
        return isSub(bitstringTerm) ? originalDataAddr(Term.word(bitstringTerm, SUB_ORIGINAL_WORD)) + Term.word(bitstringTerm, SUB_OFFSET_WORD)
            : originalDataAddr(bitstringTerm);
    }

    /** {@link #dataAddr} of a heap or refc binary. */
    static long originalDataAddr(final long originalTerm) {
        return Term.subtag(Term.header(originalTerm)) == Term.SUBTAG_HEAP_BINARY ? heapDataAddr(originalTerm) : Term.word(originalTerm, REFC_DATA_WORD);
    }

    /** {@link #dataAddr} of a heap binary. */
    static long heapDataAddr(final long heapBinaryTerm) {
        return Term.addr(heapBinaryTerm) + 16;
    }

    /** {@link #dataAddr} of a sub binary of a refc binary. */
    static long subDataAddr(final long subTerm) {
        return Term.word(Term.word(subTerm, SUB_ORIGINAL_WORD), REFC_DATA_WORD) + Term.word(subTerm, SUB_OFFSET_WORD);
    }

    /** Bits to skip in the first byte, 0 to 7, counted from the most significant. */
    public static int bitOffset(final long bitstringTerm) {
        return isSub(bitstringTerm) ? (int)(Term.word(bitstringTerm, SUB_BITS_WORD) >>> 8) & 0xFF : 0;
    }

    /** Position of a sub binary in the original, in bits. */
    static long subFirstBit(final long subTerm) {
        return (Term.word(subTerm, SUB_OFFSET_WORD) << 3) + (Term.word(subTerm, SUB_BITS_WORD) >>> 8 & 0xFF);
    }

    /** Bits of a sub binary behind its last whole byte. */
    static long subLastBits(final long subTerm) {
        return Term.word(subTerm, SUB_BITS_WORD) & 0xFF;
    }

    /** True for a sub binary. */
    public static boolean isSub(final long bitstringTerm) {
        return Term.subtag(Term.header(bitstringTerm)) == Term.SUBTAG_SUB_BINARY;
    }

    /** The heap or refc binary behind a bitstring. */
    public static long original(final long bitstringTerm) {
        return isSub(bitstringTerm) ? Term.word(bitstringTerm, SUB_ORIGINAL_WORD) : bitstringTerm;
    }

    /** A new binary whose bytes are not set: on the heap when small, else off-heap. Write to {@link #dataAddr}. */
    public static long allocate(final TermHeap heap, final long bytes) {
        if (bytes > MAX_HEAP_BYTES) {
            return makeRefc(heap, OffHeapBinary.allocate(bytes));
        }
        return allocateOnHeap(heap, bytes);
    }

    /** {@link #allocate} of at most {@link #MAX_HEAP_BYTES}. */
    static long allocateOnHeap(final TermHeap heap, final long bytes) {
        final long words = 2 + (bytes + 7 >>> 3);
        final long addr = heap.allocate(words);
        Memory.putLong(addr, Term.makeHeader(words - 1, Term.SUBTAG_HEAP_BINARY));
        Memory.putLong(addr + 8, bytes);
        return Term.makeBoxed(addr);
    }

    /** A new binary with the given bytes. */
    public static long make(final TermHeap heap, final byte[] bytes) {
        return make(heap, bytes, 0, bytes.length);
    }

    /** A new binary with the given bytes. */
    public static long make(final TermHeap heap, final byte[] bytes, final int offset, final int length) {
        final long term = allocate(heap, length);
        Memory.copyFromArray(bytes, offset, dataAddr(term), length);
        return term;
    }

    /** A reference to an off-heap binary; takes over one count of it. */
    public static long makeRefc(final TermHeap heap, final long objectAddr) {
        final long addr = heap.allocate(REFC_WORDS);
        Memory.putLong(addr, REFC_HEADER);
        Memory.putLong(addr + SIZE_WORD * 8, OffHeapBinary.sizeBytes(objectAddr));
        Memory.putLong(addr + REFC_NEXT_WORD * 8, heap.offHeapAddr);
        Memory.putLong(addr + REFC_OBJECT_WORD * 8, objectAddr);
        Memory.putLong(addr + REFC_DATA_WORD * 8, OffHeapBinary.dataAddr(objectAddr));
        Memory.putLong(addr + REFC_FLAGS_WORD * 8, 0);
        heap.offHeapAddr = addr;
        heap.offHeapBytes += OffHeapBinary.sizeBytes(objectAddr);
        return Term.makeBoxed(addr);
    }

    /** A part of a bitstring, by bits counted from its beginning; shares the bytes. */
    public static long makeSub(final TermHeap heap, final long bitstringTerm, final long fromBit, final long bits) {
        long first = fromBit + bitOffset(bitstringTerm);
        if (isSub(bitstringTerm)) {
            first += Term.word(bitstringTerm, SUB_OFFSET_WORD) * 8;
        }
        return writeSub(heap.allocate(SUB_WORDS), original(bitstringTerm), first, bits);
    }

    /** Writes a sub binary at an address; {@code fromBit} counts from the beginning of {@code originalTerm}, a heap or refc binary. */
    public static long writeSub(final long addr, final long originalTerm, final long fromBit, final long bits) {
        assert !isSub(originalTerm) && fromBit + bits <= byteSize(originalTerm) * 8 : "fromBit=" + fromBit + " bits=" + bits;
        Memory.putLong(addr, SUB_HEADER);
        Memory.putLong(addr + SIZE_WORD * 8, bits >>> 3);
        Memory.putLong(addr + SUB_OFFSET_WORD * 8, fromBit >>> 3);
        Memory.putLong(addr + SUB_BITS_WORD * 8, bits & 7 | (fromBit & 7) << 8);
        Memory.putLong(addr + SUB_ORIGINAL_WORD * 8, originalTerm);
        return Term.makeBoxed(addr);
    }

    /** The byte at an index, also when the bitstring does not begin at a byte border. */
    public static int byteAt(final long bitstringTerm, final long index) {
        final long addr = dataAddr(bitstringTerm) + index;
        final int offset = bitOffset(bitstringTerm);
        if (offset == 0) {
            return Memory.getUnsignedByte(addr);
        }
        return (Memory.getUnsignedByte(addr) << offset | Memory.getUnsignedByte(addr + 1) >>> 8 - offset) & 0xFF;
    }

    /** The whole bytes of a bitstring as an array. */
    public static byte[] toArray(final long bitstringTerm) {
        final byte[] bytes = new byte[Math.toIntExact(byteSize(bitstringTerm))];
        if (bitOffset(bitstringTerm) == 0) {
            Memory.copyToArray(dataAddr(bitstringTerm), bytes, 0, bytes.length);
        } else {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte)byteAt(bitstringTerm, i);
            }
        }
        return bytes;
    }
}
