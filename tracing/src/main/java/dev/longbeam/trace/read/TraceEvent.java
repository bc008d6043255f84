package dev.longbeam.trace.read;

import dev.longbeam.trace.EventField;
import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.EventType;
import dev.longbeam.trace.Expectation;
import dev.longbeam.trace.ShortForm;
import dev.longbeam.trace.SliceEnd;
import java.nio.charset.StandardCharsets;

/**
 * The event that a cursor stands on: a flyweight, valid until the cursor moves. Ask the cursor for it anew after each move.
 *
 * <p>Owned by the thread of its reader. Fields are those of {@link EventType}, in that order; only {@link #text} allocates.
 */
public final class TraceEvent {
    private static final int TYPES = 256;
    private static final int SLICE_START = EventType.SLICE_START.number();
    private static final int SPAWN = EventType.SPAWN.number();
    private static final int EXIT = EventType.EXIT.number();
    private static final int FIELDS_AT = 2;
    private static final long BYTE_MASK = 0xFF;
    private static final long TWO_BYTES_MASK = 0xFFFF;
    private static final long THREE_BYTES_MASK = 0xFF_FFFF;
    private static final int TIME_BYTES = ShortForm.size(ShortForm.TIME);
    /** Where the process stands in the fields of a form of eight bytes. */
    private static final int PROCESS_AT = 24;
    private static final long TO_MASK = (1L << ShortForm.TO_BITS) - 1;
    /** An event of a batch is known by where it begins, and which part of a short form it is. */
    private static final int PART_BITS = 3;
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
    private long sentTo;
    private long deliveredId;
    private long receivedId;
    private long handledId;
    private long lastReference;
    private long spawnedArity;
    private long spawnedModule;
    private long spawnedFunction;
    private long exitReason;
    /** Parts of the short form at this place that are still to come. */
    private int parts;
    /** Fields of those parts; the next ones are the lowest. */
    private long partFields;
    /** Which part this event is. */
    private int part;

    TraceEvent(final BatchBuffer batch) {
        this.batch = batch;
    }

    /** Where the bytes of an event's text or calls begin, and in the high half where it ends; -1 when no event of a known type is there. */
    static long extent(final byte[] data, final int from, final int limit) {
        if (from < EventLayout.HEADER_BYTES || from >= limit) {
            return -1;
        }
        final int type = data[from] & 0xFF;
        final int shortSize = ShortForm.size(type);
        if (shortSize > 0) {
            final long to = from + shortSize;
            return to > limit ? -1 : to << Integer.SIZE | to;
        }
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
        sentTo = 0;
        deliveredId = 0;
        receivedId = 0;
        handledId = 0;
        lastReference = 0;
        spawnedArity = 0;
        spawnedModule = 0;
        spawnedFunction = 0;
        exitReason = 0;
        parts = 0;
        part = 0;
    }

    /** Goes to the next event of the batch: 1; 0 when there is none, and -1 when none of a known type is there. */
    int next() {
        if (parts != 0) {
            nextPart();
            return 1;
        }
        final byte[] data = batch.data;
        int from = end;
        while (data[from] == (byte)ShortForm.TIME && from + TIME_BYTES <= batch.limit) {
            timeTicks += Words.getInt(data, from) >>> Byte.SIZE;
            from += TIME_BYTES;
        }
        if (from >= batch.limit) {
            return 0;
        }
        return data[from] < 0 ? nextShort(data, from) : nextLong(data, from);
    }

    /** An event in the general form. */
    private int nextLong(final byte[] data, final int from) {
        final int type = data[from];
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
            end = from;
            return -1;
        }
        at = from;
        part = 0;
        end = position + (int)bytes;
        number = type;
        timeTicks += values[0];
        int expectations = EXPECTATIONS[type];
        for (int i = FIELDS_AT; expectations != 0; i++) {
            meet(i, KINDS[expectations & Expectation.MASK]);
            expectations >>>= Expectation.BITS;
        }
        if (type == SLICE_START) {
            running = values[FIELDS_AT];
        } else if (type == SPAWN) {
            spawnedArity = values[1];
            spawnedModule = values[FIELDS_AT + 2];
            spawnedFunction = values[FIELDS_AT + 3];
        } else if (type == EXIT) {
            exitReason = values[FIELDS_AT + 2];
        }
        return 1;
    }

    /** Makes a value of its distance from what is expected. */
    private void meet(final int index, final Expectation expectation) {
        switch (expectation) {
            case RUNNING -> values[index] = Long.rotateLeft(
                Long.rotateRight(running, Expectation.PID_TURN) + EventLayout.signed(values[index]), Expectation.PID_TURN);
            case NEXT_SENT -> {
                sentId += 1 + EventLayout.signed(values[index]);
                values[index] = sentId;
            }
            case LAST_SENT -> values[index] = sentId + EventLayout.signed(values[index]);
            case NEXT_DELIVERED -> {
                deliveredId += 1 + EventLayout.signed(values[index]);
                values[index] = deliveredId;
            }
            case NEXT_RECEIVED -> {
                receivedId += 1 + EventLayout.signed(values[index]);
                handledId = receivedId;
                values[index] = receivedId;
            }
            case HANDLED -> {
                handledId += EventLayout.signed(values[index]);
                values[index] = handledId;
            }
            case LAST_REFERENCE -> {
                lastReference += EventLayout.signed(values[index]);
                values[index] = lastReference;
            }
            default -> {
            }
        }
    }

    // Short forms

    private int nextShort(final byte[] data, final int from) {
        final int type = data[from] & 0xFF;
        final int size = ShortForm.size(type);
        if (size == 0 || size > batch.limit - from) {
            end = from;
            return -1;
        }
        at = from;
        end = from + size;
        part = 0;
        final long fields = Words.getLong(data, from) >>> Byte.SIZE;
        switch (type) {
            case ShortForm.WAITED_START -> startSlice(fields & BYTE_MASK, pid(fields >>> PROCESS_AT), fields >>> Byte.SIZE & TWO_BYTES_MASK);
            case ShortForm.RECEIVE_OF_MANY -> receive(fields & THREE_BYTES_MASK);
            case ShortForm.MONITOR -> monitor(EventType.MONITOR, fields);
            case ShortForm.DEMONITOR -> monitor(EventType.DEMONITOR, fields);
            case ShortForm.SPAWN -> spawn(pid(fields & TO_MASK));
            case ShortForm.FIRST_SEND -> {
                handledId = 0;
                send(fields);
            }
            case ShortForm.LAST_END -> endSlice(SliceEnd.EXITED, fields);
            case ShortForm.EXIT -> exit(fields & THREE_BYTES_MASK);
            default -> {
                part = -1;
                parts = type & ShortForm.PARTS;
                partFields = fields;
                nextPart();
            }
        }
        return 1;
    }

    private static long pid(final long withoutTag) {
        return withoutTag << ShortForm.TAG_BITS | ShortForm.PID_TAG;
    }

    private void nextPart() {
        final int next = Integer.lowestOneBit(parts);
        parts ^= next;
        part++;
        switch (next) {
            case ShortForm.START -> startSlice(0, sentTo, 0);
            case ShortForm.DELIVER -> {
                number = EventType.DELIVER.number();
                values[1] = 0;
                values[FIELDS_AT] = ++deliveredId;
            }
            case ShortForm.RECEIVE -> receive(0);
            case ShortForm.SEND -> {
                send(partFields);
                partFields >>>= ShortForm.TO_BITS + Byte.SIZE;
            }
            default -> endSlice(SliceEnd.WAITING, partFields);
        }
    }

    private void startSlice(final long queueLength, final long pid, final long waitTicks) {
        number = SLICE_START;
        running = pid;
        values[1] = queueLength;
        values[FIELDS_AT] = pid;
        values[FIELDS_AT + 1] = waitTicks;
    }

    private void receive(final long mailboxLength) {
        number = EventType.RECEIVE.number();
        handledId = ++receivedId;
        values[1] = 0;
        values[FIELDS_AT] = receivedId;
        values[FIELDS_AT + 1] = mailboxLength;
    }

    private void send(final long fields) {
        number = EventType.SEND.number();
        sentTo = pid(fields & TO_MASK);
        values[1] = fields >>> ShortForm.TO_BITS & BYTE_MASK;
        values[FIELDS_AT] = ++sentId;
        values[FIELDS_AT + 1] = sentTo;
        values[FIELDS_AT + 2] = running;
        values[FIELDS_AT + 3] = handledId;
    }

    private void endSlice(final SliceEnd why, final long fields) {
        number = EventType.SLICE_END.number();
        values[1] = why.ordinal();
        values[FIELDS_AT] = fields & BYTE_MASK;
        values[FIELDS_AT + 1] = fields >>> Byte.SIZE & BYTE_MASK;
    }

    private void monitor(final EventType type, final long fields) {
        number = type.number();
        lastReference += EventLayout.signed(fields & THREE_BYTES_MASK);
        values[1] = 0;
        values[FIELDS_AT] = running;
        values[FIELDS_AT + 1] = pid(fields >>> PROCESS_AT);
        values[FIELDS_AT + 2] = lastReference;
    }

    private void spawn(final long childPid) {
        number = SPAWN;
        values[1] = spawnedArity;
        values[FIELDS_AT] = childPid;
        values[FIELDS_AT + 1] = running;
        values[FIELDS_AT + 2] = spawnedModule;
        values[FIELDS_AT + 3] = spawnedFunction;
    }

    private void exit(final long reductions) {
        number = EXIT;
        values[1] = 0;
        values[FIELDS_AT] = running;
        values[FIELDS_AT + 1] = reductions;
        values[FIELDS_AT + 2] = exitReason;
        values[FIELDS_AT + 3] = 0;
    }

    /** Goes to the event of a {@link #location} in this batch; false when none can be read there. */
    boolean moveTo(final int location) {
        if (at == 0 || location < place()) {
            begin();
        }
        while (place() < location && next() > 0) {
            // The next one may be it.
        }
        return at != 0 && place() == location;
    }

    /** Where it stands in the batch: greater for later events. */
    private int place() {
        return at << PART_BITS | part;
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
        return (long)batch.entry.number() << Integer.SIZE | place();
    }

    /** Bytes that it takes in the trace; all of a short form count for the first of its events. */
    public int bytes() {
        return part == 0 ? end - at : 0;
    }
}
