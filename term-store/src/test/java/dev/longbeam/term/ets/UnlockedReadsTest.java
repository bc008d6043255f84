package dev.longbeam.term.ets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class UnlockedReadsTest {
    private static final int READERS = 3;
    private static final int KEYS = 8;
    private static final int WRITES = 4_000;
    private static final long FIRST_PASSING_KEY = 1_000;

    private static HashTable table() {
        final EtsTable.Options options = new EtsTable.Options();
        options.protection = EtsTable.Protection.PUBLIC;
        return (HashTable)new EtsTables(new TestHost()).create(options, Atom.of("unlocked"), Pid.makeLocal(100));
    }

    /** {@code {Key, Version, [Version, Version]}}. */
    private static long row(final LocalHeap heap, final long key, final long version) {
        final long versionTerm = Term.makeSmall(version);
        return Tuple.make(heap, Term.makeSmall(key), versionTerm, Cons.list(heap, versionTerm, versionTerm));
    }

    @Test
    void shouldSeeWholeRowsWhileAnotherThreadReplacesAndFreesThem() throws Exception {
        final HashTable table = table();
        try (LocalHeap heap = new LocalHeap()) {
            for (long key = 0; key < KEYS; key++) {
                table.insert(row(heap, key, 0), false);
            }
        }
        final ExecutorService threads = Executors.newFixedThreadPool(READERS + 1);
        final Future<?> writer = threads.submit(() -> write(table));
        final List<Future<?>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(threads.submit(() -> {
                do {
                    readAll(table);
                } while (!writer.isDone());
            }));
        }

        writer.get();
        for (final Future<?> reader : readers) {
            reader.get();
        }

        threads.shutdown();
    }

    /** Replaces rows, and lets the table grow and shrink by others. */
    private static void write(final HashTable table) {
        for (long version = 1; version <= WRITES; version++) {
            try (LocalHeap heap = new LocalHeap()) {
                table.insert(row(heap, version % KEYS, version), false);
                table.insert(row(heap, FIRST_PASSING_KEY + version, version), false);
                if (version > WRITES / 2) {
                    table.delete(Term.makeSmall(FIRST_PASSING_KEY + version));
                    table.delete(Term.makeSmall(FIRST_PASSING_KEY + WRITES - version));
                }
            }
        }
    }

    private static void readAll(final HashTable table) {
        for (long key = 0; key < KEYS; key++) {
            try (LocalHeap heap = new LocalHeap()) {
                final long keyTerm = Term.makeSmall(key);
                final long rows = table.lookup(heap, keyTerm);
                final long tuple = Cons.head(rows);
                final long version = Tuple.element(tuple, 2);
                assertEquals(1, Cons.length(rows));
                assertEquals(keyTerm, Tuple.element(tuple, 1));
                assertEquals(2, Cons.length(Tuple.element(tuple, 3)));
                assertEquals(version, Cons.head(Tuple.element(tuple, 3)));
                assertEquals(version, Cons.head(Cons.tail(Tuple.element(tuple, 3))));
                assertTrue(Term.smallValue(table.lookupElement(heap, keyTerm, 2)) >= Term.smallValue(version));
                assertEquals(Atoms.TRUE, table.member(keyTerm));
            }
        }
    }

    @Test
    void shouldReadImmediateKeysOfSetsWithoutTheLock() {
        final HashTable table = table();
        try (LocalHeap heap = new LocalHeap()) {
            table.insert(row(heap, 1, 7), false);
            final long keyTerm = Term.makeSmall(1);
            final long hash = table.hashOf(keyTerm);
            final long absentTerm = Term.makeSmall(2);

            final long rows = UnlockedReads.lookup(table, heap, hash, keyTerm);

            assertEquals(Term.makeSmall(7), Tuple.element(Cons.head(rows), 2));
            assertEquals(Term.makeSmall(7), Cons.head(Cons.tail(Tuple.element(Cons.head(rows), 3))));
            assertEquals(Term.NIL, UnlockedReads.lookup(table, heap, table.hashOf(absentTerm), absentTerm));
            assertEquals(Atoms.TRUE, UnlockedReads.member(table, hash, keyTerm));
            assertEquals(Term.makeSmall(7), UnlockedReads.element(table, hash, keyTerm, 2));
        }
    }

    @Test
    void shouldLeaveToTheLockWhatCannotBeReadWithoutIt() {
        final HashTable table = table();
        try (LocalHeap heap = new LocalHeap()) {
            table.insert(row(heap, 1, 7), false);
            final long keyTerm = Term.makeSmall(1);
            final long hash = table.hashOf(keyTerm);

            assertEquals(UnlockedReads.MISSED, UnlockedReads.element(table, hash, keyTerm, 3));
            assertEquals(UnlockedReads.MISSED, UnlockedReads.element(table, hash, keyTerm, 4));

            table.lockKey(hash);
            assertEquals(UnlockedReads.MISSED, UnlockedReads.lookup(table, heap, hash, keyTerm));
            assertEquals(UnlockedReads.MISSED, UnlockedReads.member(table, hash, keyTerm));
            table.unlockKey(hash);
        }
    }

    @Test
    void shouldTellReadersOfWritersOnly() {
        final StripeLocks locks = new StripeLocks(2);
        final long before = locks.stamp(0);
        locks.lockShared(0);
        locks.unlockShared(0);
        locks.lockExclusive(1);
        locks.unlockExclusive(1);
        assertTrue(locks.isUnchanged(0, before));

        locks.lockExclusive(0);
        assertEquals(StripeLocks.NO_STAMP, locks.stamp(0));
        assertFalse(locks.isUnchanged(0, before));
        locks.unlockExclusive(0);
        assertFalse(locks.isUnchanged(0, before));
        assertTrue(locks.isUnchanged(0, locks.stamp(0)));
    }
}
