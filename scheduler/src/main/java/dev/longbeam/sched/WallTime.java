package dev.longbeam.sched;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * For how long each scheduler has had work, since somebody asked for that to be measured. A scheduler tells when it runs out of work and when it
 * has some again; any thread reads. Nanoseconds.
 */
public final class WallTime {
    private final long startNs;
    private final AtomicLongArray idleNs;
    /** Since when a scheduler is without work; 0 for one that has some. */
    private final AtomicLongArray idleSinceNs;

    /** Measures from a time on, when some schedulers are without work already. */
    WallTime(final boolean[] idle, final long nowNs) {
        startNs = nowNs;
        idleNs = new AtomicLongArray(idle.length);
        idleSinceNs = new AtomicLongArray(idle.length);
        for (int i = 0; i < idle.length; i++) {
            idleSinceNs.set(i, idle[i] ? nowNs : 0);
        }
    }

    /** A scheduler has run out of work, or has some again. */
    void change(final int scheduler, final boolean idle, final long nowNs) {
        final long since = idleSinceNs.getAndSet(scheduler, idle ? nowNs : 0);
        if (since != 0) {
            idleNs.getAndAdd(scheduler, nowNs - since);
        }
    }

    /** What has passed since the start. */
    public long totalNs(final long nowNs) {
        return nowNs - startNs;
    }

    /** For how long a scheduler has had work. */
    public long activeNs(final int scheduler, final long nowNs) {
        final long since = idleSinceNs.get(scheduler);
        final long idle = idleNs.get(scheduler) + (since == 0 ? 0 : Math.max(0, nowNs - since));
        return Math.clamp(totalNs(nowNs) - idle, 0, totalNs(nowNs));
    }
}
