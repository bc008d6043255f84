package dev.longbeam.term;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import java.util.Arrays;

/**
 * Off-heap bytes that grow while they are written, in big-endian order. They stand in one block as long as nobody {@linkplain
 * #endBlock ends} it; then in several, and none of them has to be moved to grow.
 *
 * <p>Owned by one thread at a time.
 */
final class ExternalBuffer {
    private static final long FIRST_BYTES = 1 << 12;
    private static final long KEPT_BYTES = 1 << 20;
    private static final long FULL_BYTES = 1 << 18;

    /** The block that is being written, what it can hold and what it holds; bytes in the blocks before it. */
    private long addr;
    private long capacity;
    private long position;
    private long before;
    /** Addresses and capacities of the blocks that were ended, and where each begins. */
    private long[] addrs = new long[4];
    private long[] capacities = new long[4];
    private long[] starts = new long[4];
    private int ended;

    /** Forgets what was written, and gives up a very large block. */
    void clear() {
        for (int i = 0; i < ended; i++) {
            Blocks.free(addrs[i], capacities[i], MemoryKind.SYSTEM);
        }
        ended = 0;
        before = 0;
        position = 0;
        if (capacity > KEPT_BYTES) {
            freeBlock();
        }
    }

    /** Gives all memory back. */
    void free() {
        clear();
        if (capacity != 0) {
            freeBlock();
        }
    }

    private void freeBlock() {
        Blocks.free(addr, capacity, MemoryKind.SYSTEM);
        capacity = 0;
    }

    /** Bytes written. */
    long size() {
        return before + position;
    }

    /** Address of the first byte while there is one block, valid until the next write. */
    long addr() {
        return addr;
    }

    /** Goes on in another block when this one holds so much that moving it would take long. */
    void endBlock() {
        if (position < FULL_BYTES) {
            return;
        }
        if (ended == addrs.length) {
            addrs = Arrays.copyOf(addrs, ended * 2);
            capacities = Arrays.copyOf(capacities, ended * 2);
            starts = Arrays.copyOf(starts, ended * 2);
        }
        addrs[ended] = addr;
        capacities[ended] = capacity;
        starts[ended++] = before;
        before += position;
        position = 0;
        capacity = 0;
    }

    /** Makes room for bytes and goes behind them; the address of the first. */
    long reserve(final long bytes) {
        if (position + bytes > capacity) {
            grow(position + bytes);
        }
        final long at = addr + position;
        position += bytes;
        return at;
    }

    private void grow(final long atLeast) {
        final long newCapacity = Math.max(ended == 0 ? FIRST_BYTES : FULL_BYTES, Math.max(capacity * 2, atLeast));
        final long newAddr = Blocks.allocate(newCapacity, MemoryKind.SYSTEM);
        if (capacity != 0) {
            Memory.copy(addr, newAddr, position);
            Blocks.free(addr, capacity, MemoryKind.SYSTEM);
        }
        addr = newAddr;
        capacity = newCapacity;
    }

    /** Address of a byte that was written; as many follow it as {@link #run} says. */
    long at(final long index) {
        final int block = block(index);
        return block < 0 ? addr + index - before : addrs[block] + index - starts[block];
    }

    /** Bytes that stand together from an index on. */
    long run(final long index) {
        final int block = block(index);
        return block < 0 ? size() - index : (block + 1 < ended ? starts[block + 1] : before) - index;
    }

    /** Number of the block of a byte, -1 for the one that is being written. */
    private int block(final long index) {
        if (index >= before) {
            return -1;
        }
        final int found = Arrays.binarySearch(starts, 0, ended, index);
        return found >= 0 ? found : -found - 2;
    }

    void put8(final int value) {
        Memory.putByte(reserve(1), value);
    }

    void put16(final int value) {
        Memory.putShort(reserve(2), Short.reverseBytes((short)value));
    }

    void put32(final int value) {
        Memory.putInt(reserve(4), Integer.reverseBytes(value));
    }

    void put64(final long value) {
        Memory.putLongBE(reserve(8), value);
    }

    /** Writes up to eight bytes, of which the lowest is the first. */
    void putBytes(final long bytes, final int count) {
        Memory.putLong(reserve(Long.BYTES), bytes);
        position -= Long.BYTES - count;
    }

    /** Writes 32 bits over bytes that were written before, together. */
    void patch32(final long index, final int value) {
        Memory.putInt(at(index), Integer.reverseBytes(value));
    }
}
