package dev.longbeam.trace.read;

import dev.longbeam.trace.EventField;
import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.EventType;
import dev.longbeam.trace.Expectation;
import java.nio.charset.StandardCharsets;

/**
 * The event that a cursor stands on: a flyweight, valid until the cursor moves. Ask the cursor for it anew after each move.
 *
 * <p>Owned by the thread of its reader. Fields are those of {@link EventType}, in that order; only {@link #text} allocates.
 */
public final class TraceEvent {
    private static final int TYPES = 256;
    private static final int SLICE_START = EventType.SLICE_START.number();
    private static final int FIELDS_AT = 2;
    /** Values of each type; 0 for unknown types. */
    private static final byte[] VALUES = new byte[TYPES];
    /** Bytes before the values. */
    private static final byte[] HEADS = new byte[TYPES];
    private static final int[] EXPECTATIONS = new int[TYPES];
    /** Types whose last value is the number of bytes that follow. */
    private static final boolean[] ENDS_IN_BYTES = new boolean[TYPES];
    private static final int[] SIZES = new int[EventLayout.CODE_MASK + 1];
    private static final long[] MASKS = new long[EventLayout.CODE_MASK + 1];
    private static final Expectation[] KINDS = Expectation.values();

    static {
        for (final EventType type : EventType.values()) {
            VALUES[type.number()] = (byte)type.valueCount();
            HEADS[type.number()] = (byte)(1 + EventLayout.codeBytes(type.valueCount()));
            EXPECTATIONS[type.number()] = type.expectations();
            ENDS_IN_BYTES[type.number()] = type.endsInBytes();
        }
        for (int code = 0; code < SIZES.length; code++) {
            SIZES[code] = EventLayout.size(code);
            MASKS[code] = SIZES[code] == Long.BYTES ? -1 : (1L << SIZES[code] * Byte.SIZE) - 1;
        }
    }

    private final BatchBuffer batch;
    private final long[] values = new long[EventLayout.MAX_VALUES];
    private int at;
    private int end;
    private int number;
    private long timeTicks;
    /** The process of the latest slice start of the stream. */
    private long running;
    private long sentId;
    private long messageId;

    TraceEvent(final BatchBuffer batch) {
        this.batch = batch;
    }

    /** Where the bytes of an event's text or calls begin, and in the high half where it ends; -1 when no event of a known type is there. */
    static long extent(final byte[] data, final int from, final int limit) {
        if (from < EventLayout.HEADER_BYTES || from >= limit) {
            return -1;
        }
        final int type = data[from] & 0xFF;
        final int count = VALUES[type];
        int codes = Words.getInt(data, from + 1);
        int position = from + HEADS[type];
        int lastSize = 0;
        for (int i = 0; i < count; i++) {
            lastSize = SIZES[codes & EventLayout.CODE_MASK];
            position += lastSize;
            codes >>>= EventLayout.CODE_BITS;
        }
        final long bytes = ENDS_IN_BYTES[type] && position <= limit ? Words.getLong(data, position - lastSize) & mask(lastSize) : 0;
        return count == 0 || bytes < 0 || bytes > limit - position ? -1 : position + bytes << Integer.SIZE | position;
    }

    private static long mask(final int size) {
        return size == Long.BYTES ? -1 : (1L << size * Byte.SIZE) - 1;
    }

    /** Goes before the first event of the batch. */
    void begin() {
        at = 0;
        end = EventLayout.HEADER_BYTES;
        timeTicks = batch.base;
        running = batch.running;
        sentId = 0;
        messageId = 0;
    }

    /** Goes to the next event of the batch: 1; 0 when there is none, and -1 when none of a known type is there. */
    int next() {
        final byte[] data = batch.data;
        final int from = end;
        if (from >= batch.limit) {
            return 0;
        }
        final int type = data[from] & 0xFF;
        final int count = VALUES[type];
        int codes = Words.getInt(data, from + 1);
        int position = from + HEADS[type];
        for (int i = 0; i < count; i++) {
            final int code = codes & EventLayout.CODE_MASK;
            values[i] = Words.getLong(data, position) & MASKS[code];
            position += SIZES[code];
            codes >>>= EventLayout.CODE_BITS;
        }
        final long bytes = ENDS_IN_BYTES[type] ? values[count - 1] : 0;
        if (count == 0 || bytes < 0 || bytes > batch.limit - position) {
            return -1;
        }
        at = from;
        end = position + (int)bytes;
        number = type;
        timeTicks += values[0];
        int expectations = EXPECTATIONS[type];
        for (int i = FIELDS_AT; expectations != 0; i++) {
            meet(i, KINDS[expectations & EventLayout.CODE_MASK]);
            expectations >>>= EventLayout.CODE_BITS;
        }
        if (type == SLICE_START) {
            running = values[FIELDS_AT];
        }
        return 1;
    }

    /** Makes a value of its distance from what is expected. */
    private void meet(final int index, final Expectation expectation) {
        switch (expectation) {
            case RUNNING -> values[index] = Long.rotateLeft(
                Long.rotateRight(running, Expectation.PID_TURN) + EventLayout.signed(values[index]), Expectation.PID_TURN);
            case NEXT_MESSAGE -> {
                sentId += 1 + EventLayout.signed(values[index]);
                values[index] = sentId;
            }
            case SAME_MESSAGE -> {
                messageId += EventLayout.signed(values[index]);
                values[index] = messageId;
            }
            default -> {
            }
        }
    }

    /** Goes to the event at a position of the batch, which must be one where an event begins; false when none can be read there. */
    boolean moveTo(final int position) {
        if (position < at || at == 0) {
            begin();
        }
        while (at != position) {
            if (end > position || next() <= 0) {
                return false;
            }
        }
        return true;
    }

    /** Where it begins in the batch; behind the last one, when there is none. */
    int position() {
        return end;
    }

    /** Its type. */
    public EventType type() {
        return EventType.of(number);
    }

    /** When it happened, in ticks; see {@link TraceClock}. */
    public long time() {
        return timeTicks;
    }

    /** Stream that it stands in: the index of a scheduler, {@link EventLayout#EXTERNAL} or {@link EventLayout#DEFINITIONS}. */
    public int stream() {
        return batch.stream;
    }

    /** The process that was running on this stream, as a pid's term word; 0 when there has been none. */
    public long running() {
        return running;
    }

    /** The small field. */
    public int aux() {
        return (int)Math.min(values[1] & Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** A field, by its place in the schema from 0; the event must have it. */
    public long field(final int index) {
        return values[FIELDS_AT + index];
    }

    /** A field or the small field, by its name in the schema; for rare use. */
    public long field(final String name) {
        final EventType type = type();
        for (int i = 0; i < type.fieldCount(); i++) {
            if (type.fieldAt(i).name().equals(name)) {
                return field(i);
            }
        }
        final EventField aux = type.aux();
        if (aux != null && aux.name().equals(name)) {
            return aux();
        }
        throw new IllegalArgumentException("the event " + type.label() + " has no field " + name);
    }

    /** Its text; empty for types without. Allocates. */
    public String text() {
        if (!type().hasText()) {
            return "";
        }
        final int length = (int)values[VALUES[number] - 1];
        return new String(batch.data, end - length, length, StandardCharsets.UTF_8);
    }

    /** For an event {@code calls}: gives the calls and returns that it holds, in order. */
    public void forEachCall(final CallVisitor visitor) {
        if (type() == EventType.CALLS) {
            batch.calls().decode(batch, at, visitor);
        }
    }

    /** Where it stands in the trace, for {@link TraceReader#seek}. */
    public long location() {
        return (long)batch.entry.number() << Integer.SIZE | at;
    }

    /** Bytes that it takes in the trace. */
    public int bytes() {
        return end - at;
    }
}
