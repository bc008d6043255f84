package dev.longbeam.trace.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.EventType;
import dev.longbeam.trace.read.SyntheticTrace;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceDamageTest {
    private static final long SLOW_NS = 5_000_000_000L;
    private static final String FILE = "20260101-0000.cq4";

    @TempDir
    Path folder;

    private byte[] good() throws IOException {
        final SyntheticTrace trace = new SyntheticTrace();
        for (int i = 0; i < 500; i++) {
            trace.us(i).event(0, EventType.SEND, 1, i + 1, SyntheticTrace.pid(2), SyntheticTrace.pid(1), 0);
        }
        return Files.readAllBytes(trace.write(folder).resolve(FILE));
    }

    /** Writes the bytes, reads them; the sends found and the first problem told. */
    private String read(final byte[] bytes) throws IOException {
        Files.write(folder.resolve(FILE), bytes);
        try (TraceReader trace = TraceReader.open(folder)) {
            final Summary summary = Summary.of(trace, TraceProgress.NONE);
            return summary.count(EventType.SEND) + " sends, " + summary.missingBatches() + " batches missing, " + (trace.problems().isEmpty()
                ? "no problem" : trace.problems().getFirst().toString().replace(folder.toString(), ""));
        }
    }

    /** Position of the document of the batch with a sequence number of stream 0. */
    private static int document(final byte[] bytes, final int sequence) {
        final ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (file.getInt(at) != 0) {
            final int batch = at + 4;
            if ((file.getInt(at) & 0x4000_0000) == 0 && file.getInt(batch + EventLayout.STREAM_AT) == 0
                && file.getLong(batch + EventLayout.SEQUENCE_AT) == sequence) {
                return at;
            }
            at += 4 + (file.getInt(at) & 0x3FFF_FFFF) + 3 & ~3;
        }
        throw new AssertionError("no batch " + sequence);
    }

    @Test
    void shouldReadAGoodTrace() throws IOException {
        assertEquals("500 sends, 0 batches missing, no problem", read(good()));
    }

    @Test
    void shouldSkipADamagedBatchAndTellWhere() throws IOException {
        final byte[] bytes = good();
        final int at = document(bytes, 3);
        bytes[at + 4 + 100] ^= 1;

        assertEquals("450 sends, 0 batches missing, /" + FILE + ": position " + (at + 4)
            + ": this batch of 2622 bytes is damaged: its checksum is wrong", read(bytes));
    }

    @Test
    void shouldReadWhatStandsBeforeTheEndOfATruncatedFile() throws IOException {
        final byte[] bytes = good();
        final int at = document(bytes, 6);

        assertEquals("300 sends, 0 batches missing, /" + FILE + ": position " + at
            + ": a document of 2622 bytes reaches beyond the end of the file, which has " + (at + 500) + " bytes",
            read(Arrays.copyOf(bytes, at + 500)));
    }

    @Test
    void shouldTakeADocumentThatIsNotCompleteForTheEnd() throws IOException {
        final byte[] bytes = good();
        final int at = document(bytes, 6);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, 0x8000_0000);

        assertEquals("300 sends, 0 batches missing, no problem", read(bytes));
    }

    @Test
    void shouldTellAFileThatEndsAlthoughAnotherFollows() throws IOException {
        final byte[] bytes = good();
        Files.write(folder.resolve("20260101-0001.cq4"), new byte[0]);

        assertTrue(read(bytes).contains("the file ends here, without an end mark, and another follows"));
    }

    @Test
    void shouldTellMissingBatches() throws IOException {
        final byte[] bytes = good();
        final int at = document(bytes, 3);
        final int next = document(bytes, 5);
        final byte[] without = new byte[bytes.length - next + at];
        System.arraycopy(bytes, 0, without, 0, at);
        System.arraycopy(bytes, next, without, at, bytes.length - next);

        assertEquals("400 sends, 2 batches missing, no problem", read(without));
    }

    @Test
    void shouldTellAFileOfAnotherKindOrVersion() throws IOException {
        assertEquals("0 sends, 0 batches missing, /" + FILE + ": position 0: this is not a file of a Chronicle Queue",
            read("hello, this is no trace at all; what did you expect to find in here, and of which kind?".getBytes()));
        final byte[] bytes = good();
        final int at = document(bytes, 0);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at + 4 + EventLayout.VERSION_AT, 99);
        assertTrue(read(bytes).contains("version 99 of the format is not known to this reader, which knows versions 3 to 4"));
    }

    @Test
    void shouldSurviveAnyDamage() throws IOException {
        final TraceFuzz fuzz = new TraceFuzz(folder);

        fuzz.run(0, 200);
        // Times far outside of the trace, in batches whose checksums are right.
        fuzz.run(5655, 1);

        assertTrue(fuzz.told() > 50, "told=" + fuzz.told());
        assertTrue(fuzz.slowestNs() < SLOW_NS, "slowestNs=" + fuzz.slowestNs());
    }
}
