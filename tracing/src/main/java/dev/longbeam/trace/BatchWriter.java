package dev.longbeam.trace;

import static dev.longbeam.trace.EventLayout.codeOf;
import static dev.longbeam.trace.EventLayout.sizedCode;

import dev.longbeam.memory.Memory;
import dev.longbeam.memory.TickClock;

/**
 * Fills batches: where the next event goes, its time, and the events with calls, which grow until something else comes. Where batches come
 * from and go to is up to the subclass.
 *
 * <p>Owned by one thread, or guarded by its owner's lock. Positions in batches are addresses.
 */
abstract class BatchWriter {
    static final int BYTE_BITS = 8;
    /** Below all addresses, also that of a stream without a batch. */
    private static final long NOWHERE = -1;
    /** All parts of the short form that has been begun are those of a hop of a message as it usually is. */
    static final int USUAL = 1 << 7;
    /** In place of a time: none. */
    private static final long NEVER = Long.MAX_VALUE;
    /** The parts of a short form are not open: something must be done first, such as to begin a batch, to end calls or to tell the time. */
    static final int BUSY = 1 << 8;
    /** Room that an event of any kind leaves behind it: for a short form, which looks for room for what comes next when it has been written. */
    private static final int SPARE_BYTES = EventLayout.MAX_EVENT_BYTES + 2 * ShortForm.MAX_BYTES;
    /** Of an event with calls: how many, and the bytes that they take, in three bytes each. */
    private static final int CALLS_CODES = EventLayout.THREE_BYTES << 2 | EventLayout.THREE_BYTES << 4;
    private static final int CALLS_COUNT_BYTES = 6;
    /** Bits of the time that a short form tells. */
    private static final int TIME_BITS = 24;

    /** Where the next event goes. */
    long nextAddr;
    /** A short form may begin here or before. */
    long lastShortAddr;
    /** Parts of the short form that has been begun, see {@link ShortForm}, with {@link #USUAL}, or {@link #BUSY}. */
    int parts = BUSY;
    /** Not all messages are recorded, or more of them than their size. */
    public final boolean selective;

    long nowTicks = TickClock.ticks();
    /** The complement of that, or {@link #NEVER} when what happens next needs a newer time. */
    private long usualReady = NEVER;
    /** Time of the latest event. */
    long lastTicks;
    long runningPid;
    /** Whole hops of messages in this batch: each has sent, delivered and received the next message, so that the numbers below count from here. */
    long hops;
    /** The message that was sent last, less {@link #hops}. */
    long sentBase;
    /** The message that was delivered last, less {@link #hops}. */
    long deliveredBase;
    /** The message that was received last, less {@link #hops}. */
    long receivedBase;
    /** The message that is delivered, received and handled next when all is as usual; -1 when it is not. */
    long usualNext = -1;
    /** The receiver of the message that was sent last in a short form. */
    long sentTo;
    /** How far the cause that was told last is from the message that was received last: mostly it is that message. */
    long causeDistance;
    /** The number of the reference that was named last. */
    long lastReference;
    /** What the last {@code spawn} told: arity, module and function; the first is -1 for none. */
    long spawnedArity;
    long spawnedModule;
    long spawnedFunction;
    /** The reason that the last {@code exit} told, {@link EventLayout#NO_ATOM} for none that is an atom. */
    long exitReason;
    /** Events of this batch besides those of {@link #hops}. */
    int events;

    private final CallCodes callCodes = new CallCodes();
    private final long[] slots = callCodes.slots;
    private long limitAddr;
    private long baseTicks;
    /** Where the count of an event with calls stands that is not complete; 0 for none. */
    private long callsAddr;
    private int calls;
    /** The code of a call may stand here or before, in the event that is open. */
    private long lastCodeAddr = NOWHERE;

    BatchWriter(final boolean selective) {
        this.selective = selective;
    }

    /** Reads the clock; the events that follow happen now. */
    public final long tick() {
        nowTicks = TickClock.ticksWritingOn(nextAddr);
        usualReady = ~nowTicks;
        if (parts < BUSY) {
            timePassed();
        }
        return nowTicks;
    }

    /** Writes the time in a short form, so that what follows can be short too. */
    private void timePassed() {
        settle();
        final long elapsed = nowTicks - lastTicks;
        if (elapsed >>> TIME_BITS != 0) {
            parts = BUSY;
        } else if (elapsed != 0 && parts == 0) {
            lastTicks = nowTicks;
            Memory.putInt(nextAddr, (int)(ShortForm.TIME | elapsed << BYTE_BITS));
            advance(ShortForm.size(ShortForm.TIME));
        }
    }

    /** The time that the clock was read last, in ticks. */
    public final long now() {
        return nowTicks;
    }

    /** Something has been done since the clock was read: before the next slice it is to be read again. */
    public final void clockGetsOld() {
        usualReady = NEVER;
    }

    /** True after {@link #clockGetsOld}, until the clock is read. */
    public final boolean clockIsOld() {
        return usualReady == NEVER;
    }

    /** The complement of {@link #now}, if the clock is not old; a process has it when a message has woken it without a wait. */
    public final long usualReady() {
        return usualReady;
    }

    /** True when there are events that have not been handed over. */
    public final boolean hasEvents() {
        return events > 0 || hops > 0 || (parts & ShortForm.PARTS) != 0;
    }

    /** Time since the event before; the next event is told its time. */
    final long elapsed() {
        final long elapsed = nowTicks - lastTicks;
        if (elapsed < 0) {
            return 0;
        }
        lastTicks = nowTicks;
        return elapsed;
    }

    /** Writes a value in the bytes of its code; returns the address behind it. */
    static long put(final long addr, final long value, final int sizedCode) {
        Memory.putLong(addr, value);
        return addr + EventLayout.sizeOf(sizedCode);
    }

    // Calls

    /** Writes that a function is called, in one byte when it was called lately. */
    public final void call(final long functionId, final boolean tail) {
        final long at = nextAddr;
        final int slot = CallCodes.slot(functionId);
        if (at <= lastCodeAddr && slots[slot] == functionId) {
            Memory.putByte(at, tail ? slot + CallCodes.SLOTS : slot);
            nextAddr = at + 1;
            calls++;
        } else {
            callAnew(functionId, tail);
        }
    }

    private void callAnew(final long functionId, final boolean tail) {
        if (nextAddr > lastCodeAddr) {
            roomForCode();
        }
        nextAddr = callCodes.write(functionId, tail, nextAddr);
        calls++;
    }

    /** Writes that a call has returned. */
    public final void returned() {
        if (nextAddr > lastCodeAddr) {
            roomForCode();
        }
        Memory.putByte(nextAddr++, CallCodes.RETURN);
    }

    /** Writes that an exception has ended calls. */
    public final void unwound(final int count) {
        if (nextAddr > lastCodeAddr) {
            roomForCode();
        }
        Memory.putByte(nextAddr, CallCodes.UNWIND);
        Memory.putInt(nextAddr + 1, count);
        nextAddr += 1 + Integer.BYTES;
    }

    /** Begins an event with calls. A batch holds so few of them that they always fit its count. */
    private void roomForCode() {
        final long at = room(CallCodes.MAX_BYTES);
        final long time = elapsed();
        final int timeCode = sizedCode(time);
        Memory.putInt(at, EventType.CALLS.number() | (codeOf(timeCode) | CALLS_CODES) << BYTE_BITS);
        callsAddr = put(at + 2, time, timeCode);
        nextAddr = callsAddr + CALLS_COUNT_BYTES;
        parts = BUSY;
        lastCodeAddr = limitAddr - CallCodes.MAX_BYTES;
    }

    private void closeCalls() {
        final long bytes = nextAddr - callsAddr - CALLS_COUNT_BYTES;
        Memory.putInt(callsAddr, (int)(calls | bytes << 24));
        Memory.putShort(callsAddr + Integer.BYTES, (short)(bytes >>> 8));
        callsAddr = 0;
        calls = 0;
        lastCodeAddr = NOWHERE;
    }

    // Batches

    /** Where the next event goes; there is room for it, and for so many bytes behind its values. It must tell the time. */
    final long room(final int bytesBehind) {
        closeOpen();
        if (nextAddr + SPARE_BYTES + bytesBehind > limitAddr) {
            endBatch();
            nextBatch();
        }
        events++;
        parts = 0;
        return nextAddr;
    }

    /** Ends what has been begun: an event with calls, or a short form. */
    private void closeOpen() {
        if (callsAddr != 0) {
            closeCalls();
        } else {
            settle();
        }
    }

    /** Ends the batch, if there are events in it: the next one begins a new batch. */
    final void endBatch() {
        closeOpen();
        final int count = events + (int)hops * ShortForm.PARTS_OF_A_HOP;
        if (count > 0) {
            events = 0;
            hops = 0;
            limitAddr = 0;
            parts = BUSY;
            handOver(nextAddr, count);
        }
    }

    /** Goes on in a new batch. */
    final void begin(final TraceBatch batch, final int stream, final long sequence) {
        callCodes.reset();
        baseTicks = nowTicks;
        lastTicks = nowTicks;
        sentBase = 0;
        deliveredBase = 0;
        receivedBase = 0;
        causeDistance = 0;
        usualNext = -1;
        sentTo = 0;
        lastReference = 0;
        spawnedArity = -1;
        exitReason = EventLayout.NO_ATOM;
        batch.open(stream, sequence, nowTicks, runningPid);
        nextAddr = batch.addr + EventLayout.HEADER_BYTES;
        limitAddr = batch.addr + batch.capacity;
        lastShortAddr = limitAddr - SPARE_BYTES;
    }

    /** A short form of so many bytes has been written. */
    final void advance(final int bytes) {
        nextAddr += bytes;
        parts = nextAddr > lastShortAddr ? BUSY : 0;
    }

    /** Writes the short form that has been begun, if there is one. */
    abstract void settle();


    /** How old the batch is, in ticks. */
    final long age() {
        return nowTicks - baseTicks;
    }

    /** Time of the first event of the batch. */
    final long baseTicks() {
        return baseTicks;
    }

    /** Bytes of one batch. */
    abstract int batchBytes();

    /** A batch ends before an address and has so many events. */
    abstract void handOver(long endAddr, int count);

    /** Calls {@link #begin}. */
    abstract void nextBatch();
}
