package dev.longbeam.perf.jmh;

import dev.longbeam.perf.bench.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The results of {@code bench jmh} as a table. */
public final class JmhReport {
    /** The form of the results. */
    public static final Class<?> TYPE = JmhResult[].class;

    private JmhReport() {
    }

    /** The table in Markdown. */
    public static String markdown(final Object results) {
        return table(Arrays.asList((JmhResult[])results)).markdown();
    }

    static Table table(final List<JmhResult> results) {
        final Table table = new Table("operation", "ns", "+-", "bytes of Java heap", "+-");
        results.forEach(result -> table.row(result.name(), number(result.ns()), number(result.nsError()), number(result.bytes()), number(result.bytesError())));
        return table;
    }

    private static String number(final double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.3f" : "%.1f", value);
    }
}
