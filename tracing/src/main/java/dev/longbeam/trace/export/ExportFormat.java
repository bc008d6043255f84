package dev.longbeam.trace.export;

import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.Latency;
import dev.longbeam.trace.report.TraceProgress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The formats of files that a trace can be exported to. */
public enum ExportFormat {
    /** Perfetto's protocol buffers, for ui.perfetto.dev and its trace processor. */
    PERFETTO,
    /** Chrome's JSON trace events, which many viewers read. */
    CHROME,
    /** Collapsed stacks, for flame graph programs. */
    COLLAPSED,
    /** A profile for speedscope. */
    SPEEDSCOPE,
    /** A log of histograms of the latencies of messages, for the tools of HdrHistogram. */
    HLOG,
    /** A line of JSON for each event. */
    JSONL,
    /** A database of SQLite. */
    SQLITE;

    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * Writes a trace to a file; one that is there is replaced.
     *
     * @param measure what the weights of call stacks are, for the formats that hold those
     */
    public void write(final TraceReader trace, final Path file, final CallProfile.Measure measure, final TraceProgress progress)
        throws IOException {
        if (this == SQLITE) {
            SqliteExport.write(trace, file, progress);
            return;
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES)) {
            if (this == PERFETTO) {
                PerfettoExport.write(trace, out, progress);
            } else if (this == HLOG) {
                try (PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8)) {
                    Latency.of(trace, null, text, progress);
                }
            } else {
                try (Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
                    write(trace, text, measure, progress);
                }
            }
        }
    }

    private void write(final TraceReader trace, final Writer out, final CallProfile.Measure measure, final TraceProgress progress)
        throws IOException {
        switch (this) {
            case CHROME -> ChromeExport.write(trace, out, progress);
            case JSONL -> JsonLinesExport.write(trace, out, progress);
            case COLLAPSED -> CollapsedStacks.write(CallProfile.of(trace, measure, 0, progress), out);
            case SPEEDSCOPE -> SpeedscopeExport.write(CallProfile.of(trace, measure, 0, progress), trace.directory().getFileName().toString(), out);
            default -> throw new IllegalStateException(name());
        }
    }
}
