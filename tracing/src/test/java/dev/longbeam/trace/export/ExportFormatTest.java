package dev.longbeam.trace.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each export is read back by the library of its format, or by its rules. */
class ExportFormatTest {
    @TempDir
    Path folder;

    @BeforeEach
    void record() {
        CallsTrace.record(folder.resolve("t"));
    }

    private Path export(final ExportFormat format) throws IOException {
        final Path file = folder.resolve("out." + format.name().toLowerCase(java.util.Locale.ROOT));
        try (TraceReader trace = TraceReader.open(folder.resolve("t"))) {
            format.write(trace, file, CallProfile.Measure.REDUCTIONS, TraceProgress.NONE);
        }
        return file;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(final Object value) {
        return (List<Object>)value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(final Object value) {
        return (Map<String, Object>)value;
    }

    @Test
    void shouldWriteDatabaseOfEventsProcessesAndMessages() throws IOException, SQLException {
        final Path file = export(ExportFormat.SQLITE);

        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file); Statement statement = connection.createStatement()) {
            assertEquals("ok", text(statement, "PRAGMA integrity_check"));
            assertEquals("200", text(statement, "SELECT count(*) FROM event_send"));
            assertEquals("199", text(statement, "SELECT count(*) FROM messages WHERE receive_ns IS NOT NULL"));
            assertEquals("2000", text(statement, "SELECT sum(reductions) FROM event_slice_end"));
            assertEquals("server", text(statement, "SELECT name FROM processes WHERE pid = '<0.3.0>'"));
            assertEquals("normal", text(statement, "SELECT exit_reason FROM processes WHERE pid = '<0.3.0>'"));
            assertEquals("client \"one\"", text(statement, "SELECT module FROM functions"));
            assertEquals("27", text(statement, "SELECT value FROM node WHERE key = 'otp'"));
            assertEquals("0", text(statement, "SELECT count(*) FROM messages WHERE latency_ns <> inbox_ns + mailbox_ns AND "
                + "abs(latency_ns - inbox_ns - mailbox_ns) > 1"));
            assertEquals("199", text(statement, "SELECT count(*) FROM messages m JOIN messages c ON m.cause = c.message"));
        }
    }

    private static String text(final Statement statement, final String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            assertTrue(rows.next(), query);
            return rows.getString(1);
        }
    }

    @Test
    void shouldWriteLogThatHdrHistogramReads() throws IOException {
        long count = 0;
        try (HistogramLogReader reader = new HistogramLogReader(export(ExportFormat.HLOG).toFile())) {
            for (EncodableHistogram next = reader.nextIntervalHistogram(); next != null; next = reader.nextIntervalHistogram()) {
                count += ((org.HdrHistogram.Histogram)next).getTotalCount();
            }
        }

        assertEquals(199, count);
    }

    @Test
    void shouldWriteLineOfJsonForEachEvent() throws IOException {
        final Map<Object, Integer> types = new HashMap<>();
        for (final String line : Files.readAllLines(export(ExportFormat.JSONL))) {
            final Map<String, Object> event = object(JsonText.parse(line));
            types.merge(event.get("type"), 1, Integer::sum);
            if (event.get("type").equals("calls")) {
                assertEquals(List.of("tail client \"one\":loop/2"), event.get("stack"));
            }
            if (event.get("type").equals("slice_start")) {
                assertTrue(event.get("running").equals(event.get("process")) && event.containsKey("queue_wait_ns"), line);
            }
        }

        assertEquals(200, types.get("send"));
        assertEquals(199, types.get("receive"));
        assertEquals(200, types.get("calls"));
        assertEquals(2, types.get("spawn"));
    }

    @Test
    void shouldWriteTraceEventsWithSlicesThatNestAndFlowsThatMeet() throws IOException {
        final Map<String, Object> file = object(JsonText.parse(Files.readString(export(ExportFormat.CHROME))));
        final Map<String, Double> flows = new HashMap<>();
        final Set<Object> named = new HashSet<>();
        int slices = 0;
        int ends = 0;
        for (final Object entry : list(file.get("traceEvents"))) {
            final Map<String, Object> event = object(entry);
            final Object thread = event.get("pid") + "/" + event.get("tid");
            switch ((String)event.get("ph")) {
                case "M" -> named.add(thread);
                case "X" -> {
                    assertTrue(named.contains(thread), () -> "thread without name: " + event);
                    assertTrue((Double)event.get("dur") >= 0);
                    slices++;
                }
                case "s" -> flows.put((String)event.get("id"), (Double)event.get("ts"));
                case "f" -> {
                    assertTrue(flows.get(event.get("id")) <= (Double)event.get("ts"));
                    ends++;
                }
                default -> assertTrue(Set.of("i", "C").contains(event.get("ph")), event::toString);
            }
        }
        assertEquals(2 * 2 * CallsTrace.CALLS, slices);
        assertEquals(200, flows.size());
        assertEquals(199, ends);
    }

    @Test
    void shouldWriteProfilesThatKeepTheSchemaOfSpeedscope() throws IOException {
        final JsonSchema schema;
        try (InputStream in = ExportFormatTest.class.getResourceAsStream("/speedscope/file-format-schema.json")) {
            schema = new JsonSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        final String file = Files.readString(export(ExportFormat.SPEEDSCOPE));

        assertEquals(List.of(), schema.problems(JsonText.parse(file)));
        assertEquals(List.of("$ has no shared"), schema.problems(JsonText.parse(file.replaceFirst("\"shared\"", "\"other\""))));
    }

    @Test
    void shouldWriteProfilesThatKeepTheRulesOfSpeedscope() throws IOException {
        final Map<String, Object> file = object(JsonText.parse(Files.readString(export(ExportFormat.SPEEDSCOPE))));

        assertEquals("https://www.speedscope.app/file-format-schema.json", file.get("$schema"));
        final int frames = list(object(file.get("shared")).get("frames")).size();
        list(object(file.get("shared")).get("frames")).forEach(frame -> assertTrue(object(frame).get("name") instanceof String));
        final List<Object> profiles = list(file.get("profiles"));
        assertEquals(3, profiles.size());
        for (final Object entry : profiles) {
            final Map<String, Object> profile = object(entry);
            assertEquals("sampled", profile.get("type"));
            assertTrue(Set.of("none", "nanoseconds").contains(profile.get("unit")));
            final List<Object> samples = list(profile.get("samples"));
            final List<Object> weights = list(profile.get("weights"));
            assertEquals(samples.size(), weights.size());
            samples.forEach(sample -> list(sample).forEach(frame -> assertTrue((Double)frame >= 0 && (Double)frame < frames)));
            assertEquals((Double)profile.get("endValue"), weights.stream().mapToDouble(weight -> (Double)weight).sum());
        }
        assertEquals(2000.0, object(profiles.getFirst()).get("endValue"));
        assertEquals("all processes", object(profiles.getFirst()).get("name"));
    }

    @Test
    void shouldWritePacketsOfPerfetto() throws IOException {
        final Map<Long, String> tracks = new HashMap<>();
        final Map<Long, Deque<Long>> open = new HashMap<>();
        final List<Long> begun = new ArrayList<>();
        final List<Long> ended = new ArrayList<>();
        long counters = 0;

        for (final Message packet : PerfettoSchema.packets(Files.readAllBytes(export(ExportFormat.PERFETTO)))) {
            assertEquals(1, PerfettoSchema.number(packet, "trusted_packet_sequence_id"));
            if (PerfettoSchema.has(packet, "track_descriptor")) {
                final Message track = PerfettoSchema.part(packet, "track_descriptor");
                assertEquals(null, tracks.put(PerfettoSchema.number(track, "uuid"), PerfettoSchema.text(track, "name")));
                assertTrue(!PerfettoSchema.has(track, "parent_uuid") || tracks.containsKey(PerfettoSchema.number(track, "parent_uuid")));
                continue;
            }
            final long time = PerfettoSchema.number(packet, "timestamp");
            final Message event = PerfettoSchema.part(packet, "track_event");
            final long track = PerfettoSchema.number(event, "track_uuid");
            assertTrue(tracks.containsKey(track));
            final Deque<Long> begins = open.computeIfAbsent(track, key -> new ArrayDeque<>());
            switch (PerfettoSchema.text(event, "type")) {
                case "TYPE_SLICE_BEGIN" -> begins.push(time);
                case "TYPE_SLICE_END" -> assertTrue(begins.pop() <= time);
                case "TYPE_INSTANT" -> {
                    begun.addAll(PerfettoSchema.numbers(event, "flow_ids"));
                    ended.addAll(PerfettoSchema.numbers(event, "terminating_flow_ids"));
                }
                case "TYPE_COUNTER" -> {
                    counters++;
                    assertTrue(PerfettoSchema.has(event, "counter_value"));
                }
                default -> throw new AssertionError(event);
            }
        }
        assertTrue(open.values().stream().allMatch(Deque::isEmpty));
        assertTrue(tracks.values().containsAll(List.of("scheduler 1", "<0.3.0> server", "run queue 1", "schedulers", "processes")), tracks::toString);
        assertEquals(200, begun.size());
        assertEquals(199, ended.size());
        assertTrue(begun.containsAll(ended));
        assertEquals(200, counters);
    }

    @Test
    void shouldWriteNumbersOfAllSizesAsProtocolBuffersDo() throws IOException {
        final java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();

        new Protobuf().number(1, -1).number(200, 300).fixed64(3, Long.MIN_VALUE | 5).text(4, "\u00fc").writeTo(out);

        final UnknownFieldSet read = UnknownFieldSet.parseFrom(out.toByteArray());
        assertEquals(-1, read.getField(1).getVarintList().getFirst());
        assertEquals(300, read.getField(200).getVarintList().getFirst());
        assertEquals(Long.MIN_VALUE | 5, read.getField(3).getFixed64List().getFirst());
        assertArrayEquals(new byte[] {(byte)0xC3, (byte)0xBC}, read.getField(4).getLengthDelimitedList().getFirst().toByteArray());
    }
}
