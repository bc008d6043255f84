package dev.longbeam.trace.read;

import dev.longbeam.trace.EventField;
import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.EventType;
import java.nio.charset.StandardCharsets;

/**
 * The event that a cursor stands on: a flyweight, valid until the cursor moves. Ask the cursor for it anew after each move.
 *
 * <p>Owned by the thread of its reader. Fields are those of {@link EventType}, in that order; only {@link #text} allocates.
 */
public final class TraceEvent {
    private static final int WORD = 8;
    private static final int WORD_SHIFT = 3;
    private static final int TYPES = 256;
    private static final int SLICE_START = EventType.SLICE_START.number();
    /** Words of each type without its text; 0 for unknown types. */
    private static final byte[] WORDS = new byte[TYPES];
    /** Types whose fields are followed by a length in bytes and as many bytes. */
    private static final boolean[] WITH_BYTES = new boolean[TYPES];

    static {
        for (final EventType type : EventType.values()) {
            WITH_BYTES[type.number()] = type.hasText() || type == EventType.CALLS;
            WORDS[type.number()] = (byte)(type.words() + (WITH_BYTES[type.number()] ? 1 : 0));
        }
    }

    private final BatchBuffer batch;
    private int at;
    private long head;
    /** The process of the latest slice start of the stream. */
    private long running;

    TraceEvent(final BatchBuffer batch) {
        this.batch = batch;
    }

    /** Position behind the event at a position, or -1 when no event of a known type fits there. */
    static int end(final byte[] data, final int from, final int limit) {
        if (from < EventLayout.HEADER_BYTES || from + WORD > limit) {
            return -1;
        }
        final int number = (int)Words.getLong(data, from) & 0xFF;
        final int end = from + (WORDS[number] << WORD_SHIFT);
        if (end == from || end > limit) {
            return -1;
        }
        return WITH_BYTES[number] ? endOfBytes(data, end, limit) : end;
    }

    private static int endOfBytes(final byte[] data, final int end, final int limit) {
        final long length = Words.getLong(data, end - WORD);
        return length < 0 || length > limit - end ? -1 : end + ((int)length + WORD - 1 & -WORD);
    }

    /** Goes to the event at a position of the batch; returns the position behind it, or -1. */
    int move(final int from) {
        final int end = end(batch.data, from, batch.limit);
        if (end < 0 || end > batch.limit) {
            return -1;
        }
        at = from;
        head = Words.getLong(batch.data, from);
        if (((int)head & 0xFF) == SLICE_START) {
            running = Words.getLong(batch.data, from + WORD);
        }
        return end;
    }

    void setRunning(final long processPid) {
        running = processPid;
    }

    /** Its type. */
    public EventType type() {
        return EventType.of(EventLayout.type(head));
    }

    /** When it happened, in ticks; see {@link TraceClock}. */
    public long time() {
        return batch.base + EventLayout.delta(head);
    }

    /** Stream that it stands in: the index of a scheduler, {@link EventLayout#EXTERNAL} or {@link EventLayout#DEFINITIONS}. */
    public int stream() {
        return batch.stream;
    }

    /** The process that was running on this stream, as a pid's term word; 0 when none is known, as after a gap. */
    public long running() {
        return running;
    }

    /** The small field in the head word. */
    public int aux() {
        return EventLayout.aux(head);
    }

    /** A field, by its place in the schema from 0; the event must have it. */
    public long field(final int index) {
        return Words.getLong(batch.data, at + WORD + (index << WORD_SHIFT));
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
        final int lengthAt = at + (type().words() << WORD_SHIFT);
        return new String(batch.data, lengthAt + WORD, (int)Words.getLong(batch.data, lengthAt), StandardCharsets.UTF_8);
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
        return end(batch.data, at, batch.limit) - at;
    }
}
