package dev.longbeam.perf.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.perf.bench.BenchMain;
import dev.longbeam.perf.bench.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsCommandTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeTemplate() throws IOException {
        Files.writeString(directory.resolve("RESULTS.template.md"), "# Results\n\n{{erl}}\n{{latency}}\n{{compare}}\n{{jmh}}\nWritten by hand.\n");
    }

    @Test
    void shouldSayWhatHasNotBeenMeasured() throws IOException {
        assertEquals("# Results\n\n" + "Not measured yet.\n".repeat(4) + "Written by hand.\n", results());
    }

    @Test
    void shouldPutTablesInPlaceOfTheirMarks() throws IOException {
        write("erl", List.of(
            Map.of("program", Map.of("group", "seq", "name", "fib", "operations", 1, "unit", "calls"), "measurements", Map.of(
                "longbeam", Map.of("coldNs", 8_000_000, "warmNs", List.of(2_000_000, 4_000_000), "hash", 1),
                "erl", Map.of("coldNs", 4_000_000, "warmNs", List.of(6_000_000, 6_000_000), "hash", 1)))));
        write("latency", List.of(Map.of("plan", Map.of("workload", "RING", "rate", 0, "warmUpS", 1, "seconds", 1, "noise", "none", "heapMb", 0),
            "ns", Map.of("longbeam", Map.of("p50", 1500, "p99", 2500, "perSecond", 7)), "failures", Map.of("erl", "starved"))));
        write("compare", List.of(Map.of("what", "spawns", "more", true, "values", Map.of("longbeam", 500), "failed", List.of())));
        write("jmh", List.of(Map.of("name", "copy", "ns", 12.5, "nsError", 0.5, "bytes", 0.001, "bytesError", 0)));

        final String text = results();

        assertTrue(text.contains("| seq | 1 | 2.00 | 3.00 | 0.50 |"), text);
        assertTrue(text.contains("| fib | 3.00 | 6.00 | 2.00 | 3.00 | 0.50 |"), text);
        assertTrue(text.contains("**ring, one after the other**") && text.contains("| longbeam | 7 | 1.50 |") && text.contains("erl failed: starved"), text);
        assertTrue(text.contains("| spawns | 500 |"), text);
        assertTrue(text.contains("| copy | 12.5 | 0.500 | 0.001 | 0.000 |"), text);
        assertTrue(text.contains("Longbeam with `--trace off`") && text.endsWith("Written by hand.\n"), text);
        assertFalse(text.contains("{{"), text);
    }

    @Test
    void shouldReadWhatItHasWritten() throws IOException {
        final Path file = directory.resolve("one.json");
        new ResultFile("erl", "--x").write(file, new String[] {"a"});

        final ResultFile read = ResultFile.read(file, String[].class);

        assertEquals("erl --x a", read.bench() + " " + read.options() + " " + ((String[])read.results())[0]);
        assertTrue(read.machine().processors() > 0);
        assertTrue(read.circumstances().matches("(?s)\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d; .*"), read.circumstances());
    }

    private void write(final String name, final Object results) throws IOException {
        new ResultFile(name, "--trace off").write(directory.resolve("results").resolve(name + ".json"), results);
    }

    private String results() throws IOException {
        assertEquals(0, BenchMain.commands().execute("results", "--dir", directory.toString()));
        return Files.readString(directory.resolve("RESULTS.md"));
    }
}
