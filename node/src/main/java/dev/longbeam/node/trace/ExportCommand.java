package dev.longbeam.node.trace;

import dev.longbeam.trace.export.CallProfile;
import dev.longbeam.trace.export.ExportFormat;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code longbeam trace export}. */
@Command(name = "export", description = "Writes a trace in a format of other programs.",
    footer = {"", "perfetto    for ui.perfetto.dev: schedulers, processes, messages as arrows, run queues",
        "chrome      the same as JSON trace events, which many viewers read",
        "collapsed   call stacks for flame graph programs", "speedscope  call stacks for speedscope.app",
        "hlog        latencies of messages, a histogram each second, for HdrHistogram's tools",
        "jsonl       a line of JSON for each event",
        "sqlite      a database: events by type, processes, messages with their waits, functions"})
final class ExportCommand extends TraceFolderTool {
    @Option(names = "--format", required = true, paramLabel = "FORMAT",
        description = "perfetto, chrome, collapsed, speedscope, hlog, jsonl or sqlite.")
    private String format;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write; one that is there is replaced.")
    private Path file;

    @Option(names = "--by", paramLabel = "MEASURE", defaultValue = "reductions",
        description = "What call stacks are weighed by: reductions or time. Default: ${DEFAULT-VALUE}.")
    private String measure;

    @Override
    void run(final TraceReader trace, final PrintStream out, final TraceProgress progress) throws IOException {
        final ExportFormat chosen;
        final CallProfile.Measure by;
        try {
            chosen = ExportFormat.valueOf(format.toUpperCase(Locale.ROOT));
        } catch (final IllegalArgumentException e) {
            throw wrongUse("--format does not know " + format);
        }
        try {
            by = CallProfile.Measure.valueOf(measure.toUpperCase(Locale.ROOT));
        } catch (final IllegalArgumentException e) {
            throw wrongUse("--by takes reductions or time, not " + measure);
        }
        chosen.write(trace, file, by, progress);
        out.println(file);
    }
}
