package dev.longbeam.perf.compare;

import java.util.Arrays;

/** The results of {@code bench compare} as a table of Markdown. */
public final class CompareReport {
    /** The form of the results. */
    public static final Class<?> TYPE = Row[].class;

    private CompareReport() {
    }

    /** The table. */
    public static String markdown(final Object results) {
        return CompareCommand.table(Arrays.asList((Row[])results)).markdown();
    }
}
