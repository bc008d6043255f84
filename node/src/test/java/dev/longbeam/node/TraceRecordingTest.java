package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.trace.read.CallVisitor;
import dev.longbeam.trace.read.TraceCursor;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node records all that happens, as the programs and the machine themselves count it. */
class TraceRecordingTest {
    private static final int CALLS = 2000;
    private static final long PATIENCE_NS = 600_000_000_000L;

    @TempDir
    private Path directory;

    private NodePrograms programs;
    private Path ebin;
    private Path trace;

    /** What a trace holds, counted. */
    private static final class Totals {
        private final Set<Long> sent = new HashSet<>();
        private final Set<Long> received = new HashSet<>();
        private final Set<Long> ended = new HashSet<>();
        private final Map<String, Long> names = new HashMap<>();
        private final Map<List<Long>, Integer> pairs = new HashMap<>();
        private final Map<Long, Long> causes = new HashMap<>();
        private final Map<Long, Long> reductions = new HashMap<>();
        private final Map<String, Integer> called = new TreeMap<>();
        private final Map<String, Integer> types = new TreeMap<>();
        private long calls;
        private long returns;
        private long leftInMailboxes;

        private void add(final TraceReader reader, final TraceEvent event) {
            types.merge(event.type().label(), 1, Integer::sum);
            switch (event.type()) {
                case SEND -> {
                    assertTrue(sent.add(event.field("message")), "message ids are unique");
                    pairs.merge(List.of(event.field("from"), event.field("to")), 1, Integer::sum);
                    causes.put(event.field("message"), event.field("cause"));
                }
                case RECEIVE -> assertTrue(received.add(event.field("message")), "a message is received once");
                case DROP -> ended.add(event.field("message"));
                case EXIT -> leftInMailboxes += event.aux();
                case REGISTER -> names.put(reader.names().atom(event.field("name")), event.field("process"));
                case SLICE_END -> reductions.merge(event.running(), event.field("reductions"), Long::sum);
                case CALLS -> event.forEachCall(new CallVisitor() {
                    @Override
                    public void called(final long functionId, final boolean tail) {
                        called.merge(String.valueOf(reader.names().function(functionId)), 1, Integer::sum);
                        calls += tail ? 0 : 1;
                    }

                    @Override
                    public void returned() {
                        returns++;
                    }

                    @Override
                    public void unwound(final int count) {
                        returns += count;
                    }
                });
                default -> {
                }
            }
        }
    }

    @BeforeEach
    void compile() throws IOException, InterruptedException {
        programs = new NodePrograms(directory);
        ebin = Files.createDirectories(directory.resolve("ebin"));
        trace = directory.resolve("trace");
        programs.compile(ebin, "recorded");
    }

    private Totals record(final String level, final String call, final String output) throws IOException, InterruptedException {
        programs.with("LONGBEAM_OPTS", "--trace " + level + " --trace-dir " + trace);
        final NodePrograms.Result result = programs.ours("-noshell", "-pa", ebin.toString(), "-eval", "recorded:" + call + ", halt().");
        assertTrue(result.out().matches(output), result.out() + result.err());
        assertEquals("", result.err());
        return read();
    }

    private Totals read() throws IOException {
        final Totals totals = new Totals();
        try (TraceReader reader = TraceReader.open(trace)) {
            final TraceCursor cursor = reader.inFileOrder();
            while (cursor.next()) {
                totals.add(reader, cursor.event());
            }
            assertEquals(List.of(), reader.problems());
        }
        return totals;
    }

    @Test
    void shouldRecordEachMessageOfGenServerCalls() throws IOException, InterruptedException {
        final Totals totals = record("messages", "calls(" + CALLS + ")", "done\n");

        final long client = totals.names.get("client");
        final long server = totals.names.get("server");
        assertEquals(CALLS, totals.pairs.get(List.of(client, server)));
        // One more: the acknowledgement of proc_lib.
        assertEquals(CALLS + 1, totals.pairs.get(List.of(server, client)));
        assertTrue(totals.sent.containsAll(totals.received), "every receive has its send");
        final Set<Long> neither = new HashSet<>(totals.sent);
        neither.removeAll(totals.received);
        neither.removeAll(totals.ended);
        // What is left waits in mailboxes at the end of the node.
        assertTrue(neither.size() < 20, "sent and neither received nor dropped: " + neither.size());
        assertEquals(totals.types.get("slice_start"), totals.types.get("slice_end"));
    }

    @Test
    void shouldLeadEachReplyBackToItsRequest() throws IOException, InterruptedException {
        final Totals totals = record("messages", "calls(50)", "done\n");

        int chain = 0;
        for (long id = totals.causes.keySet().stream().max((a, b) -> depth(totals, a) - depth(totals, b)).orElseThrow(); id != 0;
            id = totals.causes.getOrDefault(id, 0L)) {
            chain++;
        }
        // Each request is sent in handling the reply before, each reply in handling its request.
        assertTrue(chain >= 100, "chain of causes: " + chain);
    }

    private static int depth(final Totals totals, final long id) {
        int depth = 0;
        for (long at = id; at != 0; at = totals.causes.getOrDefault(at, 0L)) {
            depth++;
        }
        return depth;
    }

    @Test
    void shouldRecordTheReductionsThatTheProcessKnowsOf() throws IOException, InterruptedException {
        programs.with("LONGBEAM_OPTS", "--trace messages --trace-dir " + trace);
        final NodePrograms.Result result = programs.ours("-noshell", "-pa", ebin.toString(), "-eval", "recorded:reductions(), halt().");

        final Totals totals = read();
        assertEquals(Long.parseLong(result.out().strip()), totals.reductions.get(totals.names.get("worker")));
    }

    @Test
    void shouldRecordEachCallWithItsFunction() throws IOException, InterruptedException {
        final Totals totals = record("calls", "reductions()", "\\d+\n");

        assertEquals(300_001, totals.called.get("recorded:work/1"));
        assertTrue(totals.called.containsKey("erlang:process_info/2"), totals.called::toString);
        // The first function of a process is not called by another, and returns all the same.
        final int processes = totals.types.get("spawn");
        assertTrue(totals.returns <= totals.calls + processes && totals.returns > totals.calls / 2,
            totals.calls + " calls, " + totals.returns + " returns");
    }

    @Test
    void shouldRecordCallsByCompiledCodeOfWhatIsNotCompiled() throws IOException, InterruptedException {
        final Totals totals = record("calls --engine jit", "reductions()", "\\d+\n");

        final int reads = totals.called.get("prim_file:read_file/1");
        assertEquals(reads, totals.called.getOrDefault("prim_file:read_file_nif/1", 0));
    }

    @Test
    void shouldRecordHowAProcessDied() throws IOException, InterruptedException {
        final Totals totals = record("messages", "crash()", "down\n");

        assertEquals(1, totals.types.get("node_stop"));
        assertTrue(totals.types.get("exit") >= 1 && totals.types.get("down") >= 1);
    }

    @Test
    void shouldBeReadableAfterTheNodeWasKilled() throws IOException, InterruptedException {
        final Process node = programs.with("LONGBEAM_OPTS", "--trace-dir " + trace)
            .start("-noshell", "-pa", ebin.toString(), "-eval", "recorded:endless().");
        try {
            final long deadline = System.nanoTime() + PATIENCE_NS;
            while (bytes() < 3_000_000 && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
        } finally {
            node.descendants().forEach(ProcessHandle::destroyForcibly);
            node.destroyForcibly().waitFor();
        }

        final Totals totals = read();
        assertTrue(totals.received.size() > 1000, "received " + totals.received.size());
    }

    private long bytes() throws IOException {
        if (!Files.isDirectory(trace)) {
            return 0;
        }
        try (TraceReader reader = TraceReader.open(trace)) {
            long bytes = 0;
            for (final TraceCursor cursor = reader.inFileOrder(); cursor.next();) {
                bytes += cursor.event().bytes();
            }
            return bytes;
        } catch (final IOException e) {
            return 0;
        }
    }

    @Test
    void shouldGoOnWithoutTraceWhenTheDiskIsFull() throws IOException, InterruptedException {
        programs.with("LONGBEAM_OPTS", "--trace-dir " + trace).with("LONGBEAM_JAVA_OPTS", "-Dlongbeam.trace.reserve=" + (1 << 30));

        final NodePrograms.Result result = programs.ours("-noshell", "-pa", ebin.toString(), "-eval", "recorded:calls(100), halt().");

        assertEquals("done\n", result.out());
        assertTrue(result.err().matches("longbeam: trace stopped: .*: only \\d+ bytes are free on the disk, and the trace leaves .* free\r\n"),
            result.err());
        assertEquals(0, result.status());
    }

    @Test
    void shouldRecordOnlyWhatTheFilterNamesAndContentsWhenAsked() throws IOException, InterruptedException {
        final Totals totals = record("messages --trace-only server --trace-contents 64", "calls(20)", "done\n");

        final long server = totals.names.get("server");
        assertEquals(20, totals.pairs.get(List.of(totals.names.get("client"), server)));
        assertTrue(totals.pairs.keySet().stream().allMatch(pair -> pair.contains(server)), totals.pairs::toString);
        assertEquals(totals.types.get("send"), totals.types.get("contents"));
    }

    @Test
    void shouldNotStartInAFolderThatHoldsTheTraceOfAnother() throws IOException, InterruptedException {
        record("messages", "calls(1)", "done\n");

        final NodePrograms.Result second = programs.ours("-noshell", "-eval", "halt().");

        assertEquals(1, second.status());
        assertTrue(second.err().contains(trace + " holds a trace already: remove it, or name another folder"), second.err());
    }

    @Test
    void shouldNotStartInTheFolderOfANodeThatRuns() throws IOException, InterruptedException {
        programs.with("LONGBEAM_OPTS", "--trace-dir " + trace);
        final Process first = programs.start("-noshell", "-pa", ebin.toString(), "-eval", "recorded:endless().");
        try {
            final long deadline = System.nanoTime() + PATIENCE_NS;
            while (!Files.exists(trace.resolve("node.lock")) && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            final NodePrograms.Result second = programs.ours("-noshell", "-eval", "halt().");

            assertEquals(1, second.status());
            assertTrue(second.err().contains("another node that runs now records its trace into " + trace), second.err());
        } finally {
            first.descendants().forEach(ProcessHandle::destroyForcibly);
            first.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldRecordNothingWhenOff() throws IOException, InterruptedException {
        programs.with("LONGBEAM_OPTS", "--trace off --trace-dir " + trace);

        final NodePrograms.Result result = programs.ours("-noshell", "-pa", ebin.toString(), "-eval", "recorded:calls(3), halt().");

        assertEquals("done\n", result.out());
        assertTrue(Files.notExists(trace));
    }
}
