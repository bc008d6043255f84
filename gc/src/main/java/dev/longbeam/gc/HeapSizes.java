package dev.longbeam.gc;

import java.util.Arrays;

/**
 * The sizes that process heaps grow through, in words: those of the C emulator (two small ones, then each the sum of the two before
 * plus one, then steps of 20 percent), which {@code process_info/2} shows.
 *
 * <p>Any thread.
 */
public final class HeapSizes {
    private static final int SUMS = 23;
    private static final long LARGEST = 1_000_000_000_000_000L;
    private static final long[] SIZES = table();
    /** Young blocks that are not larger are never made smaller. */
    private static final long YOUNG_KEPT_WORDS = 3000;
    /** Nor are those that are not larger than this and than the old heap. */
    private static final long YOUNG_LARGE_WORDS = 8000;

    private HeapSizes() {
    }

    /** All sizes, smallest first. */
    public static long[] all() {
        return SIZES.clone();
    }

    /** The smallest size that is at least {@code words}. */
    public static long atLeast(final long words) {
        final int at = Arrays.binarySearch(SIZES, words);
        if (at >= 0) {
            return words;
        }
        final int next = -at - 1;
        if (next == SIZES.length) {
            throw new OutOfMemoryError("heap size: words=" + words);
        }
        return SIZES[next];
    }

    private static long[] table() {
        final long[] sizes = new long[256];
        sizes[0] = 12;
        sizes[1] = 38;
        int n = 2;
        while (n < SUMS) {
            sizes[n] = sizes[n - 1] + sizes[n - 2] + 1;
            n++;
        }
        while (sizes[n - 1] + sizes[n - 1] / 5 < LARGEST) {
            sizes[n] = sizes[n - 1] + sizes[n - 1] / 5;
            n++;
        }
        return Arrays.copyOf(sizes, n);
    }

    /**
     * The size of the young block after a minor collection, which is hardly filled as long as much moves to the old heap. That says little of what
     * the process needs until the next collection, and each one visits all of a large dictionary or mailbox again: so small blocks stay, and others
     * keep a part of the size of the old heap, as in the C emulator.
     *
     * @param blockWords size of the block that it was collected to
     * @param usedWords  what must fit
     * @param oldWords   size of the old heap, 0 for none
     * @param minWords   least size of the block
     */
    static long young(final long blockWords, final long usedWords, final long oldWords, final long minWords) {
        final boolean stays = blockWords <= YOUNG_KEPT_WORDS || blockWords <= YOUNG_LARGE_WORDS && blockWords <= oldWords;
        if (stays || usedWords * 4 >= blockWords) {
            return blockWords;
        }
        return Math.min(blockWords, Math.max(minWords, atLeast(Math.max(usedWords * 3, oldWords / 8))));
    }
}
