package dev.longbeam.trace;

import java.nio.file.Path;
import java.util.function.LongSupplier;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * The files of a trace that the queue itself writes: all but the first.
 *
 * <p>Owned by the trace's thread.
 */
final class QueueFiles implements AutoCloseable {
    private static final int BLOCK_BYTES = 16 << 20;

    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final PointerBytesStore pointer;

    /**
     * Opens the queue of a folder.
     *
     * @param timeMs decides which file is the current one: time that goes on by whole minutes rolls on demand
     */
    QueueFiles(final Path directory, final LongSupplier timeMs) {
        QuietChronicle.prepare();
        queue = SingleChronicleQueueBuilder.binary(directory.toFile()).rollCycle(LegacyRollCycles.MINUTELY).blockSize(BLOCK_BYTES)
            .timeProvider(timeMs::getAsLong).build();
        appender = queue.createAppender();
        pointer = new PointerBytesStore();
    }

    void write(final long addr, final long bytes) {
        try (DocumentContext document = appender.writingDocument()) {
            pointer.set(addr, bytes);
            document.wire().bytes().write(pointer);
        }
    }

    void write(final byte[] bytes) {
        try (DocumentContext document = appender.writingDocument()) {
            document.wire().bytes().write(bytes);
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
