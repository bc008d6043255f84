package dev.longbeam.perf.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which emulators are measured: Longbeam, and the real {@code erl} where there is one. */
public final class Emulators {
    private static final String NONE = "none";
    private static final String SPIN = "spin";

    @Option(names = "--erl", paramLabel = "FILE|none",
        description = "The emulator to compare with. Default: bin/erl of the Erlang/OTP whose libraries Longbeam uses.")
    private String erl;

    @Option(names = "--erl-args", paramLabel = "ARGS", description = "More arguments for both emulators, as for erl.")
    private String erlArguments = "";

    @Option(names = "--schedulers", paramLabel = "N", description = "Schedulers of both emulators, and processors that a JVM sees. Default: all.")
    private Integer schedulers;

    @Option(names = "--idle", paramLabel = "spin|backoff",
        description = "What schedulers without work do; with spin the real erl gets +sbwt very_long, which is nearest to it.")
    private String idle;

    @Option(names = "--opts", paramLabel = "OPTS", defaultValue = "--trace off",
        description = "Longbeam's own options, as in LONGBEAM_OPTS. Default: \"${DEFAULT-VALUE}\".")
    private String longbeamOptions;

    /** The directory of Longbeam: that of the property {@code longbeam.home}. */
    public static Path home() {
        return Path.of(System.getProperty("longbeam.home"));
    }

    /** Our emulator: {@code bin/erl}, with more arguments. */
    public Emulator longbeam(final String... more) {
        final Map<String, String> environment = new HashMap<>(Map.of("LONGBEAM_OPTS", longbeamOptions()));
        otp().ifPresent(root -> environment.put("LONGBEAM_OTP", root.toString()));
        return new Emulator(Emulator.LONGBEAM, command(home().resolve("bin/erl"), more), environment);
    }

    /** The real emulator, if there is one, with more arguments. */
    public Optional<Emulator> erl(final String... more) throws IOException {
        final Path program = erl == null ? otp().map(root -> root.resolve("bin/erl")).orElse(null) : Path.of(erl);
        if (NONE.equals(erl) || erl == null && (program == null || !Files.isExecutable(program))) {
            return Optional.empty();
        }
        if (!Files.isExecutable(program)) {
            throw new IOException("no program: " + program);
        }
        final List<String> words = command(program, more);
        if (spins()) {
            words.addAll(List.of("+sbwt", "very_long"));
        }
        return Optional.of(new Emulator(Emulator.ERL, words, Map.of()));
    }

    /** Both with more arguments, ours first; says so on standard error when there is only one. */
    public List<Emulator> all(final String... more) throws IOException {
        final List<Emulator> all = new ArrayList<>(List.of(longbeam(more)));
        erl(more).ifPresentOrElse(all::add, () -> System.err.println("longbeam: without the real erl" + (NONE.equals(erl) ? "" : ": none is installed")));
        return all;
    }

    /** Longbeam's own options. */
    public String longbeamOptions() {
        return idle == null ? longbeamOptions : longbeamOptions + " --idle " + idle;
    }

    /** The options that give a JVM as many processors as emulators have schedulers. */
    public List<String> processorOptions() {
        return schedulers == null ? List.of() : List.of("-XX:ActiveProcessorCount=" + schedulers);
    }

    /** Whether schedulers without work spin. */
    public boolean spins() {
        return SPIN.equals(idle);
    }

    private List<String> command(final Path program, final String... more) {
        final List<String> words = new ArrayList<>(List.of(program.toString()));
        if (schedulers != null) {
            words.addAll(List.of("+S", schedulers.toString()));
        }
        words.addAll(List.of(more));
        Arrays.stream(erlArguments.split(" ")).filter(word -> !word.isEmpty()).forEach(words::add);
        return words;
    }

    private static Optional<Path> otp() {
        return Optional.ofNullable(System.getProperty("longbeam.otp.root")).map(Path::of);
    }
}
