package dev.longbeam.trace.read;

import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.EventType;
import dev.longbeam.trace.Expectation;
import dev.longbeam.trace.ShortForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Makes traces of events at chosen times, a tick being a nanosecond, and writes them as files of a queue. For tests. */
public final class SyntheticTrace {
    /** Time of the node's start. */
    public static final long START = 1_000_000L;
    private static final int BATCH_EVENTS = 50;

    /** One batch, ready to be written. */
    private record Batch(long endTicks, byte[] bytes) {
    }

    /** What a stream gathers. */
    private static final class Stream {
        final int id;
        final List<Batch> batches = new ArrayList<>();
        ByteBuffer open;
        long base;
        long last;
        long running;
        long sent;
        long delivered;
        long received;
        long handled;
        long reference;
        int events;
        long sequence;

        Stream(final int id) {
            this.id = id;
        }
    }

    private final Map<Integer, Stream> streams = new TreeMap<>();
    private long nowTicks = START;

    /** A trace of a node that starts at {@link #START} with the atoms named: {@code atoms[i]} has index i. */
    public SyntheticTrace(final String... atoms) {
        text(EventLayout.DEFINITIONS, EventType.NODE_START, 0, "otp=25", 1_000_000_000_000L, START, START);
        for (int i = 0; i < atoms.length; i++) {
            text(EventLayout.DEFINITIONS, EventType.ATOM_NAMED, 0, atoms[i], i);
        }
    }

    /** The pid of a number. */
    public static long pid(final int number) {
        return (long)number << 4 | 3;
    }

    /** The events that follow happen so many microseconds after the start. */
    public SyntheticTrace us(final long us) {
        nowTicks = START + us * 1000;
        return this;
    }

    /** An event now. */
    public SyntheticTrace event(final int stream, final EventType type, final long aux, final long... fields) {
        put(stream, type, aux, fields, new byte[0]);
        return this;
    }

    /** An event with a text now. */
    public SyntheticTrace text(final int stream, final EventType type, final long aux, final String text, final long... fields) {
        put(stream, type, aux, fields, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A short form now: its bytes, the lowest first. */
    public SyntheticTrace shortForm(final int streamId, final long bytes) {
        final ByteBuffer out = room(streamId);
        final Stream stream = streams.get(streamId);
        if (nowTicks != stream.last) {
            out.putInt((int)(ShortForm.TIME | nowTicks - stream.last << Byte.SIZE));
            stream.last = nowTicks;
        }
        for (int i = 0; i < ShortForm.size((int)(bytes & 0xFF)); i++) {
            out.put((byte)(bytes >>> i * Byte.SIZE));
        }
        return this;
    }

    private void put(final int streamId, final EventType type, final long aux, final long[] fields, final byte[] text) {
        final ByteBuffer out = room(streamId);
        final Stream stream = streams.get(streamId);
        final long[] values = new long[type.valueCount()];
        values[0] = nowTicks - stream.last;
        values[1] = aux;
        for (int i = 0; i < type.fieldCount(); i++) {
            values[2 + i] = distance(stream, type.fieldAt(i).kind().expectation(), i < fields.length ? fields[i] : 0);
        }
        if (type.hasText()) {
            values[values.length - 1] = text.length;
        }
        stream.last = nowTicks;
        stream.running = type == EventType.SLICE_START ? fields[0] : stream.running;
        out.put((byte)type.number());
        // Each value in eight bytes, which is right although shorter would do.
        final long codes = (1L << 2 * values.length) - 1;
        for (int i = 0; i < EventLayout.codeBytes(values.length); i++) {
            out.put((byte)(codes >>> 8 * i));
        }
        for (final long value : values) {
            out.putLong(value);
        }
        out.put(text);
    }

    private static long distance(final Stream stream, final Expectation expectation, final long value) {
        long expected = 0;
        long found = value;
        switch (expectation) {
            case NOTHING -> {
                return value;
            }
            case RUNNING -> {
                expected = Long.rotateRight(stream.running, 4);
                found = Long.rotateRight(value, 4);
            }
            case NEXT_SENT -> {
                expected = stream.sent + 1;
                stream.sent = value;
            }
            case LAST_SENT -> expected = stream.sent;
            case NEXT_DELIVERED -> {
                expected = stream.delivered + 1;
                stream.delivered = value;
            }
            case NEXT_RECEIVED -> {
                expected = stream.received + 1;
                stream.received = value;
                stream.handled = value;
            }
            case HANDLED -> {
                expected = stream.handled;
                stream.handled = value;
            }
            case LAST_REFERENCE -> {
                expected = stream.reference;
                stream.reference = value;
            }
        }
        final long distance = found - expected;
        return distance >= 0 ? 2 * distance : -2 * distance - 1;
    }

    private ByteBuffer room(final int id) {
        final Stream stream = streams.computeIfAbsent(id, Stream::new);
        if (stream.events == BATCH_EVENTS) {
            close(stream);
        }
        if (stream.open == null) {
            stream.open = ByteBuffer.allocate(64 * 1024).order(ByteOrder.LITTLE_ENDIAN);
            stream.open.position(EventLayout.HEADER_BYTES);
            stream.open.putLong(EventLayout.RUNNING_AT, stream.running);
            stream.base = nowTicks;
            stream.last = nowTicks;
            stream.sent = 0;
            stream.delivered = 0;
            stream.received = 0;
            stream.handled = 0;
            stream.reference = 0;
            stream.events = 0;
        }
        stream.events++;
        return stream.open;
    }

    private static void close(final Stream stream) {
        final ByteBuffer out = stream.open;
        final int size = out.position();
        out.putInt(EventLayout.MAGIC_AT, EventLayout.MAGIC).putInt(EventLayout.VERSION_AT, EventLayout.VERSION)
            .putInt(EventLayout.STREAM_AT, stream.id).putInt(EventLayout.EVENTS_AT, stream.events).putLong(EventLayout.BYTES_AT, size)
            .putLong(EventLayout.SEQUENCE_AT, stream.sequence++).putLong(EventLayout.BASE_AT, stream.base)
            .putLong(EventLayout.END_TICKS_AT, stream.last).putLong(EventLayout.END_NANO_AT, stream.last);
        final byte[] bytes = new byte[size];
        out.get(0, bytes);
        seal(bytes);
        stream.batches.add(new Batch(stream.id == EventLayout.DEFINITIONS ? 0 : stream.last, bytes));
        stream.open = null;
    }

    /** Puts the checksum into a batch. */
    static void seal(final byte[] batch) {
        final ByteBuffer buffer = ByteBuffer.wrap(batch).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(EventLayout.CRC_AT, 0);
        final CRC32C crc = new CRC32C();
        crc.update(batch);
        buffer.putLong(EventLayout.CRC_AT, crc.getValue());
    }

    /** Writes the trace into a folder, as one file that is still open for more. */
    public Path write(final Path folder) throws IOException {
        Files.createDirectories(folder);
        final List<Batch> batches = new ArrayList<>();
        for (final Stream stream : streams.values()) {
            if (stream.open != null) {
                close(stream);
            }
            batches.addAll(stream.batches);
        }
        batches.sort(Comparator.comparingLong(Batch::endTicks));
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        document(out, 0x4000_0000, new byte[] {(byte)0xB9, 6, 'h', 'e', 'a', 'd', 'e', 'r'});
        for (final Batch batch : batches) {
            document(out, 0, batch.bytes());
        }
        out.write(new byte[4096]);
        Files.write(folder.resolve("20260101-0000.cq4"), out.toByteArray());
        return folder;
    }

    private static void document(final ByteArrayOutputStream out, final int flags, final byte[] content) {
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(flags | content.length).array());
        out.writeBytes(content);
        out.writeBytes(new byte[-content.length & 3]);
    }
}
