package dev.longbeam.memory;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The block allocator: memory of any size, at least 8-byte aligned, not zeroed. Frees are sized: the owner of a block knows how
 * many bytes it asked for.
 *
 * <p>Any thread; a block may be freed by another thread than the one that allocated it.
 */
public final class Blocks {
    private static final int CLASSES = 64;
    private static final long[] FREE = new long[CLASSES];
    private static final AtomicLongArray BYTES_BY_KIND = new AtomicLongArray(MemoryKind.COUNT);
    private static long top = AddressSpace.BLOCK_START + AddressSpace.PAGE_BYTES;

    private Blocks() {
    }

    /**
     * Allocates a block.
     *
     * @param bytes at least 1
     * @return its address, a multiple of 8
     * @throws OutOfMemoryError when the range or the node's limit is used up
     */
    public static synchronized long allocate(final long bytes, final MemoryKind kind) {
        final int c = sizeClass(bytes);
        long addr = FREE[c];
        if (addr != 0) {
            if (Memory.CHECK) {
                MemoryCheck.mark(addr, 8, true);
            }
            FREE[c] = Memory.getLong(addr);
        } else {
            addr = top;
            top += classBytes(c) + 16;
        }
        if (Memory.CHECK) {
            MemoryCheck.mark(addr, bytes, true);
        }
        BYTES_BY_KIND.addAndGet(kind.ordinal(), bytes);
        return addr;
    }

    /** Frees a block of {@code bytes} as it was allocated. */
    public static synchronized void free(final long addr, final long bytes, final MemoryKind kind) {
        final int c = sizeClass(bytes);
        Memory.putLong(addr, FREE[c]);
        FREE[c] = addr;
        if (Memory.CHECK) {
            MemoryCheck.mark(addr, bytes, false);
        }
        BYTES_BY_KIND.addAndGet(kind.ordinal(), -bytes);
    }

    /** Bytes in use for a kind. */
    public static long usedBytes(final MemoryKind kind) {
        return BYTES_BY_KIND.get(kind.ordinal());
    }

    private static int sizeClass(final long bytes) {
        return 64 - Long.numberOfLeadingZeros(Math.max(bytes, 8) - 1);
    }

    private static long classBytes(final int sizeClass) {
        return 1L << sizeClass;
    }
}
