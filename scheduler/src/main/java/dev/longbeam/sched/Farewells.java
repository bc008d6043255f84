package dev.longbeam.sched;

import java.util.ArrayDeque;

/**
 * Processes of a scheduler that have ended and have more to give back than can be done at once. The scheduler does a part of it in each of its cycles.
 *
 * <p>Owned by the scheduler.
 */
final class Farewells {
    /** What is done at once: a signal, or a block that was allocated elsewhere and long ago, takes a few hundred ns. */
    private static final int STEP = 64;

    private final ArrayDeque<Farewell> waiting = new ArrayDeque<>();
    private Farewell free = new Farewell();

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** A process has ended. */
    void add(final Process p) {
        if (p.relations == null && !p.hasTimers && p.releaseHeld(STEP)) {
            ProcessExit.free(p);
            return;
        }
        final Farewell farewell = free == null ? new Farewell() : free;
        free = null;
        farewell.begin(p);
        if (farewell.step(STEP)) {
            free = farewell;
        } else {
            waiting.add(farewell);
        }
    }

    /** Goes on with one of them; returns the work that this was. */
    int step() {
        final Farewell farewell = waiting.poll();
        if (farewell.step(STEP)) {
            free = farewell;
        } else {
            waiting.add(farewell);
        }
        return 1;
    }

    /** Frees all: the node has stopped. */
    void close() {
        waiting.forEach(Farewell::abandon);
        waiting.clear();
    }
}
