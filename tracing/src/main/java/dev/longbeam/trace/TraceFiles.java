package dev.longbeam.trace;

import dev.longbeam.memory.Memory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
    private static final long EXCERPT_OVERHEAD_BYTES = 8;
    /** A node that records for longer goes on with the queue. */
    private static final long FIRST_MS = 10_000;

    private final TraceOptions options;
    private final FileStore store;
    /** The file that is written, while it is the first. */
    private FirstFile first;
    /** All later ones; null before. */
    private QueueFiles queue;
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
        first = new FirstFile(options.directory, cycleMs);
    }

    long writtenBytes() {
        return writtenBytes;
    }

    void write(final TraceBatch batch) throws IOException {
        final long now = System.currentTimeMillis();
        if (cycleBytes > 0 && isOver(now, batch.bytes())) {
            roll(now);
        }
        if (Memory.getInt(batch.addr + EventLayout.STREAM_AT) == EventLayout.DEFINITIONS) {
            final byte[] copy = new byte[(int)batch.bytes()];
            Memory.copyToArray(batch.addr, copy, 0, copy.length);
            definitions.add(copy);
        }
        checkSpace();
        if (first != null) {
            first.write(batch.addr, batch.bytes());
        } else {
            queue.write(batch.addr, batch.bytes());
        }
        count(batch.bytes());
    }

    /** True when the next file is due for a batch. */
    private boolean isOver(final long now, final long bytes) {
        final long mostMs = first == null ? options.rollMs : Math.min(options.rollMs, FIRST_MS);
        final long mostBytes = first == null ? options.rollBytes : Math.min(options.rollBytes, FirstFile.MAX_BYTES);
        return now - cycleStartMs > mostMs || cycleBytes + bytes > mostBytes;
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
        if (first != null) {
            first.end();
            first.close();
            first = null;
            queue = new QueueFiles(options.directory, () -> cycleMs);
        }
        for (final byte[] batch : definitions) {
            checkSpace();
            queue.write(batch);
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
    public void close() throws IOException {
        if (first != null) {
            first.close();
        }
        if (queue != null) {
            queue.close();
        }
    }
}
