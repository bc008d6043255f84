package dev.longbeam.trace.report;

/** Sums for one stream, and what runs on it. Owned by its {@link Summary}. */
final class StreamFigures {
    final int stream;
    ProcessFigures running;
    long sliceStartTicks;
    boolean inSlice;
    long slices;
    long reductions;
    long busyTicks;
    long sleptTicks;
    long events;
    long lost;

    StreamFigures(final int stream) {
        this.stream = stream;
    }
}
