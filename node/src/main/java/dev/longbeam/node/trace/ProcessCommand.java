package dev.longbeam.node.trace;

import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.ProcessStory;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longbeam trace process}. */
@Command(name = "process", description = "The story of one process: where it came from, what it did, with whom it talked, how it ended.")
final class ProcessCommand extends TraceTool {
    @Parameters(index = "0", paramLabel = "PROCESS", description = "A pid such as '<0.84.0>' or 0.84.0, or a registered name.")
    private String process;

    @Parameters(index = "1", paramLabel = "DIR", arity = "0..1", description = "Folder of the trace. Default: the newest.")
    private Path folder;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "200", description = "How many lines of what happened. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Override
    Path directory() {
        return folder;
    }

    @Override
    void run(final TraceReader trace, final PrintStream out, final TraceProgress progress) throws IOException {
        final long pid = ProcessStory.find(trace, process);
        final ProcessStory story = pid < 0 ? null : ProcessStory.of(trace, pid, limit, progress);
        if (story == null || !story.isKnown()) {
            throw new IOException(trace.directory() + " tells nothing about a process " + process);
        }
        out.println(json ? story.json() : story.text());
    }
}
