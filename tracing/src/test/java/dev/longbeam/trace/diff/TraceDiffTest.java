package dev.longbeam.trace.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.SliceEnd;
import dev.longbeam.trace.Trace;
import dev.longbeam.trace.TraceOptions;
import dev.longbeam.trace.TraceStream;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceDiffTest {
    private static final long WORKER = 35;
    private static final long SERVER = 51;

    @TempDir
    Path folder;

    /** A worker asks a server so many times; each question is caused by the answer before. */
    private RunFigures run(final String name, final int questions, final int reductions, final int words) throws IOException {
        final TraceOptions options = new TraceOptions();
        options.directory = folder.resolve(name);
        try (Trace trace = new Trace(options, 2, text -> { })) {
            trace.defineAtom(1, "m");
            trace.defineAtom(2, "work");
            trace.defineAtom(3, "server");
            final TraceStream[] streams = {trace.stream(0), trace.stream(1)};
            streams[0].tick();
            streams[0].event(EventType.SPAWN, 0, WORKER, 0, 1, 2);
            streams[0].event(EventType.SPAWN, 0, SERVER, WORKER, 1, 2);
            streams[0].event(EventType.REGISTER, 0, SERVER, 3);
            long message = 0;
            for (int i = 0; i < 2 * questions; i++) {
                final TraceStream stream = streams[i & 1];
                stream.tick();
                stream.event(EventType.SLICE_START, 0, (i & 1) == 0 ? WORKER : SERVER, 0);
                stream.event(EventType.SEND, words, message + 1, (i & 1) == 0 ? SERVER : WORKER, (i & 1) == 0 ? WORKER : SERVER, message);
                message++;
                stream.tick();
                stream.event(EventType.SLICE_END, SliceEnd.WAITING.ordinal(), (i & 1) == 0 ? reductions : 10, 7);
            }
            streams[0].end();
            streams[1].end();
        }
        try (TraceReader trace = TraceReader.open(folder.resolve(name))) {
            return RunFigures.of(trace, TraceProgress.NONE);
        }
    }

    @Test
    void shouldCountTotalsGroupsAndLongestChain() throws IOException {
        final RunFigures run = run("a", 100, 30, 4);

        assertEquals(4000, run.total(Figure.REDUCTIONS));
        assertEquals(200, run.total(Figure.MESSAGES));
        assertEquals(800, run.total(Figure.WORDS_SENT));
        assertEquals(1400, run.total(Figure.WORDS_ALLOCATED));
        assertEquals(2, run.total(Figure.SPAWNS));
        assertEquals(200, run.total(Figure.CRITICAL_PATH));
        assertEquals(3000, run.group("m:work/0", Figure.REDUCTIONS));
        assertEquals(1000, run.group("server", Figure.REDUCTIONS));
        assertTrue(run.isWhole());
    }

    @Test
    void shouldFindNothingBetweenEqualRuns() throws IOException {
        final TraceDiff diff = new TraceDiff(run("a", 50, 30, 4), run("b", 50, 30, 4),
            Map.of(Figure.REDUCTIONS, 0.0, Figure.MESSAGES, 0.0, Figure.CRITICAL_PATH, 0.0));

        assertFalse(diff.exceeds());
        assertFalse(diff.text(10).contains("differ most"), diff.text(10));
    }

    @Test
    void shouldExceedBoundOnlyByGrowth() throws IOException {
        final RunFigures small = run("a", 100, 30, 4);
        final RunFigures large = run("b", 100, 34, 5);

        assertEquals(10.0, new TraceDiff(small, large, Map.of()).change(Figure.REDUCTIONS));
        assertFalse(new TraceDiff(small, large, Map.of()).exceeds());
        assertFalse(new TraceDiff(small, large, Map.of(Figure.REDUCTIONS, 10.0)).exceeds());
        assertTrue(new TraceDiff(small, large, Map.of(Figure.REDUCTIONS, 9.9)).exceeds(Figure.REDUCTIONS));
        assertTrue(new TraceDiff(small, large, Map.of(Figure.WORDS_SENT, 24.0)).exceeds());
        assertFalse(new TraceDiff(large, small, Map.of(Figure.REDUCTIONS, 0.0, Figure.WORDS_SENT, 0.0)).exceeds());
    }

    @Test
    void shouldNameGroupThatGrew() throws IOException {
        final TraceDiff diff = new TraceDiff(run("a", 100, 30, 4), run("b", 100, 60, 4), Map.of(Figure.REDUCTIONS, 1.0));

        final String text = diff.text(10);

        assertTrue(text.contains("m:work/0") && text.contains("+100.00%") && text.contains("beyond its bound"), text);
        assertFalse(text.contains("\nserver "), text);
        assertTrue(diff.json(10).contains("\"exceeded\": true"), diff.json(10));
    }
}
