package dev.longbeam.node.trace;

import dev.longbeam.trace.TraceDirectories;
import dev.longbeam.trace.read.TraceProblem;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands that read a trace have in common: they find it, show progress, and tell what cannot be read. */
@Command(mixinStandardHelpOptions = true)
abstract class TraceTool implements Callable<Integer> {
    private static final int DAMAGED = 1;
    private static final int TOLD = 20;

    @Spec
    private CommandSpec spec;

    /** The folder that the command line names, or null. */
    abstract Path directory();

    /** Does the work; writes the result. */
    abstract void run(TraceReader trace, PrintStream out, TraceProgress progress) throws IOException;

    @Override
    public Integer call() throws IOException {
        final Path folder = directory() == null ? newest() : directory();
        final ProgressLine progress = new ProgressLine();
        try (TraceReader trace = TraceReader.open(folder)) {
            final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
            try {
                run(trace, out, progress);
            } finally {
                progress.clear();
            }
            out.flush();
            trace.problems().stream().limit(TOLD).forEach(TraceTool::tell);
            if (trace.problems().size() > TOLD) {
                System.err.println("longbeam: " + (trace.problems().size() - TOLD) + " more such places");
            }
            return trace.problems().isEmpty() ? 0 : DAMAGED;
        }
    }

    private static void tell(final TraceProblem problem) {
        System.err.println("longbeam: " + problem);
    }

    private static Path newest() throws IOException {
        final Path newest = TraceDirectories.newest();
        if (newest == null) {
            throw new IOException("there is no trace in " + TraceDirectories.parent() + "; name the folder of one");
        }
        return newest;
    }

    /** The command line cannot be used; picocli tells so, with status 2. */
    final ParameterException wrongUse(final String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
