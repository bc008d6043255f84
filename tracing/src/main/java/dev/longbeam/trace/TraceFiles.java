package dev.longbeam.trace;

import dev.longbeam.memory.Memory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * The files of a trace: a Chronicle Queue whose files are followed by the next by size and by age, and removed, oldest first, when all
 * together go over the budget. Every file begins with all that its events may refer to, so that each can be read alone.
 *
 * <p>Owned by the trace's thread.
 */
final class TraceFiles implements AutoCloseable {
    /** Suffix of the files. */
    static final String SUFFIX = ".cq4";
    private static final long CYCLE_MS = 60_000;
    private static final int BLOCK_BYTES = 16 << 20;
    private static final long EXCERPT_OVERHEAD_BYTES = 8;

    private final TraceOptions options;
    private final FileStore store;
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final PointerBytesStore pointer = new PointerBytesStore();
    /** The batches of definitions so far, as they stand in the files. */
    private final List<byte[]> definitions = new ArrayList<>();
    private long cycleMs;
    private long cycleStartMs;
    private long cycleBytes;
    private long writtenBytes;

    TraceFiles(final TraceOptions options) throws IOException {
        this.options = options;
        store = Files.getFileStore(options.directory);
        cycleStartMs = System.currentTimeMillis();
        cycleMs = cycleStartMs;
        checkSpace();
        QuietChronicle.prepare();
        // The queue asks for the time to decide which file is the current one: time that goes on by whole cycles rolls on demand.
        queue = SingleChronicleQueueBuilder.binary(options.directory.toFile()).rollCycle(LegacyRollCycles.MINUTELY).blockSize(BLOCK_BYTES)
            .timeProvider(() -> cycleMs).build();
        appender = queue.createAppender();
    }

    long writtenBytes() {
        return writtenBytes;
    }

    void write(final TraceBatch batch) throws IOException {
        final long now = System.currentTimeMillis();
        if (cycleBytes > 0 && (cycleBytes + batch.bytes() > options.rollBytes || now - cycleStartMs > options.rollMs)) {
            roll(now);
        }
        if (Memory.getInt(batch.addr + EventLayout.STREAM_AT) == EventLayout.DEFINITIONS) {
            final byte[] copy = new byte[(int)batch.bytes()];
            Memory.copyToArray(batch.addr, copy, 0, copy.length);
            definitions.add(copy);
        }
        checkSpace();
        try (DocumentContext document = appender.writingDocument()) {
            pointer.set(batch.addr, batch.bytes());
            document.wire().bytes().write(pointer);
        }
        count(batch.bytes());
    }

    private void count(final long bytes) {
        cycleBytes += bytes + EXCERPT_OVERHEAD_BYTES;
        writtenBytes += bytes + EXCERPT_OVERHEAD_BYTES;
    }

    private void roll(final long now) throws IOException {
        cycleMs = Math.max(now, cycleMs + CYCLE_MS);
        cycleStartMs = now;
        cycleBytes = 0;
        removeOldest();
        for (final byte[] batch : definitions) {
            checkSpace();
            try (DocumentContext document = appender.writingDocument()) {
                document.wire().bytes().write(batch);
            }
            count(batch.length);
        }
    }

    /** Removes files until there is room for one more full one. */
    private void removeOldest() throws IOException {
        final List<Path> files = files(options.directory);
        long total = options.rollBytes;
        for (final Path file : files) {
            total += Files.size(file);
        }
        for (int i = 0; i < files.size() && total > options.budgetBytes; i++) {
            total -= Files.size(files.get(i));
            Files.delete(files.get(i));
        }
    }

    /** The data files of a trace folder, oldest first. */
    static List<Path> files(final Path directory) throws IOException {
        final List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            entries.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    private void checkSpace() throws IOException {
        final long usable = store.getUsableSpace();
        if (usable < options.reserveBytes) {
            throw new IOException("only " + usable + " bytes are free on the disk, and the trace leaves " + options.reserveBytes + " free");
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
