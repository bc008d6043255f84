package dev.longbeam.trace.read;

import dev.longbeam.trace.EventLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where all batches of a trace lie, in the order of the files; definitions that a later file repeats stand here once. */
final class BatchIndex {
    private static final int MAX_TOLD = 1000;

    private final List<BatchEntry> entries = new ArrayList<>();
    private final List<TraceProblem> problems = new ArrayList<>();
    private final List<TraceGap> gaps = new ArrayList<>();
    private final Map<Integer, BatchEntry> latest = new HashMap<>();
    private long bytes;

    List<BatchEntry> entries() {
        return entries;
    }

    List<TraceProblem> problems() {
        return Collections.unmodifiableList(problems);
    }

    List<TraceGap> gaps() {
        return Collections.unmodifiableList(gaps);
    }

    /** Bytes of all batches. */
    long bytes() {
        return bytes;
    }

    void problem(final DataFile file, final long position, final String text) {
        final TraceProblem problem = new TraceProblem(file.path(), position, text);
        if (problems.size() < MAX_TOLD && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    void add(final DataFile file, final long position, final int size, final int stream, final int events, final long sequence,
        final long firstTicks, final long endTicks, final long endNano) {
        final BatchEntry before = latest.get(stream);
        if (before != null && sequence <= before.sequence()) {
            if (stream != EventLayout.DEFINITIONS) {
                problem(file, position, "batch " + sequence + " of stream " + stream + " comes after batch " + before.sequence());
            }
            return;
        }
        if (stream < 0 || stream > EventLayout.DEFINITIONS || events < 0 || sequence < 0) {
            problem(file, position, "the header of this batch is damaged");
            return;
        }
        final long expected = before == null ? 0 : before.sequence() + 1;
        if (sequence != expected && gaps.size() < MAX_TOLD) {
            gaps.add(new TraceGap(stream, sequence - expected, before == null ? firstTicks : before.endTicks(), firstTicks));
        }
        final BatchEntry entry = new BatchEntry(entries.size(), file, position, size, stream, events, sequence, firstTicks, endTicks, endNano);
        entries.add(entry);
        latest.put(stream, entry);
        bytes += size;
    }
}
