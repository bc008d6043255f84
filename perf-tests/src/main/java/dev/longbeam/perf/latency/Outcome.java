package dev.longbeam.perf.latency;

import dev.longbeam.perf.bench.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A workload on all subjects.
 *
 * @param recordings by the subject's label, in the order of tables; the first is what the others are compared with
 * @param failures   why others have no recording, by label
 */
public record Outcome(Plan plan, Map<String, Recording> recordings, Map<String, String> failures) {
    /** The form of it that files of results keep. */
    public Map<String, Object> summary() {
        final Map<String, Percentiles> percentiles = new LinkedHashMap<>();
        recordings.forEach((label, recording) -> percentiles.put(label, Percentiles.of(recording)));
        return Map.of("plan", plan, "ns", percentiles, "failures", failures);
    }

    /** What the workload is called, with its rate and noise. */
    public String title() {
        return plan.workload().word() + ", " + (plan.rate() == 0 ? "one after the other" : String.format(Locale.ROOT, "%,d a second", plan.rate()))
            + (plan.noise().equals(Plan.QUIET) ? "" : ", beside " + plan.noise().replace("+", ", ")
            + (plan.noise().contains("heaps") ? " of " + plan.heapMb() + " MB" : ""));
    }

    /** The same as a word: {@code one_way-100000-heaps-hogs}, or just the workload at its usual rate without noise. */
    String fileName() {
        return plan.workload().word() + (plan.rate() == plan.workload().usualRate() ? "" : "-" + plan.rate())
            + (plan.noise().equals(Plan.QUIET) ? "" : "-" + plan.noise().replace('+', '-'));
    }

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
        for (final Map.Entry<String, Recording> entry : recordings.entrySet()) {
            final Percentiles percentiles = Percentiles.of(entry.getValue());
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

    /** Prints title and table. */
    public void print(final PrintWriter out) {
        out.println(title() + ":");
        final Table table = new Table(heads().toArray(String[]::new));
        rows().forEach(table::row);
        table.print(out);
        failures.forEach((label, why) -> out.println(label + " failed: " + why));
        out.println();
        out.flush();
    }

    private static String times(final long ns, final long firstNs) {
        final double times = (double)ns / firstNs;
        return String.format(Locale.ROOT, times < 0.1 ? "%.3f" : times < 10 ? "%.2f" : "%.1f", times);
    }
}
