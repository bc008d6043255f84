package dev.longbeam.trace.read;

import java.time.Instant;

/** How ticks map to time. Immutable; any thread. */
public final class TraceClock {
    private static final long NS_PER_S = 1_000_000_000L;

    private final long startTicks;
    private final long startWallNs;
    private final double nsPerTick;

    TraceClock(final long startTicks, final long startWallNs, final double nsPerTick) {
        this.startTicks = startTicks;
        this.startWallNs = startWallNs;
        this.nsPerTick = nsPerTick;
    }

    /** Nanoseconds of a span of ticks. */
    public long nanos(final long spanTicks) {
        return Math.round(spanTicks * nsPerTick);
    }

    /** Ticks of a span of nanoseconds. */
    public long ticks(final long spanNs) {
        return Math.round(spanNs / nsPerTick);
    }

    /** Nanoseconds from the start of the node to a moment. */
    public long sinceStart(final long timeTicks) {
        return nanos(timeTicks - startTicks);
    }

    /** The moment so many nanoseconds after the start of the node, in ticks. */
    public long atNanos(final long sinceStartNs) {
        return startTicks + ticks(sinceStartNs);
    }

    /** Wall time of a moment, in nanoseconds since 1970. */
    public long wallNanos(final long timeTicks) {
        return startWallNs + sinceStart(timeTicks);
    }

    /** Wall time of a moment. */
    public Instant instant(final long timeTicks) {
        final long wallNs = wallNanos(timeTicks);
        return Instant.ofEpochSecond(Math.floorDiv(wallNs, NS_PER_S), Math.floorMod(wallNs, NS_PER_S));
    }

    /** The start of the node, in ticks. */
    public long startTicks() {
        return startTicks;
    }

    /** Length of a tick. */
    public double nsPerTick() {
        return nsPerTick;
    }
}
