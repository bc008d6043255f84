package dev.longbeam.perf.start;

import dev.longbeam.perf.bench.Statistics;
import java.util.List;
import java.util.Map;

/**
 * How long the starts of one kind took.
 *
 * @param name    what was started
 * @param timesMs milliseconds of each start, by emulator
 */
record StartTimes(String name, Map<String, List<Double>> timesMs) {
    /** The median of an emulator; NaN when it has not run. */
    double median(final String label) {
        return Statistics.median(timesMs.getOrDefault(label, List.of()));
    }

    /** The least of an emulator; NaN when it has not run. */
    double min(final String label) {
        return Statistics.min(timesMs.getOrDefault(label, List.of()));
    }
}
