package dev.longbeam.perf;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.Trace;
import dev.longbeam.trace.TraceOptions;
import dev.longbeam.trace.TraceStream;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.MessageTracker;
import dev.longbeam.trace.report.Summary;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * Measures how many events the readers of traces take in a second of processor time, on one thread: the summary, and the pass in order of time that follows
 * every message. Reads the trace named, or one that it makes: messages between a thousand processes.
 */
public final class TraceReadSpeed {
    private static final int PROCESSES = 1000;
    private static final int ROUNDS = 5;
    private static final int MESSAGES = 3_000_000;
    private static final double NS_PER_S = 1e9;

    private TraceReadSpeed() {
    }

    /**
     * Prints a line for each round.
     *
     * @param args folder of a trace to read; or {@code make} and a folder for a new one
     */
    public static void main(final String[] args) throws IOException, InterruptedException {
        final boolean make = args[0].equals("make");
        final Path folder = Path.of(args[make ? 1 : 0]);
        if (make) {
            make(folder);
        }
        for (int i = 0; i < ROUNDS; i++) {
            try (TraceReader trace = TraceReader.open(folder)) {
                final long begin = cpuNs();
                final Summary summary = Summary.of(trace, TraceProgress.NONE);
                final long middle = cpuNs();
                final long[] messages = new long[1];
                new MessageTracker(trace, message -> messages[0]++).run(TraceProgress.NONE);
                final long end = cpuNs();
                System.out.printf("%,d events, %,d bytes: summary %.1f million events/s; %,d messages followed, %.1f million events/s%n",
                    summary.events(), trace.bytes(), millions(summary.events(), middle - begin), messages[0],
                    millions(summary.events(), end - middle));
            }
        }
    }

    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double millions(final long events, final long ns) {
        return events * NS_PER_S / ns / 1e6;
    }

    private static void make(final Path folder) throws InterruptedException {
        final TraceOptions options = new TraceOptions();
        options.directory = folder;
        options.batchesPerStream = 4096;
        try (Trace trace = new Trace(options, 2, System.err::println)) {
            final TraceStream sender = trace.stream(0);
            final TraceStream receiver = trace.stream(1);
            for (int i = 1; i <= MESSAGES; i++) {
                final long from = (long)(i % PROCESSES + 1) << 4 | 3;
                final long to = (long)(i % PROCESSES + PROCESSES + 1) << 4 | 3;
                sender.tick();
                sender.event(EventType.SLICE_START, 0, from, 10);
                sender.event(EventType.SEND, 5, i, to, from, 0);
                sender.event(EventType.SLICE_END, 0, 50, 0);
                receiver.tick();
                receiver.event(EventType.SLICE_START, 0, to, 10);
                receiver.event(EventType.DELIVER, 0, i);
                receiver.event(EventType.RECEIVE, 0, i, 0);
                receiver.event(EventType.SLICE_END, 0, 50, 0);
                if (i % PROCESSES == 0) {
                    Thread.sleep(1);
                }
            }
            sender.end();
            receiver.end();
        }
    }
}
