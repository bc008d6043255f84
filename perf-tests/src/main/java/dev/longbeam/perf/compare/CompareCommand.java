package dev.longbeam.perf.compare;

import dev.longbeam.perf.bench.Beams;
import dev.longbeam.perf.bench.Emulator;
import dev.longbeam.perf.bench.Emulators;
import dev.longbeam.perf.bench.ResultFile;
import dev.longbeam.perf.bench.Table;
import dev.longbeam.perf.latency.LatencyFiles;
import dev.longbeam.perf.latency.Measuring;
import dev.longbeam.perf.latency.Outcome;
import dev.longbeam.perf.latency.Percentiles;
import dev.longbeam.perf.latency.Plan;
import dev.longbeam.perf.latency.Subject;
import dev.longbeam.perf.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench compare}: Longbeam beside other systems. */
@Command(name = "compare", mixinStandardHelpOptions = true,
    description = {"Measures Longbeam, in Erlang and in Java, beside the real erl, Agrona's ring between two threads, LMAX Disruptor, Aeron IPC, Apache Pekko and"
        + " virtual threads: each workload on one after the other, in programs of their own, round by round.",
        "Leaves a table on the terminal, and a page, percentiles and JSON in a folder. A figure in brackets says how many times better Longbeam is.",
        "The heap that collects in the part busy is one of an Erlang process on longbeam and erl, and of Java objects on the others, longbeam-java included."})
public final class CompareCommand implements Callable<Integer> {
    private static final double NS_PER_US = 1e3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Emulators emulators;

    @Mixin
    private CompareOptions options;

    @Option(names = "--systems", split = ",", paramLabel = "NAME", description = "Only these: longbeam, erl, longbeam-java, agrona, disruptor, aeron, pekko,"
        + " virtual-threads.")
    private Set<String> only = Set.of();

    @Option(names = "--peer-java-opts", split = " ", paramLabel = "OPTS", description = "More options for the JVMs of the others.")
    private List<String> javaOptions = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Where the files go. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("longbeam-compare");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(out);
        final List<Subject> withProcesses = new ArrayList<>();
        final List<Subject> subjects = subjects(withProcesses);
        final ResultFile file = new ResultFile("compare", emulators.longbeamOptions());
        final List<Row> rows = new ArrayList<>();
        final List<Outcome> outcomes = new ArrayList<>();
        for (final Plan plan : options.plans()) {
            final int rounds = plan.noise().equals(Plan.QUIET) ? options.rounds() : 1;
            final Outcome outcome = new Measuring(out, rounds).measure(subjects, plan);
            outcomes.add(outcome);
            outcome.print(spec.commandLine().getOut());
            rows.addAll(rows(outcome));
            write(file, rows, outcomes);
        }
        final ProcessCost cost = new ProcessCost(out, options.rounds());
        if (options.has(CompareOptions.Part.SPAWNS)) {
            rows.add(new Row("spawn and exit, per second", true, cost.spawnsPerSecond(withProcesses, options.duration()), Set.of()));
        }
        if (options.has(CompareOptions.Part.IDLE)) {
            final int count = options.processes();
            final Map<String, ProcessCost.Answer> idle = cost.idle(withProcesses, count);
            rows.add(Row.less(String.format("%,d idle processes, bytes each", count), idle, Set.of(), answer -> (double)answer.amount() / count));
            rows.add(Row.less("the same, ns to create each", idle, Set.of(), answer -> (double)answer.elapsedNs() / count));
        }
        write(file, rows, outcomes);
        table(rows).print(spec.commandLine().getOut());
        spec.commandLine().getOut().println("(xN): how many times better Longbeam is; wrote " + out.resolve("compare.json") + ", latency.html");
        return 0;
    }

    private List<Subject> subjects(final List<Subject> withProcesses) throws IOException, InterruptedException {
        final List<Emulator> measured = emulators.all("+P", Integer.toString(Math.max(1 << 18, options.processes() * 2)));
        final Path beams = Beams.compile(Beams.sources(), measured.getLast());
        measured.stream().map(emulator -> Subject.of(emulator, beams)).filter(this::isWanted).forEach(withProcesses::add);
        final List<Subject> others = new ArrayList<>();
        for (final Peer peer : Peer.values()) {
            final Subject subject = peer.subject(Stream.concat(emulators.processorOptions().stream(), javaOptions.stream()).toList(), emulators.spins());
            if (isWanted(subject)) {
                (peer.hasProcesses() ? withProcesses : others).add(subject);
            }
        }
        return Stream.concat(withProcesses.stream(), others.stream()).toList();
    }

    private boolean isWanted(final Subject subject) {
        return only.isEmpty() || only.contains(subject.label());
    }

    private static List<Row> rows(final Outcome outcome) {
        final Map<String, Percentiles> percentiles = outcome.summary().ns();
        final List<Row> rows = new ArrayList<>(List.of(
            row(outcome, outcome.title() + ", p50", percentiles, Percentiles::p50),
            row(outcome, "  p99", percentiles, Percentiles::p99)));
        if (!outcome.plan().noise().equals(Plan.QUIET)) {
            rows.addAll(List.of(row(outcome, "  p99.9", percentiles, Percentiles::p999),
                row(outcome, "  p99.99", percentiles, Percentiles::p9999), row(outcome, "  max", percentiles, Percentiles::max)));
        }
        return rows;
    }

    private static Row row(final Outcome outcome, final String what, final Map<String, Percentiles> percentiles,
        final ToLongFunction<Percentiles> value) {
        return Row.less(what, percentiles, outcome.failures().keySet(), one -> value.applyAsLong(one) / NS_PER_US);
    }

    /** A table with a column for each system that has a value. */
    static Table table(final List<Row> rows) {
        final Set<String> systems = new LinkedHashSet<>();
        rows.forEach(row -> systems.addAll(row.values().keySet()));
        final List<String> heads = Stream.concat(Stream.of("latencies in microseconds"), systems.stream()).toList();
        final Table table = new Table(heads.toArray(String[]::new));
        rows.forEach(row -> table.row(row.cells(Emulator.LONGBEAM, List.copyOf(systems))));
        return table;
    }

    private void write(final ResultFile file, final List<Row> rows, final List<Outcome> outcomes) throws IOException {
        file.write(out.resolve("compare.json"), rows);
        new LatencyFiles(out).write(file, outcomes);
    }
}
