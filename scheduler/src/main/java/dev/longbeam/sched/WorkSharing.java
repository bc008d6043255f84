package dev.longbeam.sched;

import dev.longbeam.trace.EventType;

/**
 * How processes come from one scheduler to another: one without work asks the busiest for some, one with too much wakes a sleeper, and while
 * multi-scheduling is blocked all hand theirs on to the first.
 *
 * <p>Owned by the scheduler.
 */
final class WorkSharing {
    /** Reductions that a scheduler works off with others waiting before it wakes another one. */
    private static final long CROWDED_REDUCTIONS = 16_000;
    private static final int MOST_GIVEN = 64;
    /** Cycles without work after which it is asked for once more. */
    private static final int ASK_EVERY = 64;

    private final Scheduler scheduler;
    private boolean requested;
    /** Reductions since somebody could last run without waiting. */
    private long crowdedReductions;

    WorkSharing(final Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** The scheduler had nothing to do in so many cycles: asks now and then. */
    void withoutWork(final int cycles) {
        if (!requested || cycles % ASK_EVERY == 0) {
            requestWork();
        }
    }

    /** The scheduler has slept. */
    void woken() {
        requested = false;
    }

    /** Asks the scheduler with the longest queue for processes. */
    void requestWork() {
        requested = true;
        Scheduler busiest = null;
        int most = 0;
        for (final Scheduler other : scheduler.emulator.schedulers) {
            if (other != scheduler && other.queue.size() > most) {
                most = other.queue.size();
                busiest = other;
            }
        }
        if (busiest != null) {
            busiest.inlet.offer(Inlet.STEAL, scheduler.index);
        }
    }

    /** Gives half of the waiting processes that it may have to another scheduler that has asked for work. */
    void giveAway(final int toIndex) {
        if (!scheduler.spill.isEmpty()) {
            return;
        }
        final Scheduler to = scheduler.emulator.schedulers[toIndex];
        final RunQueue queue = scheduler.queue;
        int given = 0;
        final int most = Math.min(queue.shareable() - to.queue.size() >> 1, MOST_GIVEN);
        for (int looks = queue.size(); given < most && looks > 0; looks--) {
            final Process p = queue.takeForOther();
            if (p == null) {
                return;
            }
            if (p.collector != null || p.boundScheduler > 0) {
                queue.add(p);
                continue;
            }
            Recorder.write(scheduler.emulator, EventType.MIGRATE, to.index + 1, p.self);
            p.scheduler = to;
            to.enqueue(p);
            given++;
        }
    }

    /**
     * Takes a process that is awake from a scheduler without work: one that sleeps, or, when processes here end their slices soon, one that looks for work.
     * So processes that talk to each other come together. It runs behind what this one has sent there, which may still be in the ring.
     * False when there is no room, or when this scheduler runs a process that computes: that would not end its slice soon.
     */
    boolean takeOver(final Process p) {
        final RunQueue queue = scheduler.queue;
        final Inlet there = p.scheduler.inlet;
        final boolean endsSoon = queue.talks() ? there.isIdle() : queue.wokenRuns() && there.isParked();
        if (p.scheduler == scheduler || !endsSoon || !scheduler.inlet.offer(Inlet.PROCESS, p.self)) {
            return false;
        }
        Recorder.write(scheduler.emulator, EventType.MIGRATE, scheduler.index + 1, p.self);
        p.scheduler = scheduler;
        return true;
    }

    /**
     * A process has worked, and waits for more if it wants it: wakes a scheduler that sleeps when there has been more work than one can do for a while.
     * To wake a thread, and to hand processes over that then talk across schedulers, costs more than a crowd of processes that each have little to do.
     */
    void worked(final long reductions) {
        if (scheduler.queue.shareable() == 0) {
            crowdedReductions = 0;
            return;
        }
        crowdedReductions += reductions;
        if (crowdedReductions >= CROWDED_REDUCTIONS) {
            crowdedReductions = 0;
            wakeOne();
        }
    }

    private void wakeOne() {
        for (final Scheduler other : scheduler.emulator.schedulers) {
            if (other != scheduler && other.isParked()) {
                other.unpark();
                return;
            }
        }
    }

    /** Hands all processes that may go to the first scheduler. */
    void handOn() {
        final RunQueue queue = scheduler.queue;
        for (int n = queue.size(); n > 0; n--) {
            final Process p = queue.take();
            if (!scheduler.spill.isEmpty() || p.boundScheduler > 0 || p.collector != null && !scheduler.collections.step(p)) {
                queue.add(p);
            } else {
                p.scheduler = scheduler.emulator.schedulers[0];
                p.scheduler.enqueue(p);
            }
        }
    }
}
