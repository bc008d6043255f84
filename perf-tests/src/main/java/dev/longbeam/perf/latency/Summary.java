package dev.longbeam.perf.latency;

import dev.longbeam.perf.bench.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of a workload on all subjects, as files of results keep them.
 *
 * @param ns       by the subject's label, in the order of tables; the first is what the others are compared with
 * @param failures why others have no figures, by label
 */
public record Summary(Plan plan, Map<String, Percentiles> ns, Map<String, String> failures) {
    /** Heads of the columns of {@link #rows}. */
    public static List<String> heads() {
        final List<String> heads = new ArrayList<>(List.of("system"));
        heads.addAll(Percentiles.heads());
        heads.addAll(List.of("x p50", "x p99", "JVM collections"));
        return heads;
    }

    /** A row for each subject. The columns x say how many times its latency the first one's goes into it: above 1 the first one is faster. */
    public List<List<String>> rows() {
        final List<List<String>> rows = new ArrayList<>();
        Percentiles first = null;
        for (final Map.Entry<String, Percentiles> entry : ns.entrySet()) {
            final Percentiles percentiles = entry.getValue();
            first = first == null ? percentiles : first;
            final List<String> row = new ArrayList<>(List.of(entry.getKey()));
            row.addAll(percentiles.cells());
            row.add(times(percentiles.p50(), first.p50()));
            row.add(times(percentiles.p99(), first.p99()));
            row.add(Long.toString(percentiles.collections()));
            rows.add(row);
        }
        return rows;
    }

    /** The rows as a table. */
    public Table table() {
        final Table table = new Table(heads().toArray(String[]::new));
        rows().forEach(table::row);
        return table;
    }

    private static String times(final long ns, final long firstNs) {
        final double times = (double)ns / firstNs;
        return String.format(Locale.ROOT, times < 0.1 ? "%.3f" : times < 10 ? "%.2f" : "%.1f", times);
    }
}
