package dev.longbeam.perf.jmh;

import dev.longbeam.perf.bench.Beams;
import dev.longbeam.perf.bench.Emulators;
import dev.longbeam.perf.bench.JsonOption;
import dev.longbeam.perf.bench.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench jmh}: single operations by JMH. */
@Command(name = "jmh", mixinStandardHelpOptions = true,
    description = "Measures single operations by JMH with its gc profiler: time and bytes of Java heap, each in a JVM of its own.")
public final class JmhCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Emulators emulators;

    @Parameters(arity = "0..1", paramLabel = "PATTERN", description = "Only benchmarks whose name matches this regular expression.")
    private String pattern = ".*";

    @Option(names = "--iterations", paramLabel = "N", description = "Measurements of each. Default: ${DEFAULT-VALUE}.")
    private int iterations = 5;

    @Option(names = "--iteration-ms", paramLabel = "MS", description = "Milliseconds of each. Default: ${DEFAULT-VALUE}.")
    private int iterationMs = 2000;

    @Option(names = "--warmup", paramLabel = "N", description = "Measurements before those that count. Default: ${DEFAULT-VALUE}.")
    private int warmUp = 3;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Path beams = Beams.compile(Emulators.home().resolve("perf-tests/erl"), emulators.all().getLast());
        final Path traces = Files.createTempDirectory("longbeam-bench-traces");
        try {
            run(beams, traces);
        } finally {
            delete(traces);
        }
        return 0;
    }

    private void run(final Path beams, final Path traces) throws IOException {
        final ResultFile file = new ResultFile("jmh", "");
        final Options options = new OptionsBuilder().include(pattern).addProfiler(GCProfiler.class).forks(1).shouldFailOnError(true)
            .warmupIterations(warmUp).warmupTime(TimeValue.milliseconds(iterationMs))
            .measurementIterations(iterations).measurementTime(TimeValue.milliseconds(iterationMs))
            .jvmArgsAppend("-D" + BenchmarkNode.BEAMS + "=" + beams, "-D" + BenchmarkNode.TRACES + "=" + traces, "-Djmh.executor=CUSTOM", "-Djmh.executor.class=" + BenchmarkThreads.class.getName())
            .build();
        final List<JmhResult> results;
        try {
            results = JmhResult.of(new Runner(options).run());
        } catch (final RunnerException e) {
            throw new IOException(e.getMessage(), e);
        }
        json.write(file, results);
        JmhReport.table(results).print(spec.commandLine().getOut());
    }

    private static void delete(final Path directory) throws IOException {
        final List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path file : all) {
            Files.delete(file);
        }
    }
}
