package dev.longbeam.memory;

/**
 * The sizes that small blocks come in: multiples of 16 up to 128 bytes, then eight steps to each doubling up to 64 KiB, so that
 * a block is at most an eighth larger than asked for. Pure functions.
 */
final class SizeClasses {
    /** Number of classes. */
    static final int COUNT = 80;
    /** The largest block that has a class; larger ones are spans of their own. */
    static final long MAX_BYTES = 64 * 1024;

    private static final int BATCH_BYTES = 16 * 1024;
    private static final int MAX_BATCH_BLOCKS = 64;
    private static final int MIN_BLOCKS_IN_SPAN = 8;

    private SizeClasses() {
    }

    /** The class of a block of 1 to {@link #MAX_BYTES} bytes. */
    static int of(final long bytes) {
        final long n = bytes - 1;
        if (n < 128) {
            return (int)(n >> 4);
        }
        final int log2 = 63 - Long.numberOfLeadingZeros(n);
        return 8 + (log2 - 7 << 3) + (int)(n >>> log2 - 3 & 7);
    }

    /** Bytes of the blocks of a class. */
    static long bytes(final int sizeClass) {
        if (sizeClass < 8) {
            return sizeClass + 1 << 4;
        }
        return (long)((sizeClass & 7) + 9) << (sizeClass - 8 >> 3) + 4;
    }

    /** How many blocks of a class move between a thread's cache and the shared lists at once. */
    static int batchBlocks(final int sizeClass) {
        return Math.clamp(BATCH_BYTES / bytes(sizeClass), 2, MAX_BATCH_BLOCKS);
    }

    /** Pages of the spans that a class is cut from: enough for eight blocks, with at most a sixteenth left over. */
    static int spanPages(final int sizeClass) {
        final long blockBytes = bytes(sizeClass);
        long pages = PageHeap.pagesFor(blockBytes * MIN_BLOCKS_IN_SPAN);
        while ((pages << PageHeap.PAGE_SHIFT) % blockBytes > (pages << PageHeap.PAGE_SHIFT) / 16) {
            pages++;
        }
        return (int)pages;
    }
}
