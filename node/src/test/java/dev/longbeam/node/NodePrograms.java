package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the machine's own {@code erl} and ours, as operating system's processes with the same arguments, input and environment, each
 * in a directory of its own. Ours runs the classes of this build on the machine's OTP.
 */
final class NodePrograms {
    /** Only a hang takes as long, on however slow a machine. */
    private static final int SECONDS = 600;
    private static final Path HOME = home();

    private final Path directory;
    private final Path otp;
    private final Map<String, String> variables = new TreeMap<>();
    private String input = "";

    /** What a program left behind; its texts byte for character. */
    record Result(int status, String out, String err, List<String> files) {
        /** The text without what differs from run to run: process identifiers, references, times. */
        Result masked() {
            return new Result(status, mask(out), mask(err), files);
        }

        private static String mask(final String text) {
            return text.replaceAll("<\\d+\\.\\d+\\.\\d+>", "<pid>").replaceAll("#Ref<[^>]*>", "<ref>")
                .replaceAll("(?m)(=[A-Z]+ REPORT====) .*$", "$1").replaceAll("beam/beam_load.c\\(\\d+\\): ", "");
        }
    }

    /** Programs that run below a directory; the test is skipped where the machine has no {@code erl} of its own. */
    NodePrograms(final Path directory) {
        this(directory, machinesOwn());
    }

    /** The same with another OTP; its {@code bin/erl} is the real one. */
    NodePrograms(final Path directory, final Path otp) {
        assumeTrue(Files.isExecutable(otp.resolve("bin/erl")), "there is no erl in " + otp);
        this.directory = directory;
        this.otp = otp;
    }

    /** The OTP installation of this machine; a test that needs one is skipped where there is none. */
    static Path machinesOwn() {
        final List<String> found = lines(new ProcessBuilder(HOME.resolve("bin/lib/find-otp").toString()));
        assumeTrue(!found.isEmpty(), "this machine has no erl");
        return Path.of(found.getFirst());
    }

    private static Path home() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("bin/lib/find-otp"))) {
            at = at.getParent();
        }
        return at;
    }

    private static List<String> lines(final ProcessBuilder builder) {
        try {
            final Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Root of the working tree. */
    static Path root() {
        return HOME;
    }

    /** The release of the machine's OTP. */
    int release() throws IOException, InvalidArguments {
        return OtpInstallation.at(otp).release();
    }

    /** Compiles the modules of {@code src/test/erlang} with the machine's own {@code erlc}. */
    void compile(final Path out, final List<String> options) throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(HOME.resolve("node/src/test/erlang"))) {
            compile(out, options, files.filter(file -> file.toString().endsWith(".erl")).sorted().toList());
        }
    }

    /** Compiles one of these modules. */
    void compile(final Path out, final String module) throws IOException, InterruptedException {
        compile(out, List.of(), List.of(HOME.resolve("node/src/test/erlang/" + module + ".erl")));
    }

    /** Compiles files with the machine's own {@code erlc}. */
    void compile(final Path out, final List<String> options, final List<Path> files) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(otp.resolve("bin/erlc").toString(), "-o", out.toString()));
        command.addAll(options);
        files.forEach(file -> command.add(file.toString()));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
    }

    /** Sets an environment variable for both. */
    NodePrograms with(final String name, final String value) {
        variables.put(name, value);
        return this;
    }

    /** What both read on their standard input. */
    NodePrograms reading(final String text) {
        input = text;
        return this;
    }

    /** Puts a file where both start. */
    NodePrograms file(final String name, final byte[] content) throws IOException {
        for (final String who : List.of("real", "ours")) {
            Files.write(Files.createDirectories(directory.resolve(who)).resolve(name), content);
        }
        return this;
    }

    /** Runs both; expects the same status, output, error output and files; gives what they agree on. */
    Result same(final String... arguments) throws IOException, InterruptedException {
        final Result real = real(arguments).masked();
        final Result ours = ours(arguments).masked();
        assertEquals(real.out(), ours.out(), () -> "standard output; ours said " + ours.err());
        assertEquals(real.err(), ours.err(), "standard error");
        assertEquals(real.status(), ours.status(), "exit status");
        assertEquals(real.files(), ours.files(), "files");
        assertNoJavaTrace(ours);
        return ours;
    }

    static void assertNoJavaTrace(final Result result) {
        assertFalse((result.out() + result.err()).matches("(?s).*(\tat |Exception in thread|internal fault).*"), result.err());
    }

    /** Runs the machine's own {@code erl}. */
    Result real(final String... arguments) throws IOException, InterruptedException {
        return run("real", otp.resolve("bin/erl"), arguments);
    }

    /** Runs {@code bin/erl}. */
    Result ours(final String... arguments) throws IOException, InterruptedException {
        return run("ours", HOME.resolve("bin/erl"), arguments);
    }

    /** Runs {@code bin/longbeam}. */
    Result longbeam(final String... arguments) throws IOException, InterruptedException {
        return run("ours", HOME.resolve("bin/longbeam"), arguments);
    }

    /** Runs a class of the tests that takes the arguments of {@code bin/erl}, with one more option of the JVM. */
    Result main(final Class<?> program, final String javaOption, final String... arguments) throws IOException, InterruptedException {
        final List<String> words = new ArrayList<>(List.of("@" + HOME.resolve("config/jvm.options"), "@" + HOME.resolve("config/run.options"),
            "-Dlongbeam.home=" + HOME, "-Dlongbeam.otp.root=" + otp, javaOption, "-cp", classPath(), program.getName()));
        words.addAll(List.of(arguments));
        return run("ours", Path.of(System.getProperty("java.home"), "bin/java"), words.toArray(String[]::new));
    }

    /** Starts {@code bin/erl}; the caller ends it. */
    Process start(final String... arguments) throws IOException {
        return builder("ours", HOME.resolve("bin/erl"), arguments).start();
    }

    private Result run(final String who, final Path program, final String... arguments) throws IOException, InterruptedException {
        final ProcessBuilder builder = builder(who, program, arguments);
        final Process process = builder.start();
        assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS) || kill(process), program + " does not end: " + builder.command());
        try (Stream<Path> files = Files.list(builder.directory().toPath())) {
            return new Result(process.exitValue(), Files.readString(directory.resolve(who + ".out"), StandardCharsets.ISO_8859_1),
                Files.readString(directory.resolve(who + ".err"), StandardCharsets.ISO_8859_1), files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private ProcessBuilder builder(final String who, final Path program, final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        final Path work = Files.createDirectories(directory.resolve(who));
        final Path in = Files.writeString(directory.resolve(who + ".in"), input, StandardCharsets.UTF_8);
        final ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile()).redirectInput(in.toFile())
            .redirectOutput(directory.resolve(who + ".out").toFile()).redirectError(directory.resolve(who + ".err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ERL_") || name.startsWith("LONGBEAM_"));
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "HOME", directory.toString(), "LONGBEAM_OTP", otp.toString(),
            "LONGBEAM_JDK", System.getProperty("java.home"), "LONGBEAM_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -ea",
            "LONGBEAM_CLASS_PATH", classPath()));
        builder.environment().putAll(variables);
        return builder;
    }

    private static String classPath() {
        final String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(java.io.File.pathSeparator)).map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    private static boolean kill(final Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return false;
    }
}
