package dev.longbeam.trace;

import dev.longbeam.memory.Memory;
import dev.longbeam.memory.TickClock;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * The events of one writer: fills batches and hands them to the trace's thread.
 *
 * <p>Owned by one thread (a scheduler's), or guarded by its owner's lock; only {@link #giveBack} is called by the trace's thread. All
 * methods are cheap and never wait: when no batch is free, the current one is filled again and what it held counts as lost. Positions
 * in batches are addresses.
 */
public final class TraceStream {
    private static final int CALLS = EventType.CALLS.number();
    private static final int WORD = Memory.WORD_BYTES;
    private static final int HEAD_AND_LENGTH_BYTES = 2 * WORD;

    private final int id;
    private final Trace trace;
    private final int batchBytes;
    private final int batchLimit;
    private final long flushTicks;
    private final OneToOneConcurrentArrayQueue<TraceBatch> free;
    private final CallCodes callCodes = new CallCodes();

    private TraceBatch batch;
    private long nextAddr;
    private long limitAddr;
    private long baseTicks;
    private long nowTicks;
    private long callsAddr;
    private int calls;
    private int events;
    private int batches;
    private long sequence;
    private long lostEvents;
    private long lostSinceTicks;
    private long totalLost;
    private long totalEvents;
    private boolean ended;

    TraceStream(final Trace trace, final int id, final TraceOptions options, final int batchLimit, final long ticksPerMs) {
        this.trace = trace;
        this.id = id;
        batchBytes = options.batchBytes;
        this.batchLimit = batchLimit;
        flushTicks = options.flushMs * ticksPerMs;
        free = new OneToOneConcurrentArrayQueue<>(batchLimit);
        nowTicks = TickClock.ticks();
    }

    /** Reads the clock; the events that follow happen now. */
    public long tick() {
        nowTicks = TickClock.ticks();
        return nowTicks;
    }

    /** The time that the clock was read last, in ticks. */
    public long now() {
        return nowTicks;
    }

    /** True when there are events that have not been handed over. */
    public boolean hasEvents() {
        return events > 0;
    }

    /** Events lost so far. */
    long lost() {
        return totalLost;
    }

    /** Events written so far, lost ones not counted. */
    long total() {
        return totalEvents;
    }

    // Events. The number and order of words is that of the schema; TraceStreamTest holds them together.

    /** Writes an event without fields. */
    public void event(final EventType type, final long aux) {
        claim(type.number(), aux, 1);
    }

    /** Writes an event with one field. */
    public void event(final EventType type, final long aux, final long first) {
        Memory.putLong(claim(type.number(), aux, 2) + WORD, first);
    }

    /** Writes an event with two fields. */
    public void event(final EventType type, final long aux, final long first, final long second) {
        final long at = claim(type.number(), aux, 3);
        Memory.putLong(at + WORD, first);
        Memory.putLong(at + 2 * WORD, second);
    }

    /** Writes an event with three fields. */
    public void event(final EventType type, final long aux, final long first, final long second, final long third) {
        final long at = claim(type.number(), aux, 4);
        Memory.putLong(at + WORD, first);
        Memory.putLong(at + 2 * WORD, second);
        Memory.putLong(at + 3 * WORD, third);
    }

    /** Writes an event with four fields. */
    public void event(final EventType type, final long aux, final long first, final long second, final long third, final long fourth) {
        final long at = claim(type.number(), aux, 5);
        Memory.putLong(at + WORD, first);
        Memory.putLong(at + 2 * WORD, second);
        Memory.putLong(at + 3 * WORD, third);
        Memory.putLong(at + 4 * WORD, fourth);
    }

    /** Writes an event with a text behind its fields; the text is cut to what a quarter of a batch holds. */
    public void eventWithText(final EventType type, final long aux, final String text, final long... fields) {
        final byte[] all = text.getBytes(StandardCharsets.UTF_8);
        final int length = Math.min(all.length, batchBytes / 4);
        final int textWords = length + WORD - 1 >> 3;
        final long at = claim(type.number(), aux, 2 + fields.length + textWords);
        for (int i = 0; i < fields.length; i++) {
            Memory.putLong(at + (1L + i) * WORD, fields[i]);
        }
        final long lengthAt = at + (1L + fields.length) * WORD;
        Memory.putLong(lengthAt, length);
        if (textWords > 0) {
            Memory.putLong(lengthAt + (long)textWords * WORD, 0);
            Memory.copyFromArray(all, 0, lengthAt + WORD, length);
        }
    }

    /** Writes that a function is called, in one byte when it was called lately. */
    public void call(final long functionId, final boolean tail) {
        roomForCode();
        nextAddr = callCodes.write(functionId, tail, nextAddr);
        calls++;
    }

    /** Writes that a call has returned. */
    public void returned() {
        roomForCode();
        Memory.putByte(nextAddr++, CallCodes.RETURN);
    }

    /** Writes that an exception has ended calls. */
    public void unwound(final int count) {
        roomForCode();
        Memory.putByte(nextAddr, CallCodes.UNWIND);
        Memory.putInt(nextAddr + 1, count);
        nextAddr += 1 + Integer.BYTES;
    }

    private void roomForCode() {
        if (callsAddr == 0 || nextAddr + CallCodes.MAX_BYTES + WORD > limitAddr || calls == EventLayout.MAX_AUX) {
            callsAddr = claim(CALLS, 0, 2 + 2 * CallCodes.MAX_BYTES / WORD);
            nextAddr = callsAddr + HEAD_AND_LENGTH_BYTES;
        }
    }

    private void closeCalls() {
        final long codesAddr = callsAddr + HEAD_AND_LENGTH_BYTES;
        final long bytes = nextAddr - codesAddr;
        Memory.putLong(callsAddr, EventLayout.head(CALLS, calls, EventLayout.delta(Memory.getLong(callsAddr))));
        Memory.putLong(callsAddr + WORD, bytes);
        for (; (nextAddr & WORD - 1) != 0; nextAddr++) {
            Memory.putByte(nextAddr, 0);
        }
        callsAddr = 0;
        calls = 0;
    }

    /** Room for an event of {@code words} with its head written. */
    private long claim(final int type, final long aux, final int words) {
        if (callsAddr != 0) {
            closeCalls();
        }
        long at = nextAddr;
        if (at + (long)words * WORD > limitAddr || nowTicks - baseTicks > EventLayout.MAX_DELTA) {
            nextBatch();
            at = nextAddr;
        }
        nextAddr = at + (long)words * WORD;
        events++;
        Memory.putLong(at, EventLayout.head(type, aux, Math.max(0, nowTicks - baseTicks)));
        return at;
    }

    // Batches

    /** Hands over what there is when it is old enough; a scheduler calls it between slices. */
    public void flushIfOld() {
        if (events > 0 && nowTicks - baseTicks > flushTicks) {
            nextBatch();
        }
    }

    /** Hands over what there is. */
    public void flush() {
        if (events > 0) {
            nextBatch();
        }
    }

    /** The stream ends: hands over what there is; later events are lost silently. */
    public void end() {
        flush();
        ended = true;
    }

    private void nextBatch() {
        if (callsAddr != 0) {
            closeCalls();
        }
        if (batch != null && events > 0 && !ended) {
            handOver();
        }
        if (batch == null) {
            batch = freeBatch();
        }
        callCodes.reset();
        baseTicks = nowTicks;
        events = 0;
        batch.open(id, sequence, baseTicks);
        nextAddr = batch.addr + EventLayout.HEADER_BYTES;
        limitAddr = batch.addr + batchBytes;
        if (lostEvents > 0 && !free.isEmpty()) {
            final long lost = lostEvents;
            lostEvents = 0;
            event(EventType.GAP, 0, lost, lostSinceTicks);
        }
    }

    /** Gives the batch to the trace's thread when another is free to go on with; else its events are lost. */
    private void handOver() {
        final TraceBatch next = freeBatch();
        if (next == null) {
            if (lostEvents == 0) {
                lostSinceTicks = baseTicks;
            }
            lostEvents += events;
            totalLost += events;
            return;
        }
        totalEvents += events;
        batch.close(nextAddr, events);
        sequence++;
        trace.take(batch);
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
