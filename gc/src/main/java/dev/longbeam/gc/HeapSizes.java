package dev.longbeam.gc;

import java.util.Arrays;

/**
 * The sizes that process heaps grow through, in words: those of the C emulator (two small ones, then each the sum of the two before
 * plus one, then steps of 20 percent), which {@code process_info/2} shows.
 *
 * <p>Any thread.
 */
public final class HeapSizes {
    private static final long LAST_SUM = 1_000_000;
    private static final long[] SIZES = table();

    private HeapSizes() {
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
        sizes[2] = 64;
        sizes[3] = 110;
        sizes[4] = 233;
        sizes[5] = 377;
        int n = 6;
        while (sizes[n - 1] < LAST_SUM) {
            sizes[n] = sizes[n - 1] + sizes[n - 2] + 1;
            n++;
        }
        while (sizes[n - 1] < 1L << 45) {
            sizes[n] = sizes[n - 1] + sizes[n - 1] / 5;
            n++;
        }
        return Arrays.copyOf(sizes, n);
    }
}
