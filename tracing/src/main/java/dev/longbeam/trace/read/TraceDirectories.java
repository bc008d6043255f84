package dev.longbeam.trace.read;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Where traces are: the folder with a folder for each run of a node. Any thread. */
public final class TraceDirectories {
    /** Environment variable that names the folder of traces. */
    public static final String VARIABLE = "LONGBEAM_TRACE_DIR";

    private TraceDirectories() {
    }

    /** The folder of traces: that of {@link #VARIABLE}, else {@code longbeam/trace} where the system keeps the state of programs. */
    public static Path parent(final Map<String, String> environment) {
        final String chosen = environment.get(VARIABLE);
        if (chosen != null && !chosen.isEmpty()) {
            return Path.of(chosen);
        }
        final String state = environment.get("XDG_STATE_HOME");
        final Path base = state != null && !state.isEmpty() ? Path.of(state)
            : Path.of(environment.getOrDefault("HOME", System.getProperty("java.io.tmpdir")), ".local", "state");
        return base.resolve("longbeam").resolve("trace");
    }

    /**
     * The trace that was begun last.
     *
     * @throws TraceUnreadable when there is none
     */
    public static Path newest(final Path parent) throws IOException {
        final List<Path> traces = all(parent);
        if (traces.isEmpty()) {
            throw new TraceUnreadable("there is no trace in " + parent);
        }
        return traces.get(traces.size() - 1);
    }

    /** All traces in a folder, oldest first. */
    public static List<Path> all(final Path parent) throws IOException {
        final List<Path> traces = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, Files::isDirectory)) {
                for (final Path entry : entries) {
                    if (holdsTrace(entry)) {
                        traces.add(entry);
                    }
                }
            }
        }
        traces.sort(Comparator.naturalOrder());
        return traces;
    }

    private static boolean holdsTrace(final Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.cq4")) {
            return files.iterator().hasNext();
        }
    }
}
