package dev.longbeam.perf.bench;

import java.util.Collection;
import java.util.List;

/** Numbers that sum up others. */
public final class Statistics {
    private Statistics() {
    }

    /** The middle value, or the mean of the two in the middle. NaN of nothing. */
    public static double median(final Collection<? extends Number> values) {
        final List<Double> sorted = values.stream().map(Number::doubleValue).sorted().toList();
        final int size = sorted.size();
        return size == 0 ? Double.NaN : (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }

    /** The least value. NaN of nothing. */
    public static double min(final Collection<? extends Number> values) {
        return values.stream().mapToDouble(Number::doubleValue).min().orElse(Double.NaN);
    }

    /** The geometric mean of positive numbers, leaving out what is NaN. NaN of nothing. */
    public static double geometricMean(final Collection<Double> values) {
        return Math.exp(values.stream().filter(value -> !value.isNaN()).mapToDouble(Math::log).average().orElse(Double.NaN));
    }
}
