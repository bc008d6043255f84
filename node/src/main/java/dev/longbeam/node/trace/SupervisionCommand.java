package dev.longbeam.node.trace;

import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.Supervision;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code longbeam trace supervision}. */
@Command(name = "supervision", description = "Crashes as they happened, and which process its parent made in place of each.")
final class SupervisionCommand extends TraceFolderTool {
    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Override
    void run(final TraceReader trace, final PrintStream out, final TraceProgress progress) throws IOException {
        final Supervision supervision = Supervision.of(trace, progress);
        out.println(json ? supervision.json() : supervision.text());
    }
}
