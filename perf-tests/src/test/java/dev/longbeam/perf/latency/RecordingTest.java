package dev.longbeam.perf.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private final Recording recording = new Recording();

    @Test
    void shouldReadLongsWithTheHighestByteFirst(@TempDir final Path directory) throws IOException {
        final Path file = directory.resolve("latencies");
        Files.write(file, ByteBuffer.allocate(16).putLong(1000).putLong(2).array());

        final LongBuffer latencies = Recording.read(file);

        assertEquals(2, latencies.remaining());
        assertEquals(1000, latencies.get(0));
    }

    @Test
    void shouldKeepAHistogramOfEachSecondWithItsTimes() throws IOException {
        recording.add(LongBuffer.wrap(new long[] {1, 2, 3, 4, 500, 600}), 3 * SECOND_NS, 10_000);

        assertEquals(List.of(2L, 2L, 2L), recording.seconds().stream().map(second -> second.getTotalCount()).toList());
        assertEquals(List.of(7000L, 8000L, 9000L), recording.seconds().stream().map(second -> second.getStartTimeStamp()).toList());
        assertEquals(10_000, recording.seconds().getLast().getEndTimeStamp());
        assertEquals(600, recording.seconds().getLast().getMaxValue());
    }

    @Test
    void shouldCountEveryLatencyOnceWhenSecondsDoNotDivideThem() throws IOException {
        recording.add(LongBuffer.wrap(LongStream.rangeClosed(1, 1001).toArray()), 7 * SECOND_NS, 10_000);

        assertEquals(1001, recording.total().getTotalCount());
        assertEquals(1001, recording.seconds().stream().mapToLong(second -> second.getTotalCount()).sum());
    }

    @Test
    void shouldAddUpRounds() throws IOException {
        recording.add(LongBuffer.wrap(new long[] {10, 20}), SECOND_NS, 10_000);
        recording.add(LongBuffer.wrap(new long[] {30, 40, 50, 60}), SECOND_NS, 90_000);

        assertEquals(6, recording.total().getTotalCount());
        assertEquals(3.0, recording.perSecond());
    }

    @Test
    void shouldTellPercentiles() throws IOException {
        recording.add(LongBuffer.wrap(LongStream.rangeClosed(1, 1000).toArray()), SECOND_NS, 10_000);

        final Percentiles percentiles = Percentiles.of(recording);

        assertEquals(500, percentiles.p50());
        assertEquals(990, percentiles.p99());
        assertEquals(1000, percentiles.max());
        assertEquals(List.of("1000", "0.50", "0.90", "0.99", "1.00", "1.00", "1.00"), percentiles.cells());
    }

    @Test
    void shouldNotPassOverAnOperationThatWasNeverDone() {
        final String message = assertThrows(IOException.class, () -> recording.add(LongBuffer.wrap(new long[] {10, 0}), SECOND_NS, 10_000)).getMessage();
        assertTrue(message.contains("operation 1 of 2"), message);
    }

    @Test
    void shouldReadTheAnswerOfASubject() throws IOException {
        assertEquals(new Measuring.Answer(1000, 998, 77, 0), Measuring.Answer.parse("latency 1000 998 77"));
        assertEquals(new Measuring.Answer(1000, 998, 77, 5), Measuring.Answer.parse("latency 1000 998 77 5"));
        assertThrows(IOException.class, () -> Measuring.Answer.parse("spawns 5 6"));
    }

    @Test
    void shouldCountCollectionsInTheTimeThatCounts(@TempDir final Path directory) throws IOException {
        final Path log = directory.resolve("gc");
        Files.writeString(log, """
            [1000ms] Using Serial
            [1500ms] GC(0) Pause Young (Allocation Failure) 8M->1M(31M) 2.031ms
            [2500ms] GC(1) Pause Young (Allocation Failure) 8M->1M(31M) 2.031ms
            [2600ms] GC(2) Concurrent Mark Cycle
            [2700ms] GC(3) Pause Full (System.gc()) 8M->1M(31M) 2.031ms
            [4000ms] GC(4) Pause Young (Allocation Failure) 8M->1M(31M) 2.031ms
            """);

        assertEquals(2, GcLog.pauses(log, 2000, 3000));
        assertEquals(0, GcLog.pauses(directory.resolve("none"), 0, Long.MAX_VALUE));
    }
}
