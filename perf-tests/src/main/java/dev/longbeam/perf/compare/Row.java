package dev.longbeam.perf.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One figure of all systems.
 *
 * @param what   what was measured, and its unit
 * @param more   whether more is better
 * @param values by system
 * @param failed systems that should have a value and have none
 */
record Row(String what, boolean more, Map<String, Double> values, Set<String> failed) {
    /** A row in which less is better, from what is known of each system. */
    static <T> Row less(final String what, final Map<String, T> known, final Set<String> failed, final Function<T, Double> value) {
        return new Row(what, false, known.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> value.apply(entry.getValue()), (a, b) -> a, LinkedHashMap::new)), failed);
    }

    /** How many times better {@code base} is than a system: above 1 the base is better. NaN when one is unknown. */
    double better(final String base, final String system) {
        final Double ours = values.get(base);
        final Double theirs = values.get(system);
        return ours == null || theirs == null ? Double.NaN : more ? ours / theirs : theirs / ours;
    }

    /** The row's cells: what, and for each system its value, with how many times better the base is. */
    List<String> cells(final String base, final List<String> systems) {
        return Stream.concat(Stream.of(what), systems.stream().map(system -> cell(base, system))).toList();
    }

    private String cell(final String base, final String system) {
        final Double value = values.get(system);
        if (value == null) {
            return failed.contains(system) ? "failed" : "-";
        }
        final double times = better(base, system);
        return system.equals(base) || Double.isNaN(times) ? number(value) : number(value) + " (x" + number(times) + ")";
    }

    /** Three digits or more, without an exponent. */
    static String number(final double value) {
        final int decimals = Math.clamp(2 - (int)Math.floor(Math.log10(Math.max(Math.abs(value), 1e-4))), 0, 6);
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
