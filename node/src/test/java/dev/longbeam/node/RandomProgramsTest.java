package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that a seed makes do the same on the machine's own {@code erl} and on each engine. {@code perf-tests/random-programs} does that with
 * thousands, and {@code perf-tests/random-programs show SEED} tells where one differs; here are some of its seeds.
 */
class RandomProgramsTest {
    private static final int FIRST = 100_000;
    private static final int LAST = FIRST + 12;

    @TempDir
    private Path directory;

    @Test
    void shouldRunProgramsOfSeedsLikeTheEmulator() throws IOException, InterruptedException {
        final Path ebin = Files.createDirectories(directory.resolve("ebin"));
        final NodePrograms programs = new NodePrograms(directory);
        for (final String module : new String[] {"random_expr", "random_bits", "random_program", "random_run"}) {
            programs.compile(ebin, module);
        }
        final String made = programs.real(arguments(ebin, "random_program")).out();
        assertTrue(made.contains("made: "), made);
        final NodePrograms.Result expected = programs.real(arguments(ebin, "random_run", "1"));
        assertEquals(0, expected.status(), expected.err());
        assertTrue(expected.out().lines().count() > 200, expected.out());

        compare(expected, programs, ebin, "3", "-Dlongbeam.engine=mixed -Dlongbeam.jit.hot=3");
        compare(expected, programs, ebin, "1", "-Dlongbeam.engine=jit -Dlongbeam.gc.stress=97");
    }

    private static void compare(final NodePrograms.Result expected, final NodePrograms programs, final Path ebin, final String rounds,
        final String engine) throws IOException, InterruptedException {
        final NodePrograms.Result actual = programs.with("LONGBEAM_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -ea " + engine)
            .ours(arguments(ebin, "random_run", rounds));

        assertEquals(expected.out(), actual.out(), () -> engine + " " + actual.err());
        assertEquals(0, actual.status(), () -> engine + " " + actual.err());
    }

    private static String[] arguments(final Path ebin, final String module, final String... more) {
        final List<String> arguments = new ArrayList<>(List.of("+S", "1", "-noshell", "-pa", ebin.toString(), "-s", module, "main",
            ebin.toString(), Integer.toString(FIRST), Integer.toString(LAST)));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }
}
