package dev.longbeam.node.trace;

import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.Summary;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code longbeam trace summary}. */
@Command(name = "summary", description = "What is in a trace: node, span, counts, rates, schedulers, the busiest processes, what is missing.")
final class SummaryCommand extends TraceFolderTool {
    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(names = "--top", paramLabel = "N", defaultValue = "10", description = "How many processes to show. Default: ${DEFAULT-VALUE}.")
    private int top;

    @Override
    void run(final TraceReader trace, final PrintStream out, final TraceProgress progress) throws IOException {
        final Summary summary = Summary.of(trace, progress);
        out.println(json ? summary.json(top) : summary.text(top));
    }
}
