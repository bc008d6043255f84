package dev.longbeam.node.trace;

import dev.longbeam.trace.export.PageReport;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code longbeam trace report}. */
@Command(name = "report", description = "One page for a browser, without use of a network: latencies, waits, pauses, who talks with whom, the slowest chains.",
    customSynopsis = "longbeam trace report [-hV] OUT.html [DIR]")
final class ReportCommand extends TraceTool {
    private static final int BOTH = 2;

    @Parameters(paramLabel = "OUT.html, DIR", arity = "1..2", description = "The page to write, and the folder of the trace, by default the newest;"
        + " in any order.")
    private List<Path> paths;

    @Override
    Path directory() {
        return paths.size() == BOTH ? paths.get(indexOfFolder()) : null;
    }

    private int indexOfFolder() {
        return Files.isDirectory(paths.getFirst()) ? 0 : 1;
    }

    @Override
    void run(final TraceReader trace, final PrintStream out, final TraceProgress progress) throws IOException {
        final Path file = paths.size() == BOTH ? paths.get(1 - indexOfFolder()) : paths.getFirst();
        if (Files.isDirectory(file)) {
            throw wrongUse("name the page to write; " + file + " is a folder");
        }
        try (Writer writer = Files.newBufferedWriter(file)) {
            PageReport.write(trace, writer, progress);
        }
        out.println(file);
    }
}
