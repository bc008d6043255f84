package dev.longbeam.trace.report;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Distributions of the parts of the latency for one group of messages, in nanoseconds. Owned by its {@link Latency}. */
final class LatencyGroup {
    /** The parts, in the order they are shown. */
    enum Part {
        LATENCY("sent to received"), INBOX("in inbox"), MAILBOX("in mailbox"), QUEUE("waiting for a scheduler"), COLLECT("collecting"),
        BUSY("busy with others"), IDLE("not asked for"), HANDLING("handled");

        private final String text;

        Part(final String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int DIGITS = 3;

    final String name;
    long words;
    long scanned;
    private final Histogram[] histograms;

    /** A group with the given parts. */
    LatencyGroup(final String name, final Part... parts) {
        this.name = name;
        histograms = new Histogram[Part.values().length];
        for (final Part part : parts) {
            histograms[part.ordinal()] = new Histogram(DIGITS);
        }
    }

    void record(final Part part, final long ns) {
        final Histogram histogram = histograms[part.ordinal()];
        if (histogram != null) {
            histogram.recordValue(Math.max(0, ns));
        }
    }

    Histogram histogram(final Part part) {
        return histograms[part.ordinal()];
    }

    long count() {
        return histograms[Part.LATENCY.ordinal()].getTotalCount();
    }
}
