package dev.longbeam.term.ets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Compare;
import dev.longbeam.term.Cons;
import dev.longbeam.term.FloatTerm;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables of each type against Java collections, operation by operation, from a seed. */
class EtsModelTest {
    private static final long SEED = 20_261_122L;
    private static final int STEPS = 6_000;
    private static final long OWNER = Pid.makeLocal(100);

    private final Random random = new Random(SEED);
    private final LocalHeap keys = new LocalHeap();

    @ParameterizedTest
    @EnumSource(EtsTable.Type.class)
    void shouldBehaveAsItsModel(final EtsTable.Type type) {
        final long before = Blocks.usedBytes(MemoryKind.ETS);
        final EtsTables tables = new EtsTables(new TestHost());
        final EtsTable.Options options = new EtsTable.Options();
        options.type = type;
        final EtsTable table = tables.create(options, Atom.of("model"), OWNER);
        final Comparator<Long> order = type == EtsTable.Type.ORDERED_SET ? Compare::compare : Compare::compareExact;
        final TreeMap<Long, List<Long>> model = new TreeMap<>(order);

        for (int i = 0; i < STEPS; i++) {
            final long key = randomKey();
            final long row = Tuple.make(keys, key, Term.makeSmall(random.nextInt(3)), payload());
            step(table, model, type, random.nextInt(12), key, row);
            if (i % 500 == 0) {
                checkAll(table, model);
            }
        }

        checkAll(table, model);
        assertTrue(tables.delete(table).run(Integer.MAX_VALUE));
        assertEquals(before, Blocks.usedBytes(MemoryKind.ETS));
        OffHeapList.releaseAll(keys.offHeapAddr);
        keys.close();
    }

    private void step(final EtsTable table, final TreeMap<Long, List<Long>> model, final EtsTable.Type type, final int action, final long key,
        final long row) {
        switch (action) {
            case 0, 1, 2, 3, 4 -> {
                assertEquals(Atoms.TRUE, table.insert(row, false));
                insert(model, type, key, row);
            }
            case 5 -> {
                final boolean isNew = !model.containsKey(key);
                assertEquals(Atoms.bool(isNew), table.insert(row, true));
                if (isNew) {
                    insert(model, type, key, row);
                }
            }
            case 6, 7 -> {
                assertEquals(Atoms.TRUE, table.delete(key));
                model.remove(key);
            }
            case 8 -> {
                final List<Long> existing = model.get(key);
                final long object = existing == null ? row : existing.get(random.nextInt(existing.size()));
                assertEquals(Atoms.TRUE, table.deleteObject(object));
                if (existing != null) {
                    existing.removeIf(other -> Compare.exactEqual(other, object));
                    if (existing.isEmpty()) {
                        model.remove(key);
                    }
                }
            }
            case 9 -> {
                try (LocalHeap heap = new LocalHeap()) {
                    assertRows(model.get(key), table.take(heap, key));
                    OffHeapList.releaseAll(heap.offHeapAddr);
                }
                model.remove(key);
            }
            case 10 -> {
                try (LocalHeap heap = new LocalHeap()) {
                    assertRows(model.get(key), table.lookup(heap, key));
                    OffHeapList.releaseAll(heap.offHeapAddr);
                }
            }
            default -> {
                final long list = Cons.list(keys, row, Tuple.make(keys, Term.makeSmall(7), row), row);
                assertEquals(Atoms.TRUE, table.insertAll(list, false));
                insert(model, type, key, row);
                insert(model, type, Term.makeSmall(7), Tuple.make(keys, Term.makeSmall(7), row));
                insert(model, type, key, row);
            }
        }
    }

    private static void insert(final TreeMap<Long, List<Long>> model, final EtsTable.Type type, final long key, final long row) {
        if (type == EtsTable.Type.SET || type == EtsTable.Type.ORDERED_SET) {
            model.remove(key);
            model.put(key, new ArrayList<>(List.of(row)));
            return;
        }
        final List<Long> rows = model.computeIfAbsent(key, k -> new ArrayList<>());
        if (type == EtsTable.Type.DUPLICATE_BAG || rows.stream().noneMatch(other -> Compare.exactEqual(other, row))) {
            rows.add(row);
        }
    }

    private long randomKey() {
        final int n = random.nextInt(300);
        return switch (random.nextInt(6)) {
            case 0 -> FloatTerm.make(keys, n);
            case 1 -> Tuple.make(keys, Term.makeSmall(n), Atoms.OK);
            case 2 -> Atom.of("key" + n);
            case 3 -> Bitstring.make(keys, new byte[] {(byte)n, 1, 2});
            default -> Term.makeSmall(n);
        };
    }

    private long payload() {
        return random.nextInt(4) == 0 ? Bitstring.make(keys, new byte[100]) : Cons.list(keys, Atoms.OK, Term.makeSmall(1));
    }

    private static void assertRows(final List<Long> expected, final long listTerm) {
        final List<Long> rows = expected == null ? List.of() : expected;
        long rest = listTerm;
        for (final long row : rows) {
            assertTrue(Term.isCons(rest), "too few rows");
            assertTrue(Compare.exactEqual(row, Cons.head(rest)));
            rest = Cons.tail(rest);
        }
        assertEquals(Term.NIL, rest);
    }

    private static void checkAll(final EtsTable table, final TreeMap<Long, List<Long>> model) {
        assertEquals(model.values().stream().mapToInt(List::size).sum(), table.size());
        try (LocalHeap heap = new LocalHeap()) {
            int seen = 0;
            long previous = Term.NON_VALUE;
            long key = table.first(heap, false);
            while (key != EtsCode.END) {
                assertTrue(model.containsKey(key));
                assertRows(model.get(key), table.lookup(heap, key));
                if (table instanceof TreeTable && previous != Term.NON_VALUE) {
                    assertTrue(Compare.compare(previous, key) < 0);
                }
                previous = key;
                seen++;
                key = table.next(heap, key, false);
            }
            assertEquals(model.size(), seen);
            OffHeapList.releaseAll(heap.offHeapAddr);
        }
    }
}
