package dev.longbeam.node.trace;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code longbeam trace}: without a further command it tells which there are. */
@Command(name = "trace", mixinStandardHelpOptions = true,
    description = "Reads the traces that nodes record: what happened, and why it was late.",
    footer = {"", "DIR is the folder of a trace; without it, the newest trace is read. A trace can be read on any machine, and while it is"
        + " being written. Exit status: 0; 1 when the trace cannot be read, or not all of it; 2 for wrong usage."},
    subcommands = {SummaryCommand.class, LatencyCommand.class, WhyCommand.class, ProcessCommand.class, MessagesCommand.class,
        TimelineCommand.class, SupervisionCommand.class, FlameCommand.class, ExportCommand.class, ReportCommand.class, DiffCommand.class,
        HelpCommand.class})
public final class TraceCommand implements Callable<Integer> {
    private static final int WRONG_USE = 2;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return WRONG_USE;
    }
}
