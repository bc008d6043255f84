package dev.longbeam.perf.latency;

import dev.longbeam.perf.bench.ResultFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * The files that a latency bench leaves: {@code LOAD-SYSTEM.hgrm} with the percentiles in microseconds, {@code LOAD-SYSTEM.hlog} with a histogram of
 * nanoseconds for each second, {@code latency.html} with everything to look at, {@code latency.json} to compute with.
 */
public final class LatencyFiles {
    private static final double NS_PER_US = 1e3;

    private final Path directory;

    /** Files of a folder. */
    public LatencyFiles(final Path directory) {
        this.directory = directory;
    }

    /** Writes all of them anew. */
    public void write(final ResultFile file, final List<Outcome> outcomes) throws IOException {
        for (final Outcome outcome : outcomes) {
            for (final Map.Entry<String, Recording> entry : outcome.recordings().entrySet()) {
                final String name = outcome.fileName() + "-" + entry.getKey();
                try (PrintStream out = open(name + ".hgrm")) {
                    entry.getValue().total().outputPercentileDistribution(out, NS_PER_US);
                }
                try (PrintStream out = open(name + ".hlog")) {
                    log(out, outcome.title() + " on " + entry.getKey(), entry.getValue().seconds());
                }
            }
        }
        Files.writeString(directory.resolve("latency.html"), LatencyPage.of(file, outcomes));
        file.write(directory.resolve("latency.json"), outcomes.stream().map(Outcome::summary).toList());
    }

    private PrintStream open(final String name) throws IOException {
        return new PrintStream(directory.resolve(name).toFile(), StandardCharsets.UTF_8);
    }

    private static void log(final PrintStream out, final String title, final List<Histogram> seconds) {
        final HistogramLogWriter writer = new HistogramLogWriter(out);
        final long beginMs = seconds.getFirst().getStartTimeStamp();
        writer.outputComment(title + ", nanoseconds");
        writer.outputLogFormatVersion();
        writer.outputStartTime(beginMs);
        writer.setBaseTime(beginMs);
        writer.outputLegend();
        seconds.forEach(writer::outputIntervalHistogram);
    }
}
