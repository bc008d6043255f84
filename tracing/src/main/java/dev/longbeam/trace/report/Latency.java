package dev.longbeam.trace.report;

import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.TraceClock;
import dev.longbeam.trace.read.TraceProcess;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.LatencyGroup.Part;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** How long messages wait and are handled, as distributions; of all and by groups. One pass in order of time. */
public final class Latency {
    /** What messages are put together by. */
    public enum By {
        /** The receiver. */
        PROCESS,
        /** The receiver's first function. */
        FUNCTION,
        /** Sender and receiver, by name or first function. */
        PAIR,
        /** The receiver's name, or its first function. */
        NAME
    }

    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};
    private static final int MAX_GROUPS = 20_000;
    private static final String OTHERS = "(others)";
    private static final double NS_PER_US = 1000.0;
    private static final int TICKS_PER_HALF = 5;

    private final TraceReader trace;
    private final By by;
    private final MessageTracker tracker;
    private final LatencyGroup all = new LatencyGroup("all", Part.values());
    private final Map<String, LatencyGroup> groups = new HashMap<>();
    private LatencyLog log;
    private long unreceived;

    private Latency(final TraceReader trace, final By by) {
        this.trace = trace;
        this.by = by;
        tracker = new MessageTracker(trace, this::record);
    }

    /**
     * Goes over the whole trace.
     *
     * @param by how to group, or null for no groups
     * @param hlog where to write a log of histograms, or null
     */
    public static Latency of(final TraceReader trace, final By by, final PrintStream hlog, final TraceProgress progress) throws IOException {
        final Latency latency = new Latency(trace, by);
        latency.log = hlog == null ? null : new LatencyLog(hlog, trace.clock());
        latency.tracker.run(progress);
        for (final MessageTimes message : latency.tracker.unreceived()) {
            latency.unreceived += message.id() == 0 ? 0 : 1;
        }
        if (latency.log != null) {
            latency.log.flush();
        }
        return latency;
    }

    private void record(final MessageTimes message) {
        record(all, message);
        if (by != null) {
            final String name = groupName(message);
            LatencyGroup group = groups.get(name);
            if (group == null) {
                final String bounded = groups.size() < MAX_GROUPS ? name : OTHERS;
                group = groups.computeIfAbsent(bounded, key -> new LatencyGroup(key, Part.LATENCY, Part.QUEUE, Part.HANDLING));
            }
            record(group, message);
        }
        if (log != null) {
            log.record(message, trace.clock().nanos(message.latencyTicks()));
        }
    }

    private void record(final LatencyGroup group, final MessageTimes message) {
        final TraceClock clock = trace.clock();
        group.words += message.sizeWords();
        group.scanned += message.scanned();
        group.record(Part.LATENCY, clock.nanos(message.latencyTicks()));
        group.record(Part.QUEUE, clock.nanos(message.queueTicks()));
        group.record(Part.HANDLING, clock.nanos(message.handlingTicks()));
        if (group == all) {
            group.record(Part.INBOX, clock.nanos(message.inboxTicks()));
            group.record(Part.MAILBOX, clock.nanos(message.mailboxTicks()));
            group.record(Part.COLLECT, clock.nanos(message.collectTicks()));
            group.record(Part.BUSY, clock.nanos(message.busyTicks()));
            group.record(Part.IDLE, clock.nanos(message.idleTicks()));
        }
    }

    private String groupName(final MessageTimes message) {
        final TraceProcess to = tracker.processes().get(message.to());
        return switch (by) {
            case PROCESS -> to.toString();
            case FUNCTION -> to.initialCall() == null ? Pids.text(to.pid()) : to.initialCall().toString();
            case PAIR -> tracker.processes().get(message.from()).role() + " -> " + to.role();
            case NAME -> to.role();
        };
    }

    // Results

    /** Number of messages received. */
    public long count() {
        return all.count();
    }

    /** Number of messages sent that nobody has received so far. */
    public long unreceived() {
        return unreceived;
    }

    /** Distribution of the time from sending to receiving, in nanoseconds. */
    public Histogram latencyNs() {
        return all.histogram(Part.LATENCY);
    }

    /**
     * The same as it would be if messages had been sent on schedule although answers came late: for a sender that waits for each answer.
     *
     * @param expectedIntervalNs time between two messages that was intended
     */
    public Histogram correctedNs(final long expectedIntervalNs) {
        return latencyNs().copyCorrectedForCoordinatedOmission(expectedIntervalNs);
    }

    /** Writes the distribution of latencies, in microseconds, as text that HdrHistogram's plotter reads. */
    public void writeHgrm(final PrintStream out, final long expectedIntervalNs) {
        final Histogram histogram = expectedIntervalNs > 0 ? correctedNs(expectedIntervalNs) : latencyNs();
        histogram.outputPercentileDistribution(out, TICKS_PER_HALF, NS_PER_US);
    }

    private List<LatencyGroup> sorted(final int limit) {
        final List<LatencyGroup> list = new ArrayList<>(groups.values());
        list.sort(Comparator.comparingLong(LatencyGroup::count).reversed().thenComparing(group -> group.name));
        return list.subList(0, Math.min(limit, list.size()));
    }

    /** The result as text, with so many groups; corrected besides when an interval is given. */
    public String text(final int limit, final long expectedIntervalNs) {
        final StringBuilder text = new StringBuilder();
        text.append(Figures.count(count())).append(" messages received");
        text.append(unreceived > 0 ? ", " + Figures.count(unreceived) + " not yet" : "");
        text.append(tracker.dropped() > 0 ? ", " + Figures.count(tracker.dropped()) + " dropped" : "");
        text.append(tracker.unknown() > 0 ? ", " + Figures.count(tracker.unknown()) + " sent before the trace begins" : "").append("; ");
        text.append(Figures.count(all.scanned)).append(" messages scanned over\n\n");
        final TextTable table = new TextTable("", ">50%", ">90%", ">99%", ">99.9%", ">99.99%", ">max", ">mean");
        for (final Part part : Part.values()) {
            row(table, part.text(), all.histogram(part));
            if (part == Part.LATENCY && expectedIntervalNs > 0) {
                row(table, "  corrected", correctedNs(expectedIntervalNs));
            }
        }
        text.append(table);
        if (by != null) {
            final TextTable rows = new TextTable(by == By.PAIR ? "sender -> receiver" : "receiver", ">messages", ">50%", ">99%", ">max",
                ">99% waiting for a scheduler", ">50% handled", ">99% handled");
            for (final LatencyGroup group : sorted(limit)) {
                final Histogram latency = group.histogram(Part.LATENCY);
                final Histogram handling = group.histogram(Part.HANDLING);
                rows.row(group.name, Figures.count(group.count()), span(latency, 50), span(latency, 99), span(latency, 100),
                    span(group.histogram(Part.QUEUE), 99), span(handling, 50), span(handling, 99));
            }
            text.append('\n').append(rows);
        }
        return text.toString();
    }

    private static void row(final TextTable table, final String name, final Histogram histogram) {
        final Object[] cells = new Object[PERCENTILES.length + 2];
        cells[0] = name;
        for (int i = 0; i < PERCENTILES.length; i++) {
            cells[i + 1] = span(histogram, PERCENTILES[i]);
        }
        cells[PERCENTILES.length + 1] = Figures.span(Math.round(histogram.getMean()));
        table.row(cells);
    }

    private static String span(final Histogram histogram, final double percentile) {
        return Figures.span(percentile == 100 ? histogram.getMaxValue() : histogram.getValueAtPercentile(percentile));
    }

    /** The result as JSON, with so many groups; corrected besides when an interval is given. All times in nanoseconds. */
    public String json(final int limit, final long expectedIntervalNs) {
        final Json json = new Json().object().put("messages", count()).put("unreceived", unreceived).put("dropped", tracker.dropped())
            .put("unknown", tracker.unknown()).put("scanned", all.scanned).object("parts");
        for (final Part part : Part.values()) {
            json(json, part.label(), all.histogram(part));
        }
        if (expectedIntervalNs > 0) {
            json(json, "latency_corrected", correctedNs(expectedIntervalNs));
        }
        json.end('}').array("groups");
        for (final LatencyGroup group : sorted(limit)) {
            json.object().put("name", group.name).put("messages", group.count()).put("words", group.words).put("scanned", group.scanned);
            for (final Part part : Part.values()) {
                if (group.histogram(part) != null) {
                    json(json, part.label(), group.histogram(part));
                }
            }
            json.end('}');
        }
        return json.end(']').end('}').toString();
    }

    private static void json(final Json json, final String name, final Histogram histogram) {
        json.object(name);
        for (final double percentile : PERCENTILES) {
            final String key = percentile == 100 ? "max" : "p" + (percentile == (int)percentile ? "" + (int)percentile : "" + percentile);
            json.put(key, percentile == 100 ? histogram.getMaxValue() : histogram.getValueAtPercentile(percentile));
        }
        json.put("mean", histogram.getMean()).end('}');
    }
}
