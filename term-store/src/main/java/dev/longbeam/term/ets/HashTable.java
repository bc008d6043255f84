package dev.longbeam.term.ets;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.OtpVariant;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * Sets, bags and duplicate bags: chains of rows in off-heap buckets under striped locks. Rows of one key lie together in their chain, the newest
 * first, as in the C emulator, so that programs see the same order.
 *
 * <p>Any thread. While the table is fixed, a deleted row is only marked; {@link #unfixed} frees it.
 */
final class HashTable extends EtsTable {
    private static final int PRIVATE_STRIPES = 1;
    private static final int STRIPES = 16;
    private static final int FINE_STRIPES = 64;
    private static final long EMPTY_WORDS = 305;
    private static final long FINE_LOCK_WORDS = 1056;
    private static final long READ_LOCK_WORDS = 32;
    private static final long DELETED_BIT = 1;
    private static final int MAX_RESIZES = 5;

    final StripeLocks locks;
    final Buckets buckets;
    /** Distance between buckets that a scan visits one after the other; programs see the order. */
    final int scanStep;
    private final boolean isSet;
    private long[] markedSlots = new long[4];
    private int markedCount;

    HashTable(final Options options, final long nameTerm, final long ownerTerm) {
        super(options, nameTerm, ownerTerm, EtsRow.HASH_HEADER_WORDS, EMPTY_WORDS + (options.fineLocked ? FINE_LOCK_WORDS : 0)
            + (options.readConcurrency ? READ_LOCK_WORDS : 0));
        isSet = options.type == Type.SET;
        scanStep = options.fineLocked ? FINE_STRIPES : 1;
        final boolean alone = options.protection == Protection.PRIVATE;
        locks = new StripeLocks(options.fineLocked ? FINE_STRIPES : alone ? PRIVATE_STRIPES : STRIPES);
        buckets = new Buckets(this);
    }

    // Rows

    static long next(final long rowAddr) {
        return Memory.getLong(rowAddr);
    }

    static void next(final long rowAddr, final long nextAddr) {
        Memory.putLong(rowAddr, nextAddr);
    }

    static long rowHash(final long rowAddr) {
        return Memory.getLong(rowAddr + 8) >>> 1;
    }

    static boolean isMarked(final long rowAddr) {
        return (Memory.getLong(rowAddr + 8) & DELETED_BIT) != 0;
    }

    private static void setHash(final long rowAddr, final long hash, final boolean marked) {
        Memory.putLong(rowAddr + 8, hash << 1 | (marked ? DELETED_BIT : 0));
    }

    boolean hasKey(final long rowAddr, final long hash, final long keyTerm) {
        return rowHash(rowAddr) == hash && EtsTerms.exactEqual(keyTerm, rowKey(rowAddr));
    }

    private boolean hasLiveKey(final long rowAddr, final long hash, final long keyTerm) {
        return Memory.getLong(rowAddr + 8) == hash << 1 && EtsTerms.exactEqual(keyTerm, rowKey(rowAddr));
    }

    private long findLive(final long hash, final long keyTerm) {
        long row = Memory.getLong(buckets.linkOfHash(hash));
        while (row != 0 && !hasLiveKey(row, hash, keyTerm)) {
            row = next(row);
        }
        return row;
    }

    // Locks

    @Override
    long hashOf(final long keyTerm) {
        return EtsTerms.hash(keyTerm);
    }

    @Override
    boolean lockKey(final long hash) {
        locks.lockExclusive(hash);
        if (deleted) {
            locks.unlockExclusive(hash);
            return false;
        }
        return true;
    }

    @Override
    void unlockKey(final long hash) {
        locks.unlockExclusive(hash);
    }

    boolean lockShared(final long hash) {
        locks.lockShared(hash);
        if (deleted) {
            locks.unlockShared(hash);
            return false;
        }
        return true;
    }

    // Writing

    @Override
    public long insert(final long tupleTerm, final boolean onlyNew) {
        final long hash = hashOf(keyOf(tupleTerm));
        final long row = createRow(tupleTerm);
        if (!lockKey(hash)) {
            EtsRow.free(row, headerWords);
            return EtsCode.DELETED;
        }
        final boolean inserted = insertLocked(hash, row, onlyNew);
        unlockKey(hash);
        adapt();
        return Atoms.bool(inserted);
    }

    /** The rows go in one by one in the order of the list; OTP 25 begins with the last one in bags, and programs see it. */
    @Override
    public long insertAll(final long listTerm, final boolean onlyNew) {
        final boolean newestFirst = options().type == Type.BAG && OtpVariant.current() == OtpVariant.OTP_25;
        long first = 0;
        long last = 0;
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long tupleTerm = Cons.head(rest);
            final long row = createRow(tupleTerm);
            setHash(row, hashOf(keyOf(tupleTerm)), false);
            if (last == 0 || newestFirst) {
                next(row, first);
                first = row;
            } else {
                next(last, row);
            }
            last = row;
        }
        locks.lockAllExclusive();
        final boolean clash = !deleted && onlyNew && anyExists(first);
        if (deleted || clash) {
            locks.unlockAllExclusive();
            freeChain(first);
            return deleted ? EtsCode.DELETED : Atoms.FALSE;
        }
        long row = first;
        while (row != 0) {
            final long next = next(row);
            insertLocked(rowHash(row), row, false);
            row = next;
        }
        locks.unlockAllExclusive();
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

    private void freeChain(final long firstRow) {
        long row = firstRow;
        while (row != 0) {
            final long next = next(row);
            EtsRow.free(row, headerWords);
            row = next;
        }
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
                words.addAndGet(EtsRow.totalWords(row, headerWords));
                freeRow(found);
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
            return EtsCode.DELETED;
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

    /** Takes a live row out of its chain and frees it (true), or only marks it when the table is fixed (false). */
    boolean removeLocked(final long link, final long row, final boolean mayMark) {
        rows.decrementAndGet();
        final long hash = rowHash(row);
        if (mayMark && isFixed()) {
            setHash(row, hash, true);
            remember(buckets.index(hash));
            return false;
        }
        Memory.putLong(link, next(row));
        freeRow(row);
        return true;
    }

    /** Puts a row in the place of another with the same key; the old one is freed. */
    long replaceLocked(final long link, final long oldRow, final long newRow) {
        setHash(newRow, rowHash(oldRow), false);
        next(newRow, next(oldRow));
        Memory.putLong(link, newRow);
        words.addAndGet(EtsRow.totalWords(newRow, headerWords));
        freeRow(oldRow);
        return newRow;
    }

    @Override
    public long take(final TermHeap heap, final long keyTerm) {
        final long hash = hashOf(keyTerm);
        if (!lockKey(hash)) {
            return EtsCode.DELETED;
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
            return EtsCode.DELETED;
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

    // Reading

    @Override
    public long lookup(final TermHeap heap, final long keyTerm) {
        final long hash = hashOf(keyTerm);
        if (!lockShared(hash)) {
            return EtsCode.DELETED;
        }
        final long list = listLocked(heap, findLive(hash, keyTerm), hash, keyTerm);
        locks.unlockShared(hash);
        return list;
    }

    private long listLocked(final TermHeap heap, final long firstRow, final long hash, final long keyTerm) {
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
        if (!lockShared(hash)) {
            return EtsCode.DELETED;
        }
        final boolean found = findLive(hash, keyTerm) != 0;
        locks.unlockShared(hash);
        return Atoms.bool(found);
    }

    @Override
    public long lookupElement(final TermHeap heap, final long keyTerm, final int position) {
        final long hash = hashOf(keyTerm);
        if (!lockShared(hash)) {
            return EtsCode.DELETED;
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
            return EtsCode.DELETED;
        }
        long list = Term.NIL;
        final long first = findLive(hash, keyTerm);
        for (long row = first; row != 0 && hasKey(row, hash, keyTerm); row = next(row)) {
            list = isMarked(row) ? list : consBinaries(heap, row, list);
        }
        locks.unlockShared(hash);
        return list;
    }

    @Override
    public double[] stats() {
        final int active = buckets.active();
        long sum = 0;
        long squares = 0;
        long marked = 0;
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int slot = 0; slot < active && lockShared(slot); slot++) {
            long length = 0;
            for (long row = slot < buckets.active() ? Memory.getLong(buckets.link(slot)) : 0; row != 0; row = next(row)) {
                length++;
                marked += isMarked(row) ? 1 : 0;
            }
            locks.unlockShared(slot);
            sum += length;
            squares += length * length;
            least = Math.min(least, length);
            most = Math.max(most, length);
        }
        final double mean = (double)sum / active;
        return new double[] {active, mean, Math.sqrt((squares - mean * sum) / active), Math.sqrt(mean * (1 - 1.0 / active)), least, most, marked,
            scanStep};
    }

    // Walking

    /** The bucket that a scan visits behind one, or -1 at the end. */
    int nextSlot(final int slot) {
        int next = slot + scanStep;
        if (next < buckets.active()) {
            return next;
        }
        next = (slot + 1) % scanStep;
        return next == 0 ? -1 : next;
    }

    @Override
    public long first(final TermHeap heap, final boolean withRows) {
        return fromSlot(heap, 0, withRows);
    }

    private long fromSlot(final TermHeap heap, final int firstSlot, final boolean withRows) {
        for (int slot = firstSlot; slot >= 0; slot = nextSlot(slot)) {
            if (!lockShared(slot)) {
                return EtsCode.DELETED;
            }
            final long row = slot < buckets.active() ? liveFrom(Memory.getLong(buckets.link(slot))) : 0;
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
        final long hash = hashOf(keyTerm);
        if (!lockShared(hash)) {
            return EtsCode.DELETED;
        }
        final int slot = buckets.index(hash);
        long row = Memory.getLong(buckets.link(slot));
        while (row != 0 && !hasKey(row, hash, keyTerm)) {
            row = next(row);
        }
        if (row == 0) {
            locks.unlockShared(hash);
            return EtsCode.BAD_KEY;
        }
        row = liveFrom(next(row));
        while (!isSet && row != 0 && hasKey(row, hash, keyTerm)) {
            row = liveFrom(next(row));
        }
        if (row != 0) {
            final long result = keyLocked(heap, row, withRows);
            locks.unlockShared(hash);
            return result;
        }
        locks.unlockShared(hash);
        final int nextSlot = nextSlot(slot);
        return nextSlot < 0 ? EtsCode.END : fromSlot(heap, nextSlot, withRows);
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
            return EtsCode.DELETED;
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

    // Fixation

    private synchronized void remember(final int slot) {
        if (markedCount == markedSlots.length) {
            markedSlots = java.util.Arrays.copyOf(markedSlots, markedCount * 2);
        }
        markedSlots[markedCount++] = slot;
    }

    private synchronized int forgetMarked() {
        return markedCount == 0 ? -1 : (int)markedSlots[--markedCount];
    }

    @Override
    void unfixed() {
        for (int slot = forgetMarked(); slot >= 0; slot = forgetMarked()) {
            locks.lockExclusive(slot);
            if (isFixed()) {
                remember(slot);
                locks.unlockExclusive(slot);
                return;
            }
            if (!deleted && slot < buckets.active()) {
                purge(buckets.link(slot));
            }
            locks.unlockExclusive(slot);
        }
        adapt();
    }

    private void purge(final long firstLink) {
        long link = firstLink;
        for (long row = Memory.getLong(link); row != 0; row = Memory.getLong(link)) {
            if (isMarked(row)) {
                Memory.putLong(link, next(row));
                freeRow(row);
            } else {
                link = row;
            }
        }
    }

    // The whole table

    @Override
    public EtsSweep clear() {
        buckets.freeze();
        locks.lockAllExclusive();
        final long count = deleted ? 0 : rows.getAndSet(0);
        final Buckets.Detached detached;
        if (deleted) {
            detached = null;
        } else if (isFixed()) {
            markAll();
            detached = null;
        } else {
            detached = buckets.detach(false);
        }
        locks.unlockAllExclusive();
        buckets.thaw();
        return new HashSweep(this, count, detached);
    }

    private void markAll() {
        final int active = buckets.active();
        for (int slot = 0; slot < active; slot++) {
            boolean any = false;
            for (long row = Memory.getLong(buckets.link(slot)); row != 0; row = next(row)) {
                setHash(row, rowHash(row), true);
                any = true;
            }
            if (any) {
                remember(slot);
            }
        }
    }

    @Override
    EtsSweep detach() {
        buckets.freeze();
        locks.lockAllExclusive();
        deleted = true;
        final long count = rows.getAndSet(0);
        final Buckets.Detached detached = buckets.detach(true);
        locks.unlockAllExclusive();
        buckets.thaw();
        return new HashSweep(this, count, detached);
    }

    @Override
    void adapt() {
        for (int i = 0; i < MAX_RESIZES && !isFixed(); i++) {
            if (!buckets.resizeOnce(rows.get())) {
                return;
            }
        }
    }
}
