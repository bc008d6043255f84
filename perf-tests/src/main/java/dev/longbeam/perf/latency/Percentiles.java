package dev.longbeam.perf.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The latencies that tables show, nanoseconds. */
public record Percentiles(long count, double perSecond, long p50, long p90, long p99, long p999, long p9999, long max, long collections) {
    private static final double NS_PER_US = 1e3;

    /** Those of a recording. */
    public static Percentiles of(final Recording recording) {
        return new Percentiles(recording.total().getTotalCount(), recording.perSecond(), at(recording, 50), at(recording, 90), at(recording, 99),
            at(recording, 99.9), at(recording, 99.99), recording.total().getMaxValue(), recording.collections());
    }

    private static long at(final Recording recording, final double percent) {
        return recording.total().getValueAtPercentile(percent);
    }

    /** Heads of the columns that {@link #cells} fills. */
    public static List<String> heads() {
        return List.of("per second", "p50 us", "p90", "p99", "p99.9", "p99.99", "max");
    }

    /** Rate and latencies in microseconds. */
    public List<String> cells() {
        final List<String> cells = new ArrayList<>(List.of(String.format(Locale.ROOT, "%.0f", perSecond)));
        for (final long ns : new long[] {p50, p90, p99, p999, p9999, max}) {
            cells.add(String.format(Locale.ROOT, ns < 100_000 ? "%.2f" : "%.0f", ns / NS_PER_US));
        }
        return cells;
    }
}
