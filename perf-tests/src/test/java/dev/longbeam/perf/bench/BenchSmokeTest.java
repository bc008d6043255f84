package dev.longbeam.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each command of {@code bin/longbeam bench} once, as short as it can be, with the machine's Erlang/OTP; skipped where there is none. */
@Timeout(900)
class BenchSmokeTest {
    /** Only a hang takes as long, on however slow a machine. */
    private static final int SECONDS = 600;

    @TempDir
    private Path directory;
    private final Path home = home();

    private static Path home() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("bin/lib/find-otp"))) {
            at = at.getParent();
        }
        return at;
    }

    @BeforeEach
    void requireErlang() throws IOException, InterruptedException {
        assumeTrue(run(List.of(home.resolve("bin/lib/find-otp").toString())) == 0, "no Erlang/OTP");
    }

    @Test
    void shouldTimeAProgramOnBothEmulators() throws IOException, InterruptedException {
        final Path json = directory.resolve("erl.json");

        final String text = bench("erl", "--only", "gcd_loop,erl_scan", "--runs", "1", "--warmup-ms", "0", "--json", json.toString());

        assertTrue(text.contains("seq    gcd_loop") && text.contains("all    geometric mean of 2"), text);
        final String results = Files.readString(json);
        assertTrue(results.contains("\"name\": \"erl_scan\"") && results.contains("\"coldNs\""), results);
    }

    @Test
    void shouldMeasureLatencies() throws IOException, InterruptedException {
        final String text = bench("latency", "--workload", "gen_server", "--rate", "200", "--duration", "1", "--warmup", "0", "--out", directory.toString());

        assertTrue(text.contains("gen_server, 200 a second:") && text.contains("wrote"), text);
        for (final String file : List.of("latency.html", "latency.json", "gen_server-200-longbeam.hgrm", "gen_server-200-longbeam.hlog")) {
            assertTrue(Files.size(directory.resolve(file)) > 0, file);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertFalse(files.anyMatch(file -> file.getFileName().toString().startsWith("latencies")), "files of rounds are left");
        }
    }

    @Test
    void shouldCompareSystems() throws IOException, InterruptedException {
        final String text = bench("compare", "--systems", "longbeam-java,aeron", "--parts", "closed", "--workload", "pingpong_cross", "--rounds", "1",
            "--duration", "1", "--warmup", "0", "--out", directory.toString());

        assertTrue(text.contains("pingpong_cross, one after the other, p50"), text);
        assertFalse(text.contains("failed"), text);
    }

    /** What a command prints; its status must be 0. */
    private String bench(final String... arguments) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(home.resolve("bin/longbeam").toString(), "bench"));
        command.addAll(List.of(arguments));
        assertEquals(0, run(command), () -> output());
        return output();
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("output"));
        } catch (final IOException e) {
            return e.toString();
        }
    }

    private int run(final List<String> command) throws IOException, InterruptedException {
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(directory.resolve("output").toFile());
        builder.environment().put("LONGBEAM_CLASS_PATH", classPath());
        builder.environment().put("LONGBEAM_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().put("LONGBEAM_JDK", System.getProperty("java.home"));
        final Process process = builder.start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /** Without what only tests need. */
    private static String classPath() {
        final String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator)).filter(entry -> !entry.contains("junit")).map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    }
}
