package dev.longbeam.term.ets;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * The operations of hash tables that change nothing. Any thread; each takes the lock of one bucket at a time, shared, or tries first whether it can do
 * without, see {@link UnlockedReads}.
 */
abstract class HashReads extends HashStore {
    HashReads(final Options options, final long nameTerm, final long ownerTerm) {
        super(options, nameTerm, ownerTerm);
    }

    // By key

    @Override
    public long lookup(final TermHeap heap, final long keyTerm) {
        final long hash = hashOf(keyTerm);
        final long unlocked = UnlockedReads.lookup(this, heap, hash, keyTerm);
        if (unlocked != UnlockedReads.MISSED) {
            return unlocked;
        }
        if (!lockShared(hash)) {
            return unavailable();
        }
        final long list = listLocked(heap, findLive(hash, keyTerm), hash, keyTerm);
        locks.unlockShared(hash);
        return list;
    }

    final long listLocked(final TermHeap heap, final long firstRow, final long hash, final long keyTerm) {
        long list = Term.NIL;
        for (long row = firstRow; row != 0 && (row == firstRow || hasKey(row, hash, keyTerm)); row = next(row)) {
            if (!isMarked(row)) {
                list = consRow(heap, row, list);
                if (isSet) {
                    break;
                }
            }
        }
        return list;
    }

    @Override
    public long member(final long keyTerm) {
        final long hash = hashOf(keyTerm);
        final long unlocked = UnlockedReads.member(this, hash, keyTerm);
        if (unlocked != UnlockedReads.MISSED) {
            return unlocked;
        }
        if (!lockShared(hash)) {
            return unavailable();
        }
        final boolean found = findLive(hash, keyTerm) != 0;
        locks.unlockShared(hash);
        return Atoms.bool(found);
    }

    @Override
    public long lookupElement(final TermHeap heap, final long keyTerm, final int position) {
        final long hash = hashOf(keyTerm);
        final long unlocked = UnlockedReads.element(this, hash, keyTerm, position);
        if (unlocked != UnlockedReads.MISSED) {
            return unlocked;
        }
        if (!lockShared(hash)) {
            return unavailable();
        }
        final long result = elementLocked(heap, hash, keyTerm, position);
        locks.unlockShared(hash);
        return result;
    }

    private long elementLocked(final TermHeap heap, final long hash, final long keyTerm, final int position) {
        final long first = findLive(hash, keyTerm);
        if (first == 0) {
            return EtsCode.BAD_KEY;
        }
        if (isSet) {
            return position > Tuple.arity(rowTuple(first)) ? EtsCode.BAD_ITEM
                : TermCopy.copy(Tuple.element(rowTuple(first), position), heap);
        }
        for (long row = first; row != 0 && hasKey(row, hash, keyTerm); row = next(row)) {
            if (!isMarked(row) && position > Tuple.arity(rowTuple(row))) {
                return EtsCode.BAD_ITEM;
            }
        }
        long list = Term.NIL;
        for (long row = first; row != 0 && hasKey(row, hash, keyTerm); row = next(row)) {
            if (!isMarked(row)) {
                list = Cons.make(heap, TermCopy.copy(Tuple.element(rowTuple(row), position), heap), list);
            }
        }
        return list;
    }

    @Override
    public long binaryInfo(final TermHeap heap, final long keyTerm) {
        final long hash = hashOf(keyTerm);
        if (!lockShared(hash)) {
            return unavailable();
        }
        long list = Term.NIL;
        for (long row = findAny(hash, keyTerm); row != 0 && hasKey(row, hash, keyTerm); row = next(row)) {
            list = consBinaries(heap, row, list);
        }
        locks.unlockShared(hash);
        return list;
    }

    // Walking

    @Override
    public long first(final TermHeap heap, final boolean withRows) {
        return fromSlot(heap, 0, withRows, false);
    }

    @Override
    public long rawFirst(final TermHeap heap) {
        return fromSlot(heap, 0, false, true);
    }

    private long fromSlot(final TermHeap heap, final int firstSlot, final boolean withRows, final boolean raw) {
        for (int slot = firstSlot; slot >= 0; slot = nextSlot(slot)) {
            if (!lockShared(slot)) {
                return unavailable();
            }
            final long first = slot < buckets.active() ? Memory.getLong(buckets.link(slot)) : 0;
            final long row = raw ? first : liveFrom(first);
            if (row != 0) {
                final long result = keyLocked(heap, row, withRows);
                locks.unlockShared(slot);
                return result;
            }
            locks.unlockShared(slot);
        }
        return EtsCode.END;
    }

    private static long liveFrom(final long firstRow) {
        long row = firstRow;
        while (row != 0 && isMarked(row)) {
            row = next(row);
        }
        return row;
    }

    private long keyLocked(final TermHeap heap, final long row, final boolean withRows) {
        return keyResult(heap, row, withRows ? listLocked(heap, row, rowHash(row), rowKey(row)) : Term.NON_VALUE);
    }

    @Override
    public long next(final TermHeap heap, final long keyTerm, final boolean withRows) {
        return next(heap, keyTerm, withRows, false);
    }

    @Override
    public long rawNext(final TermHeap heap, final long keyTerm) {
        return next(heap, keyTerm, false, true);
    }

    private long next(final TermHeap heap, final long keyTerm, final boolean withRows, final boolean raw) {
        final long hash = hashOf(keyTerm);
        if (!lockShared(hash)) {
            return unavailable();
        }
        final int slot = buckets.index(hash);
        long row = findAny(hash, keyTerm);
        if (row == 0) {
            locks.unlockShared(hash);
            return EtsCode.BAD_KEY;
        }
        do {
            row = raw ? next(row) : liveFrom(next(row));
        } while (!isSet && row != 0 && hasKey(row, hash, keyTerm));
        if (row != 0) {
            final long result = keyLocked(heap, row, withRows);
            locks.unlockShared(hash);
            return result;
        }
        locks.unlockShared(hash);
        final int nextSlot = nextSlot(slot);
        return nextSlot < 0 ? EtsCode.END : fromSlot(heap, nextSlot, withRows, raw);
    }

    @Override
    public long last(final TermHeap heap, final boolean withRows) {
        return first(heap, withRows);
    }

    @Override
    public long previous(final TermHeap heap, final long keyTerm, final boolean withRows) {
        return next(heap, keyTerm, withRows);
    }

    @Override
    public long slot(final TermHeap heap, final long number) {
        if (number > buckets.active()) {
            return EtsCode.BAD_ITEM;
        }
        if (number == buckets.active()) {
            return EtsCode.END;
        }
        if (!lockShared(number)) {
            return unavailable();
        }
        long list = Term.NIL;
        for (long row = Memory.getLong(buckets.link((int)number)); row != 0; row = next(row)) {
            if (!isMarked(row)) {
                list = consRow(heap, row, list);
            }
        }
        locks.unlockShared(number);
        return list;
    }
}
