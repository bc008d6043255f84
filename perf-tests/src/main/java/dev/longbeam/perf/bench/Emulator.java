package dev.longbeam.perf.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An emulator that takes the arguments of {@code erl}.
 *
 * @param label       what tables call it
 * @param command     its program, and options that each start gets
 * @param environment variables beside those of this process
 */
public record Emulator(String label, List<String> command, Map<String, String> environment) {
    /** What tables call ours. */
    public static final String LONGBEAM = "longbeam";
    /** What tables call the machine's own. */
    public static final String ERL = "erl";

    /** A process builder for it with these arguments; standard error is ours. */
    public ProcessBuilder start(final List<String> arguments) {
        final List<String> words = new ArrayList<>(command);
        words.addAll(arguments);
        final ProcessBuilder builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        builder.environment().put("ERL_CRASH_DUMP_BYTES", "0");
        return builder;
    }

    /** The arguments that run a function of no arguments of a module in a directory, without a shell. */
    public static List<String> run(final Path beams, final String module, final String function) {
        return List.of("-noshell", "-boot", "no_dot_erlang", "-pa", beams.toString(), "-s", module, function);
    }
}
