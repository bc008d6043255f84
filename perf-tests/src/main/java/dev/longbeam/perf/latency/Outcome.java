package dev.longbeam.perf.latency;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A workload on all subjects.
 *
 * @param recordings by the subject's label, in the order of tables; the first is what the others are compared with
 * @param failures   why others have no recording, by label
 */
public record Outcome(Plan plan, Map<String, Recording> recordings, Map<String, String> failures) {
    /** The form of it that files of results keep. */
    public Summary summary() {
        final Map<String, Percentiles> percentiles = new LinkedHashMap<>();
        recordings.forEach((label, recording) -> percentiles.put(label, Percentiles.of(recording)));
        return new Summary(plan, percentiles, failures);
    }

    /** What the workload is called, with its rate and noise. */
    public String title() {
        return plan.title();
    }

    /** The same as a word: {@code one_way-100000-heaps-hogs}, or just the workload at its usual rate without noise. */
    String fileName() {
        return plan.workload().word() + (plan.rate() == plan.workload().usualRate() ? "" : "-" + plan.rate())
            + (plan.noise().equals(Plan.QUIET) ? "" : "-" + plan.noise().replace('+', '-'));
    }

    /** Prints title and table. */
    public void print(final PrintWriter out) {
        out.println(title() + ":");
        summary().table().print(out);
        failures.forEach((label, why) -> out.println(label + " failed: " + why));
        out.println();
        out.flush();
    }
}
