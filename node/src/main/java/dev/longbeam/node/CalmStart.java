package dev.longbeam.node;

import dev.longbeam.memory.HotSpotFlag;
import dev.longbeam.memory.ProcessorTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the compilers, HotSpot's thorough one and ours, from their work while a node starts. Methods that get hot then are compiled fast, with counters and without profiles;
 * those that stay hot go on to profiles and to C2 when that is allowed again. A boot has no use for what C2 makes of it, which takes as
 * much processor time as all the rest of a start, on the cores that the boot needs; nor have programs that run for a second.
 *
 * <p>The start is over when the process has used some processor time: on a busy machine it takes longer, and a node that waits needs no C2.
 *
 * <p>Used once, by the main thread.
 */
final class CalmStart {
    /** Property: milliseconds of processor time; 0 for not at all. */
    static final String MILLISECONDS = "longbeam.start.calm";

    private static final int DEFAULT_MS = 1_000;
    /** C1 with counters of calls and loops only. */
    private static final int CALM_LEVEL = 2;
    private static final long SHORTEST_SLEEP_MS = 20;

    private static volatile boolean calm;

    private CalmStart() {
    }

    /** True while a start is calm. Any thread. */
    static boolean isCalm() {
        return calm;
    }

    /** Begins; another thread ends it. Does nothing in a JVM that has been told where to stop itself, or whose flags are not found. */
    static void begin() {
        final int forMs = Integer.getInteger(MILLISECONDS, DEFAULT_MS);
        if (forMs > 0) {
            HotSpotFlag.find("TieredStopAtLevel").filter(level -> level.get() > CALM_LEVEL && fixProfileSizes()).ifPresent(level -> {
                final long normal = level.get();
                level.set(CALM_LEVEL);
                calm = true;
                Thread.ofPlatform().daemon().name("calm-start").start(() -> {
                    awaitUsed(forMs);
                    level.set(normal);
                    calm = false;
                });
            });
        }
    }

    /**
     * Makes the size of a method's profile the same whether there is C2 or not; false when that cannot be. HotSpot reckons it twice, once for the
     * memory and once for what is written there. With entries for C2's guesses it is larger after the start than during it: a profile that is made
     * just when the start ends would go beyond its memory. That is for good: entries that come back would do the same.
     */
    private static boolean fixProfileSizes() {
        final Optional<HotSpotFlag> entries = HotSpotFlag.find("SpecTrapLimitExtraEntries");
        entries.ifPresent(flag -> flag.setInt(0));
        return entries.isPresent();
    }

    /** Waits until the process has used so much processor time; all processors at work cannot use it up before this looks again. */
    private static void awaitUsed(final long ms) {
        final int processors = Runtime.getRuntime().availableProcessors();
        try {
            for (long usedMs = 0; usedMs < ms; usedMs = ProcessorTime.usedMs()) {
                TimeUnit.MILLISECONDS.sleep(Math.max((ms - usedMs) / processors, SHORTEST_SLEEP_MS));
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
