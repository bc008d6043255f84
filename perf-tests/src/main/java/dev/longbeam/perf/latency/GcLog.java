package dev.longbeam.perf.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a JVM has noted of its collections, in the form that {@link Subject#gcLogOption} asks for. */
final class GcLog {
    private static final Pattern PAUSE = Pattern.compile("\\[(\\d+)ms] GC\\(\\d+\\) Pause.*");

    private GcLog() {
    }

    /** How many collections that stopped the program ended in a stretch of time. None when there is no file. */
    static long pauses(final Path file, final long fromMs, final long toMs) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(PAUSE::matcher).filter(Matcher::matches).mapToLong(line -> Long.parseLong(line.group(1)))
                .filter(ms -> fromMs <= ms && ms <= toMs).count();
        }
    }
}
