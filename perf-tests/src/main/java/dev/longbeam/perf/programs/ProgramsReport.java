package dev.longbeam.perf.programs;

import static dev.longbeam.perf.bench.Emulator.ERL;
import static dev.longbeam.perf.bench.Emulator.LONGBEAM;

import dev.longbeam.perf.bench.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results of {@code bench erl} as tables of Markdown: one of groups, one of programs. */
public final class ProgramsReport {
    /** The form of the results. */
    public static final Class<?> TYPE = Comparison[].class;
    private static final double NS_PER_MS = 1e6;

    private ProgramsReport() {
    }

    /** The tables. */
    public static String markdown(final Object results) {
        final List<Comparison> comparisons = Arrays.asList((Comparison[])results);
        final Map<String, List<Comparison>> groups = comparisons.stream()
            .collect(Collectors.groupingBy(comparison -> comparison.program().group(), LinkedHashMap::new, Collectors.toList()));
        final Table means = new Table("group", "programs", "x median", "x min", "x cold");
        groups.forEach((group, members) -> means.row(mean(group, members)));
        means.row(mean("all", comparisons));
        final Table programs = new Table("program", "ms", "erl ms", "x median", "x min", "x cold");
        comparisons.forEach(comparison -> programs.row(Stream.concat(Stream.of(comparison.program().name(), median(comparison, LONGBEAM), median(comparison, ERL)),
            times().map(time -> ratio(comparison.speed(LONGBEAM, ERL, time)))).toList()));
        return means.markdown() + "\n" + programs.markdown();
    }

    private static List<String> mean(final String name, final List<Comparison> members) {
        return Stream.concat(Stream.of(name, Integer.toString(members.size())), times().map(time -> ratio(ProgramsTable.mean(members, time)))).toList();
    }

    private static Stream<ToDoubleFunction<Measurement>> times() {
        return Stream.of(Measurement::medianNs, Measurement::minNs, measurement -> measurement.coldNs);
    }

    private static String median(final Comparison comparison, final String label) {
        final Measurement measurement = comparison.measurements().get(label);
        return measurement == null ? "-" : measurement.failed() ? "failed" : String.format(Locale.ROOT, "%.2f", measurement.medianNs() / NS_PER_MS);
    }

    private static String ratio(final double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
