package dev.longbeam.perf.programs;

import java.io.IOException;
import java.util.List;

/**
 * Measures a program on several emulators by turns: each is warmed up, and then every one of the runs that count is made on one emulator after the other,
 * so that what disturbs the machine disturbs all of them.
 */
final class Measuring {
    private final List<ProgramNode> nodes;
    private final int runs;
    private final long warmUpMs;

    Measuring(final List<ProgramNode> nodes, final int runs, final long warmUpMs) {
        this.nodes = nodes;
        this.runs = runs;
        this.warmUpMs = warmUpMs;
    }

    /** Measures a program. An emulator that fails is killed, and has an error in place of times. */
    Comparison measure(final Program program) throws InterruptedException {
        final Comparison comparison = new Comparison(program);
        for (final ProgramNode node : nodes) {
            final Measurement measurement = new Measurement();
            comparison.measurements().put(node.label(), measurement);
            attempt(node, measurement, () -> prepare(node, program, measurement));
        }
        for (int i = 0; i < runs; i++) {
            for (final ProgramNode node : nodes) {
                final Measurement measurement = comparison.measurements().get(node.label());
                attempt(node, measurement, () -> {
                    final Runs one = node.run();
                    if (one.hash() != measurement.hash) {
                        throw new IOException("two runs gave different results");
                    }
                    measurement.warmNs.addAll(one.ns());
                    measurement.cpuMs += one.cpuMs();
                });
            }
        }
        for (final ProgramNode node : nodes) {
            attempt(node, comparison.measurements().get(node.label()), node::leave);
        }
        return comparison;
    }

    private void prepare(final ProgramNode node, final Program program, final Measurement measurement) throws IOException, InterruptedException {
        node.open(program.name());
        final Runs first = node.run();
        measurement.coldNs = first.ns().getFirst();
        measurement.hash = first.hash();
        measurement.warmUpRuns = 1 + (warmUpMs == 0 ? 0 : node.warm(warmUpMs).ns().size());
    }

    private static void attempt(final ProgramNode node, final Measurement measurement, final Step step) throws InterruptedException {
        if (measurement.failed()) {
            return;
        }
        try {
            step.run();
        } catch (final IOException e) {
            measurement.error = e.getMessage();
            node.close();
        }
    }

    /** A part of measuring that may fail. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException, InterruptedException;
    }
}
