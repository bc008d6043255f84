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
    private static final int MOST_NEAR_WORK = 512;
    /** So many times as long as that is a reason to learn fast. */
    private static final int MUCH = 4;

    /** Contents of messages of up to so many bytes are recorded, see {@link TraceOptions}. */
    public final int contentsBytes;

    private final int id;
    private final Trace trace;
    private final int batchBytes;
    private final int batchLimit;
    private final long flushTicks;
    private final long fineTicks;
    private final OneToOneConcurrentArrayQueue<TraceBatch> free;

    /** So much work has one time: reductions, and what a slice costs besides. */
    private int nearWork;
    /** What {@link #workLeft} was when the clock was read last. */
    private int countedFrom;
    /** Work that slices may do until their end reads the clock. */
    private int workLeft;
    private int sliceReductions;
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
        super(options.contentsBytes > 0 || options.filter != null);
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

    /** Tells how many reductions slices begin with. */
    public void slicesOf(final int reductions) {
        sliceReductions = reductions;
        countFrom(0);
    }

    /**
     * Reads the clock unless the running process has done little since its slice began, or since it was read.
     *
     * @param reductionsLeft of the running process; 0 before its code runs, and when the slice is to end
     * @return whether it was read
     */
    public boolean tickUnlessNear(final int reductionsLeft) {
        if (reductionsLeft >= tickBelow) {
            return false;
        }
        tickWithin(reductionsLeft);
        return true;
    }

    private void tickWithin(final int reductionsLeft) {
        final int before = countedFrom - workLeft;
        readAfter(reductionsLeft > 0 ? before + nearWork + tickBelow - reductionsLeft : before);
        countFrom(reductionsLeft);
    }

    /** Reads the clock. */
    public void tickNow(final int reductionsLeft) {
        tick();
        countFrom(reductionsLeft);
    }

    /**
     * So much work has been done in slices that have ended: reads the clock unless that is little since it was read.
     *
     * @return whether it was read
     */
    public boolean tickAfter(final int work) {
        workLeft -= work;
        if (workLeft >= 0) {
            return false;
        }
        readAfter(countedFrom - workLeft);
        countFrom(0);
        return true;
    }

    /** The clock has been read within a slice, or outside of all. In a slice, work counts from its beginning when it ends, so that it is then read again. */
    private void countFrom(final int reductionsLeft) {
        final boolean inSlice = reductionsLeft > 0;
        tickBelow = (inSlice ? reductionsLeft : sliceReductions) - nearWork;
        countedFrom = inSlice ? sliceReductions - reductionsLeft : nearWork;
        workLeft = countedFrom;
    }

    /** Reads the clock after so much work, and learns how much fits what one time may stand for. */
    private void readAfter(final int work) {
        final long before = now();
        final long passed = tick() - before;
        if (passed * nearWork <= fineTicks * work) {
            nearWork = Math.min(nearWork + 1, MOST_NEAR_WORK);
        } else {
            nearWork -= passed > MUCH * fineTicks ? nearWork + 3 >> 2 : 1;
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
