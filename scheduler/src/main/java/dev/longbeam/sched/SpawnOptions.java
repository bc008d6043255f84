package dev.longbeam.sched;

import dev.longbeam.gc.HeapSettings;

/** Options of a new process, beginning with the defaults of its emulator. */
public final class SpawnOptions {
    /** Words of the first block. */
    public int firstHeapWords;
    /** Heap settings. */
    public HeapSettings heapSettings;
    /** Priority. */
    public int priority = 2;
    /** {@code message_queue_data}. */
    public long messageQueueDataTerm = Emulator.ON_HEAP;
    /** Number of the scheduler, from 1, that must run the process; 0 for any. */
    public int boundScheduler;
    /** The node ends with this process. */
    public boolean systemProcess;

    /** The defaults of an emulator. */
    public SpawnOptions(final EmulatorOptions options) {
        firstHeapWords = options.firstHeapWords;
        heapSettings = options.heapSettings;
    }
}
