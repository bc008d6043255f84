package dev.longbeam.trace.read;

import dev.longbeam.trace.EventLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One data file of a trace: walks its documents, each length checked before it is believed.
 *
 * <pre>
 *   document   0  length of the content (bits 0-29) | metadata of the queue (bit 30) | not complete (bit 31)
 *              4  content; the next document begins at the next multiple of four
 *   0          nothing has been written here yet
 *   C0000000   end of the file
 * </pre>
 */
final class DataFile implements AutoCloseable {
    private static final int LENGTH_MASK = 0x3FFF_FFFF;
    private static final int METADATA = 0x4000_0000;
    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int END_OF_FILE = 0xC000_0000;
    private static final int HEADER_BYTES = 4;
    /** Header of a document, header of a batch. */
    private static final int PEEK_BYTES = HEADER_BYTES + EventLayout.HEADER_BYTES;
    private static final int MAX_BATCH_BYTES = 256 << 20;

    private final Path path;
    private final FileChannel channel;
    private final byte[] peek = new byte[PEEK_BYTES];
    private long position;
    private boolean ended;

    DataFile(final Path path) throws IOException {
        this.path = path;
        channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    Path path() {
        return path;
    }

    /** Finds the batches that have been completed since the last walk. */
    void walk(final BatchIndex index, final boolean newest) throws IOException {
        while (!ended) {
            final int available = read(position, peek, PEEK_BYTES);
            if (available < HEADER_BYTES) {
                if (position > 0 || available > 0 || !newest) {
                    index.problem(this, position, "the file ends here, without an end mark");
                }
                return;
            }
            final int header = Words.getInt(peek, 0);
            if (header == END_OF_FILE) {
                ended = true;
                return;
            }
            if (header == 0 || (header & NOT_COMPLETE) != 0) {
                checkEnd(index, newest, header, available);
                return;
            }
            if (position == 0 && !isQueueHeader(header)) {
                index.problem(this, 0, "this is not a file of a Chronicle Queue");
                ended = true;
                return;
            }
            final int length = header & LENGTH_MASK;
            final long next = position + HEADER_BYTES + length + 3 & ~3L;
            if (position + HEADER_BYTES + length > channel.size()) {
                index.problem(this, position, "a document of " + length + " bytes reaches beyond the end of the file, which has "
                    + channel.size() + " bytes");
                ended = true;
                return;
            }
            if ((header & METADATA) == 0) {
                addBatch(index, length);
            }
            position = next;
        }
    }

    /** The last document of a file that a node writes, or wrote when it was killed, may be missing or not complete; any other may not. */
    private void checkEnd(final BatchIndex index, final boolean newest, final int header, final int available) throws IOException {
        if (position == 0) {
            if (!newest || header != 0) {
                index.problem(this, 0, "this is not a file of a Chronicle Queue");
            }
        } else if (!newest) {
            index.problem(this, position, "the file ends here, without an end mark, and another follows");
        } else if (header == 0 && !isZero(HEADER_BYTES, available) && !isBatchBeingWritten(available)) {
            index.problem(this, position, "a document without length: the rest of the file cannot be read");
        }
    }

    /** The queue writes the content of a document first, its length last. */
    private boolean isBatchBeingWritten(final int available) throws IOException {
        if (available < PEEK_BYTES || Words.getInt(peek, HEADER_BYTES + EventLayout.MAGIC_AT) != EventLayout.MAGIC) {
            return false;
        }
        final long bytes = Words.getLong(peek, HEADER_BYTES + EventLayout.BYTES_AT);
        if (bytes < 0 || bytes > MAX_BATCH_BYTES) {
            return false;
        }
        final byte[] behind = new byte[HEADER_BYTES];
        final int count = read(position + HEADER_BYTES + bytes + 3 & ~3L, behind, HEADER_BYTES);
        return count < HEADER_BYTES || Words.getInt(behind, 0) == 0;
    }

    private boolean isZero(final int from, final int to) {
        for (int i = from; i < to; i++) {
            if (peek[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The first document names itself: {@code B9 06 header}. */
    private boolean isQueueHeader(final int header) {
        return (header & METADATA) != 0 && peek[HEADER_BYTES] == (byte)0xB9 && peek[HEADER_BYTES + 1] == 6 && peek[HEADER_BYTES + 2] == 'h';
    }

    private void addBatch(final BatchIndex index, final int length) {
        final int at = HEADER_BYTES;
        final long bytes = length < EventLayout.HEADER_BYTES ? 0 : Words.getLong(peek, at + EventLayout.BYTES_AT);
        final int version = Words.getInt(peek, at + EventLayout.VERSION_AT);
        if (length < EventLayout.HEADER_BYTES || Words.getInt(peek, at + EventLayout.MAGIC_AT) != EventLayout.MAGIC) {
            index.problem(this, position, "this document is no batch of events");
        } else if (version < EventLayout.OLDEST_VERSION || version > EventLayout.VERSION) {
            index.problem(this, position, "version " + version + " of the format is not known to this reader, which knows versions "
                + EventLayout.OLDEST_VERSION + " to " + EventLayout.VERSION);
        } else if (bytes != length || length > MAX_BATCH_BYTES) {
            index.problem(this, position, "a batch says that it has " + bytes + " bytes, and its document has " + length);
        } else {
            index.add(this, position + at, length, Words.getInt(peek, at + EventLayout.STREAM_AT), Words.getInt(peek, at + EventLayout.EVENTS_AT),
                Words.getLong(peek, at + EventLayout.SEQUENCE_AT), Words.getLong(peek, at + EventLayout.BASE_AT),
                Words.getLong(peek, at + EventLayout.END_TICKS_AT), Words.getLong(peek, at + EventLayout.END_NANO_AT));
        }
    }

    /** Reads up to {@code length} bytes; returns how many the file has there. */
    int read(final long from, final byte[] into, final int length) throws IOException {
        final ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        while (buffer.hasRemaining()) {
            final int count = channel.read(buffer, from + buffer.position());
            if (count < 0) {
                break;
            }
        }
        return buffer.position();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
