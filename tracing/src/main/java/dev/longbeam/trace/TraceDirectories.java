package dev.longbeam.trace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Where traces lie that nobody gave a place: a folder for each node, named by its start and its process, under {@code LONGBEAM_TRACE_DIR}
 * or the user's folder for state. Those of nodes that have ended go, oldest first, when there are many or when they are large.
 *
 * <p>Any thread.
 */
public final class TraceDirectories {
    /** File in the folder of a trace that the node holds a lock on while it runs. */
    private static final String LOCK = "node.lock";
    /** Channels whose locks this JVM holds: a channel that nothing refers to would be closed. */
    private static final Collection<FileChannel> HELD = new ConcurrentLinkedQueue<>();
    private static final int MAX_COUNT = 32;
    private static final long MAX_BYTES = 2L << 30;

    private TraceDirectories() {
    }

    /** The folder that holds the traces. */
    public static Path parent() {
        final String chosen = System.getenv("LONGBEAM_TRACE_DIR");
        if (chosen != null && !chosen.isEmpty()) {
            return Path.of(chosen);
        }
        final String state = System.getenv("XDG_STATE_HOME");
        final Path base = state != null && !state.isEmpty() ? Path.of(state) : home().resolve(".local").resolve("state");
        return base.resolve("longbeam").resolve("trace");
    }

    private static Path home() {
        final String home = System.getenv("HOME");
        return Path.of(home != null && !home.isEmpty() ? home : System.getProperty("user.home"));
    }

    /**
     * A folder for a node that starts now; it does not exist yet.
     *
     * @param start when it starts, as {@code yyyyMMdd-HHmmss}, so that names sort by age
     */
    public static Path create(final String start, final long processId) {
        return parent().resolve(start + "-" + processId);
    }

    /**
     * Makes a folder, which somebody has named, the place of this node's trace, for as long as this JVM lives.
     *
     * @return why not, since it is the place of another trace; else null, also for a folder that cannot be written, which stops only the trace
     */
    public static String claim(final Path trace) {
        try {
            Files.createDirectories(trace);
            final FileChannel channel = FileChannel.open(trace.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                return "another node that runs now records its trace into " + trace;
            }
            if (!TraceFiles.files(trace).isEmpty()) {
                channel.close();
                return trace + " holds a trace already: remove it, or name another folder";
            }
            HELD.add(channel);
            return null;
        } catch (final IOException e) {
            return null;
        }
    }

    private static boolean isLocked(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (final OverlappingFileLockException e) {
            return false;
        }
    }

    /** The newest trace, or null when there is none. */
    public static Path newest() {
        final List<Path> all = all(parent());
        return all.isEmpty() ? null : all.getLast();
    }

    /** Traces by age, oldest first. */
    private static List<Path> all(final Path parent) {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        } catch (final IOException e) {
            return List.of();
        }
    }

    /** Lets old traces make room for the newest one. */
    static void removeOld() {
        final List<Path> all = all(parent());
        int count = all.size();
        long total = 0;
        for (final Path trace : all) {
            total += bytes(trace);
        }
        for (final Path trace : all) {
            if (count <= MAX_COUNT && total < MAX_BYTES) {
                return;
            }
            if (!isLive(trace)) {
                count--;
                total -= bytes(trace);
                remove(trace);
            }
        }
    }

    private static boolean isLive(final Path trace) {
        final String name = trace.getFileName().toString();
        try {
            return ProcessHandle.of(Long.parseLong(name.substring(name.lastIndexOf('-') + 1))).isPresent();
        } catch (final NumberFormatException e) {
            // Not one of ours: somebody keeps it here.
            return true;
        }
    }

    private static long bytes(final Path trace) {
        long sum = 0;
        try (Stream<Path> files = Files.list(trace)) {
            for (final Path file : files.toList()) {
                sum += Files.size(file);
            }
        } catch (final IOException e) {
            // Somebody else removes it at the same moment.
            return sum;
        }
        return sum;
    }

    private static void remove(final Path trace) {
        try (Stream<Path> files = Files.list(trace)) {
            for (final Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(trace);
        } catch (final IOException e) {
            // Somebody else removes it at the same moment, or it is not ours to remove.
            return;
        }
    }
}
