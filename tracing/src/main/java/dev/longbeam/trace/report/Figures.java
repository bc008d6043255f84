package dev.longbeam.trace.report;

import java.util.Locale;

/** How numbers and spans of time are written. Any thread. */
public final class Figures {
    private static final long US = 1_000;
    private static final long MS = 1_000_000;
    private static final long S = 1_000_000_000;
    private static final int TEN = 10;
    private static final int HUNDRED = 100;
    private static final long KILO = 1024;

    private Figures() {
    }

    /** A span in nanoseconds, with three figures and the fitting unit. */
    public static String span(final long ns) {
        if (ns < 0) {
            return '-' + span(-ns);
        }
        if (ns < US) {
            return ns + " ns";
        }
        if (ns < MS) {
            return three((double)ns / US) + " us";
        }
        return ns < S ? three((double)ns / MS) + " ms" : three((double)ns / S) + " s";
    }

    private static String three(final double value) {
        return String.format(Locale.ROOT, value < TEN ? "%.2f" : value < HUNDRED ? "%.1f" : "%.0f", value);
    }

    /** A moment in nanoseconds from the start of the node, in seconds to the microsecond. */
    public static String moment(final long ns) {
        return String.format(Locale.ROOT, "%.6f", (double)ns / S);
    }

    /** A whole number with its thousands apart. */
    public static String count(final long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A share of a whole. */
    public static String share(final long part, final long whole) {
        return whole <= 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / whole);
    }

    /** How many a second. */
    public static String rate(final long count, final long ns) {
        return ns <= 0 ? "-" : count(Math.round((double)count * S / ns)) + "/s";
    }

    /** A number of bytes. */
    public static String bytes(final long bytes) {
        if (bytes < KILO) {
            return bytes + " B";
        }
        if (bytes < KILO * KILO) {
            return three((double)bytes / KILO) + " KiB";
        }
        return bytes < KILO * KILO * KILO ? three((double)bytes / (KILO * KILO)) + " MiB" : three((double)bytes / (KILO * KILO * KILO)) + " GiB";
    }
}
