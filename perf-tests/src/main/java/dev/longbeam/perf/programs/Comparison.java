package dev.longbeam.perf.programs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One program on all emulators.
 *
 * @param measurements by label, in the order of measuring
 */
record Comparison(Program program, Map<String, Measurement> measurements) {
    Comparison(final Program program) {
        this(program, new LinkedHashMap<>());
    }

    /** How many times faster {@code label} is than {@code base}: above 1 it is faster. NaN when one of them has no times. */
    double speed(final String label, final String base, final ToDoubleFunction<Measurement> time) {
        final Measurement ours = measurements.get(label);
        final Measurement theirs = measurements.get(base);
        return ours == null || theirs == null || ours.failed() || theirs.failed()
            ? Double.NaN : time.applyAsDouble(theirs) / time.applyAsDouble(ours);
    }

    /** Whether two emulators have given different results. */
    boolean differs() {
        final List<Long> hashes = new ArrayList<>();
        measurements.values().stream().filter(measurement -> !measurement.failed()).forEach(measurement -> hashes.add(measurement.hash));
        return hashes.stream().distinct().count() > 1;
    }
}
