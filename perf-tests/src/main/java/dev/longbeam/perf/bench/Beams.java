package dev.longbeam.perf.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Compiles the Erlang modules of a directory once, so that all emulators run the same {@code .beam} files. */
public final class Beams {
    private static final int COMPILE_SECONDS = 300;
    private static final String COMPILE = """
        [Out | Files] = init:get_plain_arguments(),
        Results = [compile:file(F, [report, {outdir, Out}]) || F <- Files],
        halt(length([error || error <- Results])).
        """;

    private Beams() {
    }

    /** The sources of {@code bench}'s Erlang programs. */
    public static Path sources() {
        return Emulators.home().resolve("perf-tests/erl/bench");
    }

    /**
     * The directory of the compiled modules; compiles them when no earlier run has. It is named by the sources and the compiling program, and stands under
     * the user's folder of temporary files.
     *
     * @throws IOException when a module does not compile
     */
    public static Path compile(final Path sources, final Emulator compiler) throws IOException, InterruptedException {
        final List<Path> files = modules(sources);
        final Path beams = Path.of(System.getProperty("java.io.tmpdir"), "longbeam-bench-" + System.getProperty("user.name"), hash(files, compiler));
        if (!Files.exists(beams)) {
            final Path fresh = Files.createDirectories(beams.resolveSibling(beams.getFileName() + "." + ProcessHandle.current().pid()));
            final List<String> arguments = new ArrayList<>(List.of("-noinput", "-boot", "no_dot_erlang", "-eval", COMPILE, "-extra", fresh.toString()));
            files.forEach(file -> arguments.add(file.toString()));
            final Process process = compiler.start(arguments).redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
            if (!process.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("the programs in " + sources + " do not compile with " + compiler.command().getFirst());
            }
            Files.move(fresh, beams);
        }
        return beams;
    }

    private static List<Path> modules(final Path sources) throws IOException {
        try (Stream<Path> files = Files.list(sources)) {
            return files.filter(file -> file.toString().endsWith(".erl")).sorted().toList();
        }
    }

    private static String hash(final List<Path> files, final Emulator compiler) throws IOException {
        final MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        final Path program = Path.of(compiler.command().getFirst());
        digest.update((program.toRealPath().toString() + compiler.environment().get("LONGBEAM_OTP")).getBytes(StandardCharsets.UTF_8));
        for (final Path file : files) {
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }
}
