package dev.longbeam.perf.start;

import static dev.longbeam.perf.bench.Emulator.ERL;
import static dev.longbeam.perf.bench.Emulator.LONGBEAM;

import dev.longbeam.perf.bench.Table;
import java.util.List;
import java.util.Locale;

/** The results of {@code bench start} as a table. */
public final class StartReport {
    /** The form of the results. */
    public static final Class<?> TYPE = StartTimes[].class;

    private StartReport() {
    }

    /** The table in Markdown. */
    public static String markdown(final Object results) {
        return table(List.of((StartTimes[])results)).markdown();
    }

    static Table table(final List<StartTimes> all) {
        final Table table = new Table("what", "ms median", "min", "erl ms median", "min", "times as long, median", "min");
        all.forEach(times -> table.row(times.name(), text("%.0f", times.median(LONGBEAM)), text("%.0f", times.min(LONGBEAM)),
            text("%.0f", times.median(ERL)), text("%.0f", times.min(ERL)), text("%.1f", times.median(LONGBEAM) / times.median(ERL)),
            text("%.1f", times.min(LONGBEAM) / times.min(ERL))));
        return table;
    }

    private static String text(final String format, final double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
