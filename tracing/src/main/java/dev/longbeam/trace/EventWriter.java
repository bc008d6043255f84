package dev.longbeam.trace;

import static dev.longbeam.trace.EventLayout.codeOf;
import static dev.longbeam.trace.EventLayout.sizedCode;

import dev.longbeam.memory.Memory;
import dev.longbeam.memory.TickClock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes events into batches, coded as {@link EventLayout} says. Where batches come from and go to is up to the subclass.
 *
 * <p>Owned by one thread, or guarded by its owner's lock. Positions in batches are addresses.
 */
abstract class EventWriter {
    static final int BYTE_BITS = 8;
    /** Below all addresses, also that of a stream without a batch. */
    private static final long NOWHERE = -1;
    /** By their bits, so that no index is checked. */
    private static final Expectation[] EXPECTATIONS = Arrays.copyOf(Expectation.values(), Expectation.MASK + 1);
    /** The parts of a short form are not open: something must be done first, such as to begin a batch, to end calls or to tell the time. */
    static final int BUSY = 1 << 8;
    /** Room that an event of any kind leaves behind it: for a short form, which looks for room for what comes next when it has been written. */
    private static final int SPARE_BYTES = EventLayout.MAX_EVENT_BYTES + 2 * ShortForm.MAX_BYTES;
    /** Of an event with calls: how many, and the bytes that they take, in three bytes each. */
    private static final int CALLS_CODES = EventLayout.THREE_BYTES << 2 | EventLayout.THREE_BYTES << 4;
    private static final int CALLS_COUNT_BYTES = 6;
    /** Bits of the time that a short form tells. */
    private static final int TIME_BITS = 24;
    // Codes of what is frequent: few values are there, of few bytes, and all are written in one go.
    private static final int ONLY_ONE = 1 << 4;
    private static final int ONLY_TWO = 1 << 4 | 1 << 6;
    /** Of a message sent: time, size, receiver and cause. */
    private static final long USUAL_FOUR = EventLayout.THREE_BYTES | 1 << 2 | EventLayout.THREE_BYTES << 6 | 1 << 10;

    /** Where the next event goes. */
    long nextAddr;
    /** A short form may begin here or before. */
    long lastShortAddr;
    /** Parts of the short form that has been begun, see {@link ShortForm}, or {@link #BUSY}. */
    int parts = BUSY;
    long nowTicks = TickClock.ticks();
    /** Time of the latest event. */
    long lastTicks;
    long runningPid;
    /** The message that was sent last. */
    long sentId;
    /** Its receiver when it was sent in a short form. */
    long sentTo;
    /** The message that was delivered last. */
    long deliveredId;
    /** The message that was received last. */
    long receivedId;
    /** The same, or the cause that was told last. */
    long handledId;
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

    /** Reads the clock; the events that follow happen now. */
    public final long tick() {
        nowTicks = TickClock.ticks();
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

    /** True when there are events that have not been handed over. */
    public final boolean hasEvents() {
        return events > 0 || (parts & ShortForm.PARTS) != 0;
    }

    // Events. The number and order of fields is that of the schema; an empty text is one more field, its length.

    /** Writes an event without fields. */
    public final void event(final EventType type, final long aux) {
        assert type.valueCount() == 2 : type;
        final long at = room(0);
        final long time = elapsed();
        final int timeCode = sizedCode(time);
        final int auxCode = sizedCode(aux);
        Memory.putInt(at, type.number() | (codeOf(timeCode) | codeOf(auxCode) << 2) << BYTE_BITS);
        nextAddr = put(put(at + 2, time, timeCode), aux, auxCode);
    }

    /** Writes an event with one field. */
    public final void event(final EventType type, final long aux, final long first) {
        assert type.valueCount() == 3 : type;
        final long at = room(0);
        final long time = elapsed();
        final long one = distance(type.expectations(), first);
        if ((time | aux) == 0 && one >>> BYTE_BITS == 0) {
            Memory.putInt(at, (int)(type.number() | ONLY_ONE << BYTE_BITS | one << 2 * BYTE_BITS));
            nextAddr = at + 3;
            return;
        }
        final int timeCode = sizedCode(time);
        final int auxCode = sizedCode(aux);
        final int oneCode = sizedCode(one);
        Memory.putInt(at, type.number() | (codeOf(timeCode) | codeOf(auxCode) << 2 | codeOf(oneCode) << 4) << BYTE_BITS);
        nextAddr = put(put(put(at + 2, time, timeCode), aux, auxCode), one, oneCode);
    }

    /** Writes an event with two fields. */
    public final void event(final EventType type, final long aux, final long first, final long second) {
        assert type.valueCount() == 4 : type;
        final long at = room(0);
        final int expectations = type.expectations();
        final long time = elapsed();
        final long one = distance(expectations, first);
        final long two = distance(expectations >>> Expectation.BITS, second);
        if (type == EventType.SLICE_START) {
            runningPid = first;
        }
        if ((time | aux | (one | two) >>> BYTE_BITS) == 0) {
            Memory.putInt(at, (int)(type.number() | ONLY_TWO << BYTE_BITS | one << 2 * BYTE_BITS | two << 3 * BYTE_BITS));
            nextAddr = at + 4;
            return;
        }
        final int timeCode = sizedCode(time);
        final int auxCode = sizedCode(aux);
        final int oneCode = sizedCode(one);
        final int twoCode = sizedCode(two);
        Memory.putInt(at, type.number()
            | (codeOf(timeCode) | codeOf(auxCode) << 2 | codeOf(oneCode) << 4 | codeOf(twoCode) << 6) << BYTE_BITS);
        nextAddr = put(put(put(put(at + 2, time, timeCode), aux, auxCode), one, oneCode), two, twoCode);
    }

    /** Writes an event with three fields. */
    public final void event(final EventType type, final long aux, final long first, final long second, final long third) {
        assert type.valueCount() == 5 : type;
        final long at = room(0);
        final int expectations = type.expectations();
        final long time = elapsed();
        final long one = distance(expectations, first);
        final long two = distance(expectations >>> Expectation.BITS, second);
        final long three = distance(expectations >>> 2 * Expectation.BITS, third);
        final int timeCode = sizedCode(time);
        final int auxCode = sizedCode(aux);
        final int oneCode = sizedCode(one);
        final int twoCode = sizedCode(two);
        final int threeCode = sizedCode(three);
        Memory.putInt(at, type.number() | (codeOf(timeCode) | codeOf(auxCode) << 2 | codeOf(oneCode) << 4 | codeOf(twoCode) << 6
            | codeOf(threeCode) << 8) << BYTE_BITS);
        nextAddr = put(put(put(put(put(at + 3, time, timeCode), aux, auxCode), one, oneCode), two, twoCode), three, threeCode);
    }

    /** Writes an event with four fields. */
    public final void event(final EventType type, final long aux, final long first, final long second, final long third, final long fourth) {
        assert type.valueCount() == 6 : type;
        final long at = room(0);
        final int expectations = type.expectations();
        final long time = elapsed();
        final long one = distance(expectations, first);
        final long two = distance(expectations >>> Expectation.BITS, second);
        final long three = distance(expectations >>> 2 * Expectation.BITS, third);
        final long four = distance(expectations >>> 3 * Expectation.BITS, fourth);
        if ((one | three | (aux | four) >>> BYTE_BITS | (time | two) >>> 3 * BYTE_BITS) == 0) {
            Memory.putLong(at, type.number() | USUAL_FOUR << BYTE_BITS | time << 3 * BYTE_BITS | aux << 6 * BYTE_BITS | two << 7 * BYTE_BITS);
            Memory.putInt(at + 8, (int)(two >>> BYTE_BITS | four << 2 * BYTE_BITS));
            nextAddr = at + 11;
            return;
        }
        final int timeCode = sizedCode(time);
        final int auxCode = sizedCode(aux);
        final int oneCode = sizedCode(one);
        final int twoCode = sizedCode(two);
        final int threeCode = sizedCode(three);
        final int fourCode = sizedCode(four);
        Memory.putInt(at, type.number() | (codeOf(timeCode) | codeOf(auxCode) << 2 | codeOf(oneCode) << 4 | codeOf(twoCode) << 6
            | codeOf(threeCode) << 8 | codeOf(fourCode) << 10) << BYTE_BITS);
        nextAddr = put(put(put(put(put(put(at + 3, time, timeCode), aux, auxCode), one, oneCode), two, twoCode), three, threeCode), four,
            fourCode);
    }

    /** Writes an event with as many of these fields as its type has. */
    public final void eventOf(final EventType type, final long aux, final long first, final long second, final long third, final long fourth) {
        switch (type.fieldCount()) {
            case 0 -> event(type, aux);
            case 1 -> event(type, aux, first);
            case 2 -> event(type, aux, first, second);
            case 3 -> event(type, aux, first, second, third);
            default -> event(type, aux, first, second, third, fourth);
        }
    }

    /** Writes an event with a text behind its fields; the text is cut to what a quarter of a batch holds. */
    public final void eventWithText(final EventType type, final long aux, final String text, final long... fields) {
        final byte[] all = text.getBytes(StandardCharsets.UTF_8);
        final int length = Math.min(all.length, batchBytes() / 4);
        final long[] values = new long[type.valueCount()];
        final long typeAt = room(length);
        values[0] = elapsed();
        values[1] = aux;
        for (int i = 0; i < fields.length; i++) {
            values[2 + i] = distance(type.expectations() >>> i * Expectation.BITS, fields[i]);
        }
        values[values.length - 1] = length;
        int codes = 0;
        long at = typeAt + 1 + EventLayout.codeBytes(values.length);
        for (int i = 0; i < values.length; i++) {
            final int code = sizedCode(values[i]);
            codes |= codeOf(code) << i * EventLayout.CODE_BITS;
            at = put(at, values[i], code);
        }
        Memory.putByte(typeAt, type.number());
        for (int i = 0; i < EventLayout.codeBytes(values.length); i++) {
            Memory.putByte(typeAt + 1 + i, codes >>> i * BYTE_BITS);
        }
        Memory.copyFromArray(all, 0, at, length);
        nextAddr = at + length;
    }

    private long elapsed() {
        final long elapsed = nowTicks - lastTicks;
        if (elapsed < 0) {
            return 0;
        }
        lastTicks = nowTicks;
        return elapsed;
    }

    private static long put(final long addr, final long value, final int sizedCode) {
        Memory.putLong(addr, value);
        return addr + EventLayout.sizeOf(sizedCode);
    }

    /** How far a value is from what is expected of it. */
    private long distance(final int expectations, final long value) {
        switch (EXPECTATIONS[expectations & Expectation.MASK]) {
            case RUNNING -> {
                return EventLayout.unsigned(Long.rotateRight(value, Expectation.PID_TURN) - Long.rotateRight(runningPid, Expectation.PID_TURN));
            }
            case NEXT_SENT -> {
                final long distance = value - sentId - 1;
                sentId = value;
                return EventLayout.unsigned(distance);
            }
            case LAST_SENT -> {
                return EventLayout.unsigned(value - sentId);
            }
            case NEXT_DELIVERED -> {
                final long distance = value - deliveredId - 1;
                deliveredId = value;
                return EventLayout.unsigned(distance);
            }
            case NEXT_RECEIVED -> {
                final long distance = value - receivedId - 1;
                receivedId = value;
                handledId = value;
                return EventLayout.unsigned(distance);
            }
            case HANDLED -> {
                final long distance = value - handledId;
                handledId = value;
                return EventLayout.unsigned(distance);
            }
            default -> {
                return value;
            }
        }
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
    private long room(final int bytesBehind) {
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
        if (events > 0) {
            final int count = events;
            events = 0;
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
        sentId = 0;
        sentTo = 0;
        deliveredId = 0;
        receivedId = 0;
        handledId = 0;
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
