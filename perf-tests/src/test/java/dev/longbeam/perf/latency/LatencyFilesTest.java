package dev.longbeam.perf.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.perf.bench.ResultFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyFilesTest {
    private static final long TWO_SECONDS_NS = 2_000_000_000L;
    private static final double A_PIXEL = 1.0;

    @TempDir
    private Path directory;
    private final Map<String, Recording> recordings = new LinkedHashMap<>();

    @BeforeEach
    void record() throws IOException {
        for (final long factor : new long[] {1, 10}) {
            final Recording recording = new Recording();
            recording.add(LongBuffer.wrap(LongStream.rangeClosed(1, 1000).map(ns -> ns * factor).toArray()), TWO_SECONDS_NS, 1_000_000);
            recordings.put(factor == 1 ? "fast" : "a<b", recording);
        }
        final Outcome outcome = new Outcome(new Plan(Workload.RING, 500, 0, 2, "heaps", 500), recordings, Map.of("other", "no answer"));
        new LatencyFiles(directory).write(new ResultFile("latency", "--trace off"), List.of(outcome));
    }

    @Test
    void shouldWriteALogThatTheLibraryReads() throws FileNotFoundException {
        long count = 0;
        int intervals = 0;
        try (HistogramLogReader reader = new HistogramLogReader(directory.resolve("ring-500-heaps-fast.hlog").toFile())) {
            for (EncodableHistogram second = reader.nextIntervalHistogram(); second != null; second = reader.nextIntervalHistogram()) {
                count += ((org.HdrHistogram.AbstractHistogram)second).getTotalCount();
                intervals++;
            }
        }

        assertEquals(1000, count);
        assertEquals(2, intervals);
    }

    @Test
    void shouldWritePercentilesInMicroseconds() throws IOException {
        assertTrue(Files.readString(directory.resolve("ring-500-heaps-fast.hgrm")).contains("#[Max     =        1.000, Total count    =         1000]"));
    }

    @Test
    void shouldWriteAPageThatNeedsNothingElse() throws IOException {
        final String page = Files.readString(directory.resolve("latency.html"));

        assertTrue(page.contains("ring, 500 a second, beside heaps of 500 MB"), page);
        assertEquals(2, page.split("<polyline", -1).length - 1);
        assertTrue(page.contains("a&lt;b</td>"), page);
        assertFalse(page.contains("http") || page.contains("<script") || page.contains("src="), page);
    }

    @Test
    void shouldWriteResultsToComputeWith() throws IOException {
        final String json = Files.readString(directory.resolve("latency.json"));

        assertTrue(json.contains("\"p50\": 500") && json.contains("\"workload\": \"RING\"") && json.contains("\"processors\""), json);
    }

    @Test
    void shouldCompareWithTheFirst() {
        final List<List<String>> rows = new Outcome(new Plan(Workload.RING, 0, 0, 2, Plan.QUIET, 0), recordings, Map.of()).summary().rows();

        assertEquals(List.of("fast", "500", "0.50", "0.90", "0.99", "1.00", "1.00", "1.00", "1.00", "1.00", "0"), rows.getFirst());
        assertEquals("10.0", rows.getLast().get(8));
        assertEquals(Summary.heads().size(), rows.getLast().size());
    }

    @Test
    void shouldPlaceEachPowerOfTenOfRarityAtEvenDistance() {
        final PercentileChart chart = new PercentileChart(Map.of("fast", recordings.get("fast").total()));

        assertEquals(chart.x(99) - chart.x(90), chart.x(90) - chart.x(0), A_PIXEL);
        assertEquals(chart.x(100), chart.x(99.9), A_PIXEL);
        assertEquals(chart.y(10) - chart.y(100), chart.y(1) - chart.y(10), A_PIXEL);
        assertTrue(chart.y(1000) < chart.y(1));
    }
}
