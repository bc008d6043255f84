package dev.longbeam.node.trace;

import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.MessageFilter;
import dev.longbeam.trace.report.TraceProgress;
import dev.longbeam.trace.report.Why;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longbeam trace why}. */
@Command(name = "why", description = "Why a message was late: back along the messages that caused it, where the time went, and who took it.",
    customSynopsis = {"longbeam trace why [OPTIONS] MESSAGE [DIR]", "longbeam trace why [OPTIONS] --slowest N [DIR]"})
final class WhyCommand extends TraceTool {
    @Parameters(paramLabel = "MESSAGE, DIR", arity = "0..2", description = "Id of a message, as the other commands write it; folder of the trace.")
    private List<Path> words = new ArrayList<>();

    @Option(names = "--slowest", paramLabel = "N", description = "The N messages that were kept longest from being received, instead of one by"
        + " its id. Time in which the receiver did not ask for the message does not count.")
    private Integer slowest;

    @Option(names = "--from", paramLabel = "PROCESS", description = "Only of messages of this sender: a pid, a name or a first function.")
    private String from;

    @Option(names = "--to", paramLabel = "PROCESS", description = "Only of messages to this receiver, likewise.")
    private String to;

    @Option(names = "--after", paramLabel = "SPAN", converter = SpanConverter.class,
        description = "Only of messages sent so long after the start of the node. Without it, --slowest leaves the boot out.")
    private Long afterNs;

    @Option(names = "--depth", paramLabel = "N", defaultValue = "4", description = "How many messages back to go. Default: ${DEFAULT-VALUE}.")
    private int depth;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Override
    Path directory() {
        final int at = slowest == null ? 1 : 0;
        if (slowest == null && (words.isEmpty() || Pids.parseMessage(words.getFirst().toString()) < 0)) {
            throw wrongUse(words.isEmpty() ? "name a message, or use --slowest N" : "'" + words.getFirst() + "' is no message id such as 1.205");
        }
        if (words.size() > at + 1) {
            throw wrongUse("'" + words.getLast() + "' is too much");
        }
        return words.size() > at ? words.get(at) : null;
    }

    private MessageFilter filter(final TraceReader trace) {
        final MessageFilter filter = MessageFilter.of(from, to, null);
        return afterNs == null ? filter : filter.after(trace.clock().atNanos(afterNs));
    }

    @Override
    void run(final TraceReader trace, final PrintStream out, final TraceProgress progress) throws IOException {
        final Why why = slowest == null ? Why.of(trace, Pids.parseMessage(words.getFirst().toString()), Math.max(1, depth), progress)
            : Why.slowest(trace, Math.max(1, slowest), Math.max(1, depth), filter(trace), progress);
        if (why == null) {
            throw new IOException(trace.directory() + " does not hold the sending of message " + words.getFirst());
        }
        out.println(json ? why.json() : why.text());
    }
}
