package dev.longbeam.trace.read;

import java.io.IOException;
import java.util.List;

/** Goes over the events of one stream. */
final class StreamCursor extends BatchCursor {
    private final List<BatchEntry> entries;
    private int nextEntry;
    private long timeTicks;

    StreamCursor(final BatchIndex index, final List<BatchEntry> entries) {
        super(index);
        this.entries = entries;
    }

    @Override
    public boolean next() throws IOException {
        if (!super.next()) {
            return false;
        }
        timeTicks = event.time();
        return true;
    }

    @Override
    boolean nextBatch() throws IOException {
        while (nextEntry < entries.size()) {
            if (load(entries.get(nextEntry++))) {
                return true;
            }
        }
        return false;
    }

    /** Time of the event. */
    long time() {
        return timeTicks;
    }
}
