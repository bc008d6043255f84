package dev.longbeam.perf.compare;

import dev.longbeam.perf.bench.Beams;
import dev.longbeam.perf.bench.Emulator;
import dev.longbeam.perf.bench.Emulators;
import dev.longbeam.perf.bench.ResultFile;
import dev.longbeam.perf.latency.LatencyFiles;
import dev.longbeam.perf.latency.Measuring;
import dev.longbeam.perf.latency.Outcome;
import dev.longbeam.perf.latency.Plan;
import dev.longbeam.perf.latency.Subject;
import dev.longbeam.perf.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench latency}: latencies of Longbeam, with processes in Erlang and in Java, and of the real emulator under an open load. */
@Command(name = "latency", mixinStandardHelpOptions = true,
    description = {"Measures latencies under load that is sent on schedule, whether or not earlier operations are done. A latency counts from when its"
        + " operation was due, so that a stall counts for everything it held up.",
        "Of Longbeam in Erlang, of the real erl, and of Longbeam's processes in Java (longbeam-java), which a thread outside of the node sends to: it takes one"
        + " processor, and the schedulers the others.",
        "Leaves a table on the terminal; latency.html, latency.json, and for each workload and system .hgrm and .hlog in a folder."})
public final class LatencyCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Emulators emulators;

    @Mixin
    private LoadOptions load;

    @Option(names = "--rounds", paramLabel = "N", description = "Turns of each system. Default: ${DEFAULT-VALUE}.")
    private int rounds = 1;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the files go. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("longbeam-latency");

    @Override
    public Integer call() throws IOException, InterruptedException {
        final List<Plan> plans;
        try {
            plans = load.plans();
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        Files.createDirectories(out);
        final List<Emulator> measured = emulators.all();
        final Path beams = Beams.compile(Beams.sources(), measured.getLast());
        final List<Subject> subjects = new ArrayList<>(measured.stream().map(emulator -> Subject.of(emulator, beams)).toList());
        subjects.add(Peer.LONGBEAM_JAVA.subject(emulators.processorOptions(), emulators.spins()));
        final ResultFile file = new ResultFile("latency", emulators.longbeamOptions());
        final Measuring measuring = new Measuring(out, rounds);
        final List<Outcome> outcomes = new ArrayList<>();
        boolean complete = true;
        for (final Plan plan : plans) {
            final Outcome outcome = measuring.measure(subjects, plan);
            complete &= outcome.failures().isEmpty();
            outcomes.add(outcome);
            outcome.print(spec.commandLine().getOut());
            new LatencyFiles(out).write(file, outcomes);
        }
        spec.commandLine().getOut().println("wrote " + out.resolve("latency.html"));
        return complete ? 0 : FAILED;
    }
}
