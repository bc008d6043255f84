package dev.longbeam.perf.programs;

import static dev.longbeam.perf.bench.Emulator.ERL;
import static dev.longbeam.perf.bench.Emulator.LONGBEAM;

import dev.longbeam.perf.bench.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results of {@code bench warmup} as a table. */
public final class WarmUpReport {
    /** The form of the results. */
    public static final Class<?> TYPE = WarmUp[].class;
    private static final double NS_PER_MS = 1e6;

    private WarmUpReport() {
    }

    /** The table in Markdown. */
    public static String markdown(final Object results) {
        return table(List.of((WarmUp[])results)).markdown();
    }

    static Table table(final List<WarmUp> all) {
        final Table table = new Table("program", "first run ms", "best ms", "s until fast", "runs", "erl first run ms", "best ms", "s until fast", "runs");
        for (final WarmUp warmUp : all) {
            final List<String> row = new ArrayList<>(List.of(warmUp.program().name()));
            for (final String label : List.of(LONGBEAM, ERL)) {
                row.add(text("%.1f", warmUp.firstNs(label) / NS_PER_MS));
                row.add(text("%.1f", warmUp.bestNs(label) / NS_PER_MS));
                row.add(text("%.2f", warmUp.secondsUntilFast(label)));
                row.add(Integer.toString(warmUp.runsUntilFast(label)));
            }
            table.row(row);
        }
        return table;
    }

    private static String text(final String format, final double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
