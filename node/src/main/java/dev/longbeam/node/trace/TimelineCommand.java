package dev.longbeam.node.trace;

import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.Timeline;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code longbeam trace timeline}. */
@Command(name = "timeline", description = "What the node did in each of equal spans of time.")
final class TimelineCommand extends TraceFolderTool {
    private static final int ROWS = 50;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(names = "--interval", paramLabel = "SPAN", converter = SpanConverter.class,
        description = "Length of a span, such as 100ms. Default: so that there are about " + ROWS + " rows.")
    private Long intervalNs;

    @Override
    void run(final TraceReader trace, final PrintStream out, final TraceProgress progress) throws IOException {
        final Timeline timeline = Timeline.of(trace, intervalNs == null ? Timeline.intervalNs(trace, ROWS) : intervalNs, progress);
        out.println(json ? timeline.json() : timeline.text());
    }
}
