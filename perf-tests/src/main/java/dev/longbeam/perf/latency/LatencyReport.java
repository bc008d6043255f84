package dev.longbeam.perf.latency;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The results of {@code bench latency} as tables of Markdown. */
public final class LatencyReport {
    /** The form of the results. */
    public static final Class<?> TYPE = Summary[].class;

    private LatencyReport() {
    }

    /** A table for each workload. */
    public static String markdown(final Object results) {
        return Arrays.stream((Summary[])results).map(LatencyReport::section).collect(Collectors.joining("\n"));
    }

    private static String section(final Summary summary) {
        return "**" + summary.plan().title() + "**\n\n" + summary.table().markdown()
            + summary.failures().entrySet().stream().map(entry -> "\n" + entry.getKey() + " failed: " + entry.getValue() + "\n").collect(Collectors.joining());
    }
}
