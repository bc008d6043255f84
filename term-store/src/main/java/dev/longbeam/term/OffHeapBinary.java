package dev.longbeam.term;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;

/**
 * The shared bytes behind reference-counted binaries: {@code [reference count] [size in bytes] [bytes allocated] [bytes ..]}.
 *
 * <p>Any thread: the count is atomic. Who holds a count owns it; {@link #release} of the last one frees the block. The bytes do
 * not change after the object has become visible to a second thread, except behind the used size (see {@code bs_append}).
 */
public final class OffHeapBinary {
    private static final int SIZE_OFFSET = 8;
    private static final int CAPACITY_OFFSET = 16;
    private static final int DATA_OFFSET = 24;

    private OffHeapBinary() {
    }

    /** A new object with one count, its bytes not set. */
    public static long allocate(final long sizeBytes) {
        return allocate(sizeBytes, sizeBytes);
    }

    /** A new object with one count and room for {@code capacityBytes}. */
    public static long allocate(final long sizeBytes, final long capacityBytes) {
        final long addr = Blocks.allocate(DATA_OFFSET + capacityBytes, MemoryKind.BINARY);
        Memory.putLong(addr, 1);
        Memory.putLong(addr + SIZE_OFFSET, sizeBytes);
        Memory.putLong(addr + CAPACITY_OFFSET, capacityBytes);
        return addr;
    }

    /** Adds a count. */
    public static void retain(final long addr) {
        Memory.getAndAddLong(addr, 1);
    }

    /** Takes a count away and frees the object when it was the last. */
    public static void release(final long addr) {
        final long before = Memory.getAndAddLong(addr, -1);
        assert before >= 1 : "count=" + before;
        if (before == 1) {
            Blocks.free(addr, DATA_OFFSET + capacityBytes(addr), MemoryKind.BINARY);
        }
    }

    /** Number of counts at this moment. */
    public static long count(final long addr) {
        return Memory.getLongVolatile(addr);
    }

    /** Bytes used. */
    public static long sizeBytes(final long addr) {
        return Memory.getLong(addr + SIZE_OFFSET);
    }

    /** Sets the bytes used; only the one owner of an appendable object may. */
    public static void sizeBytes(final long addr, final long sizeBytes) {
        Memory.putLong(addr + SIZE_OFFSET, sizeBytes);
    }

    /** Bytes that there is room for. */
    public static long capacityBytes(final long addr) {
        return Memory.getLong(addr + CAPACITY_OFFSET);
    }

    /** Address of the first byte. */
    public static long dataAddr(final long addr) {
        return addr + DATA_OFFSET;
    }
}
