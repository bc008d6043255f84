package dev.longbeam.node.trace;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code longbeam trace}: without a further command it tells which there are. */
@Command(name = "trace",
    description = "Reads the traces that nodes record: what happened, and why it was late.",
    footer = {"", "DIR is the folder of a trace; without it, the newest trace is read. A trace can be read on any machine, and while it is"
        + " being written. Exit status: 0; 1 when the trace cannot be read, or not all of it; 2 for wrong usage."},
    subcommands = {SummaryCommand.class, LatencyCommand.class, WhyCommand.class, ProcessCommand.class, MessagesCommand.class,
        TimelineCommand.class, SupervisionCommand.class, FlameCommand.class, ExportCommand.class, ReportCommand.class, DiffCommand.class,
        HelpCommand.class})
public final class TraceCommand extends CommandGroup {
}
