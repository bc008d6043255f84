package dev.longbeam.node;

import dev.longbeam.memory.HotSpotFlag;

/**
 * Keeps HotSpot from its thorough compilations while a node starts. Methods that get hot then are compiled fast, with counters and without profiles;
 * those that stay hot go on to profiles and to C2 when that is allowed again. A boot has no use for what C2 makes of it, which takes as
 * much processor time as all the rest of a start, on the cores that the boot needs; nor have programs that run for a second.
 *
 * <p>Used once, by the main thread.
 */
final class CalmStart {
    /** Property: milliseconds; 0 for not at all. */
    static final String MILLISECONDS = "longbeam.start.calm";

    private static final int DEFAULT_MS = 1_000;
    /** C1 with counters of calls and loops only. */
    private static final int CALM_LEVEL = 2;

    private CalmStart() {
    }

    /** Begins; another thread ends it after some time. Does nothing with a JVM that has been told where to stop itself, or whose flags are not found. */
    static void begin() {
        final int forMs = Integer.getInteger(MILLISECONDS, DEFAULT_MS);
        if (forMs > 0) {
            HotSpotFlag.find("TieredStopAtLevel").filter(level -> level.get() > CALM_LEVEL).ifPresent(level -> {
                final long normal = level.get();
                level.set(CALM_LEVEL);
                endAfter(forMs, () -> level.set(normal));
            });
        }
    }

    private static void endAfter(final int timeMs, final Runnable end) {
        Thread.ofPlatform().daemon().name("calm-start").start(() -> {
            try {
                Thread.sleep(timeMs);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                end.run();
            }
        });
    }
}
