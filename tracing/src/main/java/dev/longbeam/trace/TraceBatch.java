package dev.longbeam.trace;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.memory.TickClock;

/**
 * One batch of events in off-heap memory, laid out as {@link EventLayout} says.
 *
 * <p>Owned by one thread at a time: the stream that fills it, then the writer, then the stream again.
 */
final class TraceBatch {
    final long addr;
    final int capacity;
    /** The stream that gets the batch back. */
    final TraceStream stream;

    TraceBatch(final TraceStream stream, final int capacity) {
        this.stream = stream;
        this.capacity = capacity;
        addr = Blocks.allocate(capacity, MemoryKind.SYSTEM);
    }

    /** Begins anew. */
    void open(final int streamId, final long sequence, final long baseTicks, final long runningPid) {
        Memory.putInt(addr + EventLayout.MAGIC_AT, EventLayout.MAGIC);
        Memory.putInt(addr + EventLayout.VERSION_AT, EventLayout.VERSION);
        Memory.putInt(addr + EventLayout.STREAM_AT, streamId);
        Memory.putLong(addr + EventLayout.SEQUENCE_AT, sequence);
        Memory.putLong(addr + EventLayout.BASE_AT, baseTicks);
        Memory.putLong(addr + EventLayout.CRC_AT, 0);
        Memory.putLong(addr + EventLayout.RUNNING_AT, runningPid);
    }

    /** Ends with the event before {@code endAddr}. */
    void close(final long endAddr, final int events) {
        Memory.putInt(addr + EventLayout.EVENTS_AT, events);
        Memory.putLong(addr + EventLayout.BYTES_AT, endAddr - addr);
        Memory.putLong(addr + EventLayout.END_TICKS_AT, TickClock.ticks());
        Memory.putLong(addr + EventLayout.END_NANO_AT, System.nanoTime());
    }

    int events() {
        return Memory.getInt(addr + EventLayout.EVENTS_AT);
    }

    long bytes() {
        return Memory.getLong(addr + EventLayout.BYTES_AT);
    }

    void free() {
        Blocks.free(addr, capacity, MemoryKind.SYSTEM);
    }
}
