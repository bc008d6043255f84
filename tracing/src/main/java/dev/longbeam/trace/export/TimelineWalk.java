package dev.longbeam.trace.export;

import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.SliceEnd;
import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.TraceClock;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceNames;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import dev.longbeam.trace.report.TraceScan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.agrona.collections.Int2ObjectHashMap;

/** Makes slices, messages and moments out of the events. Memory: a few words for each scheduler. */
final class TimelineWalk {
    /** What is open on a stream. */
    private static final class Lane {
        long pid;
        long sliceFromNs;
        long sleepFromNs = -1;
        long queueLength = -1;
    }

    private final TimelineSink sink;
    private final TraceClock clock;
    private final TraceNames names;
    private final Int2ObjectHashMap<Lane> lanes = new Int2ObjectHashMap<>();

    private TimelineWalk(final TraceReader trace, final TimelineSink sink) {
        this.sink = sink;
        clock = trace.clock();
        names = trace.names();
    }

    static void run(final TraceReader trace, final TimelineSink sink, final TraceProgress progress) throws IOException {
        final TimelineWalk walk = new TimelineWalk(trace, sink);
        try {
            TraceScan.inTimeOrder(trace, progress, event -> {
                try {
                    walk.apply(event);
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            walk.finish(walk.clock.sinceStart(trace.lastTicks()));
        } catch (final UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Lane lane(final int stream) {
        Lane lane = lanes.get(stream);
        if (lane == null) {
            lane = new Lane();
            lanes.put(stream, lane);
        }
        return lane;
    }

    private void apply(final TraceEvent event) throws IOException {
        if (event.stream() == EventLayout.DEFINITIONS) {
            return;
        }
        final long atNs = clock.sinceStart(event.time());
        switch (event.type()) {
            case SLICE_START -> sliceStart(event, atNs);
            case SLICE_END -> sliceEnd(event, atNs);
            case SLEEP -> lane(event.stream()).sleepFromNs = atNs;
            case WAKE -> wake(event, atNs);
            case SEND -> sink.send(atNs, event.field(2), event.field(1), event.field(0), event.aux());
            case RECEIVE -> sink.receive(atNs, event.running(), event.field(0), event.field(1));
            case COLLECT -> sink.instant(atNs, event.running(), event.aux() == 0 ? "minor collection" : "major collection",
                String.format(Locale.ROOT, "%,d words live, %,d freed, %.1f us", event.field(0), event.field(1), clock.nanos(event.field(2)) / 1000.0));
            case GAP -> sink.gap(event.stream(), atNs, event.field(0) + " events lost");
            default -> moment(event, atNs);
        }
    }

    private void moment(final TraceEvent event, final long atNs) throws IOException {
        switch (event.type()) {
            case SPAWN -> sink.instant(atNs, event.field(0), "spawned", names.atom(event.field(2)) + ':' + names.atom(event.field(3)) + '/'
                + event.aux() + " by " + Pids.text(event.field(1)));
            case EXIT -> sink.instant(atNs, event.field(0), "ended", event.field(2) < 0 ? event.text() : names.atom(event.field(2)));
            case REGISTER -> sink.instant(atNs, event.field(0), "registered", names.atom(event.field(1)));
            case MIGRATE -> sink.instant(atNs, event.field(0), "migrated", "to scheduler " + event.aux());
            case RECEIVE_TIMEOUT -> sink.instant(atNs, event.field(0), "receive timed out", "");
            case EXIT_SIGNAL -> sink.instant(atNs, event.field(1), "exit signal", "from " + Pids.text(event.field(0)));
            case DOWN -> sink.instant(atNs, event.field(0), "monitor fired", "");
            default -> { }
        }
    }

    private void sliceStart(final TraceEvent event, final long atNs) throws IOException {
        final Lane lane = lane(event.stream());
        lane.pid = event.field(0);
        lane.sliceFromNs = atNs;
        lane.sleepFromNs = -1;
        if (event.aux() != lane.queueLength) {
            lane.queueLength = event.aux();
            sink.queueLength(event.stream(), atNs, event.aux());
        }
    }

    private void sliceEnd(final TraceEvent event, final long atNs) throws IOException {
        final Lane lane = lane(event.stream());
        if (lane.pid != 0) {
            final String why = event.aux() < SliceEnd.values().length ? SliceEnd.values()[event.aux()].name().toLowerCase(Locale.ROOT) : "?";
            sink.slice(event.stream(), lane.pid, lane.sliceFromNs, atNs, event.field(0), why);
            lane.pid = 0;
        }
    }

    private void wake(final TraceEvent event, final long atNs) throws IOException {
        final Lane lane = lane(event.stream());
        if (lane.sleepFromNs >= 0) {
            sink.sleep(event.stream(), lane.sleepFromNs, atNs);
            lane.sleepFromNs = -1;
        }
    }

    /** What is still open ends with the trace. */
    private void finish(final long atNs) throws IOException {
        for (final Int2ObjectHashMap<Lane>.KeyIterator keys = lanes.keySet().iterator(); keys.hasNext();) {
            final int stream = keys.nextInt();
            final Lane lane = lanes.get(stream);
            if (lane.pid != 0) {
                sink.slice(stream, lane.pid, lane.sliceFromNs, Math.max(atNs, lane.sliceFromNs), 0, "not ended");
            }
        }
    }
}
