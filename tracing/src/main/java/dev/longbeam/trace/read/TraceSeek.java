package dev.longbeam.trace.read;

import java.io.IOException;
import org.agrona.collections.Int2ObjectHashMap;

/** Goes to single events by their location; keeps the batches it came by lately. Owned by the thread of its reader. */
public final class TraceSeek {
    private static final int KEPT = 64;

    private final BatchIndex index;
    private final Int2ObjectHashMap<TraceEvent> events = new Int2ObjectHashMap<>();

    TraceSeek(final BatchIndex index) {
        this.index = index;
    }

    /** The event at a location, or null when its batch can no longer be read; valid until the next call. */
    public TraceEvent at(final long location) throws IOException {
        final int number = (int)(location >>> Integer.SIZE);
        TraceEvent event = events.get(number);
        if (event == null) {
            if (number < 0 || number >= index.entries().size()) {
                return null;
            }
            final BatchBuffer batch = new BatchBuffer(index);
            if (!batch.load(index.entries().get(number))) {
                return null;
            }
            if (events.size() >= KEPT) {
                events.clear();
            }
            event = new TraceEvent(batch);
            events.put(number, event);
        }
        return event.moveTo((int)location) ? event : null;
    }
}
