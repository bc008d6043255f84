package dev.longbeam.embed;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.TermHeap;
import java.util.Arrays;

/**
 * A heap that is used for one term after the other: {@link #reset} keeps its first block.
 *
 * <p>One thread at a time.
 */
final class ScratchHeap extends TermHeap implements AutoCloseable {
    private static final long FIRST_WORDS = 128;
    private static final int MAX_DOUBLINGS = 12;

    private long[] addrs = new long[2];
    private long[] bytes = new long[2];
    private int count;

    @Override
    protected long allocateSlow(final long words) {
        final long size = Math.max(words, FIRST_WORDS << Math.min(count, MAX_DOUBLINGS)) * Memory.WORD_BYTES;
        if (count == addrs.length) {
            addrs = Arrays.copyOf(addrs, count * 2);
            bytes = Arrays.copyOf(bytes, count * 2);
        }
        final long addr = Blocks.allocate(size, MemoryKind.SYSTEM);
        addrs[count] = addr;
        bytes[count++] = size;
        heapTop = addr + words * Memory.WORD_BYTES;
        heapLimit = addr + size;
        return addr;
    }

    /** Literals may be freed while a term waits here. */
    @Override
    public boolean sharesLiterals() {
        return false;
    }

    /** Forgets all terms. */
    void reset() {
        if (offHeapAddr != 0) {
            OffHeapList.releaseAll(offHeapAddr);
            offHeapAddr = 0;
            offHeapBytes = 0;
        }
        if (count > 1) {
            free(1);
        }
        if (count > 0) {
            heapTop = addrs[0];
            heapLimit = heapTop + bytes[0];
        }
    }

    private void free(final int keep) {
        while (count > keep) {
            count--;
            Blocks.free(addrs[count], bytes[count], MemoryKind.SYSTEM);
        }
    }

    @Override
    public void close() {
        reset();
        free(0);
        heapTop = 0;
        heapLimit = 0;
    }
}
