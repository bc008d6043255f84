package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.trace.diff.Figure;
import dev.longbeam.trace.diff.RunFigures;
import dev.longbeam.trace.diff.TraceDiff;
import dev.longbeam.trace.export.CallProfile;
import dev.longbeam.trace.export.CollapsedStacks;
import dev.longbeam.trace.export.PageReport;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tools make of recordings of real nodes. */
class TraceToolsTest {
    @TempDir
    private Path directory;

    private NodePrograms programs;
    private Path ebin;

    @BeforeEach
    void compile() throws IOException, InterruptedException {
        programs = new NodePrograms(directory);
        ebin = Files.createDirectories(directory.resolve("ebin"));
        programs.compile(ebin, "recorded");
    }

    private NodePrograms.Result record(final String name, final String level, final String call) throws IOException, InterruptedException {
        programs.with("LONGBEAM_OPTS", "--trace " + level + " --trace-dir " + directory.resolve(name));
        return programs.ours("-noshell", "-pa", ebin.toString(), "-eval", "recorded:" + call + ", halt().");
    }

    private TraceReader open(final String name) throws IOException {
        return TraceReader.open(directory.resolve(name));
    }

    @Test
    void shouldGiveReductionsOfWorkerToItsFunction() throws IOException, InterruptedException {
        final NodePrograms.Result result = record("calls", "calls", "reductions()");
        final StringWriter text = new StringWriter();

        try (TraceReader trace = open("calls")) {
            CollapsedStacks.write(CallProfile.of(trace, CallProfile.Measure.REDUCTIONS, 0, TraceProgress.NONE), text);
        }

        long worker = 0;
        long work = 0;
        for (final String line : text.toString().lines().toList()) {
            final long weight = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
            if (line.startsWith("worker;") || line.startsWith("worker ")) {
                worker += weight;
                work += line.contains(";recorded:work/1 ") ? weight : 0;
            }
            assertTrue(line.chars().filter(c -> c == ';').count() < 200, () -> "calls that never return: " + line);
        }
        assertEquals(Long.parseLong(result.out().strip()), worker);
        assertTrue(work >= 300_000 && work <= worker, "work=" + work + " worker=" + worker);
    }

    @Test
    void shouldTellOneRecordingFromAnotherByItsMessages() throws IOException, InterruptedException {
        record("a", "messages", "calls(200)");
        record("b", "messages", "calls(400)");
        final RunFigures a;
        final RunFigures b;
        try (TraceReader first = open("a"); TraceReader second = open("b")) {
            a = RunFigures.of(first, TraceProgress.NONE);
            b = RunFigures.of(second, TraceProgress.NONE);
            final StringWriter page = new StringWriter();
            PageReport.write(second, page, TraceProgress.NONE);
            assertTrue(page.toString().contains("\"server\""), "the page names the server");
        }

        final TraceDiff diff = new TraceDiff(a, b, Map.of(Figure.MESSAGES, 1.0, Figure.SPAWNS, 1000.0));

        assertEquals(200, a.group("client", Figure.MESSAGES) / 100 * 100);
        assertEquals(201, a.group("server", Figure.MESSAGES));
        assertEquals(401, b.group("server", Figure.MESSAGES));
        assertTrue(a.total(Figure.CRITICAL_PATH) >= 400 && b.total(Figure.CRITICAL_PATH) >= 800);
        assertTrue(diff.exceeds(Figure.MESSAGES));
        assertFalse(diff.exceeds(Figure.SPAWNS));
    }
}
