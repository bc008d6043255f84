package dev.longbeam.trace.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.EventType;
import dev.longbeam.trace.SliceEnd;
import dev.longbeam.trace.Trace;
import dev.longbeam.trace.TraceOptions;
import dev.longbeam.trace.TraceStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written by the frequent methods of a stream is what readers give, whatever form it has in the file. */
class ShortFormTest {
    private static final long PARENT = SyntheticTrace.pid(7);
    private static final int EVENTS = 20_000;

    @TempDir
    Path folder;

    /** Events as texts, with the process that was running. */
    private final List<String> expected = new ArrayList<>();
    private long running;
    /** Slices that have begun in the short way of a hop. */
    private int hops;

    private Trace trace(final int batchBytes) {
        final TraceOptions options = new TraceOptions();
        options.directory = folder.resolve("t");
        options.batchBytes = batchBytes;
        // The disk may be slow: nothing shall be lost.
        options.batchesPerStream = 4096;
        return new Trace(options, 1, text -> { });
    }

    private void expect(final EventType type, final long aux, final long... fields) {
        if (type == EventType.SLICE_START) {
            running = fields[0];
        }
        expected.add(text(type, running, aux, fields));
    }

    private static String text(final EventType type, final long running, final long aux, final long... fields) {
        return type.label() + " in " + running + ": " + aux + ' ' + Arrays.toString(fields);
    }

    private static String text(final TraceEvent event) {
        final long[] fields = new long[event.type().fieldCount()];
        Arrays.setAll(fields, event::field);
        return text(event.type(), event.running(), event.aux(), fields);
    }

    private void start(final TraceStream stream, final int queueLength, final long pid, final long wait) {
        stream.sliceStart(queueLength, pid, wait);
        expect(EventType.SLICE_START, queueLength, pid, wait);
    }

    /** A slice begins with a message that has woken the process. */
    private void startWith(final TraceStream stream, final long id, final int queueLength, final long pid, final long wait) {
        if (wait == 0 && stream.hopStarts(id, pid, queueLength)) {
            expect(EventType.SLICE_START, queueLength, pid, wait);
            expect(EventType.DELIVER, 0, id);
            hops++;
        } else {
            start(stream, queueLength, pid, wait);
            deliver(stream, id);
        }
    }

    private void deliver(final TraceStream stream, final long id) {
        stream.deliver(id);
        expect(EventType.DELIVER, 0, id);
    }

    private void receive(final TraceStream stream, final long id, final int scanned, final int length) {
        if (!stream.hopReceives(id, scanned, length)) {
            stream.receive(id, scanned, length);
        }
        expect(EventType.RECEIVE, scanned, id, length);
    }

    private void send(final TraceStream stream, final long id, final long to, final long from, final long cause, final long words) {
        if (!stream.hopSends(id, to, from, cause, words)) {
            stream.send(id, to, from, cause, words);
        }
        expect(EventType.SEND, words, id, to, from, cause);
    }

    private void end(final TraceStream stream, final SliceEnd why, final long reductions, final long words) {
        if (why != SliceEnd.WAITING || !stream.hopEnds(reductions, words)) {
            stream.sliceEnd(why, reductions, words);
        }
        expect(EventType.SLICE_END, why.ordinal(), reductions, words);
    }

    private void monitor(final TraceStream stream, final EventType type, final long from, final long to, final long reference) {
        stream.monitor(type, from, to, reference);
        expect(type, 0, from, to, reference);
    }

    private void spawn(final TraceStream stream, final long child, final long parent, final int arity, final long function) {
        stream.spawn(child, parent, arity, 5, function);
        expect(EventType.SPAWN, arity, child, parent, 5, function);
    }

    private void exit(final TraceStream stream, final long reductions, final int left, final long reason) {
        stream.exit(running, reductions, left, reason);
        expect(EventType.EXIT, left, running, reductions, reason);
    }

    private void exitWithText(final TraceStream stream, final long pid) {
        stream.exit(pid, 9, 0, "{shutdown,1}");
        expect(EventType.EXIT, 0, pid, 9, EventLayout.NO_ATOM);
    }

    private void drop(final TraceStream stream, final long id) {
        stream.event(EventType.DROP, 0, id);
        expect(EventType.DROP, 0, id);
    }

    /** Reads the trace; returns the bytes that the scheduler's events take. */
    private long read() throws IOException {
        long bytes = 0;
        try (TraceReader reader = TraceReader.open(folder.resolve("t"))) {
            final List<String> found = new ArrayList<>();
            final List<Long> locations = new ArrayList<>();
            final TraceCursor cursor = reader.inFileOrder();
            long before = 0;
            while (cursor.next()) {
                if (cursor.event().stream() == 0) {
                    found.add(text(cursor.event()));
                    locations.add(cursor.event().location());
                    bytes += cursor.event().bytes();
                    assertTrue(cursor.event().time() >= before);
                    before = cursor.event().time();
                }
            }
            assertEquals(List.of(), reader.problems());
            for (int i = 0; i < expected.size(); i++) {
                final int place = i;
                assertEquals(expected.get(i), found.get(i), () -> "event " + place);
            }
            assertEquals(expected.size(), found.size());
            final TraceSeek seek = reader.seek();
            final Random random = new Random(3);
            for (int i = 0; i < 500; i++) {
                final int place = random.nextInt(found.size());
                assertEquals(found.get(place), text(seek.at(locations.get(place))));
            }
        }
        return bytes;
    }

    @Test
    void shouldTellAHopOfAMessageInEightBytes() throws IOException {
        try (Trace trace = trace(64 * 1024)) {
            final TraceStream stream = trace.stream(0);
            long process = SyntheticTrace.pid(1);
            start(stream, 0, process, 0);
            send(stream, 1, SyntheticTrace.pid(2), process, 0, 2);
            end(stream, SliceEnd.WAITING, 3, 4);
            for (int id = 1; id <= 1000; id++) {
                process = SyntheticTrace.pid(id % 20 + 1);
                startWith(stream, id, 0, process, 0);
                receive(stream, id, 0, 0);
                send(stream, id + 1, SyntheticTrace.pid((id + 1) % 20 + 1), process, id, 2);
                end(stream, SliceEnd.WAITING, 200, 255);
            }
            stream.end();
        }

        final long bytes = read();
        assertTrue(bytes < 1000 * 8 + 40, () -> "bytes=" + bytes);
    }

    /** At each place of a hop something else may come between, or be different. */
    @Test
    void shouldTellHopsWithAllThatComesBetween() throws IOException {
        final Random random = new Random(5);
        try (Trace trace = trace(4096)) {
            final TraceStream stream = trace.stream(0);
            stream.tick();
            long process = SyntheticTrace.pid(1);
            start(stream, 0, process, 0);
            send(stream, 1, SyntheticTrace.pid(2), process, 0, 2);
            end(stream, SliceEnd.WAITING, 3, 4);
            long sent = 1;
            for (int i = 2; i < EVENTS; i++) {
                final long id = random.nextInt(40) == 0 ? sent - random.nextInt(3) : sent;
                process = SyntheticTrace.pid(random.nextInt(40) == 0 ? 50 : i % 20);
                disturb(stream, random);
                startWith(stream, id, random.nextInt(40) / 39, process, random.nextInt(40) / 39);
                disturb(stream, random);
                receive(stream, random.nextInt(40) == 0 ? id + 1 : id, random.nextInt(40) / 39, random.nextInt(40) / 39);
                disturb(stream, random);
                final int sends = random.nextInt(40) == 0 ? random.nextInt(3) : 1;
                for (int j = 0; j < sends; j++) {
                    sent += random.nextInt(40) == 0 ? 5 : 1;
                    send(stream, sent, SyntheticTrace.pid((i + 1) % 20), random.nextInt(40) == 0 ? PARENT : process, random.nextInt(40) == 0 ? 0 : id,
                        random.nextInt(40) == 0 ? 300 : 2);
                }
                disturb(stream, random);
                end(stream, random.nextInt(40) == 0 ? SliceEnd.PREEMPTED : SliceEnd.WAITING, random.nextInt(40) == 0 ? 256 : 7,
                    random.nextInt(40) == 0 ? 256 : 255);
            }
            stream.end();
        }

        read();
        assertTrue(hops > EVENTS / 4, () -> "hops=" + hops);
    }

    private void disturb(final TraceStream stream, final Random random) {
        switch (random.nextInt(200)) {
            case 0 -> drop(stream, 3);
            case 1, 2 -> stream.tick();
            case 3 -> {
                // Of the emulator, in consequence of what has been long ago.
                stream.event(EventType.SEND, 2, 7, PARENT, 0, 3);
                expect(EventType.SEND, 2, 7, PARENT, 0, 3);
            }
            case 4 -> deliver(stream, random.nextInt(1000));
            case 5 -> monitor(stream, EventType.MONITOR, running, PARENT, random.nextInt(9));
            case 6 -> stream.flush();
            default -> {
            }
        }
    }

    @Test
    void shouldTellTheLifeOfAProcessInThirtyBytes() throws IOException {
        try (Trace trace = trace(64 * 1024)) {
            final TraceStream stream = trace.stream(0);
            final long parent = SyntheticTrace.pid(1);
            start(stream, 0, parent, 0);
            for (int i = 1; i <= 1000; i++) {
                final long child = SyntheticTrace.pid(i + 1);
                spawn(stream, child, parent, 0, 7);
                end(stream, SliceEnd.WAITING, 3, 4);
                start(stream, 0, child, 0);
                send(stream, i, parent, child, 0, 2);
                end(stream, SliceEnd.EXITED, 200, 255);
                exit(stream, 70_000, 0, 4);
                start(stream, 0, parent, 0);
                deliver(stream, i);
                receive(stream, i, 0, 0);
            }
            stream.end();
        }

        final long bytes = read();
        assertTrue(bytes < 1000 * 30 + 60, () -> "bytes=" + bytes);
    }

    @Test
    void shouldTellTheSameInEachForm() throws IOException {
        final Random random = new Random(11);
        try (Trace trace = trace(2048)) {
            final TraceStream stream = trace.stream(0);
            long sent = 0;
            long delivered = 0;
            long received = 0;
            for (int i = 0; i < EVENTS; i++) {
                final boolean usual = random.nextInt(8) > 0;
                final long pid = SyntheticTrace.pid(random.nextInt(3)) + (random.nextInt(50) == 0 ? 1L << 40 : 0);
                switch (random.nextInt(13)) {
                    case 0, 1 -> {
                        sent = usual ? sent + 1 : random.nextLong(1L << 57);
                        send(stream, sent, pid, usual ? running : PARENT, usual ? random.nextInt(3) == 0 ? 0 : received : random.nextInt(), usual ? 3 : random.nextInt(1000));
                    }
                    case 2, 3 -> {
                        delivered = usual ? delivered + 1 : random.nextLong(1L << 57);
                        deliver(stream, delivered);
                    }
                    case 4 -> {
                        received = usual ? received + 1 : random.nextLong(1L << 57);
                        receive(stream, received, usual ? 0 : random.nextInt(3), random.nextInt(usual ? 2 : 1 << 26));
                    }
                    case 5 -> start(stream, usual ? 0 : random.nextInt(400), pid, usual ? 0 : random.nextInt(1 << 18));
                    case 6 -> end(stream, usual ? SliceEnd.WAITING : random.nextBoolean() ? SliceEnd.EXITED : SliceEnd.PREEMPTED, random.nextInt(270), random.nextInt(270));
                    case 7 -> drop(stream, sent - random.nextInt(2));
                    case 8 -> monitor(stream, random.nextBoolean() ? EventType.MONITOR : EventType.DEMONITOR, usual ? running : PARENT, pid,
                        usual ? sent & 0xFFFF : random.nextLong());
                    case 9 -> spawn(stream, pid, usual ? running : PARENT, random.nextInt(10) == 0 ? 1 : 0, random.nextInt(10) == 0 ? 8 : 7);
                    case 10 -> exit(stream, usual ? 100 : random.nextLong(1L << 30), usual ? 0 : 1, random.nextInt(10) == 0 ? 3 : 4);
                    case 11 -> {
                        if (!usual) {
                            exitWithText(stream, pid);
                        }
                    }
                    default -> stream.tick();
                }
            }
            stream.end();
        }

        read();
    }
}
