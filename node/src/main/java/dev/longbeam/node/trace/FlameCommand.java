package dev.longbeam.node.trace;

import dev.longbeam.trace.export.CallProfile;
import dev.longbeam.trace.export.CollapsedStacks;
import dev.longbeam.trace.export.FlameGraph;
import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code longbeam trace flame}. */
@Command(name = "flame", description = "Reductions or time by call stack, as a flame graph.",
    footer = {"", "Call stacks are in traces of the level calls; with the level messages there are processes only."})
final class FlameCommand extends TraceFolderTool {
    @Option(names = "--by", paramLabel = "MEASURE", defaultValue = "reductions",
        description = "What to weigh: reductions, or time on schedulers. Default: ${DEFAULT-VALUE}.")
    private String measure;

    @Option(names = "--process", paramLabel = "PID", description = "This process only, as 0.84.0.")
    private String process;

    @Option(names = "--out", paramLabel = "FILE", defaultValue = "flame.html",
        description = "A page (.html), a picture (.svg), or collapsed stacks for other programs (.collapsed). Default: ${DEFAULT-VALUE}.")
    private Path file;

    @Override
    void run(final TraceReader trace, final PrintStream out, final TraceProgress progress) throws IOException {
        final long pid = process == null ? 0 : Pids.parse(process);
        if (pid < 0) {
            throw wrongUse("not a process: " + process);
        }
        final CallProfile.Measure by = switch (measure) {
            case "reductions" -> CallProfile.Measure.REDUCTIONS;
            case "time" -> CallProfile.Measure.TIME;
            default -> throw wrongUse("--by takes reductions or time, not " + measure);
        };
        final String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".html") && !name.endsWith(".svg") && !name.endsWith(".collapsed")) {
            throw wrongUse("--out takes a file whose name ends in .html, .svg or .collapsed, not " + file);
        }
        final CallProfile profile = CallProfile.of(trace, by, pid, progress);
        final String title = (by == CallProfile.Measure.TIME ? "Time" : "Reductions") + " by call stack"
            + (pid == 0 ? "" : " of " + Pids.text(pid)) + ", " + trace.directory().getFileName();
        try (Writer writer = Files.newBufferedWriter(file)) {
            if (name.endsWith(".html")) {
                FlameGraph.writeHtml(profile, title, writer);
            } else if (name.endsWith(".svg")) {
                FlameGraph.writeSvg(profile, title, writer);
            } else {
                CollapsedStacks.write(profile, writer);
            }
        }
        if (profile.calls() == 0) {
            System.err.println("longbeam: the trace holds no calls, so that the stacks are processes only; --trace calls records them");
        }
        out.println(file);
    }
}
