package dev.longbeam.node;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What {@code erl} makes of its command line and environment before the emulator starts: what the C implementation's
 * {@code erlexec} computes. All words and values are raw words, see {@link RawWords}.
 *
 * @param emulatorArguments the emulator's flags in the order given, each with a minus sign in front, and their values
 * @param emulatorFlags the same by name without sign ({@code S} to {@code 2:1}); a flag without value has the empty string; of
 *     flags given twice the last counts
 * @param initArguments the arguments of {@code init}, groups parted by {@code --}
 * @param environment variables to set before the node starts
 * @param detached whether the node is to run in the background, without a terminal
 * @param epmdCommand shell command that starts the port mapper daemon first, or the empty string
 * @param printAndExit what to print instead of starting a node, or the empty string
 */
public record ErlArguments(List<String> emulatorArguments, Map<String, String> emulatorFlags, List<String> initArguments,
    Map<String, String> environment, boolean detached, String epmdCommand, String printAndExit) {

    /**
     * Works out the arguments. Reads the files that {@code -args_file} names, and nothing else.
     *
     * @param commandLine the raw words behind {@code erl}
     * @param environment all variables, raw
     * @param otp the installation that the libraries come from; its release decides where releases differ
     * @throws InvalidArguments when {@code erl} would refuse them
     */
    public static ErlArguments of(final List<String> commandLine, final Map<String, String> environment,
        final OtpInstallation otp) throws InvalidArguments {
        final List<String> words = ArgumentSources.join(commandLine, environment, otp.release());
        return new ArgumentScan(words, environment, otp).run();
    }

    /**
     * The same arguments, with a directory in front of {@code PATH}: where a node looks first for the {@code erl} that it starts
     * other nodes with.
     */
    public ErlArguments withProgramsIn(final Path directory) {
        final Map<String, String> changed = new HashMap<>(environment);
        changed.computeIfPresent("PATH", (name, path) -> RawWords.of(directory.toString()) + ':' + path);
        return new ErlArguments(emulatorArguments, emulatorFlags, initArguments, Map.copyOf(changed), detached, epmdCommand,
            printAndExit);
    }

    /** All words of the emulator's command line, as it sees them itself. */
    List<String> commandLine(final String program) {
        return Stream.of(Stream.of(program), emulatorArguments.stream(), Stream.of("--"), initArguments.stream()).flatMap(words -> words).toList();
    }
}
