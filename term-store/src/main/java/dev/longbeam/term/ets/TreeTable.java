package dev.longbeam.term.ets;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * Ordered sets.
 *
 * <p>Any thread. Fixing changes nothing here: a walk goes on from a key, whether the key is still there or not.
 */
final class TreeTable extends TreeStore {
    TreeTable(final Options options, final long nameTerm, final long ownerTerm) {
        super(options, nameTerm, ownerTerm);
    }

    // Writing

    @Override
    public long insert(final long tupleTerm, final boolean onlyNew) {
        final long row = createRow(tupleTerm);
        if (!lockKey(0)) {
            EtsRow.free(row, headerWords);
            return unavailable();
        }
        final boolean inserted = insertLocked(row, onlyNew);
        unlockKey(0);
        return Atoms.bool(inserted);
    }

    @Override
    public long insertAll(final long listTerm, final boolean onlyNew) {
        long first = 0;
        long last = 0;
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long row = createRow(Cons.head(rest));
            if (last == 0) {
                first = row;
            } else {
                Memory.putLong(last + LEFT, row);
            }
            last = row;
        }
        final boolean open = lockKey(0);
        if (!open || onlyNew && anyExists(first)) {
            if (open) {
                unlockKey(0);
            }
            BulkInsert.free(this, first);
            return open ? Atoms.FALSE : unavailable();
        }
        for (long row = first; row != 0;) {
            final long next = left(row);
            Memory.putLong(row + LEFT, 0);
            insertLocked(row, false);
            row = next;
        }
        unlockKey(0);
        return Atoms.TRUE;
    }

    private boolean anyExists(final long firstRow) {
        for (long row = firstRow; row != 0; row = left(row)) {
            if (find(rowKey(row)) != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public long delete(final long keyTerm) {
        if (!lockKey(0)) {
            return unavailable();
        }
        final long link = findLink(keyTerm);
        if (Memory.getLong(link) != 0) {
            removeLocked(link);
        }
        unlockKey(0);
        return Atoms.TRUE;
    }

    @Override
    public long deleteObject(final long tupleTerm) {
        if (!lockKey(0)) {
            return unavailable();
        }
        final long link = findLink(keyOf(tupleTerm));
        final long node = Memory.getLong(link);
        if (node != 0 && EtsTerms.exactEqual(tupleTerm, rowTuple(node))) {
            removeLocked(link);
        }
        unlockKey(0);
        return Atoms.TRUE;
    }

    @Override
    public long take(final TermHeap heap, final long keyTerm) {
        if (!lockKey(0)) {
            return unavailable();
        }
        final long link = findLink(keyTerm);
        final long node = Memory.getLong(link);
        long list = Term.NIL;
        if (node != 0) {
            list = consRow(heap, node, Term.NIL);
            removeLocked(link);
        }
        unlockKey(0);
        return list;
    }

    // Reading

    @Override
    public long lookup(final TermHeap heap, final long keyTerm) {
        if (!lockShared()) {
            return unavailable();
        }
        final long node = find(keyTerm);
        final long list = node == 0 ? Term.NIL : consRow(heap, node, Term.NIL);
        lock.unlockShared(0);
        return list;
    }

    @Override
    public long member(final long keyTerm) {
        if (!lockShared()) {
            return unavailable();
        }
        final boolean found = find(keyTerm) != 0;
        lock.unlockShared(0);
        return Atoms.bool(found);
    }

    @Override
    public long lookupElement(final TermHeap heap, final long keyTerm, final int position) {
        if (!lockShared()) {
            return unavailable();
        }
        final long node = find(keyTerm);
        final long result;
        if (node == 0) {
            result = EtsCode.BAD_KEY;
        } else if (position > Tuple.arity(rowTuple(node))) {
            result = EtsCode.BAD_ITEM;
        } else {
            result = TermCopy.copy(Tuple.element(rowTuple(node), position), heap);
        }
        lock.unlockShared(0);
        return result;
    }

    @Override
    public long first(final TermHeap heap, final boolean withRows) {
        return lockShared() ? keyAndUnlock(heap, extreme(false), withRows) : unavailable();
    }

    @Override
    public long last(final TermHeap heap, final boolean withRows) {
        return lockShared() ? keyAndUnlock(heap, extreme(true), withRows) : unavailable();
    }

    @Override
    public long next(final TermHeap heap, final long keyTerm, final boolean withRows) {
        if (keyTerm == EtsCode.AM_END) {
            return EtsCode.BAD_KEY;
        }
        return lockShared() ? keyAndUnlock(heap, above(keyTerm, false), withRows) : unavailable();
    }

    @Override
    public long previous(final TermHeap heap, final long keyTerm, final boolean withRows) {
        if (keyTerm == EtsCode.AM_END) {
            return EtsCode.BAD_KEY;
        }
        return lockShared() ? keyAndUnlock(heap, below(keyTerm, false), withRows) : unavailable();
    }

    private long keyAndUnlock(final TermHeap heap, final long node, final boolean withRows) {
        final long result = node == 0 ? EtsCode.END
            : keyResult(heap, node, withRows ? consRow(heap, node, Term.NIL) : Term.NON_VALUE);
        lock.unlockShared(0);
        return result;
    }

    @Override
    public long slot(final TermHeap heap, final long number) {
        if (!lockShared()) {
            return unavailable();
        }
        final long size = rows.get();
        final long result;
        if (number > size) {
            result = EtsCode.BAD_ITEM;
        } else if (number == size) {
            result = EtsCode.END;
        } else {
            final TreeWalk walk = new TreeWalk(this, false);
            long node = walk.start();
            for (long i = 0; i < number; i++) {
                node = walk.next();
            }
            result = consRow(heap, node, Term.NIL);
        }
        lock.unlockShared(0);
        return result;
    }

    @Override
    public long binaryInfo(final TermHeap heap, final long keyTerm) {
        if (!lockShared()) {
            return unavailable();
        }
        final long node = find(keyTerm);
        final long list = node == 0 ? Term.NIL : consBinaries(heap, node, Term.NIL);
        lock.unlockShared(0);
        return list;
    }
}
