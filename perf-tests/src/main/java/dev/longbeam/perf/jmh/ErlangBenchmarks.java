package dev.longbeam.perf.jmh;

import dev.longbeam.term.Atom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * Operations of Erlang programs: each benchmark is the case of {@code perf.erl} of the same meaning, on a node that this thread steps. An
 * invocation is a batch, so that the request and what a case prepares weigh nothing.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ErlangBenchmarks {
    private static final int BATCH = 100_000;
    private static final int SMALL_BATCH = 20_000;
    private static final long AM_CALL = Atom.of("call");
    private static final long AM_ROUND_TRIP = Atom.of("round_trip");
    private static final long AM_SPAWN = Atom.of("spawn");
    private static final long AM_CONS = Atom.of("cons");
    private static final long AM_MAP = Atom.of("map");
    private static final long AM_ETS = Atom.of("ets");

    /** A call of a function, and the return. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void call(final BenchmarkNode node) {
        node.run(AM_CALL, BATCH);
    }

    /** A message to another process and its answer. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void messageRoundTrip(final BenchmarkNode node) {
        node.run(AM_ROUND_TRIP, BATCH);
    }

    /** The same, recorded. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void messageRoundTripTraced(final TracedBenchmarkNode node) {
        node.run(AM_ROUND_TRIP, BATCH);
    }

    /** A process that sends a message and ends. */
    @Benchmark
    @OperationsPerInvocation(SMALL_BATCH)
    public void spawnAndExit(final BenchmarkNode node) {
        node.run(AM_SPAWN, SMALL_BATCH);
    }

    /** A cell of a list of 100 that is garbage soon, with the collections for it. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void consWithCollections(final BenchmarkNode node) {
        node.run(AM_CONS, BATCH);
    }

    /** A look into a map of 1000 keys, and an update. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void mapPutAndGet(final BenchmarkNode node) {
        node.run(AM_MAP, BATCH);
    }

    /** An insertion into a set of 1000 rows, and a lookup. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void etsInsertAndLookup(final BenchmarkNode node) {
        node.run(AM_ETS, BATCH);
    }
}
