package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged .beam files are refused, or run without harm, in a node with memory check mode on. {@code perf-tests/fuzz} does the same with ten
 * thousand; here are some of its seeds.
 */
class BeamFuzzRunTest {
    private static final int FIRST = 20_000;
    private static final int COUNT = 120;

    @TempDir
    private Path directory;

    @Test
    void shouldRefuseOrRunDamagedFiles() throws IOException, InterruptedException {
        final NodePrograms programs = new NodePrograms(directory);
        final Path ebin = Files.createDirectories(directory.resolve("ebin"));
        programs.compile(ebin, List.of());
        programs.with("LONGBEAM_JAVA_OPTS", "-Dlongbeam.memory.check=true -Dlongbeam.memory.limit=2000000000 -ea");

        final NodePrograms.Result result = programs.ours("+S", "2", "-noshell", "-pa", ebin.toString(), "-s", "beam_fuzz", "main",
            ebin.toString(), Integer.toString(FIRST), Integer.toString(FIRST + COUNT), directory.resolve("seed").toString());

        assertEquals(0, result.status(), () -> "seed=" + seed() + " " + result.out() + result.err());
        assertTrue(result.out().contains("{accepted,") && result.out().contains("{refused,"), result.out());
        NodePrograms.assertNoJavaTrace(result);
    }

    private String seed() {
        try {
            return Files.readString(directory.resolve("seed"));
        } catch (final IOException e) {
            return "none";
        }
    }
}
