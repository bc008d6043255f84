package dev.longbeam.perf.jmh;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * A benchmark's figures, per operation.
 *
 * @param nsError    half the width of the interval of 99.9 % confidence
 * @param bytes      of Java heap, of all threads
 * @param bytesError likewise
 */
public record JmhResult(String name, double ns, double nsError, double bytes, double bytesError) {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** Those of a run with the gc profiler. An error that JMH cannot tell, of a single measurement, is 0. */
    static List<JmhResult> of(final Collection<RunResult> runs) {
        return runs.stream().map(run -> {
            final Result<?> time = run.getPrimaryResult();
            final Result<?> allocated = run.getSecondaryResults().get(ALLOCATED);
            return new JmhResult(shortName(run.getParams().getBenchmark()), time.getScore(), known(time.getScoreError()),
                allocated == null ? 0 : allocated.getScore(), allocated == null ? 0 : known(allocated.getScoreError()));
        }).toList();
    }

    /** {@code Ets.lookup} of {@code dev.longbeam.perf.jmh.EtsBenchmarks.lookup}. */
    static String shortName(final String benchmark) {
        return benchmark.replaceFirst("^.*\\.(\\w+)Benchmarks\\.", "$1.");
    }

    private static double known(final double error) {
        return Double.isNaN(error) ? 0 : error;
    }
}
