package dev.longbeam.trace.read;

import dev.longbeam.trace.EventLayout;
import java.io.IOException;
import java.util.List;

/** Goes over the events of one stream. */
final class StreamCursor implements TraceCursor {
    private final List<BatchEntry> entries;
    private final BatchBuffer batch;
    private final TraceEvent event;
    private int nextEntry;
    private int nextAt;
    private long sequence = -1;
    private long bytesRead;
    private long timeTicks;

    StreamCursor(final BatchIndex index, final List<BatchEntry> entries) {
        this.entries = entries;
        batch = new BatchBuffer(index);
        event = new TraceEvent(batch);
        nextAt = batch.limit;
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            if (nextAt < batch.limit) {
                final int end = event.move(nextAt);
                if (end >= 0) {
                    nextAt = end;
                    timeTicks = event.time();
                    return true;
                }
                batch.damaged(nextAt, "no event of a known type is here: the rest of the batch cannot be read");
                event.setRunning(0);
            }
            if (nextEntry == entries.size()) {
                nextAt = batch.limit;
                return false;
            }
            open(entries.get(nextEntry++));
        }
    }

    private void open(final BatchEntry entry) throws IOException {
        bytesRead += entry.bytes();
        if (entry.sequence() != sequence + 1) {
            event.setRunning(0);
        }
        sequence = entry.sequence();
        if (batch.load(entry)) {
            nextAt = EventLayout.HEADER_BYTES;
        } else {
            nextAt = batch.limit;
            event.setRunning(0);
        }
    }

    /** Time of the event. */
    long time() {
        return timeTicks;
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
