package dev.longbeam.node;

import dev.longbeam.trace.NodeCounters;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code longbeam top}: the rates of a running node, again and again. */
@Command(name = "top", mixinStandardHelpOptions = true, versionProvider = LongbeamVersion.class,
    description = {"Shows the rates of a running node every second, until it ends or you press Ctrl-C."})
final class TopCommand implements Callable<Integer> {
    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final double MEGABYTE = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "PID", description = "Process of the node; default: the only one of this user.")
    private Long pid;

    @Option(names = "--interval", paramLabel = "MS", description = "Milliseconds between two looks. Default: ${DEFAULT-VALUE}.")
    private int intervalMs = 1000;

    @Option(names = "--count", paramLabel = "N", description = "Stop after so many looks.")
    private int count = Integer.MAX_VALUE;

    @Override
    public Integer call() throws InvalidArguments, InterruptedException {
        final long node = StatCommand.choose(pid);
        NodeCounters.Snapshot before = StatCommand.read(node);
        final PrintWriter out = spec.commandLine().getOut();
        for (int i = 0; i < count; i++) {
            Thread.sleep(intervalMs);
            if (ProcessHandle.of(node).isEmpty()) {
                out.println("node " + node + " has ended");
                out.flush();
                return 0;
            }
            final NodeCounters.Snapshot now = StatCommand.read(node);
            print(out, before, now);
            before = now;
        }
        return 0;
    }

    private void print(final PrintWriter out, final NodeCounters.Snapshot before, final NodeCounters.Snapshot now) {
        if (System.console() != null) {
            out.print(CLEAR);
        }
        out.printf("node %d, up %s, %,d processes, %,.0f spawned/s%n", now.pid(), StatCommand.age(now), now.value("processes"),
            rate(before, now, "processes spawned"));
        out.printf("%-10s %9s %15s %13s %13s %13s%n", "scheduler", "queue", "reductions/s", "slices/s", "messages/s", "collections/s");
        for (int i = 1; hasScheduler(now, i); i++) {
            final String name = "scheduler " + i + " ";
            out.printf("%-10d %9d %,15.0f %,13.0f %,13.0f %,13.0f%n", i, now.value(name + "run queue"), rate(before, now, name + "reductions"),
                rate(before, now, name + "slices"), rate(before, now, name + "messages sent"), rate(before, now, name + "collections"));
        }
        out.print("memory MiB:");
        for (final NodeCounters.Value value : now.values()) {
            if (value.label().startsWith("memory ")) {
                out.printf(" %s %.1f", value.label().split(" ")[1], value.value() / MEGABYTE);
            }
        }
        out.printf("%ntrace: %.1f MiB, %.2f MiB/s, %d events lost%n", now.value("trace bytes") / MEGABYTE,
            rate(before, now, "trace bytes") / MEGABYTE, now.value("trace lost events"));
        out.flush();
    }

    private static boolean hasScheduler(final NodeCounters.Snapshot snapshot, final int number) {
        return snapshot.values().stream().anyMatch(value -> value.label().equals("scheduler " + number + " reductions"));
    }

    private double rate(final NodeCounters.Snapshot before, final NodeCounters.Snapshot now, final String label) {
        return (now.value(label) - before.value(label)) * 1000.0 / intervalMs;
    }
}
