package dev.longbeam.term.ets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Four threads on one table: nothing is lost, nothing is freed twice, counters add up. */
@Timeout(600)
class EtsStressTest {
    private static final int THREADS = 4;
    private static final int STEPS = 4_000;
    private static final long OWNER = Pid.makeLocal(100);
    private static final long COUNTER_KEY = Atom.of("counter");

    @ParameterizedTest
    @EnumSource(EtsTable.Type.class)
    void shouldStayWholeUnderFourThreads(final EtsTable.Type type) throws Exception {
        final long before = Blocks.usedBytes(MemoryKind.ETS);
        final EtsTables tables = new EtsTables(new TestHost());
        final EtsTable.Options options = new EtsTable.Options();
        options.type = type;
        options.protection = EtsTable.Protection.PUBLIC;
        options.fineLocked = type == EtsTable.Type.BAG;
        final EtsTable table = tables.create(options, Atom.of("stress"), OWNER);
        final boolean counts = !table.isBag();
        try (LocalHeap heap = new LocalHeap()) {
            table.insert(Tuple.make(heap, COUNTER_KEY, Term.makeSmall(0)), false);
        }

        final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        final List<Future<Integer>> results = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            final long self = Pid.makeLocal(200 + i);
            final int seed = i;
            final Callable<Integer> work = () -> work(tables, table, self, new Random(seed), counts);
            results.add(threads.submit(work));
        }
        int increments = 0;
        for (final Future<Integer> result : results) {
            increments += result.get();
        }
        threads.shutdown();

        try (LocalHeap heap = new LocalHeap()) {
            if (counts) {
                assertEquals(Term.makeSmall(increments), table.lookupElement(heap, COUNTER_KEY, 2));
            }
            long rows = 0;
            for (long key = table.first(heap, false); key != EtsCode.END; key = table.next(heap, key, false)) {
                rows += Cons.length(table.lookup(heap, key));
            }
            assertEquals(rows, table.size());
            OffHeapList.releaseAll(heap.offHeapAddr);
        }
        assertTrue(tables.delete(table).run(Integer.MAX_VALUE));
        assertEquals(before, Blocks.usedBytes(MemoryKind.ETS));
    }

    private static int work(final EtsTables tables, final EtsTable table, final long self, final Random random, final boolean counts) {
        int increments = 0;
        for (int i = 0; i < STEPS; i++) {
            try (LocalHeap heap = new LocalHeap()) {
                final long key = Term.makeSmall(random.nextInt(1_000));
                switch (random.nextInt(8)) {
                    case 0 -> table.delete(key);
                    case 1 -> table.lookup(heap, key);
                    case 2 -> {
                        tables.fix(table, self);
                        table.next(heap, key, true);
                        table.delete(key);
                        tables.unfix(table, self, false);
                    }
                    case 3 -> {
                        if (counts) {
                            EtsUpdate.counter(heap, table, COUNTER_KEY, Term.makeSmall(1), Term.NON_VALUE);
                            increments++;
                        }
                    }
                    case 4 -> table.take(heap, key);
                    case 5 -> {
                        if (i % 50 == 0) {
                            scan(tables, table, self, heap, i % 100 == 0 ? EtsScan.Kind.SELECT : EtsScan.Kind.DELETE);
                        }
                    }
                    default -> table.insert(Tuple.make(heap, key, Bitstring.make(heap, new byte[random.nextInt(200)])), false);
                }
                OffHeapList.releaseAll(heap.offHeapAddr);
                heap.offHeapAddr = 0;
            }
        }
        return increments;
    }

    private static void scan(final EtsTables tables, final EtsTable table, final long self, final LocalHeap heap, final EtsScan.Kind kind) {
        final long head = Tuple.make(heap, Atom.of("$1"), Atom.of("$2"));
        final long condition = Tuple.make(heap, Atom.of("=:="), Term.makeSmall(0), Tuple.make(heap, Atom.of("byte_size"), Atom.of("$2")));
        final long conditions = kind == EtsScan.Kind.DELETE ? Cons.list(heap, condition) : Term.NIL;
        final long result = kind == EtsScan.Kind.DELETE ? Atoms.TRUE : Atom.of("$_");
        final long spec = Cons.list(heap, Tuple.make(heap, head, conditions, Cons.list(heap, result)));
        final MatchSpec compiled = MatchCompiler.compile(spec, MatchCompiler.Dialect.TABLE).spec();
        final EtsScan scan = EtsScan.start(tables, table, self, kind, spec, compiled, 0, false);
        long state = scan.run(heap, Term.NIL);
        if (state == EtsScan.CONTINUE && table instanceof HashTable) {
            tables.fix(table, self);
            scan.fixesTable(true);
        }
        while (state == EtsScan.CONTINUE) {
            state = scan.run(heap, scan.resultsTerm());
        }
        if (scan.fixesTable()) {
            scan.fixesTable(false);
            tables.unfix(table, self, false);
        }
        scan.close();
    }
}
