package dev.longbeam.perf;

import com.sun.management.ThreadMXBean;
import dev.longbeam.memory.MemoryThread;
import dev.longbeam.term.Atom;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import dev.longbeam.term.ets.EtsTable;
import dev.longbeam.term.ets.EtsTables;
import dev.longbeam.term.ets.EtsUpdate;
import java.lang.management.ManagementFactory;

/**
 * Question: what does an operation of a table cost beside all that a process does around it? Nanoseconds and bytes of Java heap per operation, warm,
 * by one thread and by two at once on one table. Table of 100,000 rows {@code {Key, Key, foo}}, keys in an order without locality.
 *
 * <p>Run with the options of {@code config}: {@code java .. dev.longbeam.perf.EtsOperations [ROUNDS]}.
 */
public final class EtsOperations {
    private static final int ROWS = 100_000;
    private static final int OPERATIONS = 200_000;
    private static final long STEP = 7919;
    private static final long OWNER = Pid.makeLocal(100);
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    /** One operation on one key. */
    @FunctionalInterface
    private interface Operation {
        long run(EtsTables tables, EtsTable table, long idTerm, LocalHeap heap, long keyTerm);
    }

    private record Case(String name, Operation operation) {
    }

    private static final Case[] CASES = {
        new Case("find", (tables, table, id, heap, key) -> tables.find(heap, id, OWNER, EtsTables.Access.READ).size()),
        new Case("member", (tables, table, id, heap, key) -> table.member(key)),
        new Case("lookup", (tables, table, id, heap, key) -> table.lookup(heap, key)),
        new Case("lookup_element", (tables, table, id, heap, key) -> table.lookupElement(heap, key, 2)),
        new Case("insert over", (tables, table, id, heap, key) -> table.insert(row(heap, key), false)),
        new Case("insert and delete", (tables, table, id, heap, key) -> {
            final long newKey = Term.makeSmall(Term.smallValue(key) + ROWS);
            table.insert(row(heap, newKey), false);
            return table.delete(newKey);
        }),
        new Case("update_counter", (tables, table, id, heap, key) ->
            EtsUpdate.counter(heap, table, key, Tuple.make(heap, Term.makeSmall(2), Term.makeSmall(1)), Term.NON_VALUE)),
        new Case("next", (tables, table, id, heap, key) -> table.next(heap, key, false)),
    };

    private EtsOperations() {
    }

    /** Runs all cases. */
    public static void main(final String[] args) throws InterruptedException {
        final int rounds = args.length == 0 ? 15 : Integer.parseInt(args[0]);
        System.out.println("| table | operation | ns, one thread | bytes | ns, two threads |");
        System.out.println("|---|---|---:|---:|---:|");
        for (final EtsTable.Type type : new EtsTable.Type[] {EtsTable.Type.SET, EtsTable.Type.ORDERED_SET}) {
            for (final boolean fine : new boolean[] {false, true}) {
                final Thread thread = new MemoryThread(() -> cases(type, fine, rounds), "measure", 0);
                thread.start();
                thread.join();
            }
        }
    }

    private static void cases(final EtsTable.Type type, final boolean fine, final int rounds) {
        final EtsTables tables = new EtsTables(new EtsAlone());
        final EtsTable.Options options = new EtsTable.Options();
        options.type = type;
        options.protection = EtsTable.Protection.PUBLIC;
        options.fineLocked = fine;
        final EtsTable table = tables.create(options, Atom.of("measured"), OWNER);
        try (LocalHeap heap = new LocalHeap()) {
            final long id = table.makeId(heap);
            for (int key = 0; key < ROWS; key++) {
                table.insert(row(heap, Term.makeSmall(key)), false);
            }
            for (final Case one : CASES) {
                long best = Long.MAX_VALUE;
                long bestOfTwo = Long.MAX_VALUE;
                long bytes = 0;
                for (int round = 0; round < rounds; round++) {
                    final long before = THREADS.getCurrentThreadAllocatedBytes();
                    best = Math.min(best, round(one.operation, tables, table, id));
                    bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
                }
                for (int round = 0; round < rounds / 3; round++) {
                    bestOfTwo = Math.min(bestOfTwo, two(one.operation, tables, table, id));
                }
                System.out.printf("| %s%s | %s | %.0f | %.1f | %.0f |%n", type, fine ? ", write_concurrency" : "", one.name,
                    (double)best / OPERATIONS, (double)bytes / OPERATIONS, (double)bestOfTwo / OPERATIONS / 2);
            }
            tables.delete(table).run(Integer.MAX_VALUE);
        }
    }

    private static long row(final LocalHeap heap, final long keyTerm) {
        return Tuple.make(heap, keyTerm, keyTerm, Term.makeSmall(1));
    }

    private static long round(final Operation operation, final EtsTables tables, final EtsTable table, final long id) {
        try (LocalHeap heap = new LocalHeap()) {
            heap.allocate(4);
            final long top = heap.heapTop;
            long sum = 0;
            final long start = System.nanoTime();
            for (long i = 0; i < OPERATIONS; i++) {
                heap.heapTop = top;
                sum += operation.run(tables, table, id, heap, Term.makeSmall(i * STEP % ROWS));
            }
            final long time = System.nanoTime() - start;
            return sum == 42 ? time + 1 : time;
        }
    }

    private static long two(final Operation operation, final EtsTables tables, final EtsTable table, final long id) {
        final Thread[] threads = new Thread[2];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new MemoryThread(() -> round(operation, tables, table, id), "measure-" + i, 0);
        }
        final long start = System.nanoTime();
        for (final Thread thread : threads) {
            thread.start();
        }
        try {
            for (final Thread thread : threads) {
                thread.join();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return System.nanoTime() - start;
    }
}
