package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same compiled Erlang functions on the emulator of an OTP installation and on Longbeam with memory checks: every line of output must
 * be equal. The functions stand in {@code src/test/erlang}; each module runs in an operating system process of its own, and several run at a
 * time.
 */
@Execution(ExecutionMode.CONCURRENT)
class DifferentialCorpusTest {
    /** Only a hang takes as long, on however slow a machine. */
    private static final int TIMEOUT_S = 1800;

    /** The stress that collects at every allocation point: there the corpus makes fewer elements where their number does not matter. */
    private static final String AT_EVERY_POINT = "true";

    /** One allocation point in so many, for the modules with large heaps. */
    private static final String AT_SOME_POINTS = "97";

    /** What it takes many elements for is no small heap: a collection in so many points is enough for a test that takes its time. */
    private static final String AT_FEW_POINTS = "9973";
    private static final String LARGE_TERMS = "c_long";

    private static final String INTERPRETER = "interpreter";
    /** Everything is compiled when it is loaded. */
    private static final String COMPILED = "jit";
    /** Functions are compiled after three calls: processes go from one engine to the other all the time. */
    private static final String BOTH = "mixed";
    private static final int CRASH_LINES = 40;

    /** Modules in which older compilers choose other instructions: binaries, calls of funs, receive, try. */
    private static final List<String> BY_OLD_COMPILERS = List.of("c_binary", "c_bits", "c_exc", "c_funs");

    @TempDir
    private static Path work;

    private static Path project;
    private static Path otpRoot;

    private record Result(int status, List<String> out, String err) {
    }

    @BeforeAll
    static void compileCorpus() throws IOException, InterruptedException {
        project = Path.of("").toAbsolutePath();
        while (!Files.exists(project.resolve("bin/lib/find-otp"))) {
            project = project.getParent();
        }
        otpRoot = Path.of(finish(start(List.of(project.resolve("bin/lib/find-otp").toString()), "find-otp"), "find-otp").out().getFirst());
        compile("new", sources());
        compile("old", sources(), "+no_ssa_opt", "+r24");
    }

    private static void compile(final String folder, final List<Path> sources, final String... options)
        throws IOException, InterruptedException {
        Files.createDirectories(work.resolve(folder));
        final List<String> command = new ArrayList<>(List.of(otpRoot.resolve("bin/erlc").toString(), "-o", work.resolve(folder).toString()));
        command.addAll(List.of(options));
        for (final Path source : sources) {
            command.add(source.toString());
        }
        final Result result = finish(start(command, "erlc-" + folder), "erlc-" + folder);
        assertEquals(0, result.status(), () -> String.join("\n", result.out()));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(project.resolve("node/src/test/erlang"))) {
            return files.filter(file -> file.toString().endsWith(".erl")).sorted().toList();
        }
    }

    private static List<String> modulesWithCases() throws IOException {
        final List<String> modules = new ArrayList<>();
        for (final Path source : sources()) {
            if (Files.readString(source, StandardCharsets.UTF_8).contains("-export([cases/0")) {
                modules.add(source.getFileName().toString().replace(".erl", ""));
            }
        }
        return modules;
    }

    @TestFactory
    Stream<DynamicTest> shouldPrintWhatTheEmulatorPrints() throws IOException {
        final List<String> modules = modulesWithCases();
        assertTrue(modules.size() >= 12, modules.toString());
        return modules.stream().map(module -> DynamicTest.dynamicTest(module, () -> compare("new", module, "false", INTERPRETER)));
    }

    @ParameterizedTest
    @ValueSource(strings = {INTERPRETER, COMPILED})
    void shouldPrintTheSameWhenEveryAllocationCollects(final String engine) throws IOException, InterruptedException {
        final List<String> modules = new ArrayList<>(modulesWithCases());
        modules.remove(LARGE_TERMS);
        compare("new", String.join(",", modules), AT_EVERY_POINT, engine);
    }

    @Test
    void shouldPrintTheSameFromCompiledCode() throws IOException, InterruptedException {
        compare("new", String.join(",", modulesWithCases()), "false", COMPILED);
    }

    @Test
    void shouldPrintTheSameWhenProcessesChangeBetweenTheEngines() throws IOException, InterruptedException {
        final List<String> modules = new ArrayList<>(modulesWithCases());
        modules.remove(LARGE_TERMS);
        compare("new", String.join(",", modules), "false", BOTH);
    }

    @Test
    void shouldPrintTheSameWhenSomeAllocationsCollectLargeHeaps() throws IOException, InterruptedException {
        final List<String> modules = new ArrayList<>();
        for (final Path source : sources()) {
            if (Files.readString(source, StandardCharsets.UTF_8).contains("corpus:many(")) {
                modules.add(source.getFileName().toString().replace(".erl", ""));
            }
        }
        assertTrue(modules.size() > 3, modules.toString());
        compare("new", String.join(",", modules), AT_SOME_POINTS, BOTH);
        compare("new", LARGE_TERMS, AT_FEW_POINTS, BOTH);
    }

    @TestFactory
    Stream<DynamicTest> shouldRunTheCodeOfOlderCompilers() {
        return BY_OLD_COMPILERS.stream().map(module -> DynamicTest.dynamicTest(module, () -> compare("old", module, "false", COMPILED)));
    }

    private static void compare(final String folder, final String module, final String gcStress, final String engine)
        throws IOException, InterruptedException {
        final String name = folder + "-" + (module.contains(",") ? "many" : module) + "-" + gcStress + "-" + engine;
        final List<String> arguments = List.of("-noshell", "-pa", work.resolve(folder).toString(), "-eval", "corpus:main([" + module + "])");
        final List<String> emulator = new ArrayList<>(List.of(otpRoot.resolve("bin/erl").toString()));
        emulator.addAll(arguments);
        final List<String> longbeam = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
            "@" + project.resolve("config/jvm.options"), "@" + project.resolve("config/run.options"), "-Dlongbeam.memory.check=true", "-ea",
            "-Dlongbeam.gc.stress=" + gcStress, "-Dlongbeam.engine=" + engine, "-Dlongbeam.jit.hot=3", "-Dlongbeam.otp.root=" + otpRoot, "-Dlongbeam.trace.dir=" + work.resolve(name + "-trace"), "-cp",
            classPath(), "dev.longbeam.node.Main", "erl"));
        longbeam.addAll(arguments);
        final boolean isFew = AT_EVERY_POINT.equals(gcStress);
        final Process reference = start(emulator, name + "-reference", isFew);
        final Process subject = start(longbeam, name + "-subject", isFew);
        final Result expected = finish(reference, name + "-reference");
        final Result actual = finish(subject, name + "-subject");
        assertEquals(0, expected.status(), expected.err());
        // A JVM that crashes tells of it on its standard output.
        assertEquals(0, actual.status(), () -> actual.err() + String.join("\n", actual.out().subList(Math.max(0, actual.out().size() - CRASH_LINES), actual.out().size())));
        final StringBuilder differences = new StringBuilder();
        for (int i = 0; i < Math.max(expected.out().size(), actual.out().size()); i++) {
            final String wanted = i < expected.out().size() ? withoutTime(expected.out().get(i)) : "(nothing)";
            final String got = i < actual.out().size() ? withoutTime(actual.out().get(i)) : "(nothing)";
            if (!wanted.equals(got)) {
                differences.append("expected ").append(wanted).append("\n but was ").append(got).append('\n');
            }
        }
        assertEquals("", differences.toString());
        assertTrue(expected.out().size() > 40, "too few lines: " + expected.out().size());
    }

    /** Heads of log reports tell when they were written. */
    private static String withoutTime(final String line) {
        return line.replaceFirst("(=[A-Z]+ REPORT====) .*", "$1");
    }

    /** The class path of this test; the node runs in another folder. */
    private static String classPath() {
        return Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")).split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString()).collect(java.util.stream.Collectors.joining(File.pathSeparator));
    }

    private static Process start(final List<String> command, final String name) throws IOException {
        return start(command, name, false);
    }

    private static Process start(final List<String> command, final String name, final boolean isFew) throws IOException {
        final ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"))
            .redirectOutput(work.resolve(name + ".out").toFile()).redirectError(work.resolve(name + ".err").toFile());
        builder.directory(work.toFile());
        builder.environment().put("ERL_CRASH_DUMP_BYTES", "0");
        builder.environment().put("LC_ALL", "C.UTF-8");
        if (isFew) {
            builder.environment().put("CORPUS_FEW", "true");
        }
        return builder.start();
    }

    private static Result finish(final Process process, final String name) throws IOException, InterruptedException {
        if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        // Compared byte by byte: what is no text in UTF-8 must be equal too.
        return new Result(process.exitValue(), Files.readAllLines(work.resolve(name + ".out"), StandardCharsets.ISO_8859_1),
            Files.readString(work.resolve(name + ".err"), StandardCharsets.ISO_8859_1));
    }
}
