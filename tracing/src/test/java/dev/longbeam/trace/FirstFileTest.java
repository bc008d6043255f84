package dev.longbeam.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstFileTest {
    private static final long TIME_MS = 1_772_236_799_000L;
    private static final int HEAD_BYTES = 0x8110;

    @TempDir
    private Path folder;

    private static ChronicleQueue queue(final Path folder) {
        QuietChronicle.prepare();
        return SingleChronicleQueueBuilder.binary(folder.toFile()).rollCycle(LegacyRollCycles.MINUTELY).timeProvider(() -> TIME_MS).build();
    }

    private static void write(final FirstFile file, final byte[] batch) throws IOException {
        final long addr = Blocks.allocate(batch.length, MemoryKind.SYSTEM);
        Memory.copyFromArray(batch, 0, addr, batch.length);
        file.write(addr, batch.length);
        Blocks.free(addr, batch.length, MemoryKind.SYSTEM);
    }

    private static byte[] batch(final int number, final int length) {
        final byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte)number);
        return bytes;
    }

    private static List<byte[]> documents(final ChronicleQueue queue) {
        final List<byte[]> all = new ArrayList<>();
        final ExcerptTailer tailer = queue.createTailer();
        while (true) {
            try (DocumentContext document = tailer.readingDocument()) {
                if (!document.isPresent()) {
                    return all;
                }
                all.add(document.wire().bytes().toByteArray());
            }
        }
    }

    @Test
    void shouldBeginAsAFileOfTheQueueDoes() throws IOException {
        final Path theirs = folder.resolve("theirs");
        try (ChronicleQueue queue = queue(theirs); DocumentContext document = queue.createAppender().writingDocument()) {
            document.rollbackOnClose();
        }
        new FirstFile(folder, TIME_MS).close();

        assertArrayEquals(Arrays.copyOf(Files.readAllBytes(theirs.resolve("20260227-2359.cq4")), HEAD_BYTES),
            Arrays.copyOf(Files.readAllBytes(folder.resolve("20260227-2359.cq4")), HEAD_BYTES));
    }

    @Test
    void shouldBeReadByTheQueueInFrontOfWhatTheQueueWrites() throws IOException {
        final List<byte[]> written = List.of(batch(1, 80), batch(2, 81), batch(3, 100_000), batch(4, 5));
        try (FirstFile first = new FirstFile(folder, TIME_MS - 60_000)) {
            for (final byte[] batch : written.subList(0, 3)) {
                write(first, batch);
            }
            first.end();
        }
        try (QueueFiles later = new QueueFiles(folder, () -> TIME_MS)) {
            later.write(written.get(3));
        }

        try (ChronicleQueue queue = queue(folder)) {
            final List<byte[]> read = documents(queue);
            assertEquals(written.size(), read.size());
            for (int i = 0; i < read.size(); i++) {
                assertArrayEquals(written.get(i), read.get(i));
            }
        }
    }

    @Test
    void shouldEndWithZeroesForThoseWhoReadWhileItIsWritten() throws IOException {
        try (FirstFile first = new FirstFile(folder, TIME_MS)) {
            write(first, batch(7, 13));

            final byte[] all = Files.readAllBytes(folder.resolve(FirstFile.name(TIME_MS)));
            assertTrue(all.length > HEAD_BYTES + FirstFile.MAX_BYTES);
            assertEquals(13, all[HEAD_BYTES]);
            assertArrayEquals(batch(7, 13), Arrays.copyOfRange(all, HEAD_BYTES + 4, HEAD_BYTES + 17));
            assertArrayEquals(new byte[100], Arrays.copyOfRange(all, HEAD_BYTES + 17, HEAD_BYTES + 117));
        }
    }
}
