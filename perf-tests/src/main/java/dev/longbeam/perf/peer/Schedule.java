package dev.longbeam.perf.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The operations of a load: when each is due, and how late it was. Operation {@code i} is due at {@code start + i / rate}, whether or not earlier ones are
 * done; at rate 0 the next begins when the one before is done.
 *
 * <p>One thread sends; whoever finishes an operation records it, each latency once. Nanoseconds of {@link System#nanoTime}.
 */
final class Schedule {
    static final long NS_PER_S = 1_000_000_000L;
    private static final long CLOSED_PER_S = 5_000_000;
    private static final long HEAD_START_NS = 10_000_000;
    private static final int BUFFER_BYTES = 1 << 20;
    /** So late nobody catches up: what is missing after that counts as still waiting. */
    private static final long LATEST_NS = 15 * NS_PER_S;

    private final int rate;
    private final long warmUpNs;
    private final long durationNs;
    private final int each;
    private final int count;
    private final long[] latencies;
    private final CountDownLatch recorders;
    private long startNs;
    /** Closed load only: when the operation under way began, and when its part of the load ends. */
    private long beforeNs;
    private long measuredFromNs;
    private boolean warm;
    private int done;
    private volatile long endNs;

    /**
     * A load of so many operations a second.
     *
     * @param warmUpNs   time before the part that counts
     * @param durationNs time of the part that counts
     * @param each      latencies of an operation
     * @param recorders how many threads or processes say {@link #recorded} at the end
     */
    Schedule(final int rate, final long warmUpNs, final long durationNs, final int each, final int recorders) {
        this.rate = rate;
        this.warmUpNs = warmUpNs;
        this.durationNs = durationNs;
        this.each = each;
        count = operations(rate == 0 ? CLOSED_PER_S : rate, rate == 0 ? durationNs : warmUpNs + durationNs);
        latencies = new long[Math.multiplyExact(count, each)];
        this.recorders = new CountDownLatch(recorders);
    }

    private static int operations(final long perSecond, final long timeNs) {
        return Math.toIntExact(Math.max(1, timeNs / 1000 * perSecond / 1_000_000));
    }

    /** Number of operations, at most when the load is closed. */
    int count() {
        return count;
    }

    boolean isClosed() {
        return rate == 0;
    }

    /** When an operation is due. */
    long dueNs(final long operation) {
        return startNs + operation * NS_PER_S / rate;
    }

    /** Sends every operation when it is due, on the thread of the caller. */
    void send(final LongConsumer operation) {
        startNs = System.nanoTime() + HEAD_START_NS;
        for (int i = 0; i < count; i++) {
            final long dueNs = dueNs(i);
            long nowNs = System.nanoTime();
            while (nowNs < dueNs) {
                Thread.onSpinWait();
                nowNs = System.nanoTime();
            }
            if (nowNs - dueNs > LATEST_NS) {
                return;
            }
            operation.accept(i);
        }
    }

    /** Notes that a latency of an operation is over now. */
    void record(final long operation, final int number) {
        latencies[(int)operation * each + number] = Math.max(1, System.nanoTime() - dueNs(operation));
    }

    /** Closed load: the first operation begins now. */
    void begin() {
        startNs = System.nanoTime();
        beforeNs = startNs;
    }

    /** Closed load: an operation is done; false when it was the last one. */
    boolean next() {
        final long nowNs = System.nanoTime();
        latencies[done] = Math.max(1, nowNs - beforeNs);
        beforeNs = nowNs;
        if (warm) {
            return ++done < count && nowNs - measuredFromNs < durationNs;
        }
        warm = nowNs - startNs >= warmUpNs;
        measuredFromNs = nowNs;
        return true;
    }

    /** One of those who record has recorded all that it will. */
    void recorded() {
        endNs = System.nanoTime();
        recorders.countDown();
    }

    /**
     * Waits until all is recorded, but not for ever, writes the latencies of the part that counts, and answers as {@code bench_latency} does; with one
     * number more when operations were not done by then: how many. They count with the time that they have waited.
     */
    String finish(final Path file) throws IOException, InterruptedException {
        return finish(file, isClosed() ? Long.MAX_VALUE : LATEST_NS);
    }

    /** The same, waiting so long at most. */
    String finish(final Path file, final long waitNs) throws IOException, InterruptedException {
        final boolean complete = recorders.await(waitNs, TimeUnit.NANOSECONDS);
        final int from = isClosed() ? 0 : (int)(warmUpNs / 1000 * rate / 1_000_000) * each;
        final int to = isClosed() ? done : count * each;
        final long nowNs = System.nanoTime();
        final int missing = complete ? 0 : countWaiting(from, to, nowNs);
        final long endMs = System.currentTimeMillis();
        write(file, from, to);
        return "latency " + (to - from) + " " + ((complete ? endNs : nowNs) - (isClosed() ? measuredFromNs : startNs + warmUpNs)) + " " + endMs
            + (complete ? "" : " " + missing);
    }

    private int countWaiting(final int from, final int to, final long nowNs) {
        int waiting = 0;
        for (int i = from; i < to; i++) {
            if (latencies[i] == 0) {
                latencies[i] = Math.max(1, nowNs - dueNs(i / each));
                waiting++;
            }
        }
        return waiting;
    }

    private void write(final Path file, final int from, final int to) throws IOException {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int i = from; i < to; i++) {
                buffer.putLong(latencies[i]);
                if (!buffer.hasRemaining() || i == to - 1) {
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                    buffer.clear();
                }
            }
        }
    }
}
