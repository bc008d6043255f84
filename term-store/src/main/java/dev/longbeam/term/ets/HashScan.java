package dev.longbeam.term.ets;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/** A scan of a hash table: bucket by bucket, or only the buckets of the keys that the heads give. */
final class HashScan extends EtsScan {
    private static final long AM_END = Atom.of("$end_of_table");
    private static final int CONTINUATION_ARITY = 6;
    private static final int EMPTY_BUCKETS_PER_SLICE = 20_000;

    private final HashTable table;
    private boolean resumed;
    private long[] keyHashes;
    private int nextKey;
    private int slot;

    HashScan(final HashTable table, final Kind kind, final int chunk, final EtsTables tables, final long selfTerm) {
        super(table, kind, chunk, tables, selfTerm);
        this.table = table;
    }

    static EtsScan resume(final EtsTables tables, final HashTable table, final long selfTerm, final long term) {
        if (Tuple.arity(term) != CONTINUATION_ARITY || !Term.isSmall(Tuple.element(term, 2)) || !Term.isSmall(Tuple.element(term, 3))
            || !Term.isList(Tuple.element(term, 5)) || !Term.isSmall(Tuple.element(term, 6))) {
            return null;
        }
        final long chunk = Term.smallValue(Tuple.element(term, 3));
        final long got = Term.smallValue(Tuple.element(term, 6));
        final long slot = Term.smallValue(Tuple.element(term, 2));
        if (chunk < 0 || chunk > Integer.MAX_VALUE || got < 0 || slot >= table.buckets.active()) {
            return null;
        }
        final HashScan scan = new HashScan(table, Kind.SELECT, (int)chunk, tables, selfTerm);
        if (!scan.useSpec(Tuple.element(term, 4))) {
            return null;
        }
        scan.resumed = true;
        scan.slot = (int)slot;
        scan.count = got;
        scan.results = Tuple.element(term, 5);
        return scan;
    }

    @Override
    void analyse(final long specTerm) {
        long[] hashes = new long[1];
        int found = 0;
        for (long rest = specTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long keyTerm = keyPattern(Cons.head(rest));
            if (keyTerm != Term.NON_VALUE) {
                if (Variables.anyIn(keyTerm)) {
                    return;
                }
                final long hash = table.hashOf(keyTerm);
                if (!sameBucket(hashes, found, hash)) {
                    hashes = java.util.Arrays.copyOf(hashes, found + 1);
                    hashes[found++] = hash;
                }
            }
        }
        keyHashes = java.util.Arrays.copyOf(hashes, found);
    }

    private boolean sameBucket(final long[] hashes, final int found, final long hash) {
        for (int i = 0; i < found; i++) {
            if (table.buckets.index(hashes[i]) == table.buckets.index(hash)) {
                return true;
            }
        }
        return false;
    }

    @Override
    long slice(final MatchRun run, final TermHeap heap) {
        if (keyHashes != null) {
            while (nextKey < keyHashes.length) {
                if (!visit(run, heap, keyHashes[nextKey], true)) {
                    return closedTable();
                }
                nextKey++;
            }
            slot = -1;
            return finish(heap);
        }
        int empty = EMPTY_BUCKETS_PER_SLICE;
        while (slot >= 0 && !(chunk > 0 && count >= chunk)) {
            if (budget <= 0 || --empty < 0) {
                resumed = true;
                return CONTINUE;
            }
            if (!visit(run, heap, slot, false)) {
                return closedTable();
            }
            slot = table.nextSlot(slot);
        }
        return finish(heap);
    }

    private long closedTable() {
        if (table.deleted) {
            return EtsCode.DELETED;
        }
        resumed = true;
        return CONTINUE;
    }

    /** Matches all rows of a bucket; false when the table is closed. */
    private boolean visit(final MatchRun run, final TermHeap heap, final long hashOrSlot, final boolean byHash) {
        final boolean shared = kind == Kind.SELECT || kind == Kind.COUNT;
        if (shared ? !table.lockShared(hashOrSlot) : !table.lockKey(hashOrSlot)) {
            return false;
        }
        try {
            final int index = byHash ? table.buckets.index(hashOrSlot) : (int)hashOrSlot;
            if (index < table.buckets.active()) {
                visitRows(run, heap, table.buckets.link(index));
            }
        } finally {
            if (shared) {
                table.locks.unlockShared(hashOrSlot);
            } else {
                table.unlockKey(hashOrSlot);
            }
        }
        return true;
    }

    private void visitRows(final MatchRun run, final TermHeap heap, final long firstLink) {
        long link = firstLink;
        for (long row = Memory.getLong(link); row != 0; row = Memory.getLong(link)) {
            if (!HashTable.isMarked(row) && matches(run, heap, table.rowTuple(row))) {
                if (kind == Kind.DELETE) {
                    if (table.removeLocked(link, row, true)) {
                        continue;
                    }
                } else if (kind == Kind.REPLACE) {
                    row = table.replaceLocked(link, row, replacementRow(run));
                }
            }
            link = row;
        }
    }

    private long finish(final TermHeap heap) {
        if (kind != Kind.SELECT) {
            table.adapt();
            return number();
        }
        if (chunk == 0) {
            return results;
        }
        long rest = Term.NIL;
        final long restSize = Math.max(0, count - chunk);
        if (restSize > 0) {
            rest = cutOff(heap, restSize);
        }
        if (rest != Term.NIL || slot >= 0) {
            final long continuation = Tuple.make(heap, table.makeId(heap), Term.makeSmall(slot), Term.makeSmall(chunk), specRef(heap), rest,
                Term.makeSmall(restSize));
            return Tuple.make(heap, results, continuation);
        }
        return results == Term.NIL ? AM_END : Tuple.make(heap, results, AM_END);
    }

    /** Takes the newest results off the list; in the C emulator's order, which a continued scan turns round. */
    private long cutOff(final TermHeap heap, final long restSize) {
        long rest = Term.NIL;
        for (long i = 0; i < restSize; i++) {
            rest = Cons.make(heap, Cons.head(results), rest);
            results = Cons.tail(results);
        }
        if (resumed) {
            return rest;
        }
        long inOrder = Term.NIL;
        for (long left = rest; left != Term.NIL; left = Cons.tail(left)) {
            inOrder = Cons.make(heap, Cons.head(left), inOrder);
        }
        return inOrder;
    }
}
