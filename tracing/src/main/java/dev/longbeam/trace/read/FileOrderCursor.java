package dev.longbeam.trace.read;

import dev.longbeam.trace.EventLayout;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Goes over the batches as they stand in the files: in order of time within a stream only. */
final class FileOrderCursor implements TraceCursor {
    private static final int STREAMS = EventLayout.DEFINITIONS + 1;

    private final List<BatchEntry> entries;
    private final BatchBuffer batch;
    private final TraceEvent event;
    private final long[] running = new long[STREAMS];
    private final long[] sequences = new long[STREAMS];
    private int nextEntry;
    private int nextAt;
    private long bytesRead;

    FileOrderCursor(final BatchIndex index) {
        entries = index.entries();
        batch = new BatchBuffer(index);
        event = new TraceEvent(batch);
        Arrays.fill(sequences, -1);
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            if (nextAt < batch.limit) {
                final int end = event.move(nextAt);
                if (end >= 0) {
                    nextAt = end;
                    return true;
                }
                batch.damaged(nextAt, "no event of a known type is here: the rest of the batch cannot be read");
                event.setRunning(0);
            }
            if (!nextBatch()) {
                return false;
            }
        }
    }

    private boolean nextBatch() throws IOException {
        if (batch.entry != null) {
            running[batch.stream] = event.running();
        }
        nextAt = batch.limit;
        while (nextEntry < entries.size()) {
            final BatchEntry entry = entries.get(nextEntry++);
            bytesRead += entry.bytes();
            if (batch.load(entry)) {
                event.setRunning(entry.sequence() == sequences[entry.stream()] + 1 ? running[entry.stream()] : 0);
                sequences[entry.stream()] = entry.sequence();
                nextAt = EventLayout.HEADER_BYTES;
                return true;
            }
            nextAt = batch.limit;
            event.setRunning(0);
        }
        return false;
    }

    @Override
    public TraceEvent event() {
        return event;
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }
}
