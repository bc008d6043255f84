package dev.longbeam.trace;

import static dev.longbeam.trace.EventLayout.codeOf;
import static dev.longbeam.trace.EventLayout.sizedCode;

import dev.longbeam.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes events of any type in the general form, as {@link EventLayout} says.
 *
 * <p>Owned by one thread, or guarded by its owner's lock.
 */
abstract class EventWriter extends BatchWriter {
    /** By their bits, so that no index is checked. */
    private static final Expectation[] EXPECTATIONS = Arrays.copyOf(Expectation.values(), Expectation.MASK + 1);
    // Codes of what is frequent: few values are there, of few bytes, and all are written in one go.
    private static final int ONLY_ONE = 1 << 4;
    private static final int ONLY_TWO = 1 << 4 | 1 << 6;
    /** Of a message sent: time, size, receiver and cause. */
    private static final long USUAL_FOUR = EventLayout.THREE_BYTES | 1 << 2 | EventLayout.THREE_BYTES << 6 | 1 << 10;

    EventWriter(final boolean selective) {
        super(selective);
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

    /** How far a value is from what is expected of it. */
    private long distance(final int expectations, final long value) {
        switch (EXPECTATIONS[expectations & Expectation.MASK]) {
            case RUNNING -> {
                return EventLayout.unsigned(Long.rotateRight(value, Expectation.PID_TURN) - Long.rotateRight(runningPid, Expectation.PID_TURN));
            }
            case NEXT_SENT -> {
                final long distance = value - hops - sentBase - 1;
                sentBase = value - hops;
                return EventLayout.unsigned(distance);
            }
            case LAST_SENT -> {
                return EventLayout.unsigned(value - hops - sentBase);
            }
            case NEXT_DELIVERED -> {
                final long distance = value - hops - deliveredBase - 1;
                deliveredBase = value - hops;
                usualNext = -1;
                return EventLayout.unsigned(distance);
            }
            case NEXT_RECEIVED -> {
                final long distance = value - hops - receivedBase - 1;
                receivedBase = value - hops;
                causeDistance = 0;
                usualNext = -1;
                return EventLayout.unsigned(distance);
            }
            case HANDLED -> {
                final long distance = value - hops - receivedBase;
                final long further = distance - causeDistance;
                causeDistance = distance;
                usualNext = -1;
                return EventLayout.unsigned(further);
            }
            case LAST_REFERENCE -> {
                final long distance = value - lastReference;
                lastReference = value;
                return EventLayout.unsigned(distance);
            }
            default -> {
                return value;
            }
        }
    }
}
