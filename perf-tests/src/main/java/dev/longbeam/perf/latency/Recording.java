package dev.longbeam.perf.latency;

import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Latencies of one workload on one subject, of all rounds: one histogram of all, and one for each second. */
public final class Recording {
    private static final long HIGHEST_NS = 3_600_000_000_000L;
    private static final int DIGITS = 3;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;

    private final Histogram total = histogram();
    private final List<Histogram> seconds = new ArrayList<>();
    private long elapsedNs;
    private long collections;

    private static Histogram histogram() {
        return new Histogram(HIGHEST_NS, DIGITS);
    }

    /** All latencies. */
    public Histogram total() {
        return total;
    }

    /** Those of each second, in order of time; they carry the times of begin and end. */
    public List<Histogram> seconds() {
        return seconds;
    }

    /** Operations recorded in a second. */
    public double perSecond() {
        return total.getTotalCount() * (double)NS_PER_S / elapsedNs;
    }

    /** Collections of the subject's JVM in the time that counts. */
    public long collections() {
        return collections;
    }

    /** Notes that the subject's JVM has collected so often in the time that counts. */
    public void addCollections(final long count) {
        collections += count;
    }

    /**
     * Adds the latencies of a round.
     *
     * @param latencies in the order in which the operations were due
     * @param roundNs   how long the round was
     * @param endMs     when it ended, by the wall clock
     * @throws IOException when one is missing: such an operation was never done
     */
    public void add(final LongBuffer latencies, final long roundNs, final long endMs) throws IOException {
        final int count = latencies.remaining();
        if (count == 0 || roundNs <= 0) {
            throw new IOException("nothing was recorded in " + roundNs + " ns");
        }
        final long beginMs = endMs - roundNs / NS_PER_MS;
        final int parts = (int)Math.max(1, (roundNs + NS_PER_S / 2) / NS_PER_S);
        for (int part = 0; part < parts; part++) {
            final Histogram second = histogram();
            second.setStartTimeStamp(beginMs + roundNs / NS_PER_MS * part / parts);
            second.setEndTimeStamp(beginMs + roundNs / NS_PER_MS * (part + 1) / parts);
            for (int i = (int)((long)count * part / parts); i < (long)count * (part + 1) / parts; i++) {
                final long latencyNs = latencies.get(latencies.position() + i);
                if (latencyNs <= 0) {
                    throw new IOException("operation " + i + " of " + count + " was never done");
                }
                second.recordValue(Math.min(latencyNs, HIGHEST_NS));
            }
            seconds.add(second);
            total.add(second);
        }
        elapsedNs += roundNs;
    }

    /** The latencies in a file of longs, the highest byte first. */
    static LongBuffer read(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).asLongBuffer();
        }
    }
}
