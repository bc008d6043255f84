package dev.longbeam.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Free small blocks that one thread can take without any synchronization, and the thread's share of the memory figures.
 *
 * <p>Each class has a chain of at most a batch and a spare full one: a thread that allocates and frees around a batch border then still leaves
 * the shared lists alone. A block freed here that another thread allocated simply joins the chains; full chains return to all
 * threads as batches.
 *
 * <p>One thread at a time; the figures may be read by any thread.
 */
final class ThreadCache {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final ClassLists lists;
    private final long[] chain = new long[SizeClasses.COUNT];
    private final int[] count = new int[SizeClasses.COUNT];
    private final long[] spare = new long[SizeClasses.COUNT];
    private final int[] batch = new int[SizeClasses.COUNT];
    private final long[] usedBytes = new long[MemoryKind.COUNT];

    ThreadCache(final ClassLists lists) {
        this.lists = lists;
        for (int c = 0; c < batch.length; c++) {
            batch[c] = SizeClasses.batchBlocks(c);
        }
    }

    long allocate(final int sizeClass) {
        final long block = chain[sizeClass];
        if (block == 0) {
            return allocateSlowly(sizeClass);
        }
        chain[sizeClass] = Raw.getLong(block);
        count[sizeClass]--;
        return block;
    }

    private long allocateSlowly(final int sizeClass) {
        if (spare[sizeClass] != 0) {
            chain[sizeClass] = spare[sizeClass];
            count[sizeClass] = batch[sizeClass];
            spare[sizeClass] = 0;
        } else {
            final long popped = lists.popBatch(sizeClass);
            if (popped != 0) {
                chain[sizeClass] = popped;
                count[sizeClass] = batch[sizeClass];
            } else {
                chain[sizeClass] = lists.takeChain(sizeClass, batch[sizeClass], count);
            }
        }
        return allocate(sizeClass);
    }

    void free(final long block, final int sizeClass) {
        if (count[sizeClass] == batch[sizeClass]) {
            makeRoom(sizeClass);
        }
        Raw.putLong(block, chain[sizeClass]);
        chain[sizeClass] = block;
        count[sizeClass]++;
    }

    private void makeRoom(final int sizeClass) {
        if (spare[sizeClass] != 0) {
            lists.pushBatch(sizeClass, spare[sizeClass]);
        }
        spare[sizeClass] = chain[sizeClass];
        chain[sizeClass] = 0;
        count[sizeClass] = 0;
    }

    /** Puts all blocks back into their spans. */
    void flush() {
        for (int c = 0; c < chain.length; c++) {
            lists.putChain(c, chain[c]);
            lists.putChain(c, spare[c]);
            chain[c] = 0;
            count[c] = 0;
            spare[c] = 0;
        }
    }

    void addUsedBytes(final MemoryKind kind, final long bytes) {
        final int k = kind.ordinal();
        LONGS.setOpaque(usedBytes, k, usedBytes[k] + bytes);
    }

    /** This cache's share of the figure; can be negative when the thread frees what others allocated. Any thread. */
    long usedBytes(final MemoryKind kind) {
        return (long)LONGS.getOpaque(usedBytes, kind.ordinal());
    }
}
