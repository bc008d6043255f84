package dev.longbeam.perf.programs;

import dev.longbeam.perf.bench.Beams;
import dev.longbeam.perf.bench.Emulator;
import dev.longbeam.perf.bench.Emulators;
import dev.longbeam.perf.bench.JsonOption;
import dev.longbeam.perf.bench.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench erl}: times Erlang programs on Longbeam and on the real emulator. */
@Command(name = "erl", mixinStandardHelpOptions = true,
    description = {"Times a set of ordinary Erlang programs on Longbeam and on the real erl, run by run in turns, from the same .beam files.",
        "Cold is a program's first run in a node that has run others of its group; warm runs come after the time of warming up.",
        "Exit status: 0; 1 when a program fails; 2 when results differ."})
public final class ProgramsCommand implements Callable<Integer> {
    private static final int MS_PER_S = 1000;
    private static final int FAILED = 1;
    private static final int DIFFERENT = 2;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Emulators emulators;

    @Option(names = "--only", paramLabel = "PATTERNS", description = "Names of programs or groups, parted by commas; * stands for anything.")
    private String only = "";

    @Option(names = "--runs", paramLabel = "N", description = "Warm runs of each program. Default: ${DEFAULT-VALUE}.")
    private int runs = 7;

    @Option(names = "--warmup-ms", paramLabel = "MS", description = "Milliseconds of warming up. Default: ${DEFAULT-VALUE}.")
    private int warmUpMs = 1000;

    @Option(names = "--timeout", paramLabel = "S", description = "Seconds that a single run may take. Default: ${DEFAULT-VALUE}.")
    private int timeoutS = 120;

    @Option(names = "--isolate", description = "New nodes for every program, not for every group.")
    private boolean isolate;

    @Option(names = "--list", description = "Only tell which programs there are.")
    private boolean list;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final List<Emulator> measured = emulators.all();
        final Path beams = Beams.compile(Beams.sources(), measured.getLast());
        final List<ProgramNode> nodes = measured.stream().map(emulator -> new ProgramNode(emulator, beams, (long)timeoutS * MS_PER_S)).toList();
        try {
            final List<Program> programs = nodes.getLast().list().stream().filter(program -> program.matches(only)).toList();
            if (programs.isEmpty()) {
                throw new IOException("no program matches " + only);
            }
            final PrintWriter out = spec.commandLine().getOut();
            if (list) {
                programs.forEach(program -> out.printf("%-6s %-28s %d %s%n", program.group(), program.name(), program.operations(), program.unit()));
                return 0;
            }
            return status(measure(nodes, programs, out));
        } finally {
            nodes.forEach(ProgramNode::close);
        }
    }

    private List<Comparison> measure(final List<ProgramNode> nodes, final List<Program> programs, final PrintWriter out)
        throws IOException, InterruptedException {
        final ResultFile file = new ResultFile("erl", emulators.longbeamOptions());
        final Measuring measuring = new Measuring(nodes, runs, warmUpMs);
        final List<Comparison> comparisons = new ArrayList<>();
        out.println(ProgramsTable.head());
        String group = "";
        for (final Program program : programs) {
            if (isolate || !program.group().equals(group)) {
                nodes.forEach(ProgramNode::close);
                group = program.group();
            }
            comparisons.add(measuring.measure(program));
            out.println(ProgramsTable.line(comparisons.getLast()));
            out.flush();
            json.write(file, comparisons);
        }
        ProgramsTable.means(comparisons).forEach(out::println);
        out.flush();
        return comparisons;
    }

    private static int status(final List<Comparison> comparisons) {
        if (comparisons.stream().anyMatch(Comparison::differs)) {
            return DIFFERENT;
        }
        return comparisons.stream().anyMatch(comparison -> comparison.measurements().values().stream().anyMatch(Measurement::failed)) ? FAILED : 0;
    }
}
