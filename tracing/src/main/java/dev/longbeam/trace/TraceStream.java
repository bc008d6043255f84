package dev.longbeam.trace;

import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * The events of one writer: fills batches and hands them to the trace's thread.
 *
 * <p>Owned by one thread (a scheduler's), or guarded by its owner's lock; only {@link #giveBack} is called by the trace's thread. All
 * methods are cheap and never wait: when no batch is free, the current one is filled again and what it held counts as lost.
 */
public final class TraceStream extends FrequentEventWriter {
    /** Contents of messages of up to so many bytes are recorded, see {@link TraceOptions}. */
    public final int contentsBytes;

    private final int id;
    private final Trace trace;
    private final int batchBytes;
    private final int batchLimit;
    private final long flushTicks;
    private final OneToOneConcurrentArrayQueue<TraceBatch> free;

    private TraceBatch batch;
    private int batches;
    private long sequence;
    private long lostEvents;
    private long lostSinceTicks;
    private long totalLost;
    private boolean ended;
    private boolean urgent;

    TraceStream(final Trace trace, final int id, final TraceOptions options, final int batchLimit, final long ticksPerMs) {
        this.trace = trace;
        this.id = id;
        contentsBytes = options.contentsBytes;
        batchBytes = options.batchBytes;
        this.batchLimit = batchLimit;
        flushTicks = options.flushMs * ticksPerMs;
        free = new OneToOneConcurrentArrayQueue<>(batchLimit);
    }

    /** Events lost so far. */
    long lost() {
        return totalLost;
    }

    @Override
    int batchBytes() {
        return batchBytes;
    }

    /** Hands over what there is when it is old enough; a scheduler calls it between slices. */
    public void flushIfOld() {
        if (age() > flushTicks) {
            flush();
        }
    }

    /** Hands over what there is, to be written at once. */
    public void flush() {
        urgent = true;
        endBatch();
        urgent = false;
    }

    /** The stream ends: hands over what there is; later events are lost silently. */
    public void end() {
        flush();
        ended = true;
    }

    @Override
    void nextBatch() {
        if (batch == null) {
            batch = freeBatch();
        }
        begin(batch, id, sequence);
        if (lostEvents > 0 && !free.isEmpty()) {
            final long lost = lostEvents;
            lostEvents = 0;
            event(EventType.GAP, 0, lost, lostSinceTicks);
        }
    }

    /** Gives the batch to the trace's thread when another is free to go on with; else its events are lost. */
    @Override
    void handOver(final long endAddr, final int count) {
        if (ended) {
            return;
        }
        final TraceBatch next = freeBatch();
        if (next == null) {
            if (lostEvents == 0) {
                lostSinceTicks = baseTicks();
            }
            lostEvents += count;
            totalLost += count;
            return;
        }
        batch.close(endAddr, count);
        sequence++;
        trace.take(batch, urgent);
        batch = next;
    }

    private TraceBatch freeBatch() {
        final TraceBatch recycled = free.poll();
        if (recycled != null || batches >= batchLimit) {
            return recycled;
        }
        batches++;
        return new TraceBatch(this, batchBytes);
    }

    /** Takes a batch back that has been written. The trace's thread. */
    void giveBack(final TraceBatch written) {
        free.offer(written);
    }
}
