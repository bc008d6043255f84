package dev.longbeam.trace.report;

import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.EventType;
import dev.longbeam.trace.ShortForm;
import dev.longbeam.trace.read.SyntheticTrace;
import dev.longbeam.trace.read.TraceCursor;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * Reads damaged traces: each seed damages a good one in its own way (bytes changed, lengths made large, the end cut off, parts moved; now and
 * then with a checksum that is right nevertheless). Reading must end, with events and with problems told, never in another way.
 */
final class TraceFuzz {
    private static final String FILE = "20260101-0000.cq4";
    private static final int DOCUMENT_HEADER_BYTES = 4;

    private final Path folder;
    private final byte[] good;
    private int told;
    private long slowestNs;

    TraceFuzz(final Path folder) throws IOException {
        this.folder = folder;
        final SyntheticTrace trace = new SyntheticTrace("one", "two");
        for (int i = 0; i < 200; i++) {
            final int message = 2 * i + 1;
            trace.us(10L * i).event(0, EventType.SLICE_START, 1, SyntheticTrace.pid(1), 100).event(0, EventType.SEND, 4, message,
                SyntheticTrace.pid(2), SyntheticTrace.pid(1), Math.max(0, message - 2)).event(0, EventType.SLICE_END, 0, 10);
            trace.us(10L * i + 2).event(1, EventType.SLICE_START, 1, SyntheticTrace.pid(2), 100).event(1, EventType.DELIVER, 0, message)
                .event(1, EventType.RECEIVE, 1, message, 2).event(1, EventType.COLLECT, 0, 10, 20, 500, 500);
            // A process that waited is monitored, and sends to another; that one answers with a hop; many are in its mailbox.
            trace.us(10L * i + 4).shortForm(2, ShortForm.WAITED_START | 1 << 8 | 100 << 16 | 3L << 32).shortForm(2, ShortForm.MONITOR | 2 << 8 | 4L << 32)
                .shortForm(2, ShortForm.FIRST | ShortForm.SEND | ShortForm.END | 4 << 8 | 5L << 40 | 7L << 48);
            trace.us(10L * i + 5).shortForm(2, ShortForm.FIRST | ShortForm.PARTS | 3 << 8 | 5L << 40 | 7L << 48)
                .shortForm(2, ShortForm.RECEIVE_OF_MANY | 9 << 8).shortForm(2, ShortForm.DEMONITOR | 1 << 8 | 4L << 32);
            // It makes a process, which sends and ends.
            trace.us(10L * i + 6).shortForm(2, ShortForm.SPAWN | 9L << 8).shortForm(2, ShortForm.FIRST_SEND | 5L << 8 | 2L << 40)
                .shortForm(2, ShortForm.LAST_END | 7 << 8 | 3 << 16).shortForm(2, ShortForm.EXIT | 8 << 8);
            if (i % 20 == 0) {
                trace.event(0, EventType.SPAWN, 1, SyntheticTrace.pid(100 + i), SyntheticTrace.pid(1), 0, 1)
                    .text(0, EventType.EXIT, 0, "{badmatch,1}", SyntheticTrace.pid(100 + i), 5, -1);
            }
        }
        trace.write(folder);
        good = Files.readAllBytes(folder.resolve(FILE));
    }

    /**
     * Damages and reads: {@code TraceFuzz FOLDER FIRST COUNT}.
     *
     * @param args a folder for the files, the first seed, and the number of seeds
     */
    public static void main(final String[] args) throws IOException {
        final TraceFuzz fuzz = new TraceFuzz(Path.of(args[0]));
        fuzz.run(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        System.out.println(args[2] + " damaged traces read, problems told for " + fuzz.told + ", the slowest took " + fuzz.slowestNs / 1000 + " us");
    }

    void run(final int first, final int count) throws IOException {
        for (int seed = first; seed < first + count; seed++) {
            final long begin = System.nanoTime();
            try {
                one(seed);
            } catch (final RuntimeException | Error e) {
                throw new AssertionError("seed=" + seed, e);
            }
            slowestNs = Math.max(slowestNs, System.nanoTime() - begin);
        }
    }

    int told() {
        return told;
    }

    long slowestNs() {
        return slowestNs;
    }

    private void one(final int seed) throws IOException {
        Files.write(folder.resolve(FILE), damaged(new Random(seed)));
        try (TraceReader trace = TraceReader.open(folder)) {
            final TraceCursor cursor = trace.inFileOrder();
            while (cursor.next()) {
                touch(cursor.event());
            }
            Summary.of(trace, TraceProgress.NONE).text(3);
            Latency.of(trace, Latency.By.NAME, null, TraceProgress.NONE).text(3, 0);
            Why.slowest(trace, 1, 3, MessageFilter.of(null, null, null), TraceProgress.NONE).text();
            Supervision.of(trace, TraceProgress.NONE).text();
            Timeline.of(trace, Timeline.intervalNs(trace, 10), TraceProgress.NONE).text();
            ProcessStory.of(trace, SyntheticTrace.pid(1), 10, TraceProgress.NONE).text();
            told += trace.problems().isEmpty() ? 0 : 1;
        }
    }

    private static void touch(final TraceEvent event) {
        for (int i = 0; i < event.type().fieldCount(); i++) {
            event.field(i);
        }
        event.text();
    }

    private byte[] damaged(final Random random) {
        byte[] bytes = good.clone();
        switch (random.nextInt(5)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> {
                final int from = random.nextInt(bytes.length);
                final int length = Math.min(random.nextInt(2000), bytes.length - from);
                System.arraycopy(good, random.nextInt(bytes.length - length), bytes, from, length);
            }
            case 2 -> ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(random.nextInt(bytes.length / 4 - 1) * 4, random.nextInt());
            default -> {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte)random.nextInt();
                }
            }
        }
        if (random.nextBoolean()) {
            seal(bytes);
        }
        return bytes;
    }

    /** Makes the checksums right as far as the documents can be followed, so that the damage behind them is met. */
    private static void seal(final byte[] bytes) {
        final ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + DOCUMENT_HEADER_BYTES <= bytes.length) {
            final int header = file.getInt(at);
            final int length = header & 0x3FFF_FFFF;
            if (header <= 0 || length > bytes.length - at - DOCUMENT_HEADER_BYTES) {
                return;
            }
            if ((header & 0x4000_0000) == 0 && length >= EventLayout.HEADER_BYTES) {
                final int batch = at + DOCUMENT_HEADER_BYTES;
                file.putLong(batch + EventLayout.CRC_AT, 0);
                final CRC32C crc = new CRC32C();
                crc.update(bytes, batch, length);
                file.putLong(batch + EventLayout.CRC_AT, crc.getValue());
            }
            at += DOCUMENT_HEADER_BYTES + length + 3 & ~3;
        }
    }
}
