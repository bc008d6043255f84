package dev.longbeam.trace.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.Trace;
import dev.longbeam.trace.TraceOptions;
import dev.longbeam.trace.TraceStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceReaderTest {
    private static final long PID = 35;

    @TempDir
    Path folder;

    private TraceOptions options() {
        final TraceOptions options = new TraceOptions();
        options.directory = folder.resolve("t");
        options.nodeFacts = "otp=25\ncommand=erl -noshell";
        options.batchBytes = 4096;
        return options;
    }

    private static void fill(final Trace trace, final int count) {
        final TraceStream first = trace.stream(0);
        final TraceStream second = trace.stream(1);
        for (int i = 0; i < count; i++) {
            first.tick();
            if (i % 100 == 0) {
                first.event(EventType.SLICE_START, 0, PID, 0);
            }
            first.event(EventType.SEND, 3, i + 1, 51, PID, 0);
            second.tick();
            if (i % 1000 == 0) {
                second.event(EventType.SLICE_START, 0, 51, 0);
            }
            second.event(EventType.DELIVER, 0, i + 1);
        }
        first.end();
        second.end();
    }

    @Test
    void shouldGiveEventsInFileOrderWithFieldsAndRunningProcess() throws IOException {
        try (Trace trace = new Trace(options(), 2, text -> { })) {
            fill(trace, 5000);
        }

        try (TraceReader reader = TraceReader.open(folder.resolve("t"))) {
            final TraceCursor cursor = reader.inFileOrder();
            int sends = 0;
            int delivers = 0;
            while (cursor.next()) {
                final TraceEvent event = cursor.event();
                if (event.type() == EventType.SEND) {
                    sends++;
                    assertEquals(sends, event.field(0));
                    assertEquals(3, event.aux());
                    assertEquals(51, event.field("to"));
                    assertEquals(PID, event.running());
                    assertEquals(0, event.stream());
                } else if (event.type() == EventType.DELIVER) {
                    delivers++;
                    assertEquals(delivers, event.field(0));
                    assertEquals(51, event.running());
                }
            }
            assertEquals(5000, sends);
            assertEquals(5000, delivers);
            assertEquals("25", reader.names().facts().get("otp"));
            assertEquals(List.of(), reader.problems());
            assertEquals(List.of(), reader.gaps());
            assertEquals(reader.bytes(), cursor.bytesRead());
        }
    }

    @Test
    void shouldMergeStreamsByTime() throws IOException {
        try (Trace trace = new Trace(options(), 2, text -> { })) {
            fill(trace, 5000);
        }

        try (TraceReader reader = TraceReader.open(folder.resolve("t"))) {
            final TraceCursor cursor = reader.inTimeOrder();
            long before = Long.MIN_VALUE;
            long latestSend = 0;
            int delivers = 0;
            while (cursor.next()) {
                final TraceEvent event = cursor.event();
                assertTrue(event.time() >= before);
                before = event.time();
                if (event.type() == EventType.SEND) {
                    latestSend = event.field(0);
                } else if (event.type() == EventType.DELIVER) {
                    delivers++;
                    assertTrue(event.field(0) <= latestSend);
                }
            }
            assertEquals(5000, delivers);
            assertEquals(reader.bytes(), cursor.bytesRead());
        }
    }

    @Test
    void shouldReadFilesThatFollowEachOtherAndRepeatedDefinitionsOnce() throws IOException {
        final TraceOptions options = options();
        options.rollBytes = 12_000;
        try (Trace trace = new Trace(options, 2, text -> { })) {
            trace.defineAtom(7, "seven");
            trace.defineFunction(99, 2, 7, 7);
            fill(trace, 5000);
        }

        try (TraceReader reader = TraceReader.open(folder.resolve("t"))) {
            assertTrue(reader.files() > 2, () -> "files=" + reader.files());
            int starts = 0;
            int sends = 0;
            final TraceCursor cursor = reader.inFileOrder();
            while (cursor.next()) {
                starts += cursor.event().type() == EventType.NODE_START ? 1 : 0;
                sends += cursor.event().type() == EventType.SEND ? 1 : 0;
            }
            assertEquals(1, starts);
            assertEquals(5000, sends);
            assertEquals("seven", reader.names().atom(7));
            assertEquals("seven:seven/2", reader.names().function(99).toString());
            assertEquals(List.of(), reader.problems());
        }
    }

    @Test
    void shouldKnowNamesAndTellTheGapWhenTheFirstFilesAreGone() throws IOException {
        final TraceOptions options = options();
        options.rollBytes = 12_000;
        try (Trace trace = new Trace(options, 2, text -> { })) {
            trace.defineAtom(7, "seven");
            fill(trace, 5000);
        }
        Files.delete(files().getFirst());

        try (TraceReader reader = TraceReader.open(folder.resolve("t"))) {
            assertEquals("seven", reader.names().atom(7));
            assertEquals("25", reader.names().facts().get("otp"));
            assertEquals(List.of(), reader.problems());
            final int sends = count(reader.inTimeOrder(), EventType.SEND);
            assertTrue(sends > 0 && sends < 5000, () -> "sends=" + sends);
            assertTrue(reader.gaps().stream().anyMatch(gap -> gap.stream() == 0 && gap.batches() > 0), () -> reader.gaps().toString());
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("t"))) {
            return files.filter(file -> file.toString().endsWith(".cq4")).sorted().toList();
        }
    }

    @Test
    @SuppressWarnings("try")
    void shouldSeeWhatIsWrittenWhileItIsOpen() throws IOException {
        try (Trace trace = new Trace(options(), 1, text -> { })) {
            final TraceStream stream = trace.stream(0);
            int sent = 0;
            while (sent < 2000) {
                stream.tick();
                stream.event(EventType.SEND, 3, ++sent, 51, PID, 0);
                // The writer must keep up: what it loses is no subject here.
                LockSupport.parkNanos(10_000);
            }
            while (trace.writtenBytes() < 20_000) {
                Thread.onSpinWait();
            }
            try (TraceReader reader = TraceReader.open(folder.resolve("t"))) {
                final TraceCursor cursor = reader.inFileOrder();
                int sends = count(cursor, EventType.SEND);
                assertTrue(sends > 100 && sends <= sent);
                stream.end();
                trace.close();
                reader.refresh();
                sends += count(cursor, EventType.SEND);
                assertEquals(sent, sends);
                assertEquals(List.of(), reader.problems());
            }
        }
    }

    private static int count(final TraceCursor cursor, final EventType type) throws IOException {
        int count = 0;
        while (cursor.next()) {
            count += cursor.event().type() == type ? 1 : 0;
        }
        return count;
    }

    private static final long RETURN = -1;
    private static final long UNWIND = -1000;

    private static CallVisitor collector(final List<Long> to) {
        return new CallVisitor() {
            @Override
            public void called(final long functionId, final boolean tail) {
                to.add(functionId);
            }

            @Override
            public void returned() {
                to.add(RETURN);
            }

            @Override
            public void unwound(final int count) {
                to.add(UNWIND + count);
            }
        };
    }

    @Test
    void shouldDecodeCallsWhicheverEventsAreAsked() throws IOException {
        final List<Long> expected = new ArrayList<>();
        try (Trace trace = new Trace(options(), 1, text -> { })) {
            final TraceStream stream = trace.stream(0);
            for (int i = 0; i < 3000; i++) {
                final long function = 1000 + i * 7L % 300;
                stream.call(function, i % 4 == 0);
                expected.add(function);
                if (i % 3 == 0) {
                    stream.returned();
                    expected.add(RETURN);
                }
                if (i % 100 == 0) {
                    stream.unwound(2);
                    expected.add(UNWIND + 2);
                }
                if (i % 50 == 49) {
                    stream.tick();
                    stream.event(EventType.SLEEP, 0);
                }
            }
            stream.end();
        }

        try (TraceReader reader = TraceReader.open(folder.resolve("t"))) {
            final List<Long> calls = new ArrayList<>();
            final List<Long> everyThird = new ArrayList<>();
            final TraceCursor all = reader.inFileOrder();
            final TraceCursor some = reader.inTimeOrder();
            int events = 0;
            while (all.next() && some.next()) {
                all.event().forEachCall(collector(calls));
                if (all.event().type() == EventType.CALLS && events++ % 3 == 0) {
                    final int before = everyThird.size();
                    some.event().forEachCall(collector(everyThird));
                    final List<Long> read = everyThird.subList(before, everyThird.size());
                    assertEquals(some.event().aux(), read.stream().filter(call -> call >= 0).count());
                    assertEquals(calls.subList(calls.size() - read.size(), calls.size()), read);
                }
            }
            assertEquals(expected, calls);
        }
    }

    @Test
    void shouldGoToEventsByLocation() throws IOException {
        try (Trace trace = new Trace(options(), 2, text -> { })) {
            fill(trace, 1000);
        }

        try (TraceReader reader = TraceReader.open(folder.resolve("t"))) {
            final List<Long> locations = new ArrayList<>();
            final TraceCursor cursor = reader.inTimeOrder();
            while (cursor.next()) {
                if (cursor.event().type() == EventType.SEND) {
                    locations.add(cursor.event().location());
                }
            }
            final TraceSeek seek = reader.seek();
            for (int i = 999; i >= 0; i -= 13) {
                assertEquals(i + 1, seek.at(locations.get(i)).field(0));
            }
        }
    }

    @Test
    void shouldMapTicksToTime() throws IOException {
        final long before = System.currentTimeMillis();
        final long nano = System.nanoTime();
        final long ticks;
        try (Trace trace = new Trace(options(), 1, text -> { })) {
            final TraceStream stream = trace.stream(0);
            final long begun = System.nanoTime();
            while (System.nanoTime() - begun < 20_000_000L) {
                Thread.onSpinWait();
            }
            ticks = stream.tick();
            stream.event(EventType.SLEEP, 0);
            stream.end();
        }
        final long elapsed = System.nanoTime() - nano;

        try (TraceReader reader = TraceReader.open(folder.resolve("t"))) {
            final long sinceStart = reader.clock().sinceStart(ticks);
            assertTrue(sinceStart > 5_000_000L && sinceStart < 2 * elapsed, () -> "sinceStart=" + sinceStart + " elapsed=" + elapsed);
            final long wallMs = reader.clock().instant(ticks).toEpochMilli();
            assertTrue(wallMs >= before && wallMs < before + 60_000, () -> "wallMs=" + wallMs);
            final long back = reader.clock().atNanos(sinceStart);
            assertTrue(Math.abs(back - ticks) <= reader.clock().ticks(2) + 1);
        }
    }

    @Test
    void shouldFollowNamesOfProcesses() throws IOException {
        try (Trace trace = new Trace(options(), 1, text -> { })) {
            trace.defineAtom(1, "lists");
            trace.defineAtom(2, "reverse");
            trace.defineAtom(3, "my_server");
            final TraceStream stream = trace.stream(0);
            stream.tick();
            stream.event(EventType.SPAWN, 1, PID, 19, 1, 2);
            stream.event(EventType.REGISTER, 0, PID, 3);
            stream.event(EventType.UNREGISTER, 0, PID, 3);
            stream.eventWithText(EventType.EXIT, 0, "{bad,1}", PID, 100, -1);
            stream.end();
        }

        try (TraceReader reader = TraceReader.open(folder.resolve("t"))) {
            final ProcessTable table = new ProcessTable(reader);
            final TraceCursor cursor = reader.inTimeOrder();
            final List<String> seen = new ArrayList<>();
            while (cursor.next()) {
                table.apply(cursor.event());
                final TraceProcess process = table.get(PID);
                seen.add(cursor.event().type().label() + ": " + process + ", now " + process.name());
            }
            assertEquals(List.of("spawn: <0.2.0> lists:reverse/1, now null", "register: <0.2.0> my_server, now my_server",
                "unregister: <0.2.0> my_server, now null", "exit: <0.2.0> my_server, now null"), seen.subList(seen.size() - 4, seen.size()));
            assertEquals("{bad,1}", table.get(PID).exitReason());
        }
    }

    @Test
    void shouldWriteAndReadIdentifiers() {
        assertEquals("<0.84.0>", Pids.text(84L << 4 | 3));
        assertEquals(84L << 4 | 3, Pids.parse("<0.84.0>"));
        assertEquals((1L << 28 | 5) << 4 | 3, Pids.parse("0.5.1"));
        assertEquals("<0.5.1>", Pids.text(Pids.parse("0.5.1")));
        assertEquals(-1, Pids.parse("my_server"));
        assertEquals("127.12", Pids.message(Pids.parseMessage("127.12")));
        assertEquals(-1, Pids.parseMessage("<0.1.0>"));
    }

    @Test
    void shouldSayThatThereIsNoTrace() throws IOException {
        assertThrows(TraceUnreadable.class, () -> TraceReader.open(folder.resolve("nowhere")));
        Files.createDirectory(folder.resolve("empty"));
        assertEquals(folder.resolve("empty") + " holds no trace: there is no file *.cq4",
            assertThrows(TraceUnreadable.class, () -> TraceReader.open(folder.resolve("empty"))).getMessage());
    }
}
