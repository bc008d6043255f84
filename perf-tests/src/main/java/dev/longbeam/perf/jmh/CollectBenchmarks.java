package dev.longbeam.perf.jmh;

import dev.longbeam.gc.Collector;
import dev.longbeam.gc.ProcessHeap;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Collections of a heap that holds one list of tuples {@code {N, N}}. An operation is a row: five words that are found live and copied. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class CollectBenchmarks {
    private static final int ROWS = 100_000;
    private static final int ROW_WORDS = 5;

    private final Collector collector = new Collector();
    private OneRoot heap;

    /** Builds the list. */
    @Setup(Level.Trial)
    public void build() {
        heap = new OneRoot((long)ROWS * ROW_WORDS * 2);
        long list = Term.NIL;
        for (int row = 0; row < ROWS; row++) {
            list = Cons.make(heap, Tuple.make(heap, Term.makeSmall(row), Term.makeSmall(row)), list);
        }
        heap.rootTerm = list;
    }

    /** Frees it. */
    @TearDown(Level.Trial)
    public void free() {
        heap.destroyHeap();
    }

    /** A collection of everything, in one piece. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long collect() {
        collector.start(heap, 0, true);
        while (!collector.step(Long.MAX_VALUE)) {
            // On until it has ended.
        }
        if (collector.liveWords < (long)ROWS * ROW_WORDS) {
            throw new IllegalStateException("liveWords=" + collector.liveWords);
        }
        return heap.rootTerm;
    }

    /** A process heap without a process. */
    private static final class OneRoot extends ProcessHeap {
        private long rootTerm = Term.NIL;

        OneRoot(final long words) {
            createHeap(words);
        }

        @Override
        public void wantCollection() {
            // There is one each time anyway.
        }

        @Override
        public int rootCount() {
            return 1;
        }

        @Override
        public long root(final int index) {
            return rootTerm;
        }

        @Override
        public void root(final int index, final long term) {
            rootTerm = term;
        }

        @Override
        public int rangeCount() {
            return 0;
        }

        @Override
        public long rangeAddr(final int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public long rangeWords(final int index) {
            throw new IndexOutOfBoundsException(index);
        }
    }
}
