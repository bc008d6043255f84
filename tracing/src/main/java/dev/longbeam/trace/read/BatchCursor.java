package dev.longbeam.trace.read;

import dev.longbeam.trace.EventLayout;
import java.io.IOException;

/** A cursor that goes over the events of one batch after the other; which comes next is up to the subclass. */
abstract class BatchCursor implements TraceCursor {
    final BatchBuffer batch;
    final TraceEvent event;
    private int nextAt;
    private long bytesRead;

    BatchCursor(final BatchIndex index) {
        batch = new BatchBuffer(index);
        event = new TraceEvent(batch);
        nextAt = batch.limit;
    }

    /** Goes on to the next batch that can be read, by {@link #load}; false when there is none. */
    abstract boolean nextBatch() throws IOException;

    /** Loads a batch: false when it cannot be read, and then nobody runs. */
    final boolean load(final BatchEntry entry) throws IOException {
        bytesRead += entry.bytes();
        if (batch.load(entry)) {
            nextAt = EventLayout.HEADER_BYTES;
            return true;
        }
        nextAt = batch.limit;
        event.setRunning(0);
        return false;
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
            nextAt = batch.limit;
            if (!nextBatch()) {
                return false;
            }
        }
    }

    @Override
    public final TraceEvent event() {
        return event;
    }

    @Override
    public final long bytesRead() {
        return bytesRead;
    }
}
