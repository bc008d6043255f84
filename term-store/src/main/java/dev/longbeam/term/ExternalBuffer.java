package dev.longbeam.term;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;

/**
 * Off-heap bytes that grow while they are written, in big-endian order.
 *
 * <p>Owned by one thread.
 */
final class ExternalBuffer {
    private static final long FIRST_BYTES = 1 << 12;
    private static final long KEPT_BYTES = 1 << 20;
    private long addr;
    private long capacity;
    private long position;

    /** Forgets what was written, and gives up a very large block. */
    void clear() {
        position = 0;
        if (capacity > KEPT_BYTES) {
            Blocks.free(addr, capacity, MemoryKind.SYSTEM);
            capacity = 0;
        }
    }

    /** Bytes written. */
    long size() {
        return position;
    }

    /** Address of the first byte, valid until the next write. */
    long addr() {
        return addr;
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
        final long newCapacity = Math.max(FIRST_BYTES, Math.max(capacity * 2, atLeast));
        final long newAddr = Blocks.allocate(newCapacity, MemoryKind.SYSTEM);
        if (capacity != 0) {
            Memory.copy(addr, newAddr, position);
            Blocks.free(addr, capacity, MemoryKind.SYSTEM);
        }
        addr = newAddr;
        capacity = newCapacity;
    }

    void put8(final int value) {
        Memory.putByte(reserve(1), value);
    }

    void put16(final int value) {
        final long at = reserve(2);
        Memory.putByte(at, value >>> 8);
        Memory.putByte(at + 1, value);
    }

    void put32(final int value) {
        Memory.putInt(reserve(4), Integer.reverseBytes(value));
    }

    void put64(final long value) {
        Memory.putLongBE(reserve(8), value);
    }

    /** Writes 32 bits over bytes that were written before. */
    void patch32(final long at, final int value) {
        Memory.putInt(addr + at, Integer.reverseBytes(value));
    }
}
