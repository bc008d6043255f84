package dev.longbeam.otp;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.OffHeapBinary;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

import java.util.Arrays;

/**
 * A queue of bytes outside of all heaps: parts of off-heap binaries, which are referred to, and copies of small binaries.
 *
 * <p>Used by one thread at a time. {@link #clear} gives everything back.
 */
final class IoQueue {
    private static final int FIRST_PARTS = 8;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /** Binaries that hold the bytes, a count of each is ours; the bytes; how many. */
    private long[] objectAddrs = new long[FIRST_PARTS];
    private long[] dataAddrs = new long[FIRST_PARTS];
    private long[] lengths = new long[FIRST_PARTS];
    private int first;
    private int end;
    private long sizeBytes;

    /** Bytes in a list of binaries, or -1 when the term is something else. */
    static long sizeOf(final long listTerm) {
        long bytes = 0;
        long at = listTerm;
        for (; Term.isCons(at); at = Cons.tail(at)) {
            final long binaryTerm = Cons.head(at);
            if (!Term.isBitstring(binaryTerm) || Bitstring.byteSize(binaryTerm) > 0 && !Bitstring.isBinary(binaryTerm)) {
                return -1;
            }
            bytes += Bitstring.byteSize(binaryTerm);
        }
        return at == Term.NIL ? bytes : -1;
    }

    /** Copies the bytes of a list of binaries. */
    static void copy(final long listTerm, final long toAddr) {
        long addr = toAddr;
        for (long at = listTerm; Term.isCons(at); at = Cons.tail(at)) {
            addr += copyBinary(Cons.head(at), addr);
        }
    }

    /** Bytes in the queue. */
    long sizeBytes() {
        return sizeBytes;
    }

    /** Adds a list of binaries for which {@link #sizeOf} is not negative. */
    void add(final long listTerm) {
        for (long at = listTerm; Term.isCons(at); at = Cons.tail(at)) {
            final long binaryTerm = Cons.head(at);
            final long bytes = Bitstring.byteSize(binaryTerm);
            final long originalTerm = Bitstring.original(binaryTerm);
            if (bytes > 0 && Bitstring.bitOffset(binaryTerm) == 0 && Term.isBoxed(originalTerm, Term.SUBTAG_REFC_BINARY)) {
                final long objectAddr = Term.word(originalTerm, Bitstring.REFC_OBJECT_WORD);
                OffHeapBinary.retain(objectAddr);
                add(objectAddr, Bitstring.dataAddr(binaryTerm), bytes);
            } else if (bytes > 0) {
                final long objectAddr = OffHeapBinary.allocate(bytes);
                copyBinary(binaryTerm, OffHeapBinary.dataAddr(objectAddr));
                add(objectAddr, OffHeapBinary.dataAddr(objectAddr), bytes);
            }
        }
    }

    /** Adds bytes of an off-heap binary; takes over a count of it. */
    void add(final long objectAddr, final long dataAddr, final long bytes) {
        if (end == lengths.length) {
            makeRoom();
        }
        objectAddrs[end] = objectAddr;
        dataAddrs[end] = dataAddr;
        lengths[end++] = bytes;
        sizeBytes += bytes;
    }

    /** Address of the first bytes; the queue is not empty. */
    long headAddr() {
        return dataAddrs[first];
    }

    /** How many bytes stand at {@link #headAddr}. */
    long headBytes() {
        return lengths[first];
    }

    /** The first bytes as a binary, which shares them unless they are few; the queue is not empty. */
    long headBinary(final TermHeap heap) {
        final long bytes = headBytes();
        final long objectAddr = objectAddrs[first];
        if (bytes <= Bitstring.MAX_HEAP_BYTES) {
            final long binaryTerm = Bitstring.allocate(heap, bytes);
            Memory.copy(headAddr(), Bitstring.dataAddr(binaryTerm), bytes);
            return binaryTerm;
        }
        OffHeapBinary.retain(objectAddr);
        final long wholeTerm = Bitstring.makeRefc(heap, objectAddr);
        final long from = headAddr() - OffHeapBinary.dataAddr(objectAddr);
        if (from == 0 && bytes == OffHeapBinary.sizeBytes(objectAddr)) {
            return wholeTerm;
        }
        return Bitstring.makeSub(heap, wholeTerm, from * Byte.SIZE, bytes * Byte.SIZE);
    }

    /** Copies the first bytes; there are so many. */
    void copyHead(final long toAddr, final long bytes) {
        long copied = 0;
        for (int i = first; copied < bytes; i++) {
            final long part = Math.min(lengths[i], bytes - copied);
            Memory.copy(dataAddrs[i], toAddr + copied, part);
            copied += part;
        }
    }

    /** Drops the first bytes; there are so many. */
    void drop(final long bytes) {
        long rest = bytes;
        while (rest > 0) {
            final long part = Math.min(lengths[first], rest);
            dataAddrs[first] += part;
            lengths[first] -= part;
            rest -= part;
            if (lengths[first] == 0) {
                OffHeapBinary.release(objectAddrs[first++]);
            }
        }
        sizeBytes -= bytes;
        if (first == end) {
            first = 0;
            end = 0;
        }
    }

    /** Where a byte stands for the first time, or -1. */
    long indexOf(final int needle) {
        long before = 0;
        for (int i = first; i < end; i++) {
            final long index = indexOf(dataAddrs[i], lengths[i], needle);
            if (index >= 0) {
                return before + index;
            }
            before += lengths[i];
        }
        return -1;
    }

    /** Drops everything. */
    void clear() {
        drop(sizeBytes);
    }

    private static long indexOf(final long addr, final long bytes, final int needle) {
        final long pattern = needle * ONES;
        long i = 0;
        for (; i + Long.BYTES <= bytes; i += Long.BYTES) {
            final long difference = Memory.getLong(addr + i) ^ pattern;
            final long zeros = difference - ONES & ~difference & HIGH_BITS;
            if (zeros != 0) {
                return i + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        for (; i < bytes; i++) {
            if (Memory.getUnsignedByte(addr + i) == needle) {
                return i;
            }
        }
        return -1;
    }

    private static long copyBinary(final long binaryTerm, final long toAddr) {
        final long bytes = Bitstring.byteSize(binaryTerm);
        if (bytes > 0 && Bitstring.bitOffset(binaryTerm) == 0) {
            Memory.copy(Bitstring.dataAddr(binaryTerm), toAddr, bytes);
        } else {
            for (long i = 0; i < bytes; i++) {
                Memory.putByte(toAddr + i, Bitstring.byteAt(binaryTerm, i));
            }
        }
        return bytes;
    }

    private void makeRoom() {
        final int count = end - first;
        final int room = count > lengths.length / 2 ? lengths.length * 2 : lengths.length;
        objectAddrs = Arrays.copyOf(Arrays.copyOfRange(objectAddrs, first, end), room);
        dataAddrs = Arrays.copyOf(Arrays.copyOfRange(dataAddrs, first, end), room);
        lengths = Arrays.copyOf(Arrays.copyOfRange(lengths, first, end), room);
        first = 0;
        end = count;
    }
}
