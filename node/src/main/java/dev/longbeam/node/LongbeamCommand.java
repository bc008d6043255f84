package dev.longbeam.node;

import dev.longbeam.node.trace.TraceCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What {@code bin/longbeam} without a command does: it tells which commands there are. */
@Command(name = "longbeam", mixinStandardHelpOptions = true, versionProvider = LongbeamVersion.class,
    description = "Runs Erlang programs on the JVM.",
    subcommands = {RunCommand.class, DisCommand.class, DoctorCommand.class, StatCommand.class, TopCommand.class, TraceCommand.class,
        BenchCommand.class, ErlCommand.class, HelpCommand.class})
final class LongbeamCommand implements Callable<Integer> {
    private static final int WRONG_USE = 2;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return WRONG_USE;
    }
}
