package dev.longbeam.trace.report;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.ProcessTable;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceProcess;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The story of one process: where it came from, what it did, with whom it talked, how it ended. One pass in order of time. */
public final class ProcessStory {
    private static final int PEERS = 8;

    /** Something that happened, or, when {@code count} is not 0, some of the same kind in a row. */
    private static final class Line {
        final long ticks;
        final String text;
        long count = 1;
        long lastTicks;

        Line(final long ticks, final String text) {
            this.ticks = ticks;
            this.text = text;
            lastTicks = ticks;
        }
    }

    private final TraceReader trace;
    private final long pid;
    private final int limit;
    private final ProcessTable processes;
    private final List<Line> lines = new ArrayList<>();
    private final Map<Long, Long> sentTo = new HashMap<>();
    private final Map<Long, Long> receivedFrom = new HashMap<>();
    private final Map<Long, Long> senders = new HashMap<>();
    private long hidden;
    private long slices;
    private long reductions;
    private long allocatedWords;
    private long runTicks;
    private long queueTicks;
    private long maxQueueTicks;
    private long sent;
    private long received;
    private long scanned;
    private long maxMailbox;
    private long collections;
    private long collectTicks;
    private long maxCollectTicks;
    private long maxWords;
    private long children;
    private long sliceStartTicks;
    private int sliceStream = -1;

    private ProcessStory(final TraceReader trace, final long pid, final int limit) {
        this.trace = trace;
        this.pid = pid;
        this.limit = limit;
        processes = new ProcessTable(trace);
    }

    /**
     * Goes over the whole trace.
     *
     * @param pid the process
     * @param limit how many lines of what happened to keep
     */
    public static ProcessStory of(final TraceReader trace, final long pid, final int limit, final TraceProgress progress) throws IOException {
        final ProcessStory story = new ProcessStory(trace, pid, limit);
        TraceScan.inTimeOrder(trace, progress, story::apply);
        return story;
    }

    /**
     * The pid that a text means: a pid, or a registered name, then the process that had it last; -1 for none.
     */
    public static long find(final TraceReader trace, final String text) throws IOException {
        final long[] found = {Pids.parse(text)};
        if (found[0] < 0) {
            TraceScan.inTimeOrder(trace, TraceProgress.NONE, event -> {
                if (event.type() == EventType.REGISTER && trace.names().atom(event.field(1)).equals(text)) {
                    found[0] = event.field(0);
                }
            });
        }
        return found[0];
    }

    private void apply(final TraceEvent event) {
        processes.apply(event);
        final boolean mine = event.running() == pid;
        switch (event.type()) {
            case SPAWN -> spawn(event);
            case EXIT -> {
                if (event.field(0) == pid) {
                    add(event, "ended: " + trace.names().exitReason(event) + (event.aux() > 0 ? ", " + event.aux() + " messages left" : ""));
                }
            }
            case REGISTER, UNREGISTER -> {
                if (event.field(0) == pid) {
                    add(event, (event.type() == EventType.REGISTER ? "is registered as " : "is no longer registered as ")
                        + trace.names().atom(event.field(1)));
                }
            }
            case SEND -> send(event);
            case RECEIVE -> {
                if (mine) {
                    receive(event);
                }
            }
            case SLICE_START -> sliceStart(event);
            case SLICE_END -> {
                if (mine && sliceStream == event.stream()) {
                    reductions += event.field(0);
                    allocatedWords += event.field(1);
                    runTicks += event.time() - sliceStartTicks;
                    sliceStream = -1;
                }
            }
            case COLLECT -> {
                if (mine) {
                    collect(event);
                }
            }
            case LINK, UNLINK, MONITOR, EXIT_SIGNAL -> relation(event);
            case RECEIVE_TIMEOUT -> {
                if (event.field(0) == pid) {
                    add(event, "waited for a message in vain");
                }
            }
            default -> { }
        }
    }

    private void spawn(final TraceEvent event) {
        final String call = processes.get(event.field(0)).initialCall().toString();
        if (event.field(0) == pid) {
            add(event, "was spawned by " + processes.get(event.field(1)) + " in " + call);
        } else if (event.field(1) == pid) {
            children++;
            add(event, "spawned " + Pids.text(event.field(0)) + " in " + call);
        }
    }

    private void send(final TraceEvent event) {
        if (event.field(2) == pid) {
            sent++;
            sentTo.merge(event.field(1), 1L, Long::sum);
            repeat(event, "sent to " + processes.get(event.field(1)));
        }
        if (event.field(1) == pid) {
            senders.put(event.field(0), event.field(2));
        }
    }

    private void receive(final TraceEvent event) {
        received++;
        scanned += event.aux();
        maxMailbox = Math.max(maxMailbox, event.field(1));
        final Long from = senders.remove(event.field(0));
        if (from != null) {
            receivedFrom.merge(from, 1L, Long::sum);
            repeat(event, "took from " + processes.get(from));
        }
    }

    private void sliceStart(final TraceEvent event) {
        if (event.field(0) == pid) {
            slices++;
            queueTicks += event.field(1);
            maxQueueTicks = Math.max(maxQueueTicks, event.field(1));
            sliceStartTicks = event.time();
            sliceStream = event.stream();
        }
    }

    private void collect(final TraceEvent event) {
        collections++;
        collectTicks += event.field(2);
        maxCollectTicks = Math.max(maxCollectTicks, event.field(3));
        maxWords = Math.max(maxWords, event.field(0) + event.field(1));
    }

    private void relation(final TraceEvent event) {
        final EventType type = event.type();
        final long from = event.field(0);
        final long to = event.field(1);
        if (from == pid) {
            add(event, switch (type) {
                case LINK -> "links to ";
                case UNLINK -> "unlinks from ";
                case MONITOR -> "monitors ";
                default -> "sends an exit signal to ";
            } + processes.get(to));
        } else if (to == pid) {
            add(event, switch (type) {
                case LINK -> "is linked to by ";
                case UNLINK -> "is unlinked from by ";
                case MONITOR -> "is monitored by ";
                default -> "gets an exit signal from ";
            } + processes.get(from));
        }
    }

    /** Adds a line, or counts it with the last one, so that many of the same in a row take one line. */
    private void repeat(final TraceEvent event, final String text) {
        for (int i = lines.size() - 1; i >= Math.max(0, lines.size() - 2); i--) {
            if (lines.get(i).text.equals(text)) {
                lines.get(i).count++;
                lines.get(i).lastTicks = event.time();
                return;
            }
        }
        add(event, text);
    }

    private void add(final TraceEvent event, final String text) {
        if (lines.size() < limit) {
            lines.add(new Line(event.time(), text));
        } else {
            hidden++;
        }
    }

    /** True when the trace tells anything about the process. */
    public boolean isKnown() {
        return slices > 0 || !lines.isEmpty();
    }

    private String span(final long ticks) {
        return Figures.span(trace.clock().nanos(ticks));
    }

    private List<Map.Entry<Long, Long>> top(final Map<Long, Long> peers) {
        return peers.entrySet().stream().sorted(Map.Entry.<Long, Long>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey())).limit(PEERS).toList();
    }

    /** The story as text. */
    public String text() {
        final TraceProcess process = processes.get(pid);
        final StringBuilder text = new StringBuilder();
        text.append(process).append(process.isExited() ? ", ended: " + process.exitReason() : ", lives at the end of the trace").append("\n\n");
        final TextTable table = new TextTable("", "");
        table.row("slices", Figures.count(slices) + ", running for " + span(runTicks) + ", " + Figures.count(reductions) + " reductions, "
            + Figures.count(allocatedWords) + " words allocated");
        table.row("waiting", span(queueTicks) + " for a scheduler, at most " + span(maxQueueTicks) + " at once");
        table.row("collections", Figures.count(collections) + ", " + span(collectTicks) + ", at most " + span(maxCollectTicks)
            + " at once, largest heap " + Figures.bytes(maxWords * Long.BYTES));
        table.row("messages", Figures.count(sent) + " sent, " + Figures.count(received) + " received, " + Figures.count(scanned)
            + " scanned over, longest mailbox " + Figures.count(maxMailbox));
        table.row("children", Figures.count(children));
        top(sentTo).forEach(peer -> table.row("sent to", processes.get(peer.getKey()) + ": " + Figures.count(peer.getValue())));
        top(receivedFrom).forEach(peer -> table.row("took from", processes.get(peer.getKey()) + ": " + Figures.count(peer.getValue())));
        text.append(table.toString().stripLeading()).append('\n');
        for (final Line line : lines) {
            text.append(String.format("%12s s  %s", Figures.moment(trace.clock().sinceStart(line.ticks)), line.text));
            text.append(line.count > 1 ? ", " + Figures.count(line.count) + " times in " + span(line.lastTicks - line.ticks) : "").append('\n');
        }
        return text.append(hidden > 0 ? "and " + Figures.count(hidden) + " more lines\n" : "").toString();
    }

    /** The story as JSON. */
    public String json() {
        final TraceProcess process = processes.get(pid);
        final Json json = new Json().object().put("process", Pids.text(pid)).put("role", process.role()).put("exit", process.exitReason())
            .put("slices", slices).put("run_ns", trace.clock().nanos(runTicks)).put("reductions", reductions).put("allocated_words", allocatedWords)
            .put("queue_ns", trace.clock().nanos(queueTicks)).put("collections", collections)
            .put("collect_ns", trace.clock().nanos(collectTicks)).put("sent", sent).put("received", received).put("scanned", scanned)
            .put("max_mailbox", maxMailbox).put("children", children).array("story");
        for (final Line line : lines) {
            json.object().put("at_ns", trace.clock().sinceStart(line.ticks)).put("text", line.text).put("count", line.count).end('}');
        }
        return json.end(']').put("more", hidden).end('}').toString();
    }
}
