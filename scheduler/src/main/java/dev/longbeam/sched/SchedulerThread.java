package dev.longbeam.sched;

import dev.longbeam.memory.MemoryThread;
import dev.longbeam.term.NodeTerms;

/** The thread of a scheduler; a large stack, since compiled code nests up to a slice of calls. */
final class SchedulerThread extends MemoryThread {
    private static final long STACK_BYTES = 64L << 20;

    final Scheduler scheduler;

    SchedulerThread(final Scheduler scheduler) {
        super(() -> {
            NodeTerms.enter(scheduler.emulator.terms);
            scheduler.run();
        }, "scheduler-" + (scheduler.index + 1), STACK_BYTES);
        this.scheduler = scheduler;
        setDaemon(true);
    }
}
