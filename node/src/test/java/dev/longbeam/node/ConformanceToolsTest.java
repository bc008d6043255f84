package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code conformance/check} and {@code conformance/table}: known failures are checked in both directions, and explain the table. */
class ConformanceToolsTest {
    private static final String EXPECTED = "a:x_SUITE\tone two g/three\na:x_inline_SUITE\tone\na:y_SUITE\tfour\na:z_SUITE\tfive\n";
    private static final String KNOWN = "a:x_SUITE\ttwo\tmissing\tports\na:x_SUITE\tg/three\tslow\ttime\n";

    @TempDir
    private Path directory;

    private record Result(int status, String out) {
    }

    @BeforeEach
    void writeLists() throws IOException {
        assumeTrue(onPath("python3"), "no python3");
        Files.writeString(directory.resolve("expected"), EXPECTED);
        Files.writeString(directory.resolve("known"), KNOWN);
    }

    private static boolean onPath(final String program) {
        for (final String entry : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(entry, program))) {
                return true;
            }
        }
        return false;
    }

    @Test
    void shouldAcceptWhatIsKnown() throws Exception {
        assertEquals(0, check("one pass", "two fail", "g/three timeout").status());
        assertEquals(0, check("one pass", "two skip", "g/three pass", "not_expected fail").status());
    }

    @Test
    void shouldRefuseAFailureWithoutATag() throws Exception {
        final Result result = check("one fail", "two fail", "g/three pass");

        assertEquals(1, result.status());
        assertTrue(result.out().contains("NEW FAILURE a:x_SUITE one: fail"), result.out());
    }

    @Test
    void shouldRefuseATagWhoseCasePasses() throws Exception {
        final Result result = check("one pass", "two pass", "g/three pass");

        assertEquals(1, result.status());
        assertTrue(result.out().contains("PASSES NOW  a:x_SUITE two: tagged missing (ports)"), result.out());
    }

    @Test
    void shouldCountACaseWithoutAResultAsFailed() throws Exception {
        final Result result = check("two fail");

        assertEquals(1, result.status());
        assertTrue(result.out().contains("NEW FAILURE a:x_SUITE one: not run"), result.out());
    }

    @Test
    void shouldRefuseATagOfACaseThatNobodyExpects() throws Exception {
        Files.writeString(directory.resolve("known"), "a:x_SUITE\tfive\tmissing\tports\n");

        assertEquals(1, check("one pass", "two pass", "g/three pass").status());
    }

    @Test
    void shouldWriteTheTableBetweenItsMarks() throws Exception {
        final Path document = directory.resolve("document.md");
        Files.writeString(document, "before\n<!-- conformance/table writes from here -->\nold\n<!-- conformance/table writes up to here -->\nafter\n");
        final Path other = directory.resolve("other.json");
        Files.writeString(other, json("a:y_SUITE", "four pass"));

        final Result result = run("table", List.of("--document", document.toString(), other.toString()), "one pass", "two fail", "g/three timeout");

        assertEquals(0, result.status(), result.out());
        final String text = Files.readString(document);
        assertTrue(text.startsWith("before\n") && text.endsWith("\nafter\n") && !text.contains("old"), text);
        assertTrue(text.contains("| a | 2 | 2 | 4 | 50.0% |"), text);
        assertTrue(text.contains("\na:y 1.\n"), text);
        assertTrue(text.contains("Without a result: a:z, 1 variants"), text);
        assertTrue(text.contains("| a:x | 1 | 3 | `two`: missing, ports; `g/three`: slow, time |"), text);
    }

    @Test
    void shouldTagOnlyWhatTheListsOfTheProjectExpect() throws Exception {
        final Result result = run(List.of(tool("check"), Files.writeString(directory.resolve("none.json"), "{\"suites\": {}}").toString()));

        assertEquals(0, result.status(), result.out());
    }

    private Result check(final String... cases) throws IOException, InterruptedException {
        return run("check", List.of(), cases);
    }

    private Result run(final String tool, final List<String> arguments, final String... cases) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(tool(tool), "--expected", directory.resolve("expected").toString(), "--known",
            directory.resolve("known").toString()));
        command.addAll(arguments);
        command.add(Files.writeString(directory.resolve("result.json"), json("a:x_SUITE", cases)).toString());
        return run(command);
    }

    private static String tool(final String name) {
        return NodePrograms.root().resolve("conformance").resolve(name).toString();
    }

    private static String json(final String suite, final String... cases) {
        final List<String> entries = new ArrayList<>();
        for (final String line : cases) {
            final String[] words = line.split(" ");
            entries.add("\"" + words[0] + "\": {\"s\": \"" + words[1] + "\"}");
        }
        return "{\"suites\": {\"" + suite + "\": {\"cases\": {" + String.join(", ", entries) + "}}}}";
    }

    private static Result run(final List<String> command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out);
    }
}
