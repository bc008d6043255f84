package dev.longbeam.trace.read;

import dev.longbeam.trace.EventLayout;
import java.io.IOException;
import java.util.zip.CRC32C;

/** Holds one batch in memory, checked against its checksum. */
final class BatchBuffer {
    private static final int INITIAL_BYTES = 64 * 1024;
    /** Room behind the batch, so that values are read whole words at a time. */
    private static final int SLACK_BYTES = EventLayout.MAX_EVENT_BYTES + Long.BYTES;
    private static final long CRC_MASK = 0xFFFF_FFFFL;

    byte[] data = new byte[INITIAL_BYTES + SLACK_BYTES];
    int limit;
    int stream;
    long base;
    /** The process that was running before the first event. */
    long running;
    BatchEntry entry;
    private final CRC32C crc = new CRC32C();
    private final BatchIndex index;
    private final CallReader calls = new CallReader();

    BatchBuffer(final BatchIndex index) {
        this.index = index;
    }

    /** Reads a batch; false, and a problem is told, when it is damaged. */
    boolean load(final BatchEntry wanted) throws IOException {
        final int size = wanted.bytes();
        limit = EventLayout.HEADER_BYTES;
        entry = wanted;
        stream = wanted.stream();
        calls.reset();
        if (data.length < size + SLACK_BYTES) {
            data = new byte[size + SLACK_BYTES];
        }
        if (wanted.file().read(wanted.position(), data, size) < size) {
            index.problem(wanted.file(), wanted.position(), "the file ends in the middle of this batch");
            return false;
        }
        final long expected = Words.getLong(data, EventLayout.CRC_AT);
        Words.putLong(data, EventLayout.CRC_AT, 0);
        crc.reset();
        crc.update(data, 0, size);
        if ((crc.getValue() & CRC_MASK) != expected) {
            index.problem(wanted.file(), wanted.position(), "this batch of " + size + " bytes is damaged: its checksum is wrong");
            return false;
        }
        base = Words.getLong(data, EventLayout.BASE_AT);
        running = Words.getLong(data, EventLayout.RUNNING_AT);
        limit = size;
        return true;
    }

    /** The rest of the batch cannot be understood. */
    void damaged(final int at, final String text) {
        index.problem(entry.file(), entry.position() + at, text);
    }

    CallReader calls() {
        return calls;
    }
}
