package dev.longbeam.trace.read;

import dev.longbeam.trace.EventLayout;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Goes over the batches as they stand in the files: in order of time within a stream only. */
final class FileOrderCursor extends BatchCursor {
    private static final int STREAMS = EventLayout.DEFINITIONS + 1;

    private final List<BatchEntry> entries;
    private final long[] running = new long[STREAMS];
    private final long[] sequences = new long[STREAMS];
    private int nextEntry;

    FileOrderCursor(final BatchIndex index) {
        super(index);
        entries = index.entries();
        Arrays.fill(sequences, -1);
    }

    @Override
    boolean nextBatch() throws IOException {
        if (batch.entry != null) {
            running[batch.stream] = event.running();
        }
        while (nextEntry < entries.size()) {
            final BatchEntry entry = entries.get(nextEntry++);
            if (load(entry)) {
                event.setRunning(entry.sequence() == sequences[entry.stream()] + 1 ? running[entry.stream()] : 0);
                sequences[entry.stream()] = entry.sequence();
                return true;
            }
        }
        return false;
    }
}
