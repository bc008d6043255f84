package dev.longbeam.trace.read;

import java.io.IOException;
import java.util.List;

/** Goes over the batches as they stand in the files: in order of time within a stream only. */
final class FileOrderCursor extends BatchCursor {
    private final List<BatchEntry> entries;
    private int nextEntry;

    FileOrderCursor(final BatchIndex index) {
        super(index);
        entries = index.entries();
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
}
