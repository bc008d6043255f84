package dev.longbeam.term.ets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
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
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Life of tables: names, references, owners, heirs, fixation, and memory given back. */
class EtsTablesTest {
    private static final long OWNER = Pid.makeLocal(1);
    private static final long HEIR = Pid.makeLocal(2);
    private static final long STRANGER = Pid.makeLocal(3);
    private static final long NAME = Atom.of("tables_test");

    private final TestHost host = new TestHost();
    private final EtsTables tables = new EtsTables(host);
    private final LocalHeap heap = new LocalHeap();
    private final long before = Blocks.usedBytes(MemoryKind.ETS);

    @AfterEach
    void freeHeap() {
        OffHeapList.releaseAll(heap.offHeapAddr);
        heap.close();
    }

    private EtsTable create(final EtsTable.Type type, final EtsTable.Protection protection, final boolean named) {
        final EtsTable.Options options = new EtsTable.Options();
        options.type = type;
        options.protection = protection;
        options.named = named;
        return tables.create(options, NAME, OWNER);
    }

    private long row(final long key, final long value) {
        return Tuple.make(heap, Term.makeSmall(key), value);
    }

    private static void sweep(final List<EtsSweep> sweeps) {
        sweeps.forEach(sweep -> assertTrue(sweep.run(Integer.MAX_VALUE)));
    }

    @Test
    void shouldFindTableByNameAndReferenceUntilDeleted() {
        final EtsTable table = create(EtsTable.Type.SET, EtsTable.Protection.PROTECTED, true);
        final long id = table.makeId(heap);
        final long plain = Ref.make(heap, Ref.number(id));

        assertSame(table, tables.lookup(NAME));
        assertSame(table, tables.lookup(id));
        assertSame(table, tables.lookup(plain));
        assertNull(create(EtsTable.Type.BAG, EtsTable.Protection.PUBLIC, true));

        sweep(List.of(tables.delete(table)));
        assertNull(tables.lookup(NAME));
        assertNull(tables.lookup(id));
        assertTrue(tables.isId(id));
        assertNotNull(create(EtsTable.Type.BAG, EtsTable.Protection.PUBLIC, true));
        sweep(tables.ownerExited(OWNER));
    }

    @Test
    void shouldCheckAccess() {
        final EtsTable table = create(EtsTable.Type.SET, EtsTable.Protection.PROTECTED, true);

        assertNotNull(tables.find(heap, NAME, STRANGER, EtsTables.Access.READ));
        assertNull(tables.find(heap, NAME, STRANGER, EtsTables.Access.WRITE));
        assertEquals(Atom.of("access"), heap.failCauseTerm);
        table.protection(EtsTable.Protection.PRIVATE);
        assertNull(tables.find(heap, NAME, STRANGER, EtsTables.Access.READ));
        tables.superUser(STRANGER, true);
        assertNotNull(tables.find(heap, NAME, STRANGER, EtsTables.Access.READ));
        assertNull(tables.find(heap, Term.makeSmall(1), OWNER, EtsTables.Access.READ));
        assertEquals(Atom.of("type"), heap.failCauseTerm);
        assertNull(tables.find(heap, Atom.of("no_table_of_this_name"), OWNER, EtsTables.Access.READ));
        assertEquals(Atom.of("id"), heap.failCauseTerm);
        sweep(tables.ownerExited(OWNER));
    }

    @Test
    void shouldGiveTableToLiveHeirAndDeleteItWhenHeirDies() {
        final EtsTable table = create(EtsTable.Type.ORDERED_SET, EtsTable.Protection.PROTECTED, true);
        host.alive.add(HEIR);
        table.heir(HEIR, Cons.list(heap, Atoms.OK, Bitstring.make(heap, new byte[200])));
        final long[] seen = new long[2];
        host.onMessage = message -> {
            seen[0] = Tuple.element(message, 2);
            seen[1] = Tuple.element(message, 3);
            assertEquals(Atom.of("ETS-TRANSFER"), Tuple.element(message, 1));
            assertEquals(Atoms.OK, Cons.head(Tuple.element(message, 4)));
        };

        assertTrue(tables.ownerExited(OWNER).isEmpty());

        assertEquals(List.of(HEIR), host.receivers);
        assertEquals(NAME, seen[0]);
        assertEquals(OWNER, seen[1]);
        assertEquals(HEIR, table.ownerTerm());
        sweep(tables.ownerExited(HEIR));
        assertTrue(table.isDeleted());
        assertEquals(0, tables.count());
        assertEquals(before, Blocks.usedBytes(MemoryKind.ETS));
    }

    @Test
    void shouldKeepDeletedRowsInPlaceWhileFixed() {
        final EtsTable table = create(EtsTable.Type.SET, EtsTable.Protection.PUBLIC, false);
        for (int i = 0; i < 1000; i++) {
            table.insert(row(i, Atoms.OK), false);
        }
        tables.fix(table, OWNER);
        tables.fix(table, STRANGER);
        int seen = 0;

        for (long key = table.first(heap, false); key != EtsCode.END; key = table.next(heap, key, false)) {
            table.delete(key);
            seen++;
        }

        assertEquals(1000, seen);
        assertEquals(0, table.size());
        tables.unfix(table, OWNER, false);
        assertTrue(table.isFixed());
        assertEquals(1000L * (7 + 2) + 305 + 262 + 2048 + 9, table.memoryWords());
        tables.ownerExited(STRANGER);
        assertFalse(table.isFixed());
        assertTrue(table.memoryWords() < 3000);
        sweep(tables.ownerExited(OWNER));
        assertEquals(before, Blocks.usedBytes(MemoryKind.ETS));
    }

    @Test
    void shouldSeeEachRowOnceInFixedScanWithConcurrentInserts() {
        final EtsTable table = create(EtsTable.Type.SET, EtsTable.Protection.PUBLIC, false);
        for (int i = 0; i < 5000; i++) {
            table.insert(row(i, Atoms.OK), false);
        }
        final EtsScan scan = scan(table, EtsScan.Kind.SELECT);

        long result = scan.run(heap, Term.NIL);
        tables.fix(table, OWNER);
        scan.fixesTable(true);
        int key = 10_000;
        while (result == EtsScan.CONTINUE) {
            for (int i = 0; i < 500; i++) {
                table.insert(row(key++, Atoms.FALSE), false);
            }
            result = scan.run(heap, scan.resultsTerm());
        }

        final java.util.Set<Long> keys = new java.util.HashSet<>();
        for (long rest = result; Term.isCons(rest); rest = Cons.tail(rest)) {
            assertTrue(keys.add(Cons.head(rest)), "twice");
        }
        for (int i = 0; i < 5000; i++) {
            assertTrue(keys.contains(Term.makeSmall(i)), "missing key=" + i);
        }
        scan.dispose();
        assertFalse(table.isFixed());
        sweep(tables.ownerExited(OWNER));
        assertEquals(before, Blocks.usedBytes(MemoryKind.ETS));
    }

    @Test
    void shouldScanOrderedSetInSlicesWhileItChanges() {
        final EtsTable table = create(EtsTable.Type.ORDERED_SET, EtsTable.Protection.PUBLIC, false);
        for (int i = 0; i < 5000; i++) {
            table.insert(row(i, Atoms.OK), false);
        }
        final EtsScan scan = scan(table, EtsScan.Kind.DELETE);

        int slices = 1;
        long result = scan.run(heap, Term.NIL);
        while (result == EtsScan.CONTINUE) {
            table.insert(row(100_000 + slices++, Atoms.OK), false);
            result = scan.run(heap, Term.NIL);
        }

        assertEquals(Term.makeSmall(0), result);
        assertTrue(slices > 4);
        scan.close();
        sweep(tables.ownerExited(OWNER));
        assertEquals(before, Blocks.usedBytes(MemoryKind.ETS));
    }

    @Test
    void shouldGiveBackBigTableInSlices() {
        for (final EtsTable.Type type : EtsTable.Type.values()) {
            final EtsTable table = create(type, EtsTable.Protection.PUBLIC, false);
            for (int i = 0; i < 20_000; i++) {
                table.insert(row(i, Bitstring.make(heap, new byte[70])), false);
            }
            final EtsSweep sweep = tables.delete(table);
            assertEquals(20_000, sweep.rowCount());
            int slices = 0;
            while (!sweep.run(1000)) {
                slices++;
            }
            assertTrue(slices >= 10, "slices=" + slices);
            assertEquals(EtsCode.DELETED, table.insert(row(1, Atoms.OK), false));
            assertEquals(before, Blocks.usedBytes(MemoryKind.ETS));
        }
    }

    @Test
    void shouldFindRowBehindKeyThatIsGone() {
        final EtsTable table = create(EtsTable.Type.ORDERED_SET, EtsTable.Protection.PUBLIC, false);
        for (int i = 0; i < 10; i++) {
            table.insert(row(i * 2, Atoms.OK), false);
        }

        assertEquals(Term.makeSmall(6), table.next(heap, Term.makeSmall(5), false));
        assertEquals(Term.makeSmall(4), table.previous(heap, Term.makeSmall(5), false));
        assertEquals(Term.makeSmall(18), Tuple.element(table.last(heap, true), 1));
        assertEquals(EtsCode.END, table.next(heap, Term.makeSmall(18), false));
        sweep(tables.ownerExited(OWNER));
    }

    @Test
    void shouldSurviveDeepAndLongKeys() {
        long deep = Term.NIL;
        long longList = Term.NIL;
        for (int i = 0; i < 200_000; i++) {
            deep = Cons.make(heap, deep, Term.NIL);
            longList = Cons.make(heap, Term.makeSmall(i), longList);
        }
        for (final EtsTable.Type type : EtsTable.Type.values()) {
            final EtsTable table = create(type, EtsTable.Protection.PUBLIC, false);
            table.insert(Tuple.make(heap, deep, Atoms.OK), false);
            table.insert(Tuple.make(heap, longList, Atoms.OK), false);
            table.insert(Tuple.make(heap, longList, Atoms.OK), false);

            assertEquals(Atoms.TRUE, table.member(deep));
            assertEquals(Atoms.TRUE, table.member(longList));
            sweep(tables.ownerExited(OWNER));
        }
        assertEquals(before, Blocks.usedBytes(MemoryKind.ETS));
    }

    private EtsScan scan(final EtsTable table, final EtsScan.Kind kind) {
        final TermHeap h = heap;
        final long clause = Tuple.make(h, Tuple.make(h, Atom.of("$1"), Atom.of("_")), Term.NIL, Cons.list(h, Atom.of("$1")));
        final long spec = Cons.list(h, clause);
        final MatchSpec compiled = MatchCompiler.compile(spec, MatchCompiler.Dialect.TABLE).spec();
        return EtsScan.start(tables, table, OWNER, kind, spec, compiled, 0, false);
    }
}
