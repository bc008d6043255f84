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
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three threads on tables of all types: rows come and go in all ways, tables are fixed, renamed, emptied, deleted and made anew under scans and long
 * insertions. At the end every table holds what its size says, and no block is left.
 */
@Timeout(600)
class EtsSeedStressTest {
    private static final int THREADS = 3;
    private static final int STEPS = 2_500;
    private static final int KEYS = 400;
    private static final long OWNER = Pid.makeLocal(100);

    private final EtsTables tables = new EtsTables(new TestHost());
    private final EtsTable[] current = new EtsTable[8];

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300, 4000})
    void shouldStayWholeAndLeakNothing(final long seed) throws Exception {
        final long before = Blocks.usedBytes(MemoryKind.ETS);
        for (int i = 0; i < current.length; i++) {
            current[i] = create(i);
        }

        final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        final List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            final long self = Pid.makeLocal(200 + i);
            final Random random = new Random(seed * 31 + i);
            final Callable<Boolean> work = () -> work(self, random);
            results.add(threads.submit(work));
        }
        for (final Future<Boolean> result : results) {
            assertTrue(result.get());
        }
        threads.shutdown();

        for (final EtsTable table : current) {
            check(table);
        }
        for (int i = 0; i < THREADS; i++) {
            assertEquals(List.of(), tables.ownerExited(Pid.makeLocal(200 + i)));
        }
        tables.ownerExited(OWNER).forEach(sweep -> assertTrue(sweep.run(Integer.MAX_VALUE)));
        assertEquals(0, tables.count());
        assertEquals(before, Blocks.usedBytes(MemoryKind.ETS), () -> "seed=" + seed);
    }

    private EtsTable create(final int index) {
        final EtsTable.Options options = new EtsTable.Options();
        options.type = EtsTable.Type.values()[index % 4];
        options.protection = EtsTable.Protection.PUBLIC;
        options.fineLocked = index >= 4;
        options.named = index % 2 == 0;
        return tables.create(options, Atom.of("stress_" + System.nanoTime() + "_" + index), OWNER);
    }

    private void check(final EtsTable table) {
        try (LocalHeap heap = new LocalHeap()) {
            final Set<Long> keys = new HashSet<>();
            long rows = 0;
            for (long key = table.first(heap, false); key != EtsCode.END; key = table.next(heap, key, false)) {
                assertTrue(keys.add(key), "a key twice");
                rows += Cons.length(table.lookup(heap, key));
            }
            assertEquals(rows, table.size(), () -> "type=" + table.options().type);
            OffHeapList.releaseAll(heap.offHeapAddr);
        }
    }

    private boolean work(final long self, final Random random) {
        for (int i = 0; i < STEPS; i++) {
            final int index = random.nextInt(current.length);
            final EtsTable table;
            synchronized (current) {
                table = current[index];
            }
            try (LocalHeap heap = new LocalHeap()) {
                step(table, index, self, random, heap);
                OffHeapList.releaseAll(heap.offHeapAddr);
            }
        }
        return true;
    }

    private void step(final EtsTable table, final int index, final long self, final Random random, final LocalHeap heap) {
        final long key = Term.makeSmall(random.nextInt(KEYS));
        switch (random.nextInt(22)) {
            case 0, 1 -> table.delete(key);
            case 2, 3 -> table.lookup(heap, key);
            case 4 -> table.take(heap, key);
            case 5 -> table.deleteObject(row(heap, key, random));
            case 6 -> table.lookupElement(heap, key, 2);
            case 7 -> {
                if (!table.isBag()) {
                    EtsUpdate.element(heap, table, key, Tuple.make(heap, Term.makeSmall(2), Bitstring.make(heap, new byte[100])), Term.NON_VALUE);
                }
            }
            case 8 -> walk(table, heap);
            case 9, 10 -> table.insertAll(list(heap, random, 1 + random.nextInt(20)), random.nextBoolean());
            case 11 -> bulk(table, heap, random);
            case 12 -> scan(table, self, heap, EtsScan.Kind.values()[random.nextInt(4)]);
            case 13 -> fixed(table, self, heap, random);
            case 14 -> {
                if (random.nextInt(8) == 0) {
                    clear(table);
                }
            }
            case 15 -> tables.rename(table, Atom.of("renamed_" + random.nextInt(50)));
            case 16 -> {
                if (random.nextInt(20) == 0) {
                    replace(index);
                }
            }
            default -> table.insert(row(heap, key, random), random.nextInt(4) == 0);
        }
    }

    private void replace(final int index) {
        final EtsTable old;
        synchronized (current) {
            old = current[index];
            current[index] = create(index);
        }
        final EtsSweep sweep = tables.delete(old);
        assertTrue(sweep != null && sweep.run(Integer.MAX_VALUE));
    }

    private static void clear(final EtsTable table) {
        final BulkChange marking = table.clearFixed();
        if (marking != null) {
            run(marking);
            return;
        }
        final EtsSweep sweep = table.clear();
        assertTrue(sweep == null || sweep.run(Integer.MAX_VALUE));
    }

    private static void bulk(final EtsTable table, final LocalHeap heap, final Random random) {
        final BulkInsert insertion = new BulkInsert(table, random.nextBoolean());
        long rest = list(heap, random, 1500);
        while (rest != Term.NIL) {
            rest = insertion.build(rest);
        }
        if (random.nextInt(3) == 0) {
            insertion.run();
            insertion.dispose();
            table.help();
            if (!table.isBusy()) {
                return;
            }
        }
        run(insertion);
    }

    private static void run(final BulkChange change) {
        for (long result = change.run(); result == EtsScan.CONTINUE || result == EtsCode.BUSY; result = change.run()) {
            change.table().help();
        }
    }

    private static void walk(final EtsTable table, final LocalHeap heap) {
        long key = table.first(heap, true);
        for (int i = 0; i < 20 && Term.isTuple(key); i++) {
            key = table.next(heap, Tuple.element(key, 1), true);
        }
    }

    private void fixed(final EtsTable table, final long self, final LocalHeap heap, final Random random) {
        tables.fix(table, self);
        for (int i = 0; i < 10; i++) {
            table.delete(Term.makeSmall(random.nextInt(KEYS)));
            table.insert(row(heap, Term.makeSmall(random.nextInt(KEYS)), random), false);
        }
        if (random.nextInt(10) == 0) {
            clear(table);
        }
        tables.unfix(table, self, false);
    }

    private void scan(final EtsTable table, final long self, final LocalHeap heap, final EtsScan.Kind kind) {
        if (kind == EtsScan.Kind.REPLACE && table.options().type == EtsTable.Type.BAG) {
            return;
        }
        final long head = Tuple.make(heap, Atom.of("$1"), Atom.of("$2"));
        final long condition = Tuple.make(heap, Atom.of("=:="), Term.makeSmall(0), Tuple.make(heap, Atom.of("rem"), Atom.of("$1"), Term.makeSmall(7)));
        final long replacement = Tuple.make(heap, Tuple.make(heap, Atom.of("$1"), Atoms.OK));
        final long result = kind == EtsScan.Kind.REPLACE ? replacement : kind == EtsScan.Kind.SELECT ? Atom.of("$_") : Atoms.TRUE;
        final long spec = Cons.list(heap, Tuple.make(heap, head, Cons.list(heap, condition), Cons.list(heap, result)));
        final EtsScan scan = EtsScan.start(tables, table, self, kind, spec, MatchCompiler.compile(spec, MatchCompiler.Dialect.TABLE).spec(), 0, false);
        long state = scan.run(heap, Term.NIL);
        if (state == EtsScan.CONTINUE && table instanceof HashTable) {
            tables.fix(table, self);
            scan.fixesTable(true);
        }
        while (state == EtsScan.CONTINUE) {
            table.help();
            state = scan.run(heap, scan.resultsTerm());
        }
        if (scan.fixesTable()) {
            scan.fixesTable(false);
            tables.unfix(table, self, false);
        }
        scan.close();
    }

    private static long list(final LocalHeap heap, final Random random, final int length) {
        long list = Term.NIL;
        for (int i = 0; i < length; i++) {
            list = Cons.make(heap, row(heap, Term.makeSmall(random.nextInt(KEYS)), random), list);
        }
        return list;
    }

    private static long row(final LocalHeap heap, final long key, final Random random) {
        return Tuple.make(heap, key, random.nextBoolean() ? Term.makeSmall(random.nextInt(4)) : Bitstring.make(heap, new byte[random.nextInt(3) * 50]));
    }
}
