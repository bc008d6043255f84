package dev.longbeam.trace.export;

import dev.longbeam.trace.read.TraceClock;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import org.HdrHistogram.Histogram;

/** Figures over time: the span of the trace in equal parts. Owned by one thread. */
final class TimeBuckets {
    private static final int COUNT = 120;
    private static final int DIGITS = 1;
    private static final double P99 = 99;
    private static final double P50 = 50;

    private final TraceClock clock;
    private final long fromTicks;
    private final long spanTicks;
    private final long[] messages = new long[COUNT];
    private final long[] runTicks = new long[COUNT];
    private final long[] collectTicks = new long[COUNT];
    private final Histogram[] latency = new Histogram[COUNT];
    private final Histogram[] queue = new Histogram[COUNT];

    TimeBuckets(final TraceReader trace) {
        clock = trace.clock();
        fromTicks = trace.firstTicks();
        spanTicks = Math.max(COUNT, trace.lastTicks() - fromTicks);
    }

    private int bucket(final long ticks) {
        return Math.clamp((long)((double)(ticks - fromTicks) * COUNT / spanTicks), 0, COUNT - 1);
    }

    void message(final long sentTicks) {
        messages[bucket(sentTicks)]++;
    }

    void latency(final long atTicks, final long ticks) {
        record(latency, atTicks, ticks);
    }

    void queue(final long atTicks, final long ticks) {
        record(queue, atTicks, ticks);
    }

    private void record(final Histogram[] histograms, final long atTicks, final long ticks) {
        final int bucket = bucket(atTicks);
        if (histograms[bucket] == null) {
            histograms[bucket] = new Histogram(DIGITS);
            histograms[bucket].setAutoResize(true);
        }
        histograms[bucket].recordValue(Math.max(0, clock.nanos(ticks)));
    }

    void ran(final long startTicks, final long endTicks) {
        add(runTicks, startTicks, endTicks, endTicks - startTicks);
    }

    void collected(final long startTicks, final long endTicks, final long busyTicks) {
        add(collectTicks, startTicks, endTicks, busyTicks);
    }

    /** Spreads an amount over the parts that a span lies in. */
    private void add(final long[] sums, final long startTicks, final long endTicks, final long amount) {
        final int first = bucket(startTicks);
        final int last = bucket(endTicks);
        if (first == last) {
            sums[first] += amount;
            return;
        }
        for (int i = first; i <= last; i++) {
            final long begin = Math.max(startTicks, fromTicks + (long)((double)spanTicks * i / COUNT));
            final long end = Math.min(endTicks, fromTicks + (long)((double)spanTicks * (i + 1) / COUNT));
            sums[i] += (long)((double)amount * Math.max(0, end - begin) / Math.max(1, endTicks - startTicks));
        }
    }

    void write(final JsonOutput json, final int schedulers) throws IOException {
        final double bucketNs = clock.nanos(spanTicks) / (double)COUNT;
        json.begin('{').name("from_ns").value(clock.sinceStart(fromTicks)).name("bucket_ns").value(bucketNs);
        json.name("messages_per_s").begin('[');
        for (final long count : messages) {
            json.value(Math.round(count * 1e9 / bucketNs));
        }
        json.end(']');
        share(json, "busy", runTicks, bucketNs * schedulers);
        share(json, "collecting", collectTicks, bucketNs * schedulers);
        percentile(json, "latency_p50", latency, P50);
        percentile(json, "latency_p99", latency, P99);
        percentile(json, "latency_max", latency, 100);
        percentile(json, "queue_p50", queue, P50);
        percentile(json, "queue_p99", queue, P99);
        percentile(json, "queue_max", queue, 100);
        json.end('}');
    }

    private void share(final JsonOutput json, final String name, final long[] sums, final double wholeNs) throws IOException {
        json.name(name).begin('[');
        for (final long ticks : sums) {
            json.value(Math.round(Math.min(1, clock.nanos(ticks) / wholeNs) * 1e5) / 1e5);
        }
        json.end(']');
    }

    private static void percentile(final JsonOutput json, final String name, final Histogram[] histograms, final double percentile)
        throws IOException {
        json.name(name).begin('[');
        for (final Histogram histogram : histograms) {
            if (histogram == null) {
                json.value((String)null);
            } else {
                json.value(percentile == 100 ? histogram.getMaxValue() : histogram.getValueAtPercentile(percentile));
            }
        }
        json.end(']');
    }
}
