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
}
