package dev.longbeam.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceStreamTest {
    @TempDir
    Path folder;

    @Test
    void shouldWriteEventsThatTheQueueGivesBack() {
        final TraceOptions options = new TraceOptions();
        options.directory = folder.resolve("t");
        options.nodeFacts = "otp=25";
        final List<String> problems = new ArrayList<>();
        try (Trace trace = new Trace(options, 1, problems::add)) {
            final TraceStream stream = trace.stream(0);
            for (int i = 0; i < 10_000; i++) {
                stream.tick();
                stream.event(EventType.SEND, 3, i, 35, 19, 0);
            }
            stream.end();
        }
        assertEquals(List.of(), problems);
        QuietChronicle.prepare();
        int events = 0;
        try (ChronicleQueue queue = ChronicleQueue.singleBuilder(options.directory.toFile()).build()) {
            final ExcerptTailer tailer = queue.createTailer();
            while (true) {
                try (DocumentContext document = tailer.readingDocument()) {
                    if (!document.isPresent()) {
                        break;
                    }
                    final Bytes<?> bytes = document.wire().bytes();
                    final long at = bytes.readPosition();
                    assertEquals(EventLayout.MAGIC, bytes.readInt(at + EventLayout.MAGIC_AT));
                    assertEquals(bytes.readRemaining(), bytes.readLong(at + EventLayout.BYTES_AT));
                    events += bytes.readInt(at + EventLayout.EVENTS_AT);
                }
            }
        }
        assertEquals(10_001, events);
        assertTrue(Files.isDirectory(options.directory));
    }
}
