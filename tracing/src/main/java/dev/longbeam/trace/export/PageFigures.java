package dev.longbeam.trace.export;

import dev.longbeam.trace.export.RoleFigures.Sum;
import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.TraceClock;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceGap;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.MessageTimes;
import dev.longbeam.trace.report.MessageTracker;
import dev.longbeam.trace.report.TraceProgress;
import dev.longbeam.trace.report.TraceScan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.agrona.collections.Int2ObjectHashMap;

/** The figures that a page shows, from one pass over the events besides that for the roles. */
final class PageFigures {
    private static final int DIGITS = 3;
    private static final int MAX_PAUSES = 400;
    private static final int MAX_TALKERS = 12;
    private static final int MAX_FLOWS = 16;
    private static final int MAX_LOSSES = 200;
    private static final int STEPS_PER_HALF = 8;

    /** A collection. */
    private record Pause(long atTicks, long busyTicks, long pid, boolean major, long liveWords, long freedWords) {
    }

    /** Events that are missing. */
    private record Loss(int stream, long fromTicks, long toTicks, String what) {
    }

    private final TraceReader trace;
    private final TraceClock clock;
    private final ProcessRoles roles;
    private final MessageTracker tracker;
    private final TimeBuckets buckets;
    private final RoleFigures byRole;
    private final Histogram latency = new Histogram(DIGITS);
    private final Histogram wait = new Histogram(DIGITS);
    private final Histogram handling = new Histogram(DIGITS);
    private final Histogram queue = new Histogram(DIGITS);
    private final PriorityQueue<Pause> pauses = new PriorityQueue<>(Comparator.comparingLong(Pause::busyTicks));
    private final List<Loss> losses = new ArrayList<>();
    private final Int2ObjectHashMap<Long> sliceStarts = new Int2ObjectHashMap<>();
    private final Set<Integer> streams = new HashSet<>();
    private long events;
    private long collections;
    private long spawns;
    private long lostEvents;

    private PageFigures(final TraceReader trace, final ProcessRoles roles) {
        this.trace = trace;
        this.roles = roles;
        clock = trace.clock();
        buckets = new TimeBuckets(trace);
        byRole = new RoleFigures(roles);
        tracker = new MessageTracker(trace, this::received);
        for (final TraceGap gap : trace.gaps()) {
            loss(new Loss(gap.stream(), gap.fromTicks(), gap.toTicks(), gap.batches() + " batches missing"));
        }
    }

    static PageFigures of(final TraceReader trace, final TraceProgress progress) throws IOException {
        final PageFigures figures = new PageFigures(trace, ProcessRoles.of(trace, progress));
        TraceScan.inTimeOrder(trace, progress, figures::apply);
        figures.tracker.finish(trace.lastTicks());
        return figures;
    }

    private void apply(final TraceEvent event) {
        events++;
        tracker.apply(event);
        switch (event.type()) {
            case SEND -> {
                buckets.message(event.time());
                final int from = roles.role(event.field(2));
                byRole.add(Sum.SENT, from, 1);
                byRole.add(Sum.SENT_WORDS, from, event.aux());
                byRole.message(from, roles.role(event.field(1)));
            }
            case RECEIVE -> byRole.add(Sum.RECEIVED, roles.role(event.running()), 1);
            case SLICE_START -> {
                streams.add(event.stream());
                sliceStarts.put(event.stream(), Long.valueOf(event.time()));
                buckets.queue(event.time(), event.field(1));
                queue.recordValue(Math.max(0, clock.nanos(event.field(1))));
                byRole.add(Sum.QUEUE_TICKS, roles.role(event.field(0)), event.field(1));
            }
            case SLICE_END -> sliceEnd(event);
            case COLLECT -> collected(event);
            case SPAWN -> spawns++;
            case GAP -> {
                lostEvents += event.field(0);
                loss(new Loss(event.stream(), event.field(1), event.time(), event.field(0) + " events lost"));
            }
            default -> { }
        }
    }

    private void loss(final Loss loss) {
        if (losses.size() < MAX_LOSSES) {
            losses.add(loss);
        }
    }

    private void sliceEnd(final TraceEvent event) {
        final int role = roles.role(event.running());
        byRole.add(Sum.REDUCTIONS, role, event.field(0));
        final Long start = sliceStarts.remove(event.stream());
        if (start != null) {
            buckets.ran(start, event.time());
            byRole.add(Sum.RUN_TICKS, role, event.time() - start);
        }
    }

    private void collected(final TraceEvent event) {
        collections++;
        final long busy = event.field(2);
        byRole.add(Sum.COLLECT_TICKS, roles.role(event.running()), busy);
        buckets.collected(event.time() - busy, event.time(), busy);
        if (pauses.size() < MAX_PAUSES || busy > pauses.peek().busyTicks()) {
            pauses.add(new Pause(event.time(), busy, event.running(), event.aux() != 0, event.field(0), event.field(1)));
            if (pauses.size() > MAX_PAUSES) {
                pauses.poll();
            }
        }
    }

    private void received(final MessageTimes message) {
        final long waited = message.latencyTicks() - message.idleTicks();
        buckets.latency(message.receiveTicks(), waited);
        latency.recordValue(Math.max(0, clock.nanos(message.latencyTicks())));
        wait.recordValue(Math.max(0, clock.nanos(waited)));
        handling.recordValue(Math.max(0, clock.nanos(message.handlingTicks())));
    }

    // Result

    void write(final JsonOutput json) throws IOException {
        json.begin('{').name("trace").value(trace.directory().toAbsolutePath().normalize().getFileName().toString());
        json.name("facts").begin('{');
        for (final var fact : trace.names().facts().entrySet()) {
            json.name(fact.getKey()).value(fact.getValue());
        }
        json.end('}').name("start").value(clock.instant(clock.startTicks()).toString()).name("span_ns")
            .value(clock.nanos(trace.lastTicks() - trace.firstTicks()));
        json.name("events").value(events).name("messages").value(byRole.total(Sum.SENT)).name("received").value(latency.getTotalCount())
            .name("reductions").value(byRole.total(Sum.REDUCTIONS)).name("spawns").value(spawns).name("collections").value(collections)
            .name("lost_events").value(lostEvents).name("problems").value(trace.problems().size());
        json.name("curves").begin('[');
        curve(json, "sent to received", latency);
        curve(json, "kept waiting", wait);
        curve(json, "in a run queue", queue);
        curve(json, "handled", handling);
        json.end(']').name("time");
        buckets.write(json, Math.max(1, streams.size()));
        json.name("pauses");
        pauses(json);
        json.name("talkers");
        byRole.writeTalkers(json, MAX_TALKERS, clock.nsPerTick());
        json.name("flows");
        byRole.writeFlows(json, MAX_FLOWS);
        json.name("gaps").begin('[');
        for (final Loss loss : losses) {
            json.begin('{').name("stream").value(loss.stream()).name("from_ns").value(clock.sinceStart(loss.fromTicks())).name("to_ns")
                .value(clock.sinceStart(loss.toTicks())).name("what").value(loss.what()).end('}');
        }
        json.end(']').end('}');
    }

    private static void curve(final JsonOutput json, final String name, final Histogram histogram) throws IOException {
        json.begin('{').name("name").value(name).name("points").begin('[');
        if (histogram.getTotalCount() > 0) {
            for (final var point : histogram.percentiles(STEPS_PER_HALF)) {
                json.begin('[').value(point.getPercentileLevelIteratedTo()).value(point.getValueIteratedTo()).end(']');
            }
        }
        json.end(']').end('}');
    }

    private void pauses(final JsonOutput json) throws IOException {
        final List<Pause> sorted = new ArrayList<>(pauses);
        sorted.sort(Comparator.comparingLong(Pause::busyTicks).reversed());
        json.begin('[');
        for (final Pause pause : sorted) {
            json.begin('{').name("at_ns").value(clock.sinceStart(pause.atTicks())).name("ns").value(clock.nanos(pause.busyTicks())).name("process")
                .value(Pids.text(pause.pid())).name("role").value(roles.label(roles.role(pause.pid()))).name("kind")
                .value(pause.major() ? "major" : "minor").name("live").value(pause.liveWords()).name("freed").value(pause.freedWords()).end('}');
        }
        json.end(']');
    }
}
