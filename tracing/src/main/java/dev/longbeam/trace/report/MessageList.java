package dev.longbeam.trace.report;

import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.TraceClock;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.io.PrintStream;

/** Writes the messages that a filter chooses, each in a line, in the order in which their handling ended. */
public final class MessageList {
    private final TraceReader trace;
    private final MessageFilter filter;
    private final PrintStream out;
    private final boolean json;
    private final long limit;
    private final MessageTracker tracker;
    private long found;

    private MessageList(final TraceReader trace, final MessageFilter filter, final long limit, final boolean json, final PrintStream out) {
        this.trace = trace;
        this.filter = filter;
        this.limit = limit;
        this.json = json;
        this.out = out;
        tracker = new MessageTracker(trace, this::message);
    }

    /**
     * Goes over the whole trace and writes.
     *
     * @param limit how many messages to write
     * @param json true for a JSON object in each line, false for columns of text
     * @return number of messages found, also those beyond the limit
     */
    public static long write(final TraceReader trace, final MessageFilter filter, final long limit, final boolean json, final PrintStream out,
        final TraceProgress progress) throws IOException {
        final MessageList list = new MessageList(trace, filter, limit, json, out);
        if (!json) {
            out.printf("%14s  %-14s  %7s  %10s  %10s  %10s  %10s  %8s  %8s  %s%n", "sent at (s)", "message", "words", "latency", "in mailbox",
                "queued", "handled", "scanned", "mailbox", "sender -> receiver");
        }
        list.tracker.run(progress);
        if (!json) {
            out.printf("%n%s messages%s%n", Figures.count(list.found), list.found > limit ? ", of which the first " + limit + " are shown" : "");
        }
        return list.found;
    }

    private void message(final MessageTimes m) {
        final TraceClock clock = trace.clock();
        if (!filter.matches(m, tracker.processes(), clock) || ++found > limit) {
            return;
        }
        final String from = tracker.processes().get(m.from()).toString();
        final String to = tracker.processes().get(m.to()).toString();
        if (json) {
            out.println(new Json().object().put("message", Pids.message(m.id())).put("from", Pids.text(m.from())).put("to", Pids.text(m.to()))
                .put("from_role", tracker.processes().get(m.from()).role()).put("to_role", tracker.processes().get(m.to()).role())
                .put("cause", Pids.message(m.cause())).put("words", m.sizeWords()).put("sent_ns", clock.sinceStart(m.sendTicks()))
                .put("latency_ns", clock.nanos(m.latencyTicks())).put("inbox_ns", clock.nanos(m.inboxTicks()))
                .put("mailbox_ns", clock.nanos(m.mailboxTicks())).put("queue_ns", clock.nanos(m.queueTicks()))
                .put("collect_ns", clock.nanos(m.collectTicks())).put("busy_ns", clock.nanos(m.busyTicks()))
                .put("idle_ns", clock.nanos(m.idleTicks())).put("handling_ns", clock.nanos(m.handlingTicks())).put("scanned", m.scanned())
                .put("mailbox_length", m.mailboxLength()).end('}').toString().replaceAll("\n *", ""));
        } else {
            out.printf("%14s  %-14s  %7d  %10s  %10s  %10s  %10s  %8d  %8d  %s -> %s%n", Figures.moment(clock.sinceStart(m.sendTicks())),
                Pids.message(m.id()), m.sizeWords(), Figures.span(clock.nanos(m.latencyTicks())), Figures.span(clock.nanos(m.mailboxTicks())),
                Figures.span(clock.nanos(m.queueTicks())), Figures.span(clock.nanos(m.handlingTicks())), m.scanned(), m.mailboxLength(), from,
                to);
        }
    }
}
