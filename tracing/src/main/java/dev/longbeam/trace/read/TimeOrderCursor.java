package dev.longbeam.trace.read;

import dev.longbeam.trace.EventLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Merges the streams by time. The index of batches tells where each stream goes on, so that the order is exact however far apart the
 * batches of different streams stand in the files; one batch per stream is in memory.
 */
final class TimeOrderCursor implements TraceCursor {
    private final List<StreamCursor> streams = new ArrayList<>();
    private StreamCursor current;
    /** Time of the earliest event of the other streams. */
    private long boundTicks;
    private boolean begun;
    private long endedBytes;

    TimeOrderCursor(final BatchIndex index, final long fromTicks, final long toTicks) {
        final Map<Integer, List<BatchEntry>> byStream = new TreeMap<>();
        for (final BatchEntry entry : index.entries()) {
            if (entry.firstTicks() <= toTicks) {
                final List<BatchEntry> entries = byStream.computeIfAbsent(entry.stream(), key -> new ArrayList<>());
                // One batch before the span stays: it tells since when the process runs that is running when the span begins.
                if (entries.size() == 1 && entries.get(0).endTicks() < fromTicks && entry.firstTicks() < fromTicks) {
                    entries.clear();
                }
                entries.add(entry);
            }
        }
        final List<BatchEntry> definitions = byStream.remove(EventLayout.DEFINITIONS);
        if (definitions != null) {
            streams.add(new StreamCursor(index, definitions));
        }
        byStream.values().forEach(entries -> streams.add(new StreamCursor(index, entries)));
    }

    @Override
    public boolean next() throws IOException {
        if (!begun) {
            begin();
        } else if (current == null) {
            return false;
        } else if (!current.next()) {
            endedBytes += current.bytesRead();
            streams.remove(current);
            current = null;
        } else if (current.time() <= boundTicks) {
            return true;
        }
        return choose();
    }

    private void begin() throws IOException {
        begun = true;
        for (int i = streams.size() - 1; i >= 0; i--) {
            if (!streams.get(i).next()) {
                streams.remove(i);
            }
        }
    }

    private boolean choose() {
        current = null;
        boundTicks = Long.MAX_VALUE;
        for (int i = 0; i < streams.size(); i++) {
            final StreamCursor stream = streams.get(i);
            if (current == null || stream.time() < current.time()) {
                boundTicks = current == null ? Long.MAX_VALUE : Math.min(boundTicks, current.time());
                current = stream;
            } else {
                boundTicks = Math.min(boundTicks, stream.time());
            }
        }
        return current != null;
    }

    @Override
    public TraceEvent event() {
        return current.event();
    }

    @Override
    public long bytesRead() {
        long bytes = endedBytes;
        for (final StreamCursor stream : streams) {
            bytes += stream.bytesRead();
        }
        return bytes;
    }
}
