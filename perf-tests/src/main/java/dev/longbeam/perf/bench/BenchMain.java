package dev.longbeam.perf.bench;

import dev.longbeam.perf.compare.CompareCommand;
import dev.longbeam.perf.compare.LatencyCommand;
import dev.longbeam.perf.jmh.JmhCommand;
import dev.longbeam.perf.programs.ProgramsCommand;
import dev.longbeam.perf.programs.WarmUpCommand;
import dev.longbeam.perf.results.ResultsCommand;
import dev.longbeam.perf.start.StartCommand;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code longbeam bench}: measures Longbeam beside other systems. */
@Command(name = "longbeam bench", mixinStandardHelpOptions = true,
    description = "Measures Longbeam, beside the machine's own erl and other systems where they are present.",
    subcommands = {ProgramsCommand.class, LatencyCommand.class, CompareCommand.class, JmhCommand.class,
        StartCommand.class, WarmUpCommand.class, ResultsCommand.class, HelpCommand.class})
public final class BenchMain implements Callable<Integer> {
    private static final int WRONG_USE = 2;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return WRONG_USE;
    }

    /** Runs a command and ends the JVM with its status. */
    public static void main(final String[] args) {
        System.exit(commands().execute(args));
    }

    /** The command line; what the environment lacks is an error message and status 1. */
    public static CommandLine commands() {
        return new CommandLine(new BenchMain()).setUsageHelpAutoWidth(true).setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((exception, command, result) -> {
                if (exception instanceof IOException) {
                    command.getErr().println("longbeam: " + exception.getMessage());
                    return 1;
                }
                throw exception;
            });
    }
}
