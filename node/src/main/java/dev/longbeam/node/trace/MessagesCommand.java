package dev.longbeam.node.trace;

import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.MessageFilter;
import dev.longbeam.trace.report.MessageList;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code longbeam trace messages}. */
@Command(name = "messages", description = "Lists messages, in the order in which their handling ended.",
    footer = {"", "EXPR: conditions joined by 'and', such as: size > 100 and latency >= 5ms. Quantities: size (words), scanned,",
        "mailbox_length; and spans of time: latency, inbox, mailbox, queue, collect, busy, idle, handling."})
final class MessagesCommand extends TraceFolderTool {
    @Option(names = "--json", description = "Write a JSON object for each message, each in a line.")
    private boolean json;

    @Option(names = "--from", paramLabel = "PROCESS", description = "Sender: a pid, a registered name or a first function.")
    private String from;

    @Option(names = "--to", paramLabel = "PROCESS", description = "Receiver, likewise.")
    private String to;

    @Option(names = "--where", paramLabel = "EXPR", description = "Conditions, see below.")
    private String where;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "1000", description = "How many messages to list. Default: ${DEFAULT-VALUE}.")
    private long limit;

    @Override
    void run(final TraceReader trace, final PrintStream out, final TraceProgress progress) throws IOException {
        final MessageFilter filter;
        try {
            filter = MessageFilter.of(from, to, where);
        } catch (final IllegalArgumentException e) {
            throw wrongUse(e.getMessage());
        }
        MessageList.write(trace, filter, limit, json, out, progress);
    }
}
