package dev.longbeam.node;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** Longbeam's own commands. A start of a node does without this class and without the parser that it needs. */
final class CommandLines {
    private CommandLines() {
    }

    /** Runs a command; the status to exit with. */
    static int execute(final List<String> words) {
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
        return commands.execute(words.toArray(String[]::new));
    }
}
