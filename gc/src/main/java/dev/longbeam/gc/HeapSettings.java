package dev.longbeam.gc;

/**
 * How the heap of a process is to be run: what {@code spawn_opt} and {@code process_flag} say. Processes with the same settings share
 * one object, since a million of them hardly ever differ; who changes a setting gives the process another object.
 *
 * <p>Any thread.
 *
 * @param minHeapWords        smallest heap ({@code min_heap_size})
 * @param minVirtualHeapWords bytes of off-heap binaries, in words, that trigger a collection at least ({@code min_bin_vheap_size})
 * @param fullsweepAfter      minor collections after which a major one is due ({@code fullsweep_after})
 * @param maxHeapWords        {@code max_heap_size}, 0 for none
 * @param maxHeapKill         exceeding {@code max_heap_size} kills
 * @param maxHeapLog          exceeding {@code max_heap_size} is logged
 */
public record HeapSettings(int minHeapWords, long minVirtualHeapWords, int fullsweepAfter, long maxHeapWords, boolean maxHeapKill,
    boolean maxHeapLog) {

    /** What holds when nobody says otherwise. */
    public static final HeapSettings DEFAULT = new HeapSettings(233, 46_422, 65_535, 0, true, true);

    /** The same with another {@code min_heap_size}. */
    public HeapSettings withMinHeapWords(final int words) {
        return new HeapSettings(words, minVirtualHeapWords, fullsweepAfter, maxHeapWords, maxHeapKill, maxHeapLog);
    }

    /** The same with another {@code min_bin_vheap_size}. */
    public HeapSettings withMinVirtualHeapWords(final long words) {
        return new HeapSettings(minHeapWords, words, fullsweepAfter, maxHeapWords, maxHeapKill, maxHeapLog);
    }

    /** The same with another {@code fullsweep_after}. */
    public HeapSettings withFullsweepAfter(final int collections) {
        return new HeapSettings(minHeapWords, minVirtualHeapWords, collections, maxHeapWords, maxHeapKill, maxHeapLog);
    }

    /** The same with another {@code max_heap_size}. */
    public HeapSettings withMaxHeap(final long words, final boolean kill, final boolean log) {
        return new HeapSettings(minHeapWords, minVirtualHeapWords, fullsweepAfter, words, kill, log);
    }
}
