package dev.longbeam.perf.programs;

import dev.longbeam.perf.bench.Statistics;
import java.util.List;
import java.util.Map;

/**
 * How programs become fast.
 *
 * @param program of what
 * @param ns      nanoseconds of each run in a new node, in order, by emulator
 */
record WarmUp(Program program, Map<String, List<Long>> ns) {
    /** The part of the best speed that counts as fast. */
    static final double FAST = 0.9;
    /** Runs whose median must be fast: one may be disturbed. */
    private static final int WINDOW = 3;
    private static final double NS_PER_S = 1e9;

    /** Nanoseconds of the fastest run; NaN without runs. */
    double bestNs(final String label) {
        return Statistics.min(runs(label));
    }

    /** Nanoseconds of the first run; NaN without runs. */
    double firstNs(final String label) {
        return runs(label).isEmpty() ? Double.NaN : runs(label).getFirst();
    }

    /** Runs before the program was fast. */
    int runsUntilFast(final String label) {
        final List<Long> runs = runs(label);
        final double enoughNs = bestNs(label) / FAST;
        for (int i = 0; i < runs.size(); i++) {
            if (Statistics.median(runs.subList(i, Math.min(runs.size(), i + WINDOW))) <= enoughNs) {
                return i;
            }
        }
        return runs.size();
    }

    /** Seconds that the program had run before it was fast. */
    double secondsUntilFast(final String label) {
        return runs(label).stream().limit(runsUntilFast(label)).mapToLong(Long::longValue).sum() / NS_PER_S;
    }

    private List<Long> runs(final String label) {
        return ns.getOrDefault(label, List.of());
    }
}
