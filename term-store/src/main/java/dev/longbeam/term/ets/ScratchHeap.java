package dev.longbeam.term.ets;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.TermHeap;

/**
 * A heap for terms that live while one row is matched; {@link #reset} forgets them all. What one row needs beyond the first block is freed by it.
 *
 * <p>Owned by one thread.
 */
final class ScratchHeap extends TermHeap {
    private static final int FIRST_BYTES = 8 * 1024;

    private final long firstAddr = Blocks.allocate(FIRST_BYTES, MemoryKind.SYSTEM);
    private long[] extraAddrs = new long[2];
    private long[] extraBytes = new long[2];
    private int extraCount;

    ScratchHeap() {
        heapTop = firstAddr;
        heapLimit = firstAddr + FIRST_BYTES;
    }

    @Override
    protected long allocateSlow(final long words) {
        final long bytes = Math.max(words * 8, FIRST_BYTES * 4L);
        if (extraCount == extraAddrs.length) {
            extraAddrs = java.util.Arrays.copyOf(extraAddrs, extraCount * 2);
            extraBytes = java.util.Arrays.copyOf(extraBytes, extraCount * 2);
        }
        final long addr = Blocks.allocate(bytes, MemoryKind.SYSTEM);
        extraAddrs[extraCount] = addr;
        extraBytes[extraCount++] = bytes;
        heapTop = addr + words * 8;
        heapLimit = addr + bytes;
        return addr;
    }

    /** Forgets everything that was built here. */
    void reset() {
        if (offHeapAddr != 0) {
            OffHeapList.releaseAll(offHeapAddr);
            offHeapAddr = 0;
            offHeapBytes = 0;
        }
        while (extraCount > 0) {
            extraCount--;
            Blocks.free(extraAddrs[extraCount], extraBytes[extraCount], MemoryKind.SYSTEM);
        }
        heapTop = firstAddr;
        heapLimit = firstAddr + FIRST_BYTES;
    }
}
