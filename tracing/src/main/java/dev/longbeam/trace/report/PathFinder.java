package dev.longbeam.trace.report;

import dev.longbeam.trace.read.ProcessTable;
import dev.longbeam.trace.read.TraceClock;
import dev.longbeam.trace.report.ActivityWindow.Slice;
import dev.longbeam.trace.report.PathPart.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cuts a span of time of a process into the parts that say where it went. */
final class PathFinder {
    private static final int WORD_SHIFT = 3;
    private static final int NAMED = 3;
    private static final int MANY_SCANNED = 100;

    /** Time of another process on a scheduler. */
    private static final class Occupant {
        long process;
        long ticks;
        long collectTicks;
        int slices;
    }

    private final ActivityWindow window;
    private final ProcessTable processes;
    private final TraceClock clock;

    PathFinder(final ActivityWindow window, final ProcessTable processes, final TraceClock clock) {
        this.window = window;
        this.processes = processes;
        this.clock = clock;
    }

    /** The time of a message from sending to receiving, as parts of its receiver's time; the longest first. */
    List<PathPart> waiting(final ChainLink link) {
        final int before = window.receivedBetween(link.to(), link.sendTicks(), link.receiveTicks());
        final List<PathPart> parts = new ArrayList<>();
        final long fromTicks = link.sendTicks();
        final long toTicks = link.receiveTicks();
        final long scanned = link.scanned() < MANY_SCANNED ? 0 : scanTicks(link);
        final long rest = common(link.to(), fromTicks, toTicks, parts) - scanned;
        if (scanned > 0) {
            parts.add(new PathPart(Kind.SCAN, link.to(), scanned, "passed over " + Figures.count(link.scanned()) + " messages, "
                + Figures.count(link.mailboxLength()) + " in the mailbox"));
        }
        if (rest > 0) {
            parts.add(new PathPart(Kind.BUSY, link.to(), rest, before == 0 ? "" : "it took " + Figures.count(before) + " other messages first, "
                + Figures.count(link.mailboxLength()) + " in the mailbox when it was taken"));
        }
        idle(link.to(), fromTicks, toTicks, parts, before > 0 ? "it took " + Figures.count(before) + " other messages first"
            : "it did not ask for the message");
        parts.sort(Comparator.comparingLong(PathPart::ticks).reversed());
        return parts;
    }

    /** The time in which a process handled one message until it sent the next, as parts; the longest first. */
    List<PathPart> handling(final long process, final long fromTicks, final long toTicks) {
        final List<PathPart> parts = new ArrayList<>();
        final long rest = common(process, fromTicks, toTicks, parts);
        if (rest > 0) {
            parts.add(new PathPart(Kind.HANDLE, process, rest, ""));
        }
        idle(process, fromTicks, toTicks, parts, "");
        parts.sort(Comparator.comparingLong(PathPart::ticks).reversed());
        return parts;
    }

    /** Adds waits for schedulers and collections; returns the time that the process ran besides. */
    private long common(final long process, final long fromTicks, final long toTicks, final List<PathPart> parts) {
        final long collectTicks = collections(process, fromTicks, toTicks, parts);
        queue(process, fromTicks, toTicks, parts);
        return run(process, fromTicks, toTicks) - collectTicks;
    }

    private long run(final long process, final long fromTicks, final long toTicks) {
        long ticks = 0;
        for (final Slice slice : window.slicesOf(process)) {
            ticks += overlap(slice.startTicks, slice.endTicks, fromTicks, toTicks);
        }
        return ticks;
    }

    private long scanTicks(final ChainLink link) {
        final long since = Math.max(link.sendTicks(), window.actBefore(link.id()));
        return Math.max(0, run(link.to(), since, link.receiveTicks()) - collections(link.to(), since, link.receiveTicks(), new ArrayList<>()));
    }

    private long collections(final long process, final long fromTicks, final long toTicks, final List<PathPart> parts) {
        long ticks = 0;
        ActivityWindow.Collection longest = null;
        int count = 0;
        for (final ActivityWindow.Collection c : window.collectionsOf(process)) {
            final long overlap = overlap(c.startTicks(), c.endTicks(), fromTicks, toTicks);
            if (overlap > 0) {
                ticks += (long)((double)c.busyTicks() * overlap / Math.max(1, c.endTicks() - c.startTicks()));
                longest = longest == null || c.busyTicks() > longest.busyTicks() ? c : longest;
                count++;
            }
        }
        if (longest != null) {
            parts.add(new PathPart(Kind.COLLECT, process, ticks, (count == 1 ? "a " : count + " collections, the longest a ")
                + (longest.major() ? "major" : "minor") + " one of " + Figures.span(clock.nanos(longest.busyTicks())) + ", heap "
                + Figures.bytes(longest.liveWords() + longest.freedWords() << WORD_SHIFT) + ", "
                + Figures.bytes(longest.liveWords() << WORD_SHIFT) + " live"));
        }
        return ticks;
    }

    private void queue(final long process, final long fromTicks, final long toTicks, final List<PathPart> parts) {
        final Map<Integer, Long> bySchedulers = new HashMap<>();
        final Map<Integer, Map<Long, Occupant>> occupants = new HashMap<>();
        for (final Slice slice : window.slicesOf(process)) {
            final long begin = Math.max(fromTicks, slice.startTicks - slice.waitTicks);
            final long end = Math.min(toTicks, slice.startTicks);
            if (end > begin) {
                bySchedulers.merge(slice.stream, end - begin, Long::sum);
                occupy(slice.stream, process, begin, end, occupants.computeIfAbsent(slice.stream, key -> new HashMap<>()));
            }
        }
        bySchedulers.forEach((stream, ticks) -> parts.add(new PathPart(Kind.QUEUE, process, ticks, "scheduler " + (stream + 1) + describe(
            occupants.get(stream)))));
    }

    private void occupy(final int stream, final long process, final long fromTicks, final long toTicks, final Map<Long, Occupant> occupants) {
        for (final Slice other : window.slicesOn(stream)) {
            final long overlap = overlap(other.startTicks, other.endTicks, fromTicks, toTicks);
            if (overlap > 0 && other.process != process) {
                final Occupant occupant = occupants.computeIfAbsent(other.process, key -> new Occupant());
                occupant.process = other.process;
                occupant.ticks += overlap;
                occupant.collectTicks += Math.min(overlap, other.collectTicks);
                occupant.slices++;
            }
        }
    }

    private String describe(final Map<Long, Occupant> occupants) {
        final List<Occupant> sorted = new ArrayList<>(occupants.values());
        sorted.sort(Comparator.comparingLong((Occupant o) -> o.ticks).reversed());
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(NAMED, sorted.size()); i++) {
            final Occupant o = sorted.get(i);
            text.append(i == 0 ? " ran " : ", ").append(processes.get(o.process)).append(" for ").append(Figures.span(clock.nanos(o.ticks)));
            text.append(o.slices > 1 ? " in " + Figures.count(o.slices) + " slices" : "");
            text.append(2 * o.collectTicks > o.ticks ? ", collecting for " + Figures.span(clock.nanos(o.collectTicks)) : "");
        }
        return text.append(sorted.size() > NAMED ? " and " + (sorted.size() - NAMED) + " others" : "").toString();
    }

    /** Adds the time in which the process neither ran nor was ready. */
    private void idle(final long process, final long fromTicks, final long toTicks, final List<PathPart> parts, final String detail) {
        long blocked = 0;
        long idle = 0;
        long at = fromTicks;
        boolean wasBlocked = false;
        for (final Slice slice : window.slicesOf(process)) {
            final long ready = slice.startTicks - slice.waitTicks;
            final long gap = overlap(at, ready, fromTicks, toTicks);
            blocked += wasBlocked ? gap : 0;
            idle += wasBlocked ? 0 : gap;
            at = Math.max(at, slice.endTicks);
            wasBlocked = slice.blocked;
        }
        final long gap = Math.max(0, toTicks - Math.max(at, fromTicks));
        blocked += wasBlocked ? gap : 0;
        idle += wasBlocked ? 0 : gap;
        if (blocked > 0) {
            parts.add(new PathPart(Kind.BLOCKED, process, blocked, ""));
        }
        if (idle > 0) {
            parts.add(new PathPart(Kind.IDLE, process, idle, detail));
        }
    }

    private static long overlap(final long from, final long to, final long fromTicks, final long toTicks) {
        return Math.max(0, Math.min(to, toTicks) - Math.max(from, fromTicks));
    }
}
