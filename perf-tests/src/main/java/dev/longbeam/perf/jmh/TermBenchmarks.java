package dev.longbeam.perf.jmh;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Compare;
import dev.longbeam.term.Cons;
import dev.longbeam.term.FloatTerm;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.Tuple;
import java.nio.charset.StandardCharsets;
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

/**
 * Operations on terms without a node around them. The term that is copied and compared is a list of ten records such as
 * {@code {user, 7, <<"name of a user">>, 7.5, #{id => 7, more => [7, 8]}}}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class TermBenchmarks {
    private static final int RECORDS = 10;
    private static final int ROOM_WORDS = 4096;
    private static final int KEYS = 1000;

    private LocalHeap sources;
    private LocalHeap copies;
    private long copiesTop;
    private long term;
    private long equalTerm;
    private long mapTerm;
    private int nextKey;

    /** Makes the term, an equal one, and room for copies. */
    @Setup(Level.Trial)
    public void prepare() {
        sources = new LocalHeap();
        term = records();
        equalTerm = records();
        mapTerm = Maps.empty(sources);
        for (int key = 0; key < KEYS; key++) {
            mapTerm = Maps.put(sources, mapTerm, Term.makeSmall(key), Term.makeSmall(key));
        }
        copies = new LocalHeap();
        copies.allocate(ROOM_WORDS);
        copiesTop = copies.heapTop - ROOM_WORDS * Long.BYTES;
    }

    /** Frees the terms. */
    @TearDown(Level.Trial)
    public void free() {
        sources.close();
        copies.close();
    }

    /** A copy of the term to another heap. */
    @Benchmark
    public long copy() {
        copies.heapTop = copiesTop;
        return TermCopy.copy(term, copies);
    }

    /** A comparison of two terms that differ nowhere, so that it reads them all. */
    @Benchmark
    public int compare() {
        return Compare.compare(term, equalTerm);
    }

    /** A cell of a list. */
    @Benchmark
    public long cons() {
        copies.heapTop = copiesTop;
        return Cons.make(copies, term, Term.NIL);
    }

    /** A look into a map of a thousand keys. */
    @Benchmark
    public long mapGet() {
        return Maps.get(mapTerm, key());
    }

    /** A new version of a map of a thousand keys, with another value of one of them. */
    @Benchmark
    public long mapPut() {
        copies.heapTop = copiesTop;
        return Maps.put(copies, mapTerm, key(), term);
    }

    private long key() {
        nextKey = (nextKey + 1) % KEYS;
        return Term.makeSmall(nextKey);
    }

    private long records() {
        long list = Term.NIL;
        for (int i = 0; i < RECORDS; i++) {
            final long number = Term.makeSmall(i);
            final long pairs = Cons.list(sources,
                Tuple.make(sources, Atom.of("id"), number),
                Tuple.make(sources, Atom.of("more"), Cons.list(sources, number, Term.makeSmall(i + 1))));
            final long name = Bitstring.make(sources, "name of a user".getBytes(StandardCharsets.UTF_8));
            list = Cons.make(sources, Tuple.make(sources, Atom.of("user"), number, name, FloatTerm.make(sources, i + 0.5),
                Maps.fromList(sources, pairs)), list);
        }
        return list;
    }
}
