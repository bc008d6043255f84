package dev.longbeam.term.ets;

import dev.longbeam.memory.Memory;

/**
 * What the rows of a hash table lie in: chains of rows in off-heap buckets under striped locks, and what fixing a table means for them.
 *
 * <p>Any thread. While the table is fixed, a deleted row is only marked; {@link #unfixed} frees it.
 */
abstract class HashStore extends EtsTable {
    private static final int PRIVATE_STRIPES = 1;
    private static final int STRIPES = 16;
    private static final int FINE_STRIPES = 64;
    private static final long EMPTY_WORDS = 305;
    private static final long FINE_LOCKS_WORDS = 32;
    private static final long WORDS_PER_LOCK = 16;
    private static final long DELETED_BIT = 1;
    private static final int MAX_RESIZES = 5;

    final StripeLocks locks;
    final Buckets buckets;
    /** Distance between buckets that a scan visits one after the other; programs see the order. */
    final int scanStep;
    final boolean isSet;
    private final MarkedSlots marks = new MarkedSlots(this);

    HashStore(final Options options, final long nameTerm, final long ownerTerm) {
        super(options, nameTerm, ownerTerm, EtsRow.HASH_HEADER_WORDS, emptyWords(options));
        isSet = options.type == Type.SET;
        scanStep = options.fineLocked ? options.lockCount : 1;
        final boolean alone = options.protection == Protection.PRIVATE;
        locks = new StripeLocks(options.fineLocked ? FINE_STRIPES : alone ? PRIVATE_STRIPES : STRIPES);
        buckets = new Buckets(this, Math.max(Buckets.FIRST_SEGMENT, scanStep));
    }

    private static long emptyWords(final Options options) {
        final long locks = options.fineLocked ? options.lockCount : 1;
        return EMPTY_WORDS + (options.fineLocked ? FINE_LOCKS_WORDS + WORDS_PER_LOCK * locks : 0)
            + (options.readConcurrency ? READ_LOCK_WORDS * locks : 0) + (options.decentralizedCounters ? DECENTRALIZED_WORDS : 0);
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

    static void setHash(final long rowAddr, final long hash, final boolean marked) {
        Memory.putLong(rowAddr + 8, hash << 1 | (marked ? DELETED_BIT : 0));
    }

    boolean hasKey(final long rowAddr, final long hash, final long keyTerm) {
        return rowHash(rowAddr) == hash && EtsTerms.exactEqual(keyTerm, rowKey(rowAddr));
    }

    boolean hasLiveKey(final long rowAddr, final long hash, final long keyTerm) {
        return Memory.getLong(rowAddr + 8) == hash << 1 && EtsTerms.exactEqual(keyTerm, rowKey(rowAddr));
    }

    long findLive(final long hash, final long keyTerm) {
        long row = Memory.getLong(buckets.linkOfHash(hash));
        while (row != 0 && !hasLiveKey(row, hash, keyTerm)) {
            row = next(row);
        }
        return row;
    }

    /** The first row of a key, whether marked or not, or 0. */
    long findAny(final long hash, final long keyTerm) {
        long row = Memory.getLong(buckets.linkOfHash(hash));
        while (row != 0 && !hasKey(row, hash, keyTerm)) {
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
        if (closed) {
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
        if (closed) {
            locks.unlockShared(hash);
            return false;
        }
        return true;
    }

    @Override
    void lockAll() {
        locks.lockAllExclusive();
    }

    @Override
    void unlockAll() {
        locks.unlockAllExclusive();
    }

    // Removing

    /** Takes a live row out of its chain and frees it (true), or only marks it when the table is fixed (false). */
    boolean removeLocked(final long link, final long row, final boolean mayMark) {
        rows.decrementAndGet();
        final long hash = rowHash(row);
        if (mayMark && isFixed() && marks.add(buckets.index(hash))) {
            setHash(row, hash, true);
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
        exchangeRow(oldRow, newRow);
        return newRow;
    }

    // Fixation

    @Override
    void unfixed() {
        if (marks.takeAll()) {
            for (int slot = 0; slot < buckets.active(); slot++) {
                if (!purged(slot)) {
                    marks.addAll();
                    return;
                }
            }
        }
        for (int slot = marks.take(); slot >= 0; slot = marks.take()) {
            if (!purged(slot)) {
                return;
            }
        }
        adapt();
    }

    /** Frees what is marked in a bucket; false, and the bucket is remembered again, when somebody has fixed the table anew. */
    private boolean purged(final int slot) {
        locks.lockExclusive(slot);
        try {
            if (isFixed() && marks.add(slot)) {
                return false;
            }
            if (!deleted && slot < buckets.active()) {
                purge(buckets.link(slot));
            }
            return true;
        } finally {
            locks.unlockExclusive(slot);
        }
    }

    /** Frees the marked rows of a bucket; under its lock, and when the table is not fixed. */
    void purge(final long firstLink) {
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
    public BulkChange clearFixed() {
        return isFixed() ? new BulkMark(this) : null;
    }

    /** Marks all rows of a bucket; how many were live, or -1 behind the last bucket. */
    long markSlot(final int slot) {
        locks.lockExclusive(slot);
        long live = -1;
        if (!deleted && slot < buckets.active()) {
            live = 0;
            for (long row = Memory.getLong(buckets.link(slot)); row != 0; row = next(row)) {
                if (!isMarked(row)) {
                    setHash(row, rowHash(row), true);
                    live++;
                }
            }
            rows.addAndGet(-live);
        }
        locks.unlockExclusive(slot);
        return live;
    }

    /** All buckets hold marked rows now, which are freed here if nobody fixes the table any more. */
    void allMarked() {
        marks.addAll();
        if (!isFixed()) {
            unfixed();
        }
    }

    @Override
    public EtsSweep clear() {
        buckets.freeze();
        locks.lockAllExclusive();
        final boolean open = !closed;
        final long count = open ? rows.getAndSet(0) : 0;
        final Buckets.Detached detached = open ? buckets.detach(false) : null;
        locks.unlockAllExclusive();
        buckets.thaw();
        return open ? new HashSweep(this, count, detached) : null;
    }

    @Override
    EtsSweep detach() {
        buckets.freeze();
        locks.lockAllExclusive();
        deleted = true;
        closed = true;
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

    /** The bucket that a scan visits behind one, or -1 at the end. */
    int nextSlot(final int slot) {
        int next = slot + scanStep;
        if (next < buckets.active()) {
            return next;
        }
        next = (slot + 1) % scanStep;
        return next == 0 ? -1 : next;
    }
}
