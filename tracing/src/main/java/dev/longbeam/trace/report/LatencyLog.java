package dev.longbeam.trace.report;

import dev.longbeam.trace.read.TraceClock;
import java.io.PrintStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** Writes latencies as a log of histograms, one for each second, that HdrHistogram's own tools read. Owned by one thread. */
final class LatencyLog {
    private static final double NS_PER_MS = 1e6;
    private static final long INTERVAL_NS = 1_000_000_000L;
    private static final int DIGITS = 3;

    private final HistogramLogWriter writer;
    private final TraceClock clock;
    private final Histogram histogram = new Histogram(DIGITS);
    private long intervalEndNs = INTERVAL_NS;

    LatencyLog(final PrintStream out, final TraceClock clock) {
        this.clock = clock;
        writer = new HistogramLogWriter(out);
        final long startMs = Math.round(clock.wallNanos(clock.startTicks()) / NS_PER_MS);
        writer.outputComment("[Latencies from sending to receiving of a trace of Longbeam, in nanoseconds]");
        writer.outputLogFormatVersion();
        writer.outputStartTime(startMs);
        writer.setBaseTime(startMs);
        writer.outputLegend();
    }

    /** Messages come in the order of the ends of their handling, and belong to the interval that this falls into. */
    void record(final MessageTimes message, final long latencyNs) {
        final long atNs = clock.sinceStart(message.endTicks());
        if (atNs >= intervalEndNs) {
            flush();
            intervalEndNs = (atNs / INTERVAL_NS + 1) * INTERVAL_NS;
        }
        histogram.recordValue(Math.max(0, latencyNs));
    }

    void flush() {
        if (histogram.getTotalCount() > 0) {
            final long startMs = Math.round(clock.wallNanos(clock.startTicks()) / NS_PER_MS);
            histogram.setStartTimeStamp(startMs + (intervalEndNs - INTERVAL_NS) / (long)NS_PER_MS);
            histogram.setEndTimeStamp(startMs + intervalEndNs / (long)NS_PER_MS);
            writer.outputIntervalHistogram(histogram);
            histogram.reset();
        }
    }
}
