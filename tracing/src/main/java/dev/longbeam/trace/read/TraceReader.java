package dev.longbeam.trace.read;

import dev.longbeam.trace.EventLayout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An open trace. It tells what is in it, and gives out cursors over its events.
 *
 * <pre>{@code
 *   try (TraceReader trace = TraceReader.open(folder)) {
 *       final TraceCursor cursor = trace.inFileOrder();
 *       while (cursor.next()) {
 *           if (cursor.event().type() == EventType.SEND) { ... }
 *       }
 *   }
 * }</pre>
 *
 * <p>Owned by one thread. Never fails for a damaged file: what can be read is there, and {@link #problems} tells the rest. The damage of a
 * batch is found when a cursor comes to it.
 */
public final class TraceReader implements AutoCloseable {
    private static final String SUFFIX = ".cq4";

    private final Path directory;
    private final List<DataFile> files = new ArrayList<>();
    private final Set<Path> known = new HashSet<>();
    private final BatchIndex index = new BatchIndex();
    private final TraceNames names = new TraceNames();
    private final BatchBuffer definitions = new BatchBuffer(index);
    private int indexed;
    private long firstTicks = Long.MAX_VALUE;
    private long lastTicks = Long.MIN_VALUE;
    private long lastPairTicks;
    private long lastPairNano;
    private TraceClock clock;

    private TraceReader(final Path directory) {
        this.directory = directory;
    }

    /**
     * Opens the trace in a folder, as far as it has been written.
     *
     * @throws TraceUnreadable when there is no trace
     * @throws IOException when the files cannot be opened
     */
    public static TraceReader open(final Path directory) throws IOException {
        final TraceReader reader = new TraceReader(directory);
        try {
            reader.refresh();
            if (reader.files.isEmpty()) {
                throw new TraceUnreadable(directory + " holds no trace: there is no file *" + SUFFIX);
            }
            return reader;
        } catch (final IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** Takes in what has been written since; a cursor in the order of the files goes on with it, others do not see it. */
    public void refresh() throws IOException {
        final List<Path> paths = paths();
        for (final Path path : paths) {
            if (known.add(path)) {
                try {
                    files.add(new DataFile(path));
                } catch (final NoSuchFileException e) {
                    // The node removes its oldest file when the trace gets too big, maybe just now.
                    continue;
                }
            }
        }
        for (int i = 0; i < files.size(); i++) {
            files.get(i).walk(index, i == files.size() - 1);
        }
        takeIn();
    }

    private List<Path> paths() throws IOException {
        final List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            entries.forEach(paths::add);
        } catch (final NoSuchFileException | NotDirectoryException e) {
            throw new TraceUnreadable(directory + " holds no trace: it is no folder");
        }
        paths.sort(null);
        return paths;
    }

    private void takeIn() throws IOException {
        final TraceEvent event = new TraceEvent(definitions);
        final List<BatchEntry> entries = index.entries();
        for (; indexed < entries.size(); indexed++) {
            final BatchEntry entry = entries.get(indexed);
            if (entry.stream() == EventLayout.DEFINITIONS && definitions.load(entry)) {
                event.begin();
                while (event.next() > 0) {
                    names.apply(event);
                }
            }
            if (entry.endTicks() > lastPairTicks || lastPairTicks == 0) {
                lastPairTicks = entry.endTicks();
                lastPairNano = entry.endNano();
            }
            firstTicks = Math.min(firstTicks, entry.firstTicks());
            lastTicks = Math.max(lastTicks, entry.endTicks());
        }
        clock = makeClock();
    }

    private TraceClock makeClock() {
        final long ticks = lastPairTicks - names.startTicks();
        final long nanos = lastPairNano - names.startNano();
        final double rate = names.started() && ticks > 0 && nanos > 0 ? (double)nanos / ticks : 1.0;
        return names.started() ? new TraceClock(names.startTicks(), names.startWallNs(), rate)
            : new TraceClock(firstTicks == Long.MAX_VALUE ? 0 : firstTicks, 0, rate);
    }

    /** The folder. */
    public Path directory() {
        return directory;
    }

    /** All events, in the order of the files: fast, and in order of time within a stream only. */
    public TraceCursor inFileOrder() {
        return new FileOrderCursor(index);
    }

    /** All events, in order of time. */
    public TraceCursor inTimeOrder() {
        return inTimeOrder(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** The events in order of time from one moment to another; some before and after come too, since whole batches are read. */
    public TraceCursor inTimeOrder(final long fromTicks, final long toTicks) {
        return new TimeOrderCursor(index, fromTicks, toTicks);
    }

    /** Access to single events by {@link TraceEvent#location}. */
    public TraceSeek seek() {
        return new TraceSeek(index);
    }

    /** Atoms, functions, and what the node told about itself. */
    public TraceNames names() {
        return names;
    }

    /** How ticks map to time. */
    public TraceClock clock() {
        return clock;
    }

    /** Time of the first event, in ticks; when there is none, the start. */
    public long firstTicks() {
        return firstTicks == Long.MAX_VALUE ? clock.startTicks() : firstTicks;
    }

    /** Time when the last batch was closed, in ticks; when there is none, the start. */
    public long lastTicks() {
        return lastTicks == Long.MIN_VALUE ? clock.startTicks() : lastTicks;
    }

    /** Number of batches. */
    public int batches() {
        return index.entries().size();
    }

    /** Number of files. */
    public int files() {
        return files.size();
    }

    /** Bytes of all batches. */
    public long bytes() {
        return index.bytes();
    }

    /** What cannot be read, as far as it has been found. */
    public List<TraceProblem> problems() {
        return index.problems();
    }

    /** Missing batches. Events that the node itself lost stand in the trace, as events {@code gap}. */
    public List<TraceGap> gaps() {
        return index.gaps();
    }

    @Override
    public void close() throws IOException {
        for (final DataFile file : files) {
            file.close();
        }
        files.clear();
    }
}
