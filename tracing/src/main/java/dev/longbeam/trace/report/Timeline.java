package dev.longbeam.trace.report;

import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;

/** What the node did in each of equal spans of time. One pass in the order of the files. */
public final class Timeline {
    private static final int MAX_ROWS = 10_000;

    /** Sums of one span. */
    private static final class Row {
        long spawns;
        long exits;
        long sends;
        long receives;
        long reductions;
        long slices;
        long runTicks;
        long maxQueueTicks;
        long maxQueueLength;
        long maxMailbox;
        long collections;
        long collectTicks;
        long maxCollectTicks;
        long lost;
    }

    private final TraceReader trace;
    private final long firstTicks;
    private final long spanTicks;
    private final long rowTicks;
    private final Row[] rows;
    private final long[] sliceStarts = new long[EventLayout.DEFINITIONS + 1];
    private int schedulers = 1;

    private Timeline(final TraceReader trace, final long intervalNs) {
        this.trace = trace;
        firstTicks = trace.clock().startTicks();
        spanTicks = Math.max(1, trace.lastTicks() - firstTicks);
        final long wanted = Math.max(1, trace.clock().ticks(intervalNs));
        rowTicks = Math.max(wanted, spanTicks / MAX_ROWS + 1);
        rows = new Row[(int)(spanTicks / rowTicks) + 1];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new Row();
        }
    }

    /** A length of the spans that makes so many rows, rounded to 1, 2 or 5 and zeros. */
    public static long intervalNs(final TraceReader trace, final int rowCount) {
        final long spanNs = Math.max(1, trace.clock().nanos(trace.lastTicks() - trace.clock().startTicks()));
        final double exact = (double)spanNs / rowCount;
        final double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, exact))));
        for (final int factor : new int[] {1, 2, 5}) {
            if (factor * power >= exact) {
                return Math.round(factor * power);
            }
        }
        return Math.round(10 * power);
    }

    /** Goes over the whole trace. */
    public static Timeline of(final TraceReader trace, final long intervalNs, final TraceProgress progress) throws IOException {
        final Timeline timeline = new Timeline(trace, intervalNs);
        TraceScan.inFileOrder(trace, progress, timeline::apply);
        return timeline;
    }

    private Row row(final long ticks) {
        return rows[Math.clamp((ticks - firstTicks) / rowTicks, 0, rows.length - 1)];
    }

    private void apply(final TraceEvent event) {
        final int stream = event.stream();
        switch (event.type()) {
            case SPAWN -> row(event.time()).spawns++;
            case EXIT -> row(event.time()).exits++;
            case SEND -> row(event.time()).sends++;
            case RECEIVE -> {
                final Row row = row(event.time());
                row.receives++;
                row.maxMailbox = Math.max(row.maxMailbox, event.field(1));
            }
            case SLICE_START -> sliceStart(event, stream);
            case SLICE_END -> sliceEnd(event, stream);
            case COLLECT -> {
                final Row row = row(event.time());
                row.collections++;
                row.collectTicks += event.field(2);
                row.maxCollectTicks = Math.max(row.maxCollectTicks, event.field(3));
            }
            case GAP -> {
                row(event.time()).lost += event.field(0);
                sliceStarts[stream] = 0;
            }
            default -> { }
        }
    }

    private void sliceStart(final TraceEvent event, final int stream) {
        final Row row = row(event.time());
        row.slices++;
        row.maxQueueLength = Math.max(row.maxQueueLength, event.aux());
        row.maxQueueTicks = Math.max(row.maxQueueTicks, event.field(1));
        sliceStarts[stream] = event.time();
        if (stream < EventLayout.EXTERNAL) {
            schedulers = Math.max(schedulers, stream + 1);
        }
    }

    private void sliceEnd(final TraceEvent event, final int stream) {
        final long end = event.time();
        row(end).reductions += event.field(0);
        if (sliceStarts[stream] != 0) {
            share(sliceStarts[stream], end);
        }
        sliceStarts[stream] = 0;
    }

    /** Shares the time of a slice among the rows; the rows bound the work, whatever times a damaged trace tells. */
    private void share(final long startTicks, final long endTicks) {
        final long from = Math.clamp(startTicks - firstTicks, 0, spanTicks);
        final long to = Math.clamp(endTicks - firstTicks, 0, spanTicks);
        for (int i = (int)(from / rowTicks); i < rows.length && i * rowTicks < to; i++) {
            final long rowStart = i * rowTicks;
            rows[i].runTicks += Math.min(to - rowStart, rowTicks) - Math.max(0, from - rowStart);
        }
    }

    private long ns(final long ticks) {
        return trace.clock().nanos(ticks);
    }

    /** The result as text. */
    public String text() {
        final TextTable table = new TextTable(">from (s)", ">running", ">reductions", ">slices", ">spawns", ">exits", ">sends", ">receives",
            ">longest wait", ">longest queue", ">longest mailbox", ">collecting", ">longest pause", ">lost");
        for (int i = 0; i < rows.length; i++) {
            final Row row = rows[i];
            table.row(Figures.moment(ns(i * rowTicks)), Figures.share(row.runTicks, rowTicks * schedulers), Figures.count(row.reductions),
                Figures.count(row.slices), Figures.count(row.spawns), Figures.count(row.exits), Figures.count(row.sends),
                Figures.count(row.receives), Figures.span(ns(row.maxQueueTicks)), row.maxQueueLength, Figures.count(row.maxMailbox),
                Figures.span(ns(row.collectTicks)), Figures.span(ns(row.maxCollectTicks)), Figures.count(row.lost));
        }
        return table.toString();
    }

    /** The result as JSON. */
    public String json() {
        final Json json = new Json().object().put("interval_ns", ns(rowTicks)).put("schedulers", schedulers).array("rows");
        for (int i = 0; i < rows.length; i++) {
            final Row row = rows[i];
            json.object().put("from_ns", ns(i * rowTicks)).put("run_ns", ns(row.runTicks)).put("reductions", row.reductions)
                .put("slices", row.slices).put("spawns", row.spawns).put("exits", row.exits).put("sends", row.sends)
                .put("receives", row.receives).put("max_queue_ns", ns(row.maxQueueTicks)).put("max_queue_length", row.maxQueueLength)
                .put("max_mailbox", row.maxMailbox).put("collections", row.collections).put("collect_ns", ns(row.collectTicks))
                .put("max_collect_ns", ns(row.maxCollectTicks)).put("lost_events", row.lost).end('}');
        }
        return json.end(']').end('}').toString();
    }
}
