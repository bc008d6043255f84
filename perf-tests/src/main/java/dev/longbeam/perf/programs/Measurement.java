package dev.longbeam.perf.programs;

import dev.longbeam.perf.bench.Statistics;
import java.util.ArrayList;
import java.util.List;

/** What is known of one program on one emulator. Fields are written while it is measured; times are nanoseconds. */
final class Measurement {
    /** The very first run. */
    long coldNs;
    /** Runs before those that count, the first one included. */
    int warmUpRuns;
    /** The runs that count, in order. */
    final List<Long> warmNs = new ArrayList<>();
    /** Processor time of the runs that count, milliseconds, collections between them included. */
    long cpuMs;
    long hash;
    /** Why there are no times, or null. */
    String error;

    double medianNs() {
        return Statistics.median(warmNs);
    }

    double minNs() {
        return Statistics.min(warmNs);
    }

    boolean failed() {
        return error != null;
    }
}
