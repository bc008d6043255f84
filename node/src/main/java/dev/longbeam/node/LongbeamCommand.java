package dev.longbeam.node;

import dev.longbeam.node.trace.CommandGroup;
import dev.longbeam.node.trace.TraceCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** What {@code bin/longbeam} without a command does: it tells which commands there are. */
@Command(name = "longbeam", versionProvider = LongbeamVersion.class,
    description = "Runs Erlang programs on the JVM.",
    subcommands = {RunCommand.class, DisCommand.class, DoctorCommand.class, StatCommand.class, TopCommand.class, TraceCommand.class,
        BenchCommand.class, ErlCommand.class, HelpCommand.class})
final class LongbeamCommand extends CommandGroup {
}
