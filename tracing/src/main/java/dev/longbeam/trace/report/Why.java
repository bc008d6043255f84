package dev.longbeam.trace.report;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.ProcessTable;
import dev.longbeam.trace.read.TraceClock;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.read.TraceSeek;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Why messages were late: from each, back along the messages that caused it, where the time went and who or what took it. One pass over the
 * trace in order of time, and one over the span of each chain.
 */
public final class Why {
    private static final int SHOWN_PARTS = 12;
    private static final int SHARE_OF_NOTHING = 1000;

    private record Late(long message, long ticks) {
    }

    /** A message with its causes and where the time went. */
    private record Answer(List<ChainLink> chain, List<List<PathPart>> waits, List<List<PathPart>> handlings) {
        ChainLink message() {
            return chain.getFirst();
        }

        long pathTicks() {
            return message().receiveTicks() - chain.getLast().sendTicks();
        }

        List<PathPart> path() {
            final List<PathPart> parts = new ArrayList<>();
            waits.forEach(parts::addAll);
            handlings.forEach(parts::addAll);
            parts.sort(Comparator.comparingLong(PathPart::ticks).reversed());
            return parts;
        }
    }

    private final TraceReader trace;
    private final int depth;
    private final MessageIndex index = new MessageIndex();
    private final List<Answer> answers = new ArrayList<>();
    private ProcessTable processes;

    private Why(final TraceReader trace, final int depth) {
        this.trace = trace;
        this.depth = depth;
    }

    /**
     * Answers for the messages that were kept longest from being received; time in which the receiver did not ask for the message does not
     * count. What was sent before the program began does not count either, unless the filter says from when on messages are wanted.
     *
     * @param count how many messages
     * @param depth how many messages back to go
     * @param filter which messages to choose from
     */
    public static Why slowest(final TraceReader trace, final int count, final int depth, final MessageFilter filter,
        final TraceProgress progress) throws IOException {
        final Why why = new Why(trace, depth);
        final PriorityQueue<Late> slowest = new PriorityQueue<>(Comparator.comparingLong(Late::ticks));
        final MessageTracker[] tracker = new MessageTracker[1];
        final long[] begin = {Long.MIN_VALUE};
        tracker[0] = new MessageTracker(trace, message -> {
            final long ticks = message.latencyTicks() - message.idleTicks();
            if (message.sendTicks() >= begin[0] && (slowest.size() < count || ticks > slowest.peek().ticks()) && filter.matches(message, tracker[0].processes(), trace.clock())) {
                slowest.add(new Late(message.id(), ticks));
                if (slowest.size() > count) {
                    slowest.poll();
                }
            }
        });
        why.pass(tracker[0], progress, event -> {
            if (event.type() == EventType.PROGRAM_START && !filter.hasBegin()) {
                slowest.clear();
                begin[0] = event.time();
            }
        });
        final List<Late> sorted = new ArrayList<>(slowest);
        sorted.sort(Comparator.comparingLong(Late::ticks).reversed());
        for (final Late late : sorted) {
            why.answer(late.message());
        }
        return why;
    }

    /**
     * Answers for one message.
     *
     * @return the answer, or null when the trace does not hold the sending of this message
     */
    public static Why of(final TraceReader trace, final long message, final int depth, final TraceProgress progress) throws IOException {
        final Why why = new Why(trace, depth);
        why.pass(new MessageTracker(trace, done -> { }), progress, event -> { });
        return why.answer(message) ? why : null;
    }

    private void pass(final MessageTracker tracker, final TraceProgress progress, final Consumer<TraceEvent> first) throws IOException {
        TraceScan.inTimeOrder(trace, progress, event -> {
            first.accept(event);
            tracker.apply(event);
            index.apply(event);
        });
        tracker.finish(trace.lastTicks());
        processes = tracker.processes();
    }

    private boolean answer(final long message) throws IOException {
        final List<ChainLink> chain = chain(message);
        if (chain.isEmpty()) {
            return false;
        }
        final Set<Long> involved = new HashSet<>();
        chain.forEach(link -> {
            involved.add(link.from());
            involved.add(link.to());
        });
        final ActivityWindow window = ActivityWindow.of(trace, involved, chain.getLast().sendTicks(), chain.getFirst().receiveTicks());
        final PathFinder finder = new PathFinder(window, processes, trace.clock());
        final List<List<PathPart>> waits = new ArrayList<>();
        final List<List<PathPart>> handlings = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            final ChainLink link = chain.get(i);
            waits.add(finder.waiting(link));
            handlings.add(i + 1 < chain.size() ? finder.handling(link.from(), chain.get(i + 1).receiveTicks(), link.sendTicks()) : List.of());
        }
        answers.add(new Answer(chain, waits, handlings));
        return true;
    }

    private List<ChainLink> chain(final long message) throws IOException {
        final TraceSeek seek = trace.seek();
        final List<ChainLink> chain = new ArrayList<>();
        long id = message;
        while (id != 0 && chain.size() < depth) {
            final TraceEvent send = index.send(id) == 0 ? null : seek.at(index.send(id));
            if (send == null) {
                break;
            }
            final long to = send.field(1);
            final long from = send.field(2);
            final long cause = send.field(3);
            final int words = send.aux();
            final long sendTicks = send.time();
            final TraceEvent receive = index.receive(id) == 0 ? null : seek.at(index.receive(id));
            chain.add(receive == null ? new ChainLink(id, from, to, cause, words, sendTicks, false, trace.lastTicks(), 0, 0)
                : new ChainLink(id, from, to, cause, words, sendTicks, true, receive.time(), receive.aux(), receive.field(1)));
            id = cause;
        }
        return chain;
    }

    // Results

    private String span(final long ticks) {
        return Figures.span(trace.clock().nanos(ticks));
    }

    private String sentence(final PathPart part) {
        return processes.get(part.process()) + " " + part.kind().text() + (part.detail().isEmpty() ? "" : ": " + part.detail());
    }

    /** The answers as text. */
    public String text() {
        if (answers.isEmpty()) {
            return "no message was received\n";
        }
        final StringBuilder text = new StringBuilder();
        for (final Answer answer : answers) {
            text.append(text.isEmpty() ? "" : "\n");
            text(answer, text);
        }
        return text.toString();
    }

    private void text(final Answer answer, final StringBuilder text) {
        final TraceClock clock = trace.clock();
        final ChainLink message = answer.message();
        final long latency = message.receiveTicks() - message.sendTicks();
        text.append("message ").append(Pids.message(message.id())).append(" from ").append(processes.get(message.from())).append(" to ")
            .append(processes.get(message.to())).append(message.received() ? " was received after " : " has not been received for ")
            .append(span(latency)).append('\n');
        final List<PathPart> wait = answer.waits().getFirst();
        if (!wait.isEmpty()) {
            text.append("mainly: ").append(sentence(wait.getFirst())).append(" (").append(span(wait.getFirst().ticks())).append(", ")
                .append(Figures.share(wait.getFirst().ticks(), latency)).append(")\n");
        }
        text.append("\nchain of causes, backwards\n");
        for (int i = 0; i < answer.chain().size(); i++) {
            final ChainLink link = answer.chain().get(i);
            text.append("  ").append(Pids.message(link.id())).append("  ").append(processes.get(link.from())).append(" -> ")
                .append(processes.get(link.to())).append(", ").append(Figures.count(link.words())).append(" words\n");
            text.append("      sent at ").append(Figures.moment(clock.sinceStart(link.sendTicks()))).append(" s, ")
                .append(link.received() ? "received " + span(link.receiveTicks() - link.sendTicks()) + " later" : "not received").append('\n');
            parts(answer.waits().get(i), text, "          ");
            if (i + 1 < answer.chain().size()) {
                final long handled = link.sendTicks() - answer.chain().get(i + 1).receiveTicks();
                text.append("      caused by ").append(Pids.message(link.cause())).append(", received ").append(span(handled)).append(" before\n");
                parts(answer.handlings().get(i), text, "          ");
            } else if (link.cause() != 0) {
                text.append("      caused by ").append(Pids.message(link.cause())).append(", and so on\n");
            } else {
                text.append("      the sender was handling no message\n");
            }
        }
        final long path = answer.pathTicks();
        text.append("\ncritical path: ").append(span(path)).append(" from the first of these messages\n");
        final TextTable table = new TextTable(">", ">", "");
        answer.path().stream().limit(SHOWN_PARTS).filter(part -> part.ticks() * SHARE_OF_NOTHING > path)
            .forEach(part -> table.row(Figures.share(part.ticks(), path), span(part.ticks()), processes.get(part.process()) + " "
                + part.kind().text()));
        text.append(table.isEmpty() ? "" : table.toString().replaceFirst("^\\s*\n", ""));
    }

    private void parts(final List<PathPart> parts, final StringBuilder text, final String indent) {
        for (final PathPart part : parts) {
            text.append(indent).append(span(part.ticks())).append("  ").append(sentence(part)).append('\n');
        }
    }

    /** The answers as JSON. */
    public String json() {
        final TraceClock clock = trace.clock();
        final Json json = new Json().object().array("messages");
        for (final Answer answer : answers) {
            final ChainLink message = answer.message();
            json.object().put("message", Pids.message(message.id())).put("latency_ns", clock.nanos(message.receiveTicks() - message.sendTicks()))
                .put("received", message.received()).put("path_ns", clock.nanos(answer.pathTicks())).array("chain");
            for (int i = 0; i < answer.chain().size(); i++) {
                final ChainLink link = answer.chain().get(i);
                json.object().put("message", Pids.message(link.id())).put("from", Pids.text(link.from())).put("to", Pids.text(link.to()))
                    .put("from_role", processes.get(link.from()).role()).put("to_role", processes.get(link.to()).role())
                    .put("words", link.words()).put("sent_ns", clock.sinceStart(link.sendTicks()))
                    .put("received_ns", clock.sinceStart(link.receiveTicks())).put("scanned", link.scanned())
                    .put("mailbox_length", link.mailboxLength()).put("cause", Pids.message(link.cause()));
                json(json.array("waiting"), answer.waits().get(i));
                json(json.array("caused_by_handling"), answer.handlings().get(i));
                json.end('}');
            }
            json.end(']');
            json(json.array("critical_path"), answer.path());
            json.end('}');
        }
        return json.end(']').end('}').toString();
    }

    private void json(final Json json, final List<PathPart> parts) {
        for (final PathPart part : parts) {
            json.object().put("kind", part.kind().name().toLowerCase(Locale.ROOT)).put("process", Pids.text(part.process()))
                .put("role", processes.get(part.process()).role()).put("ns", trace.clock().nanos(part.ticks())).put("detail", part.detail())
                .end('}');
        }
        json.end(']');
    }
}
