package dev.longbeam.trace;

import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * The events of one writer: fills batches and hands them to the trace's thread.
 *
 * <p>Owned by one thread (a scheduler's), or guarded by its owner's lock; only {@link #giveBack} is called by the trace's thread. All
 * methods are cheap and never wait: when no batch is free, the current one is filled again and what it held counts as lost.
 */
public final class TraceStream extends FrequentEventWriter {
    /** What one time may stand for is as short as that: two microseconds. */
    private static final int FINE_PER_MS = 500;
    private static final int MOST_NEAR_WORK = 128;
    /** So many times as long as that is a reason to learn fast. */
    private static final int MUCH = 4;
    /** Work that a slice counts besides its reductions: one without any takes its time too. */
    private static final int SLICE_WORK = 2;

    /** Not all messages are recorded, or more of them than their size. */
    public final boolean selective;
    /** Contents of messages of up to so many bytes are recorded, see {@link TraceOptions}. */
    public final int contentsBytes;

    private final int id;
    private final Trace trace;
    private final int batchBytes;
    private final int batchLimit;
    private final long flushTicks;
    private final long fineTicks;
    private final OneToOneConcurrentArrayQueue<TraceBatch> free;

    /** So many reductions of work have one time. */
    private int nearWork;
    /** What is left of that. */
    private int workLeft;
    /** The clock must be read when the running process has fewer reductions left. */
    private int tickBelow;

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
        selective = contentsBytes > 0 || options.filter != null;
        batchBytes = options.batchBytes;
        this.batchLimit = batchLimit;
        flushTicks = options.flushMs * ticksPerMs;
        fineTicks = ticksPerMs / FINE_PER_MS;
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

    // The clock of a scheduler: reading it costs as much as several events, so that what happens within some reductions has one time. How many,
    // is learned from how long they took when the clock was read last: cold code takes long.

    /**
     * Reads the clock unless the running process and those before it have done little since it was read.
     *
     * @param reductionsLeft of the running process
     * @return whether it was read
     */
    public boolean tickUnlessNear(final int reductionsLeft) {
        if (reductionsLeft >= tickBelow) {
            return false;
        }
        readAfter(nearWork + tickBelow - reductionsLeft);
        countFrom(reductionsLeft);
        return true;
    }

    /** Reads the clock. */
    public void tickNow(final int reductionsLeft) {
        tick();
        workLeft = nearWork;
        countFrom(reductionsLeft);
    }

    /**
     * Ends a slice of so many reductions, and reads the clock unless little has been done since it was read.
     *
     * @return whether it was read
     */
    public boolean tickAfterSlice(final int reductions) {
        workLeft -= reductions + SLICE_WORK;
        if (workLeft >= 0) {
            return false;
        }
        readAfter(nearWork - workLeft);
        return true;
    }

    /** Reductions of the process that runs now count from here on. */
    public void countFrom(final int reductionsLeft) {
        tickBelow = reductionsLeft - workLeft;
    }

    /** Reads the clock after so much work, and learns how much fits a microsecond. */
    private void readAfter(final int work) {
        final long before = now();
        final long passed = tick() - before;
        if (passed * nearWork <= fineTicks * work) {
            nearWork = Math.min(nearWork + 1, MOST_NEAR_WORK);
        } else {
            nearWork -= passed > MUCH * fineTicks ? nearWork + 3 >> 2 : 1;
        }
        workLeft = nearWork;
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
