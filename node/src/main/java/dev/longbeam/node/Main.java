package dev.longbeam.node;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** The command line of the launch scripts: {@code erl ARGS..}, which goes past the parser of the others, and Longbeam's own commands. */
public final class Main {
    private Main() {
    }

    /** Runs a command; a node that it starts ends the JVM. */
    public static void main(final String[] args) {
        final List<String> words = RawWords.commandLine(args);
        System.exit(run(words));
    }

    private static int run(final List<String> words) {
        try {
            NodeOptions.fromEnvironment(RawWords.environment());
        } catch (final InvalidArguments e) {
            System.err.println(e.getMessage());
            return 1;
        }
        return !words.isEmpty() && words.getFirst().equals(ErlCommand.NAME)
            ? ErlCommand.run(words.subList(1, words.size()))
            : commands().execute(words.toArray(String[]::new));
    }

    private static CommandLine commands() {
        final CommandLine commands = new CommandLine(new LongbeamCommand()).setExpandAtFiles(false).setStopAtPositional(true)
            .setUsageHelpAutoWidth(true).registerConverter(Path.class, word -> Path.of(RawWords.text(word)))
            .setExecutionExceptionHandler((exception, command, result) -> {
                if (exception instanceof InvalidArguments || exception instanceof java.io.IOException) {
                    command.getErr().println("longbeam: " + exception.getMessage());
                    return 1;
                }
                throw exception;
            });
        commands.getSubcommands().get("trace").setStopAtPositional(false).setCaseInsensitiveEnumValuesAllowed(true);
        return commands;
    }
}
