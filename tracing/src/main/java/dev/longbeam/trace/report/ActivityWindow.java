package dev.longbeam.trace.report;

import dev.longbeam.trace.SliceEnd;
import dev.longbeam.trace.read.TraceCursor;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.collections.Long2LongHashMap;

/** What the schedulers and some processes did in a span of time. Times in ticks. */
final class ActivityWindow {
    private static final int MAX_SLICES = 3_000_000;
    /** Stands for no moment at all. */
    private static final long NEVER = Long.MIN_VALUE;
    private static final int BLOCKED = SliceEnd.BLOCKED.ordinal();

    /** A time slice, with the wait before it. */
    static final class Slice {
        final long process;
        final int stream;
        final long startTicks;
        final long waitTicks;
        long endTicks = Long.MAX_VALUE;
        boolean blocked;
        long collectTicks;

        Slice(final long process, final int stream, final long startTicks, final long waitTicks) {
            this.process = process;
            this.stream = stream;
            this.startTicks = startTicks;
            this.waitTicks = waitTicks;
        }
    }

    /** A collection of a process that matters. */
    record Collection(long process, long startTicks, long endTicks, long busyTicks, boolean major, long liveWords, long freedWords) {
    }

    private final Set<Long> interesting;
    private final Map<Integer, List<Slice>> byStream = new HashMap<>();
    private final Map<Long, List<Slice>> byProcess = new HashMap<>();
    private final Map<Long, List<Collection>> collections = new HashMap<>();
    private final Map<Long, List<Long>> receives = new HashMap<>();
    private final Map<Integer, Slice> open = new HashMap<>();
    /** When a process last sent or received before it took a message of the chain, by message. */
    private final Long2LongHashMap sinceBefore = new Long2LongHashMap(NEVER);
    private final Long2LongHashMap latestAct = new Long2LongHashMap(NEVER);
    private int slices;

    private ActivityWindow(final Set<Long> interesting) {
        this.interesting = interesting;
    }

    /** Reads what happened between two moments; details of the processes given. */
    static ActivityWindow of(final TraceReader trace, final Set<Long> processes, final long fromTicks, final long toTicks) throws IOException {
        final ActivityWindow window = new ActivityWindow(processes);
        final TraceCursor cursor = trace.inTimeOrder(fromTicks, Long.MAX_VALUE);
        boolean settled = false;
        while (!settled && cursor.next() && window.slices < MAX_SLICES) {
            window.apply(cursor.event());
            // Waits and collections are told at their ends: go on until those that matter have ended.
            settled = cursor.event().time() > toTicks && window.isSettled(toTicks);
        }
        return window;
    }

    private boolean isSettled(final long toTicks) {
        for (final Slice slice : open.values()) {
            if (slice.startTicks <= toTicks) {
                return false;
            }
        }
        return true;
    }

    private void apply(final TraceEvent event) {
        switch (event.type()) {
            case SLICE_START -> {
                final Slice slice = new Slice(event.field(0), event.stream(), event.time(), event.field(1));
                slices++;
                end(event.stream(), event.time(), false);
                open.put(event.stream(), slice);
                byStream.computeIfAbsent(slice.stream, key -> new ArrayList<>()).add(slice);
                if (interesting.contains(slice.process)) {
                    byProcess.computeIfAbsent(slice.process, key -> new ArrayList<>()).add(slice);
                }
            }
            case SLICE_END -> end(event.stream(), event.time(), event.aux() == BLOCKED);
            case COLLECT -> collect(event);
            case SEND -> act(event.field(2), event.time());
            case RECEIVE -> {
                final long process = event.running();
                if (interesting.contains(process)) {
                    if (latestAct.containsKey(process)) {
                        sinceBefore.put(event.field(0), latestAct.get(process));
                    }
                    receives.computeIfAbsent(process, key -> new ArrayList<>()).add(event.time());
                    act(process, event.time());
                }
            }
            default -> { }
        }
    }

    private void act(final long process, final long ticks) {
        if (interesting.contains(process)) {
            latestAct.put(process, ticks);
        }
    }

    private void end(final int stream, final long ticks, final boolean blocked) {
        final Slice slice = open.remove(stream);
        if (slice != null) {
            slice.endTicks = ticks;
            slice.blocked = blocked;
        }
    }

    private void collect(final TraceEvent event) {
        final long process = event.running();
        final Slice slice = open.get(event.stream());
        if (slice != null) {
            slice.collectTicks += Math.min(event.field(2), event.time() - slice.startTicks);
        }
        if (interesting.contains(process)) {
            collections.computeIfAbsent(process, key -> new ArrayList<>()).add(new Collection(process, event.time() - event.field(3),
                event.time(), event.field(2), event.aux() == 1, event.field(0), event.field(1)));
        }
    }

    List<Slice> slicesOf(final long process) {
        return byProcess.getOrDefault(process, List.of());
    }

    List<Slice> slicesOn(final int stream) {
        return byStream.getOrDefault(stream, List.of());
    }

    List<Collection> collectionsOf(final long process) {
        return collections.getOrDefault(process, List.of());
    }

    /** Messages that a process took after one moment and before another. */
    int receivedBetween(final long process, final long fromTicks, final long toTicks) {
        int count = 0;
        for (final long ticks : receives.getOrDefault(process, List.of())) {
            count += ticks > fromTicks && ticks < toTicks ? 1 : 0;
        }
        return count;
    }

    /** When the receiver of a message last sent or received before it took it; before all times when not in this window. */
    long actBefore(final long message) {
        return sinceBefore.get(message);
    }
}
