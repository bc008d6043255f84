package dev.longbeam.node.trace;

import dev.longbeam.trace.diff.Figure;
import dev.longbeam.trace.diff.RunFigures;
import dev.longbeam.trace.diff.TraceDiff;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longbeam trace diff}. */
@Command(name = "diff", mixinStandardHelpOptions = true,
    description = "Compares two recordings of one workload by figures that the machine's speed has no part in.",
    footer = {"", "Bounds are on the growth of the whole run from BEFORE to AFTER, in percent.",
        "Exit status: 0; 1 when a figure has grown beyond its bound, or a trace cannot be read, or not all of it; 2 for wrong usage."})
final class DiffCommand implements Callable<Integer> {
    private static final int BEYOND = 1;

    @Parameters(paramLabel = "BEFORE", index = "0", description = "Folder of the trace to compare with.")
    private Path before;

    @Parameters(paramLabel = "AFTER", index = "1", description = "Folder of the trace that is judged.")
    private Path after;

    @Option(names = "--max-reductions", paramLabel = "PCT", description = "How much reductions may grow.")
    private Double reductions;

    @Option(names = "--max-messages", paramLabel = "PCT", description = "How much the number of messages may grow.")
    private Double messages;

    @Option(names = "--max-words", paramLabel = "PCT", description = "How much the words sent, and those allocated, may grow.")
    private Double words;

    @Option(names = "--max-spawns", paramLabel = "PCT", description = "How much the number of processes begun may grow.")
    private Double spawns;

    @Option(names = "--max-critical-path", paramLabel = "PCT",
        description = "How much the longest chain of messages that cause each other may grow.")
    private Double criticalPath;

    @Option(names = "--top", paramLabel = "N", defaultValue = "20", description = "How many groups of processes to show. Default: ${DEFAULT-VALUE}.")
    private int top;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    private boolean damaged;

    @Override
    public Integer call() throws IOException {
        final TraceDiff diff = new TraceDiff(figures(before), figures(after), bounds());
        final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.println(json ? diff.json(top) : diff.text(top));
        out.flush();
        return diff.exceeds() || damaged ? BEYOND : 0;
    }

    private RunFigures figures(final Path folder) throws IOException {
        final ProgressLine progress = new ProgressLine();
        try (TraceReader trace = TraceReader.open(folder)) {
            final RunFigures figures = RunFigures.of(trace, progress);
            damaged |= !trace.problems().isEmpty();
            if (!figures.isWhole() || !trace.problems().isEmpty()) {
                progress.clear();
                System.err.println("longbeam: a part of " + folder + " is missing: its figures are too low");
            }
            return figures;
        } finally {
            progress.clear();
        }
    }

    private Map<Figure, Double> bounds() {
        final Map<Figure, Double> bounds = new EnumMap<>(Figure.class);
        put(bounds, Figure.REDUCTIONS, reductions);
        put(bounds, Figure.MESSAGES, messages);
        put(bounds, Figure.WORDS_SENT, words);
        put(bounds, Figure.WORDS_ALLOCATED, words);
        put(bounds, Figure.SPAWNS, spawns);
        put(bounds, Figure.CRITICAL_PATH, criticalPath);
        return bounds;
    }

    private static void put(final Map<Figure, Double> bounds, final Figure figure, final Double bound) {
        if (bound != null) {
            bounds.put(figure, bound);
        }
    }
}
