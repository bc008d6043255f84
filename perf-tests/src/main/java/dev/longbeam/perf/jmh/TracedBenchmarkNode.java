package dev.longbeam.perf.jmh;

import dev.longbeam.trace.TraceOptions;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The node of benchmarks with a trace of spawns, messages and slices, as a node records it that is not told otherwise. */
@State(Scope.Thread)
public class TracedBenchmarkNode extends BenchmarkNode {
    private static final long ROLL_BYTES = 32L << 20;

    @Override
    TraceOptions trace() {
        final TraceOptions options = new TraceOptions();
        options.directory = Path.of(System.getProperty(TRACES)).resolve("node");
        options.rollBytes = ROLL_BYTES;
        options.budgetBytes = 4 * ROLL_BYTES;
        return options;
    }
}
