package dev.longbeam.trace.report;

import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.EventType;
import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.ProcessTable;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceGap;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.agrona.collections.Long2ObjectHashMap;

/** What is in a trace: counts, rates, the schedulers and the busiest processes. One pass in the order of the files. */
public final class Summary {
    private static final int MAX_STREAMS = EventLayout.DEFINITIONS + 1;
    private static final int TYPES = 256;

    private final TraceReader trace;
    private final ProcessTable processes;
    private final long[] counts = new long[TYPES];
    private final StreamFigures[] streams = new StreamFigures[MAX_STREAMS];
    private final Long2ObjectHashMap<ProcessFigures> figures = new Long2ObjectHashMap<>();
    private StreamFigures stream;
    private long events;
    private long reductions;
    private long sliceTicks;
    private long words;
    private long freedWords;
    private long collectTicks;
    private long lostEvents;
    private int stopStatus = -1;

    private Summary(final TraceReader trace) {
        this.trace = trace;
        processes = new ProcessTable(trace);
    }

    /** Goes over the whole trace. */
    public static Summary of(final TraceReader trace, final TraceProgress progress) throws IOException {
        final Summary summary = new Summary(trace);
        TraceScan.inFileOrder(trace, progress, summary::apply);
        return summary;
    }

    private void apply(final TraceEvent event) {
        final int number = event.stream();
        StreamFigures here = stream;
        if (here == null || here.stream != number) {
            here = stream(number);
        }
        final EventType type = event.type();
        counts[type.number()]++;
        events++;
        here.events++;
        switch (type) {
            case SLICE_START -> sliceStart(here, event);
            case SLICE_END -> sliceEnd(here, event);
            case SEND -> {
                words += event.aux();
                process(here, event.field(2)).sent++;
            }
            case RECEIVE -> {
                if (here.running != null) {
                    here.running.received++;
                    here.running.maxMailbox = Math.max(here.running.maxMailbox, event.field(1));
                }
            }
            case COLLECT -> collect(here, event);
            case WAKE -> here.sleptTicks += event.field(0);
            case GAP -> {
                lostEvents += event.field(0);
                here.lost += event.field(0);
                here.inSlice = false;
                here.running = null;
            }
            case NODE_STOP -> stopStatus = event.aux();
            case SPAWN, EXIT, REGISTER, UNREGISTER -> processes.apply(event);
            default -> { }
        }
    }

    private StreamFigures stream(final int number) {
        if (streams[number] == null) {
            streams[number] = new StreamFigures(number);
        }
        stream = streams[number];
        return stream;
    }

    private ProcessFigures process(final StreamFigures here, final long pid) {
        final ProcessFigures running = here.running;
        if (running != null && running.pid == pid) {
            return running;
        }
        ProcessFigures found = figures.get(pid);
        if (found == null) {
            found = new ProcessFigures(pid);
            figures.put(pid, found);
        }
        return found;
    }

    private void sliceStart(final StreamFigures here, final TraceEvent event) {
        final ProcessFigures process = process(here, event.field(0));
        here.running = process;
        here.inSlice = true;
        here.sliceStartTicks = event.time();
        process.slices++;
        process.queueTicks += event.field(1);
        here.slices++;
    }

    private void sliceEnd(final StreamFigures here, final TraceEvent event) {
        final long sliceReductions = event.field(0);
        reductions += sliceReductions;
        here.reductions += sliceReductions;
        if (here.inSlice) {
            final long ticks = event.time() - here.sliceStartTicks;
            here.running.reductions += sliceReductions;
            here.running.allocatedWords += event.field(1);
            here.running.runTicks += ticks;
            here.busyTicks += ticks;
            sliceTicks += ticks;
            here.inSlice = false;
        }
    }

    private void collect(final StreamFigures here, final TraceEvent event) {
        freedWords += event.field(1);
        collectTicks += event.field(2);
        if (here.running != null) {
            here.running.collections++;
            here.running.collectTicks += event.field(2);
        }
    }

    // Results

    /** Number of events of a type. */
    public long count(final EventType type) {
        return counts[type.number()];
    }

    /** Number of events. */
    public long events() {
        return events;
    }

    /** Reductions of all slices. */
    public long reductions() {
        return reductions;
    }

    /** Words of all messages. */
    public long messageWords() {
        return words;
    }

    /** Events that the node could not record. */
    public long lostEvents() {
        return lostEvents;
    }

    /** Batches that the files do not hold: damaged, or removed to keep the trace small. */
    public long missingBatches() {
        long missing = 0;
        for (final TraceGap gap : trace.gaps()) {
            missing += gap.batches();
        }
        return missing;
    }

    /** Time from the first event to the last, in nanoseconds. */
    public long spanNs() {
        return trace.clock().nanos(trace.lastTicks() - trace.firstTicks());
    }

    private List<ProcessFigures> top(final int limit, final ToLongFunction<ProcessFigures> key) {
        final List<ProcessFigures> all = new ArrayList<>(figures.values());
        all.sort(Comparator.comparingLong(key).reversed().thenComparingLong(process -> process.pid));
        return all.subList(0, Math.min(limit, all.size()));
    }

    private long ns(final long ticks) {
        return trace.clock().nanos(ticks);
    }

    private Map<Integer, StreamFigures> schedulers() {
        final Map<Integer, StreamFigures> schedulers = new TreeMap<>();
        for (int i = 0; i < EventLayout.EXTERNAL; i++) {
            if (streams[i] != null) {
                schedulers.put(i, streams[i]);
            }
        }
        return schedulers;
    }

    /** The result as text, with so many of the busiest processes. */
    public String text(final int topCount) {
        final StringBuilder text = new StringBuilder();
        final long spanNs = spanNs();
        text.append("trace      ").append(trace.directory()).append('\n');
        trace.names().facts().forEach((name, value) -> text.append(String.format("%-10s %s%n", name, value)));
        text.append("started    ").append(trace.clock().instant(trace.clock().startTicks())).append('\n');
        text.append("span       ").append(Figures.span(spanNs)).append(stopStatus < 0 ? ", no orderly end" : ", ended with status " + stopStatus)
            .append('\n');
        text.append("size       ").append(Figures.bytes(trace.bytes())).append(" in ").append(trace.files()).append(" files, ")
            .append(Figures.count(events)).append(" events").append(events == 0 ? "" : String.format(" of %.1f bytes", (double)trace.bytes() / events))
            .append("\n\n");
        final TextTable counted = new TextTable("", ">count", ">rate", "");
        counted.row("processes", Figures.count(count(EventType.SPAWN)), Figures.rate(count(EventType.SPAWN), spanNs),
            Figures.count(count(EventType.EXIT)) + " ended");
        counted.row("messages", Figures.count(count(EventType.SEND)), Figures.rate(count(EventType.SEND), spanNs),
            Figures.count(count(EventType.DELIVER)) + " delivered, " + Figures.count(count(EventType.RECEIVE)) + " received, "
                + Figures.count(count(EventType.DROP)) + " dropped, " + Figures.count(words) + " words");
        counted.row("reductions", Figures.count(reductions), Figures.rate(reductions, spanNs), "");
        counted.row("slices", Figures.count(count(EventType.SLICE_START)), Figures.rate(count(EventType.SLICE_START), spanNs),
            Figures.span(ns(sliceTicks)) + " running");
        counted.row("collections", Figures.count(count(EventType.COLLECT)), Figures.rate(count(EventType.COLLECT), spanNs),
            Figures.span(ns(collectTicks)) + ", " + Figures.count(freedWords) + " words freed");
        text.append(counted).append('\n');
        text.append(lossText());
        final TextTable schedulers = new TextTable("scheduler", ">running", ">asleep", ">slices", ">reductions", ">events");
        schedulers().values().forEach(s -> schedulers.row(s.stream + 1, Figures.share(ns(s.busyTicks), spanNs),
            Figures.share(ns(s.sleptTicks), spanNs), Figures.count(s.slices), Figures.count(s.reductions), Figures.count(s.events)));
        text.append(schedulers).append('\n');
        final TextTable busiest = new TextTable("busiest processes", ">reductions", ">running", ">waiting to run", ">slices", ">sent", ">received",
            ">words allocated", ">longest mailbox", ">collecting");
        for (final ProcessFigures p : top(topCount, process -> process.reductions)) {
            busiest.row(processes.get(p.pid), Figures.count(p.reductions), Figures.span(ns(p.runTicks)), Figures.span(ns(p.queueTicks)),
                Figures.count(p.slices), Figures.count(p.sent), Figures.count(p.received), Figures.count(p.allocatedWords), Figures.count(p.maxMailbox),
                Figures.span(ns(p.collectTicks)));
        }
        return text.append(busiest).toString();
    }

    private String lossText() {
        final StringBuilder text = new StringBuilder();
        if (lostEvents > 0) {
            text.append("lost       ").append(Figures.count(lostEvents)).append(" events that the node could not record in time\n");
        }
        for (final TraceGap gap : trace.gaps()) {
            text.append("missing    ").append(Figures.count(gap.batches())).append(" batches of stream ").append(gap.stream()).append(" before ")
                .append(Figures.moment(trace.clock().sinceStart(gap.toTicks()))).append(" s\n");
        }
        return text.isEmpty() ? "" : text.append('\n').toString();
    }

    /** The result as JSON, with so many of the busiest processes. */
    public String json(final int topCount) {
        final Json json = new Json().object().put("trace", trace.directory().toString()).object("node");
        trace.names().facts().forEach(json::put);
        json.end('}').put("started", trace.clock().instant(trace.clock().startTicks()).toString()).put("span_ns", spanNs())
            .put("ended", stopStatus >= 0).put("bytes", trace.bytes()).put("files", trace.files()).put("events", events)
            .put("reductions", reductions).put("messages", count(EventType.SEND)).put("message_words", words)
            .put("run_ns", ns(sliceTicks)).put("collect_ns", ns(collectTicks)).put("freed_words", freedWords)
            .put("lost_events", lostEvents).put("missing_batches", missingBatches());
        json.object("counts");
        for (final EventType type : EventType.values()) {
            json.put(type.label(), count(type));
        }
        json.end('}').array("schedulers");
        schedulers().values().forEach(s -> json.object().put("scheduler", s.stream + 1L).put("run_ns", ns(s.busyTicks))
            .put("sleep_ns", ns(s.sleptTicks)).put("slices", s.slices).put("reductions", s.reductions).put("events", s.events).end('}'));
        json.end(']').array("processes");
        for (final ProcessFigures p : top(topCount, process -> process.reductions)) {
            json.object().put("process", Pids.text(p.pid)).put("role", processes.get(p.pid).role())
                .put("reductions", p.reductions).put("run_ns", ns(p.runTicks)).put("queue_ns", ns(p.queueTicks)).put("slices", p.slices)
                .put("sent", p.sent).put("received", p.received).put("allocated_words", p.allocatedWords).put("max_mailbox", p.maxMailbox).put("collections", p.collections)
                .put("collect_ns", ns(p.collectTicks)).end('}');
        }
        return json.end(']').end('}').toString();
    }
}
