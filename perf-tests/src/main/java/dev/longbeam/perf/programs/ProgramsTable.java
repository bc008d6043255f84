package dev.longbeam.perf.programs;

import static dev.longbeam.perf.bench.Emulator.ERL;
import static dev.longbeam.perf.bench.Emulator.LONGBEAM;

import dev.longbeam.perf.bench.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What {@code bench erl} shows: a line for each program, and the geometric means of the groups. */
final class ProgramsTable {
    private static final double NS_PER_MS = 1e6;
    private static final String LINE = "%-6s %-28s %9s %9s %9s %9s %9s %9s %8s %8s %8s";
    private static final String MEAN = "%-6s %-28s %59s %8s %8s %8s";

    private ProgramsTable() {
    }

    static String head() {
        return String.format(Locale.ROOT, LINE, "group", "program, times in ms", "ours med", "min", "cold", "erl med", "min", "cold", "x median", "x min", "x cold")
            + "\n" + " ".repeat(35) + "(x: how many times faster Longbeam is than erl)";
    }

    static String line(final Comparison comparison) {
        final List<Object> cells = new ArrayList<>(List.of(comparison.program().group(), comparison.program().name()));
        for (final String label : List.of(LONGBEAM, ERL)) {
            final Measurement measurement = comparison.measurements().get(label);
            final boolean known = measurement != null && !measurement.failed();
            cells.add(known ? ms(measurement.medianNs()) : "-");
            cells.add(known ? ms(measurement.minNs()) : "-");
            cells.add(known ? ms(measurement.coldNs) : "-");
        }
        cells.add(ratio(comparison.speed(LONGBEAM, ERL, Measurement::medianNs)));
        cells.add(ratio(comparison.speed(LONGBEAM, ERL, Measurement::minNs)));
        cells.add(ratio(comparison.speed(LONGBEAM, ERL, measurement -> measurement.coldNs)));
        final StringBuilder line = new StringBuilder(String.format(Locale.ROOT, LINE, cells.toArray()));
        if (comparison.differs()) {
            line.append("  DIFFERENT RESULTS");
        }
        comparison.measurements().forEach((label, measurement) -> {
            if (measurement.failed()) {
                line.append("  ").append(label).append(" FAILED: ").append(measurement.error);
            }
        });
        return line.toString();
    }

    /** A line for each group that has more than one program, and one for all. */
    static List<String> means(final List<Comparison> comparisons) {
        final Map<String, List<Comparison>> groups = new LinkedHashMap<>();
        comparisons.forEach(comparison -> groups.computeIfAbsent(comparison.program().group(), group -> new ArrayList<>()).add(comparison));
        final List<String> lines = new ArrayList<>();
        groups.forEach((group, members) -> lines.add(mean(group, members)));
        if (groups.size() > 1) {
            lines.add(mean("all", comparisons));
        }
        return lines;
    }

    private static String mean(final String group, final List<Comparison> members) {
        final long compared = members.stream().filter(member -> !Double.isNaN(member.speed(LONGBEAM, ERL, Measurement::medianNs))).count();
        return String.format(Locale.ROOT, MEAN, group, "geometric mean of " + compared, "", ratio(mean(members, Measurement::medianNs)),
            ratio(mean(members, Measurement::minNs)), ratio(mean(members, measurement -> measurement.coldNs)));
    }

    /** The geometric mean of how many times faster Longbeam is than the real emulator. */
    static double mean(final List<Comparison> members, final ToDoubleFunction<Measurement> time) {
        return Statistics.geometricMean(members.stream().map(member -> member.speed(LONGBEAM, ERL, time)).toList());
    }

    private static String ms(final double ns) {
        return String.format(Locale.ROOT, "%.2f", ns / NS_PER_MS);
    }

    private static String ratio(final double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
