package dev.longbeam.embed;

import dev.longbeam.sched.Process;
import dev.longbeam.sched.Scheduler;
import dev.longbeam.term.Term;

/**
 * One timer of a Java process: sends it {@code {'$longbeam_timer', Id}}. Used again for the next timer when it has fired or could be
 * cancelled.
 *
 * <p>{@link #start} and {@link #cancel} on the scheduler of the process; it fires on the scheduler where it was started.
 */
final class ProcessTimer implements Runnable {
    private final JavaContext owner;
    private final long pid;
    private Scheduler scheduler;
    private long timerId;
    private long id;

    ProcessTimer(final JavaContext owner) {
        this.owner = owner;
        pid = owner.self();
    }

    void start(final long newId, final long deadlineNs) {
        id = newId;
        scheduler = owner.process().scheduler();
        timerId = scheduler.timers.start(deadlineNs, this);
    }

    /** Cancels it; true when this object may serve for another timer. */
    boolean cancel() {
        final Scheduler started = scheduler;
        final long cancelled = timerId;
        if (started == owner.process().scheduler()) {
            return started.timers.cancel(cancelled);
        }
        started.execute(() -> started.timers.cancel(cancelled));
        return false;
    }

    @Override
    public void run() {
        final Process to = owner.core().emulator().processes.live(pid);
        if (to != null) {
            owner.core().sendPair(to, Protocol.AM_TIMER, Term.makeSmall(id));
        }
    }
}
