package dev.longbeam.term.ets;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

/**
 * Sets, bags and duplicate bags. Rows of one key lie together in their chain, the newest first, as in the C emulator, so that programs see the same
 * order.
 *
 * <p>Any thread. A key's operation takes the lock of its bucket; {@link #insertAll} takes those of all its keys.
 */
final class HashTable extends HashReads {
    HashTable(final Options options, final long nameTerm, final long ownerTerm) {
        super(options, nameTerm, ownerTerm);
    }

    // Writing

    @Override
    public long insert(final long tupleTerm, final boolean onlyNew) {
        final long hash = hashOf(keyOf(tupleTerm));
        final long row = createRow(tupleTerm);
        if (!lockKey(hash)) {
            EtsRow.free(row, headerWords);
            return unavailable();
        }
        final boolean inserted = insertLocked(hash, row, onlyNew);
        unlockKey(hash);
        adapt();
        return Atoms.bool(inserted);
    }

    @Override
    public long insertAll(final long listTerm, final boolean onlyNew) {
        final boolean newestFirst = BulkInsert.newestFirst(this);
        long first = 0;
        long last = 0;
        long stripes = 0;
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long row = createRow(Cons.head(rest));
            prepareRow(row);
            stripes |= locks.bit(rowHash(row));
            if (last == 0 || newestFirst) {
                next(row, first);
                first = row;
            } else {
                next(last, row);
            }
            last = row;
        }
        locks.lockExclusiveAt(stripes);
        if (closed || onlyNew && anyExists(first)) {
            final long result = closed ? unavailable() : Atoms.FALSE;
            locks.unlockExclusiveAt(stripes);
            BulkInsert.free(this, first);
            return result;
        }
        long row = first;
        while (row != 0) {
            final long next = next(row);
            insertLocked(rowHash(row), row, false);
            row = next;
        }
        locks.unlockExclusiveAt(stripes);
        while (rows.get() > buckets.active() && !isFixed() && buckets.resizeOnce(rows.get())) {
            Thread.onSpinWait();
        }
        return Atoms.TRUE;
    }

    private boolean anyExists(final long firstRow) {
        for (long row = firstRow; row != 0; row = next(row)) {
            if (findLive(rowHash(row), rowKey(row)) != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    void prepareRow(final long rowAddr) {
        setHash(rowAddr, hashOf(rowKey(rowAddr)), false);
    }

    @Override
    boolean bulkFinds(final long rowAddr) {
        final long hash = rowHash(rowAddr);
        locks.lockShared(hash);
        final boolean found = !deleted && findLive(hash, rowKey(rowAddr)) != 0;
        locks.unlockShared(hash);
        return found;
    }

    @Override
    void bulkInsert(final long rowAddr) {
        final long hash = rowHash(rowAddr);
        locks.lockExclusive(hash);
        if (deleted) {
            EtsRow.free(rowAddr, headerWords);
        } else {
            insertLocked(hash, rowAddr, false);
        }
        locks.unlockExclusive(hash);
        adapt();
    }

    /** Puts a new row where it belongs; false (and the row is freed) when its key exists and must not. */
    private boolean insertLocked(final long hash, final long row, final boolean onlyNew) {
        final long keyTerm = rowKey(row);
        long link = buckets.linkOfHash(hash);
        long found = Memory.getLong(link);
        while (found != 0 && !hasKey(found, hash, keyTerm)) {
            link = found;
            found = next(found);
        }
        if (found != 0) {
            if (onlyNew && anyLive(found, hash, keyTerm)) {
                EtsRow.free(row, headerWords);
                return false;
            }
            if (isSet) {
                if (isMarked(found)) {
                    rows.incrementAndGet();
                }
                setHash(row, hash, false);
                next(row, next(found));
                Memory.putLong(link, row);
                exchangeRow(found, row);
                return true;
            }
            if (!onlyNew && options().type == Type.BAG && revived(link, found, hash, row)) {
                EtsRow.free(row, headerWords);
                return true;
            }
        }
        setHash(row, hash, false);
        next(row, found);
        Memory.putLong(link, row);
        words.addAndGet(EtsRow.totalWords(row, headerWords));
        rows.incrementAndGet();
        return true;
    }

    private boolean anyLive(final long firstRow, final long hash, final long keyTerm) {
        for (long row = firstRow; row != 0 && hasKey(row, hash, keyTerm); row = next(row)) {
            if (!isMarked(row)) {
                return true;
            }
        }
        return false;
    }

    /** True when a bag holds an equal row; one that was marked becomes live again, as the newest of its key. */
    private boolean revived(final long keyLink, final long firstRow, final long hash, final long newRow) {
        final long tupleTerm = rowTuple(newRow);
        final long keyTerm = rowKey(newRow);
        long link = keyLink;
        for (long row = firstRow; row != 0 && hasKey(row, hash, keyTerm); row = next(row)) {
            if (EtsTerms.exactEqual(tupleTerm, rowTuple(row))) {
                if (isMarked(row)) {
                    setHash(row, hash, false);
                    rows.incrementAndGet();
                    if (row != firstRow) {
                        Memory.putLong(link, next(row));
                        next(row, firstRow);
                        Memory.putLong(keyLink, row);
                    }
                }
                return true;
            }
            link = row;
        }
        return false;
    }

    @Override
    long findRow(final long hash, final long keyTerm) {
        return findLive(hash, keyTerm);
    }

    @Override
    void putRow(final long hash, final long rowAddr) {
        insertLocked(hash, rowAddr, false);
    }

    // Deleting

    @Override
    public long delete(final long keyTerm) {
        final long hash = hashOf(keyTerm);
        if (!lockKey(hash)) {
            return unavailable();
        }
        deleteKeyLocked(hash, keyTerm);
        unlockKey(hash);
        adapt();
        return Atoms.TRUE;
    }

    private void deleteKeyLocked(final long hash, final long keyTerm) {
        long link = buckets.linkOfHash(hash);
        long row = Memory.getLong(link);
        int count = 0;
        while (row != 0) {
            if (hasLiveKey(row, hash, keyTerm)) {
                if (removeLocked(link, row, count++ == 0)) {
                    row = Memory.getLong(link);
                    continue;
                }
            } else if (count > 0 && !isMarked(row)) {
                break;
            }
            link = row;
            row = next(row);
        }
    }

    @Override
    public long take(final TermHeap heap, final long keyTerm) {
        final long hash = hashOf(keyTerm);
        if (!lockKey(hash)) {
            return unavailable();
        }
        final long list = listLocked(heap, findLive(hash, keyTerm), hash, keyTerm);
        if (list != Term.NIL) {
            deleteKeyLocked(hash, keyTerm);
        }
        unlockKey(hash);
        adapt();
        return list;
    }

    @Override
    public long deleteObject(final long tupleTerm) {
        final long keyTerm = keyOf(tupleTerm);
        final long hash = hashOf(keyTerm);
        if (!lockKey(hash)) {
            return unavailable();
        }
        long link = buckets.linkOfHash(hash);
        long row = Memory.getLong(link);
        int keys = 0;
        boolean removed = false;
        while (row != 0) {
            if (hasLiveKey(row, hash, keyTerm)) {
                keys++;
                if (EtsTerms.exactEqual(tupleTerm, rowTuple(row))) {
                    removed = true;
                    final boolean freed = removeLocked(link, row, keys == 1);
                    if (options().type != Type.DUPLICATE_BAG) {
                        break;
                    }
                    if (freed) {
                        row = Memory.getLong(link);
                        continue;
                    }
                }
            } else if (removed && !isMarked(row)) {
                break;
            }
            link = row;
            row = next(row);
        }
        unlockKey(hash);
        adapt();
        return Atoms.TRUE;
    }
}
