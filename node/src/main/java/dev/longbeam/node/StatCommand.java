package dev.longbeam.node;

import dev.longbeam.trace.NodeCounters;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code longbeam stat}: the live counters of a running node, once. */
@Command(name = "stat", mixinStandardHelpOptions = true, versionProvider = LongbeamVersion.class,
    description = {"Shows the counters of a running node, which is neither stopped nor asked.",
        "Without PID: of the only node of this user, or a list of nodes when there are several."})
final class StatCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "PID", description = "Process of the node.")
    private Long pid;

    @Override
    public Integer call() throws InvalidArguments {
        final NodeCounters.Snapshot snapshot = read(choose(pid));
        final PrintWriter out = spec.commandLine().getOut();
        out.println("node " + snapshot.pid() + ", up " + age(snapshot));
        for (final NodeCounters.Value value : snapshot.values()) {
            out.printf("%20d  %s%n", value.value(), value.label());
        }
        out.flush();
        return 0;
    }

    static String age(final NodeCounters.Snapshot snapshot) {
        final Duration age = Duration.ofMillis(Math.max(0, System.currentTimeMillis() - snapshot.startMs()));
        return "%d:%02d:%02d".formatted(age.toHours(), age.toMinutesPart(), age.toSecondsPart());
    }

    /** The node that is meant: the one named, or the only one. */
    static long choose(final Long pid) throws InvalidArguments {
        if (pid != null) {
            return pid;
        }
        final List<Long> nodes = NodeCounters.nodes(NodeCounters.directory());
        if (nodes.size() == 1) {
            return nodes.getFirst();
        }
        throw new InvalidArguments(nodes.isEmpty() ? "no node of this user runs (none has counters in " + NodeCounters.directory() + ")"
            : "several nodes run, name one: " + nodes);
    }

    static NodeCounters.Snapshot read(final long pid) throws InvalidArguments {
        try {
            return NodeCounters.read(NodeCounters.directory(), pid);
        } catch (final IOException e) {
            throw new InvalidArguments(e.getMessage());
        }
    }
}
