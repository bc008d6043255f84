package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Sub binaries with the writable mark over off-heap objects with room to grow; {@link BinaryBuild} tells how they are used.
 *
 * <p>Owned by one process.
 */
final class AppendableBinary {
    private static final long FIRST_CAPACITY_BYTES = 256;
    private static final long DOUBLING_LIMIT_BYTES = 1L << 24;

    private AppendableBinary() {
    }

    /** A new empty one with room for a number of bytes. */
    static long make(final TermHeap heap, final long roomBytes) {
        return writable(heap, makeRefc(heap, 0, roomBytes), 0);
    }

    /** A marked sub binary of {@code totalBits}, more than {@code usedBits}, that begins with the bits of another, in place if possible. */
    static long extended(final TermHeap heap, final long bitstringTerm, final long usedBits, final long totalBits) {
        final long refcTerm = isAppendable(bitstringTerm) ? extend(heap, bitstringTerm, usedBits, totalBits)
            : copy(heap, bitstringTerm, usedBits, totalBits);
        return writable(heap, refcTerm, totalBits);
    }

    /** Makes a marked sub binary itself longer; false when it is not marked or has not the room. */
    static boolean extendItself(final TermHeap heap, final long bitstringTerm, final long totalBits) {
        if (totalBits < 0 || !isAppendable(bitstringTerm)) {
            return false;
        }
        final long refcTerm = Bitstring.original(bitstringTerm);
        final long bytes = totalBits + 7 >>> 3;
        if (bytes > OffHeapBinary.capacityBytes(objectAddr(refcTerm))) {
            return false;
        }
        use(heap, refcTerm, bytes);
        final long subAddr = Term.addr(bitstringTerm);
        Memory.putLong(subAddr + Bitstring.SIZE_WORD * 8, totalBits >>> 3);
        Memory.putLong(subAddr + Bitstring.SUB_BITS_WORD * 8, totalBits & 7 | Bitstring.SUB_WRITABLE_MARK);
        return true;
    }

    /**
     * A marked sub binary longer by whole bytes, in place: of a marked one of whole bytes that has the room; else NON_VALUE, and nothing done.
     *
     * @param itself true to make the sub binary itself longer
     */
    static long extendedBytes(final TermHeap heap, final long term, final int bytes, final boolean itself) {
        if (!Term.isBoxed(term) || Term.header(term) != Bitstring.SUB_HEADER || Term.word(term, Bitstring.SUB_BITS_WORD) != Bitstring.SUB_WRITABLE_MARK) {
            return Term.NON_VALUE;
        }
        final long refcTerm = Bitstring.original(term);
        final long size = Bitstring.byteSize(term) + bytes;
        if ((Term.word(refcTerm, Bitstring.REFC_FLAGS_WORD) & Bitstring.REFC_WRITABLE_FLAG) == 0
            || size > OffHeapBinary.capacityBytes(objectAddr(refcTerm))) {
            return Term.NON_VALUE;
        }
        use(heap, refcTerm, size);
        if (itself) {
            Memory.putLong(Term.addr(term) + Bitstring.SIZE_WORD * 8, size);
            return term;
        }
        Memory.putLong(Term.addr(term) + Bitstring.SUB_BITS_WORD * 8, 0);
        return writable(heap, refcTerm, size * 8);
    }

    private static boolean isAppendable(final long bitstringTerm) {
        return Bitstring.isSub(bitstringTerm) && (Term.word(bitstringTerm, Bitstring.SUB_BITS_WORD) & Bitstring.SUB_WRITABLE_MARK) != 0
            && (Term.word(Bitstring.original(bitstringTerm), Bitstring.REFC_FLAGS_WORD) & Bitstring.REFC_WRITABLE_FLAG) != 0;
    }

    private static long extend(final TermHeap heap, final long subTerm, final long usedBits, final long totalBits) {
        final long bitsAddr = Term.addr(subTerm) + Bitstring.SUB_BITS_WORD * 8;
        Memory.putLong(bitsAddr, Memory.getLong(bitsAddr) & ~Bitstring.SUB_WRITABLE_MARK);
        final long refcTerm = Bitstring.original(subTerm);
        final long bytes = totalBits + 7 >>> 3;
        if (bytes <= OffHeapBinary.capacityBytes(objectAddr(refcTerm))) {
            use(heap, refcTerm, bytes);
            return refcTerm;
        }
        return copy(heap, subTerm, usedBits, totalBits);
    }

    private static long copy(final TermHeap heap, final long bitstringTerm, final long usedBits, final long totalBits) {
        final long bytes = totalBits + 7 >>> 3;
        final long room = bytes > DOUBLING_LIMIT_BYTES ? bytes + bytes / 5 : bytes * 2;
        final long refcTerm = makeRefc(heap, bytes, Math.max(room, FIRST_CAPACITY_BYTES));
        Bits.copy(Bitstring.dataAddr(bitstringTerm), Bitstring.bitOffset(bitstringTerm), Bitstring.dataAddr(refcTerm), 0, usedBits);
        return refcTerm;
    }

    private static long makeRefc(final TermHeap heap, final long bytes, final long roomBytes) {
        final long refcTerm = Bitstring.makeRefc(heap, OffHeapBinary.allocate(bytes, roomBytes));
        Memory.putLong(Term.addr(refcTerm) + Bitstring.REFC_FLAGS_WORD * 8, Bitstring.REFC_WRITABLE_FLAG);
        return refcTerm;
    }

    private static long writable(final TermHeap heap, final long refcTerm, final long bits) {
        final long subTerm = Bitstring.writeSub(heap.allocate(Bitstring.SUB_WORDS), refcTerm, 0, bits);
        Memory.putLong(Term.addr(subTerm) + Bitstring.SUB_BITS_WORD * 8, bits & 7 | Bitstring.SUB_WRITABLE_MARK);
        return subTerm;
    }

    private static void use(final TermHeap heap, final long refcTerm, final long bytes) {
        heap.offHeapBytes += bytes - Bitstring.byteSize(refcTerm);
        Memory.putLong(Term.addr(refcTerm) + Bitstring.SIZE_WORD * 8, bytes);
        OffHeapBinary.sizeBytes(objectAddr(refcTerm), bytes);
    }

    private static long objectAddr(final long refcTerm) {
        return Term.word(refcTerm, Bitstring.REFC_OBJECT_WORD);
    }
}
