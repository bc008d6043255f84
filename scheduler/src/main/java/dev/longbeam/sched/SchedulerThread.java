package dev.longbeam.sched;

import dev.longbeam.memory.MemoryThread;

/** The thread of a scheduler; a large stack, since compiled code nests up to a slice of calls. */
final class SchedulerThread extends MemoryThread {
    private static final long STACK_BYTES = 64L << 20;

    final Scheduler scheduler;

    SchedulerThread(final Scheduler scheduler) {
        super(scheduler, "scheduler-" + (scheduler.index + 1), STACK_BYTES);
        this.scheduler = scheduler;
        setDaemon(true);
    }
}
