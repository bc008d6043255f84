package dev.longbeam.sched;

/** Options of a new process, beginning with the defaults of its emulator. */
public final class SpawnOptions {
    /** Words of the first block. */
    public int firstHeapWords;
    /** {@code min_heap_size}. */
    public int minHeapWords;
    /** {@code min_bin_vheap_size}. */
    public long minVirtualHeapWords;
    /** {@code fullsweep_after}. */
    public int fullsweepAfter;
    /** {@code max_heap_size}, 0 for none. */
    public long maxHeapWords;
    /** Kill at {@code max_heap_size}. */
    public boolean maxHeapKill = true;
    /** Log at {@code max_heap_size}. */
    public boolean maxHeapLog = true;
    /** Priority. */
    public int priority = 2;
    /** {@code message_queue_data}. */
    public long messageQueueDataTerm = Emulator.ON_HEAP;
    /** The node ends with this process. */
    public boolean systemProcess;

    /** The defaults of an emulator. */
    public SpawnOptions(final EmulatorOptions options) {
        firstHeapWords = options.firstHeapWords;
        minHeapWords = options.minHeapWords;
        minVirtualHeapWords = options.minVirtualHeapWords;
        fullsweepAfter = options.fullsweepAfter;
    }
}
