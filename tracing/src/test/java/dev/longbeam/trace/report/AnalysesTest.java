package dev.longbeam.trace.report;

import static dev.longbeam.trace.read.SyntheticTrace.pid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.EventType;
import dev.longbeam.trace.SliceEnd;
import dev.longbeam.trace.read.SyntheticTrace;
import dev.longbeam.trace.read.TraceReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysesTest {
    private static final int WAITING = SliceEnd.WAITING.ordinal();

    @TempDir
    Path folder;

    private final SyntheticTrace trace = new SyntheticTrace("server", "proc_lib", "init_p", "client");

    /** A client that sends 1000 messages to a server, one each ms, each received after 5 us but the last, which takes 10 ms. */
    private SyntheticTrace clientAndServer() {
        trace.event(0, EventType.REGISTER, 0, pid(2), 0).event(0, EventType.REGISTER, 0, pid(1), 3);
        for (int i = 0; i < 1000; i++) {
            final int latencyUs = i == 999 ? 10_000 : 5;
            trace.us(1000L * i).event(0, EventType.SLICE_START, 1, pid(1), 0).event(0, EventType.SEND, 4, i + 1, pid(2), pid(1), 0)
                .event(0, EventType.SLICE_END, WAITING, 10);
            trace.us(1000L * i + latencyUs).event(1, EventType.SLICE_START, 0, pid(2), latencyUs * 1000L)
                .event(1, EventType.DELIVER, 0, i + 1).event(1, EventType.RECEIVE, 0, i + 1, 0);
            trace.us(1000L * i + latencyUs + 100).event(1, EventType.SLICE_END, WAITING, 20, 3);
        }
        return trace;
    }

    @Test
    void shouldSummarise() throws IOException {
        clientAndServer().event(1, EventType.COLLECT, 0, 50, 30, 7000, 8000).event(0, EventType.GAP, 0, 17, 5)
            .event(EventLayout.EXTERNAL, EventType.NODE_STOP, 3);
        try (TraceReader reader = TraceReader.open(trace.write(folder))) {
            final Summary summary = Summary.of(reader, TraceProgress.NONE);
            assertEquals(1000, summary.count(EventType.SEND));
            assertEquals(1000, summary.count(EventType.RECEIVE));
            assertEquals(30_000, summary.reductions());
            assertEquals(4000, summary.messageWords());
            assertEquals(17, summary.lostEvents());
            assertEquals(0, summary.missingBatches());
            final String text = summary.text(5);
            assertTrue(text.contains("span       1.01 s, ended with status 3\n"), text);
            assertTrue(text.replaceAll(" +", " ").contains("\n<0.2.0> server 20,000 100 ms 15.0 ms 1,000 0 1,000 3,000 0 7.00 us\n"), text);
            assertTrue(text.contains("lost       17 events"), text);
            assertTrue(summary.json(5).contains("\"send\": 1000,"));
        }
    }

    @Test
    void shouldGiveLatenciesByPairAndAsHistogramsThatTheLibraryReads() throws IOException {
        final ByteArrayOutputStream hlog = new ByteArrayOutputStream();
        try (TraceReader reader = TraceReader.open(clientAndServer().write(folder)); PrintStream out = new PrintStream(hlog)) {
            final Latency latency = Latency.of(reader, Latency.By.PAIR, out, TraceProgress.NONE);
            out.flush();
            assertEquals(1000, latency.count());
            final Histogram ns = latency.latencyNs();
            assertTrue(ns.valuesAreEquivalent(5_000, ns.getValueAtPercentile(99)));
            assertTrue(ns.valuesAreEquivalent(10_000_000, ns.getMaxValue()));
            // A sender on schedule would have sent nine more while the last one waited, each waiting a ms less than the one before.
            assertEquals(1009, latency.correctedNs(1_000_000).getTotalCount());
            final String text = latency.text(10, 1_000_000);
            assertTrue(text.replaceAll(" +", " ").contains("client -> server 1,000 5.00 us 5.00 us 10.0 ms"), text);
            assertTrue(text.contains("  corrected"), text);
            assertTrue(latency.json(3, 0).contains("\"p99.9\""));
            final ByteArrayOutputStream hgrm = new ByteArrayOutputStream();
            latency.writeHgrm(new PrintStream(hgrm), 0);
            assertTrue(hgrm.toString(StandardCharsets.UTF_8).contains("#[Max     ="));
        }
        final HistogramLogReader log = new HistogramLogReader(new ByteArrayInputStream(hlog.toByteArray()));
        final Histogram sum = new Histogram(3);
        EncodableHistogram interval = log.nextIntervalHistogram();
        int intervals = 0;
        while (interval != null) {
            sum.add((Histogram)interval);
            intervals++;
            interval = log.nextIntervalHistogram();
        }
        assertEquals(1000, sum.getTotalCount());
        assertEquals(2, intervals);
    }

    @Test
    void shouldListMessagesThatAFilterChooses() throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TraceReader reader = TraceReader.open(clientAndServer().write(folder)); PrintStream out = new PrintStream(bytes)) {
            assertEquals(1, MessageList.write(reader, MessageFilter.of("client", "<0.2.0>", "latency > 5ms and size = 4"), 10, true, out,
                TraceProgress.NONE));
            assertEquals(0, MessageList.write(reader, MessageFilter.of("server", null, null), 10, true, out, TraceProgress.NONE));
            assertEquals(999, MessageList.write(reader, MessageFilter.of(null, null, "latency<=5"), 0, true, out, TraceProgress.NONE));
        }
        final String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(text.startsWith("{\"message\": \"0.1000\",\"from\": \"<0.1.0>\",\"to\": \"<0.2.0>\","), text);
        assertEquals(1, text.lines().count());
        assertEquals("'size' is no condition such as size > 100 or latency >= 5ms",
            assertThrows(IllegalArgumentException.class, () -> MessageFilter.of(null, null, "size")).getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> MessageFilter.of(null, null, "weight>1")).getMessage()
            .startsWith("there is no weight; there are size, scanned"));
        assertEquals(2_500_000, MessageFilter.spanNs("2.5ms"));
        assertEquals(-1, MessageFilter.spanNs("2.5 days"));
    }

    @Test
    void shouldTellCrashesAndRestarts() throws IOException {
        trace.us(0).event(0, EventType.SPAWN, 5, pid(2), pid(1), 1, 2).event(0, EventType.REGISTER, 0, pid(2), 0)
            .event(0, EventType.SPAWN, 5, pid(3), pid(1), 1, 2);
        trace.us(100).event(0, EventType.SLICE_START, 0, pid(2), 0).event(0, EventType.RECEIVE, 0, 77, 0)
            .text(0, EventType.EXIT, 2, "{badarith,[]}", pid(2), 5, -1).event(0, EventType.EXIT_SIGNAL, 1, pid(2), pid(1));
        trace.us(150).text(0, EventType.EXIT, 0, "{shutdown,x}", pid(3), 5, -1);
        trace.us(400).event(0, EventType.SPAWN, 5, pid(4), pid(1), 1, 2).event(0, EventType.REGISTER, 0, pid(4), 0);
        try (TraceReader reader = TraceReader.open(trace.write(folder))) {
            final Supervision supervision = Supervision.of(reader, TraceProgress.NONE);
            assertEquals("""
                0.000100 s  <0.2.0> server crashed after 100 us: {badarith,[]}
                    child of <0.1.0>, first function proc_lib:init_p/5
                    while it handled message 0.77
                    it left 2 messages unread
                    restarted after 300 us as <0.4.0> server

                1 crashes, 1 restarts
                """, supervision.text());
            assertTrue(supervision.json().contains("\"restart_ns\": 300000"));
        }
    }

    @Test
    void shouldTakeResultAsReasonForNoCrashUnlessSomebodyIsLinked() throws IOException {
        trace.us(0).event(0, EventType.SPAWN, 2, pid(2), pid(1), 1, 2).event(0, EventType.SPAWN, 2, pid(3), pid(1), 1, 2)
            .event(0, EventType.SPAWN, 2, pid(4), pid(1), 1, 2);
        trace.us(10).text(0, EventType.EXIT, 0, "{ok,[{answer,42}]}", pid(2), 5, -1);
        trace.us(20).text(0, EventType.EXIT, 0, "{ok,43}", pid(3), 5, -1).event(0, EventType.EXIT_SIGNAL, 1, pid(3), pid(1));
        trace.us(30).text(0, EventType.EXIT, 0, "{badarith,[{m,f,1,[{file,\"m.erl\"}]}]}", pid(4), 5, -1);
        trace.us(40).event(0, EventType.EXIT_SIGNAL, 0, pid(2), pid(1));
        try (TraceReader reader = TraceReader.open(trace.write(folder))) {
            assertEquals(List.of(pid(3), pid(4)),
                Supervision.of(reader, TraceProgress.NONE).crashes().stream().map(crash -> crash.process().pid()).toList());
        }
    }

    @Test
    void shouldTellTheStoryOfAProcess() throws IOException {
        trace.us(0).event(0, EventType.SPAWN, 5, pid(2), pid(1), 1, 2).event(0, EventType.REGISTER, 0, pid(2), 0)
            .event(0, EventType.LINK, 0, pid(1), pid(2));
        for (int i = 0; i < 100; i++) {
            trace.us(10L * i).event(0, EventType.SEND, 4, i + 1, pid(2), pid(1), 0);
            trace.us(10L * i + 1).event(1, EventType.SLICE_START, 0, pid(2), 100).event(1, EventType.RECEIVE, 1, i + 1, 9)
                .event(1, EventType.SEND, 4, 1L << 56 | i + 1, pid(1), pid(2), i + 1);
            trace.us(10L * i + 3).event(1, EventType.SLICE_END, WAITING, 50, 6);
        }
        trace.us(2000).event(1, EventType.UNREGISTER, 0, pid(2), 0).event(1, EventType.EXIT, 0, pid(2), 5000, 3);
        try (TraceReader reader = TraceReader.open(trace.write(folder))) {
            assertEquals(pid(2), ProcessStory.find(reader, "server"));
            assertEquals(-1, ProcessStory.find(reader, "nobody"));
            final ProcessStory story = ProcessStory.of(reader, pid(2), 100, TraceProgress.NONE);
            final String text = story.text();
            assertTrue(text.startsWith("<0.2.0> server, ended: client\n"), text);
            assertTrue(text.contains("slices       100, running for 200 us, 5,000 reductions, 600 words allocated\n"), text);
            assertTrue(text.contains("0.000000 s  was spawned by <0.1.0> in proc_lib:init_p/5\n"), text);
            assertTrue(text.contains("0.000000 s  is linked to by <0.1.0>\n"), text);
            assertTrue(text.contains("took from <0.1.0>, 100 times in 990 us\n"), text);
            assertTrue(text.contains("messages     100 sent, 100 received, 100 scanned over, longest mailbox 9\n"), text);
            assertTrue(text.contains("0.002000 s  is no longer registered as server\n"), text);
            assertFalse(ProcessStory.of(reader, pid(99), 100, TraceProgress.NONE).isKnown());
            assertTrue(story.json().contains("\"reductions\": 5000,"));
        }
    }

    @Test
    void shouldShareSlicesAmongTheSpansOfTheTimeline() throws IOException {
        trace.us(500).event(0, EventType.SLICE_START, 3, pid(1), 40_000);
        trace.us(2500).event(0, EventType.SLICE_END, WAITING, 60);
        trace.us(2600).event(0, EventType.SPAWN, 5, pid(2), pid(1), 1, 2);
        trace.us(3000).event(0, EventType.SLEEP, 0);
        try (TraceReader reader = TraceReader.open(trace.write(folder))) {
            final String[] rows = Timeline.of(reader, 1_000_000, TraceProgress.NONE).text().split("\n");
            assertTrue(rows[1].startsWith("0.000000    50.0%           0       1"), rows[1]);
            assertTrue(rows[2].startsWith("0.001000   100.0%           0       0"), rows[2]);
            assertTrue(rows[3].startsWith("0.002000    50.0%          60       0       1"), rows[3]);
            assertEquals(2_000_000, Timeline.intervalNs(reader, 2));
        }
    }

    @Test
    void shouldWriteJsonAndTables() {
        assertEquals("{\n  \"a\": \"x\\\"\\u000a\",\n  \"b\": [\n    1,\n    {}\n  ]\n}", new Json().object().put("a", "x\"\n").array("b")
            .put(null, 1).object().end('}').end(']').end('}').toString());
        assertEquals("name   n\nx      1\nyy    22\n", new TextTable("name", ">n").row("x", 1).row("yy", 22).toString());
        assertEquals("999 ns", Figures.span(999));
        assertEquals("1.50 us", Figures.span(1500));
        assertEquals("-2.00 s", Figures.span(-2_000_000_000L));
        assertEquals("1.50 KiB", Figures.bytes(1536));
    }
}
