package dev.longbeam.trace.read;

import java.io.IOException;

/** A cursor that goes over the events of one batch after the other; which comes next is up to the subclass. */
abstract class BatchCursor implements TraceCursor {
    final BatchBuffer batch;
    final TraceEvent event;
    private long bytesRead;

    BatchCursor(final BatchIndex index) {
        batch = new BatchBuffer(index);
        event = new TraceEvent(batch);
    }

    /** Goes on to the next batch that can be read, by {@link #load}; false when there is none. */
    abstract boolean nextBatch() throws IOException;

    /** Loads a batch: false when it cannot be read. */
    final boolean load(final BatchEntry entry) throws IOException {
        bytesRead += entry.bytes();
        return batch.load(entry);
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            final int moved = event.next();
            if (moved > 0) {
                return true;
            }
            if (moved < 0) {
                batch.damaged(event.position(), "no event of a known type is here: the rest of the batch cannot be read");
            }
            batch.limit = 0;
            if (!nextBatch()) {
                return false;
            }
            event.begin();
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
