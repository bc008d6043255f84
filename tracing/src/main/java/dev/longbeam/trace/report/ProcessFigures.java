package dev.longbeam.trace.report;

/** Sums for one process. Owned by its {@link Summary}. */
final class ProcessFigures {
    final long pid;
    long reductions;
    long allocatedWords;
    long slices;
    long runTicks;
    long queueTicks;
    long sent;
    long received;
    long collections;
    long collectTicks;
    long maxMailbox;

    ProcessFigures(final long pid) {
        this.pid = pid;
    }
}
