package dev.longbeam.perf.jmh;

import dev.longbeam.perf.EtsAlone;
import dev.longbeam.term.Atom;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import dev.longbeam.term.ets.EtsTable;
import dev.longbeam.term.ets.EtsTables;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A table of 100,000 rows {@code {Key, Key, 1}} without a process around it; keys come in an order without locality. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class EtsBenchmarks {
    private static final int ROWS = 100_000;
    private static final long STEP = 7919;
    private static final int ROOM_WORDS = 64;
    private static final long OWNER = Pid.makeLocal(100);

    private EtsTables tables;
    private EtsTable table;
    private LocalHeap heap;
    private long top;
    private long count;

    /** Fills the table. */
    @Setup(Level.Trial)
    public void fill() {
        tables = new EtsTables(new EtsAlone());
        final EtsTable.Options options = new EtsTable.Options();
        options.type = EtsTable.Type.SET;
        options.protection = EtsTable.Protection.PUBLIC;
        table = tables.create(options, Atom.of("measured"), OWNER);
        heap = new LocalHeap();
        heap.allocate(ROOM_WORDS);
        top = heap.heapTop - ROOM_WORDS * (long)Long.BYTES;
        for (int key = 0; key < ROWS; key++) {
            insert();
        }
    }

    /** Frees the table. */
    @TearDown(Level.Trial)
    public void free() {
        tables.delete(table).run(Integer.MAX_VALUE);
        heap.close();
    }

    /** A copy of the row of a key, in a list. */
    @Benchmark
    public long lookup() {
        heap.heapTop = top;
        return table.lookup(heap, key());
    }

    /** A row in place of another of the same key. */
    @Benchmark
    public long insert() {
        heap.heapTop = top;
        final long keyTerm = key();
        return table.insert(Tuple.make(heap, keyTerm, keyTerm, Term.makeSmall(1)), false);
    }

    private long key() {
        return Term.makeSmall(count++ * STEP % ROWS);
    }
}
