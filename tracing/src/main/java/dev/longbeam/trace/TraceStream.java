package dev.longbeam.trace;

import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * The events of one writer: fills batches and hands them to the trace's thread.
 *
 * <p>Owned by one thread (a scheduler's), or guarded by its owner's lock; only {@link #giveBack} is called by the trace's thread. All
 * methods are cheap and never wait: when no batch is free, the current one is filled again and what it held counts as lost.
 */
public final class TraceStream extends FrequentEventWriter {
    /** What one time may stand for is as short as that: a microsecond. */
    private static final int FINE_PER_MS = 1000;
    private static final int MOST_NEAR_WORK = 16;
    /** Work that a slice counts besides its reductions: one without any takes its time too. */
    private static final int SLICE_WORK = 2;

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
    /** Reductions that the running process had left when the clock was read, or would have had. */
    private int leftAtTick;
    /** Work of the slices that have ended since the clock was read. */
    private int workSinceTick;

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
        final int work = leftAtTick - reductionsLeft;
        if (work >= 0 && work <= nearWork) {
            return false;
        }
        learn(work);
        read(reductionsLeft);
        return true;
    }

    /** Reads the clock. */
    public void tickNow(final int reductionsLeft) {
        tick();
        read(reductionsLeft);
    }

    /** Ends a slice of so many reductions, and reads the clock unless little has been done since it was read. */
    public void tickAfterSlice(final int reductions) {
        workSinceTick += reductions + SLICE_WORK;
        if (workSinceTick > nearWork) {
            learn(workSinceTick);
            read(0);
        }
    }

    /** Reductions of the process that runs now count from here on. */
    public void countFrom(final int reductionsLeft) {
        leftAtTick = reductionsLeft + workSinceTick;
    }

    private void read(final int reductionsLeft) {
        leftAtTick = reductionsLeft;
        workSinceTick = 0;
    }

    private void learn(final int work) {
        final long before = now();
        if (tick() - before <= fineTicks) {
            nearWork = Math.min(nearWork + 1, MOST_NEAR_WORK);
        } else if (work <= 2 * MOST_NEAR_WORK) {
            nearWork >>= 1;
        }
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
