package dev.longbeam.term.ets;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.OffHeapBinary;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One table: what all types have in common. Operations return a term or a code of {@link EtsCode}.
 *
 * <p>Any thread. The table belongs to the {@link EtsTables} that made it and dies by {@link EtsTables#delete}; after that every operation returns
 * {@link EtsCode#DELETED} or finds nothing. Magic references keep this object alive, not the rows.
 */
public abstract class EtsTable extends TableIdentity {
    /** Types of tables. */
    public enum Type {
        /** One row per key, keys told apart by {@code =:=}. */
        SET,
        /** One row per key, in term order, keys told apart by {@code ==}. */
        ORDERED_SET,
        /** Several different rows per key. */
        BAG,
        /** Several rows per key. */
        DUPLICATE_BAG
    }

    /** Who may do what. */
    public enum Protection {
        /** Everybody reads and writes. */
        PUBLIC,
        /** Everybody reads, the owner writes. */
        PROTECTED,
        /** Only the owner reads and writes. */
        PRIVATE
    }

    /** What a table was made with. */
    public static final class Options {
        /** Locks of a hash table with fine locks, when not told; the least that there can be. */
        public static final int DEFAULT_LOCKS = 64;

        /** Type of the table. */
        public Type type = Type.SET;
        /** Who may do what. */
        public Protection protection = Protection.PROTECTED;
        /** Position of the key, from 1. */
        public int keyPosition = 1;
        /** True when the name leads to the table. */
        public boolean named;
        /** {@code true}, {@code false} or {@code auto}; NON_VALUE when a number of locks was asked for. */
        public long writeConcurrencyTerm;
        /** Locks of a hash table with fine locks as programs see them, a power of 2: their number decides the order of rows. */
        public int lockCount = DEFAULT_LOCKS;
        /** True when asked for and not private. */
        public boolean readConcurrency;
        /** True when asked for, or implied by the others. */
        public boolean decentralizedCounters;
        /** True when asked for; rows are kept as they are. */
        public boolean compressed;
        /** True when a table with fine locks was asked for. */
        public boolean fineLocked;
    }

    /** Words that the C emulator counts for counters that are kept by scheduler, and for what a lock needs to be read in parallel. */
    static final long DECENTRALIZED_WORDS = 34;
    static final long READ_LOCK_WORDS = 32;

    final AtomicLong rows = new AtomicLong();
    final AtomicLong words = new AtomicLong();
    final int headerWords;
    final int keyPosition;
    volatile boolean deleted;
    /** True when no operation may begin: the table is deleted, or a {@link BulkChange} is under way. Changes under all locks. */
    volatile boolean closed;

    private final EtsFixations fixations = new EtsFixations(this);
    private volatile BulkChange change;

    EtsTable(final Options options, final long nameTerm, final long ownerTerm, final int headerWords, final long emptyWords) {
        super(options, nameTerm, ownerTerm);
        this.headerWords = headerWords;
        keyPosition = options.keyPosition;
        words.set(emptyWords);
    }

    @Override
    public final void dispose() {
        assert deleted : "name=" + nameTerm();
    }

    /** Position of the key, from 1. */
    public final int keyPosition() {
        return keyPosition;
    }

    /** True once the table is deleted. */
    public final boolean isDeleted() {
        return deleted;
    }

    /** Number of rows. */
    public final long size() {
        return rows.get();
    }

    /** Words in use, the C emulator's figure for the same table. */
    public final long memoryWords() {
        return words.get();
    }

    /** Who keeps rows from moving. */
    public final EtsFixations fixations() {
        return fixations;
    }

    /** True while somebody fixes the table. */
    public final boolean isFixed() {
        return fixations.isFixed();
    }

    // Rows

    final long createRow(final long tupleTerm) {
        return EtsRow.create(tupleTerm, headerWords);
    }

    /** Frees a row that counts in {@link #memoryWords}. */
    final void freeRow(final long rowAddr) {
        words.addAndGet(-EtsRow.totalWords(rowAddr, headerWords));
        EtsRow.free(rowAddr, headerWords);
    }

    /** Counts a new row in the place of another, which is freed. */
    final void exchangeRow(final long oldRowAddr, final long newRowAddr) {
        final long more = EtsRow.totalWords(newRowAddr, headerWords) - EtsRow.totalWords(oldRowAddr, headerWords);
        if (more != 0) {
            words.addAndGet(more);
        }
        EtsRow.free(oldRowAddr, headerWords);
    }

    final long rowTuple(final long rowAddr) {
        return rowAddr + headerWords * 8L + Term.TAG_BOXED;
    }

    final long rowKey(final long rowAddr) {
        return Memory.getLong(rowAddr + (headerWords + keyPosition) * 8L);
    }

    final long copyRow(final TermHeap heap, final long rowAddr) {
        return EtsRow.copyTuple(heap, rowAddr, headerWords);
    }

    /** True for a tuple that has a key. */
    public final boolean isRow(final long term) {
        return Term.isTuple(term) && Tuple.arity(term) >= keyPosition;
    }

    /** The key of a tuple for which {@link #isRow} holds. */
    public final long keyOf(final long tupleTerm) {
        return Tuple.element(tupleTerm, keyPosition);
    }

    // Changes in slices

    /** Why an operation may not begin: a code of {@link EtsCode}. */
    final long unavailable() {
        return deleted ? EtsCode.DELETED : EtsCode.BUSY;
    }

    /** True while a {@link BulkChange} is under way. */
    public final boolean isBusy() {
        return change != null;
    }

    /** Makes a slice of the change that is under way, if any. */
    public final void help() {
        final BulkChange now = change;
        if (now != null) {
            now.run();
        }
    }

    /** Closes the table for a change; BUSY when another one is under way, DELETED when there is no table any more. */
    final long close(final BulkChange newChange) {
        lockAll();
        try {
            if (closed) {
                return unavailable();
            }
            closed = true;
            change = newChange;
            return 0;
        } finally {
            unlockAll();
        }
    }

    /** Opens the table after a change. */
    final void reopen(final BulkChange oldChange) {
        lockAll();
        if (change == oldChange) {
            change = null;
            closed = deleted;
        }
        unlockAll();
    }

    /** The table is deleted: ends the change that is under way. */
    final void cancelChange() {
        final BulkChange now = change;
        if (now != null) {
            tables().host().background(now::finish);
        }
    }

    // Operations

    /** Inserts a tuple; with {@code onlyNew} nothing changes when its key exists: {@code true} or {@code false}. */
    public abstract long insert(long tupleTerm, boolean onlyNew);

    /** Inserts all tuples of a list at once; the caller has checked that each is a row. */
    public abstract long insertAll(long listTerm, boolean onlyNew);

    /** All rows of a key. */
    public abstract long lookup(TermHeap heap, long keyTerm);

    /** {@code true} when the key exists. */
    public abstract long member(long keyTerm);

    /** One element of the row of a key, a list of them in bags. */
    public abstract long lookupElement(TermHeap heap, long keyTerm, int position);

    /** Deletes all rows of a key and returns them. */
    public abstract long take(TermHeap heap, long keyTerm);

    /** Deletes all rows of a key. */
    public abstract long delete(long keyTerm);

    /** Deletes rows that equal a tuple. */
    public abstract long deleteObject(long tupleTerm);

    /** The first key; with {@code withRows} {@code {Key, Rows}}. */
    public abstract long first(TermHeap heap, boolean withRows);

    /** The last key; with {@code withRows} {@code {Key, Rows}}. */
    public abstract long last(TermHeap heap, boolean withRows);

    /** The key behind a key. */
    public abstract long next(TermHeap heap, long keyTerm, boolean withRows);

    /** The first key as {@link #first}, or that of a deleted row which is kept while the table is fixed. */
    public long rawFirst(final TermHeap heap) {
        return first(heap, false);
    }

    /** The key behind a key as {@link #next}, with those of deleted rows which are kept while the table is fixed. */
    public long rawNext(final TermHeap heap, final long keyTerm) {
        return next(heap, keyTerm, false);
    }

    /** The key before a key. */
    public abstract long previous(TermHeap heap, long keyTerm, boolean withRows);

    /** The rows of a bucket, or the n-th row of an ordered set. */
    public abstract long slot(TermHeap heap, long number);

    /** {@code [{Id, Bytes, Count}]} of the off-heap binaries in the rows of a key. */
    public abstract long binaryInfo(TermHeap heap, long keyTerm);

    /**
     * What {@code ets:info(Table, stats)} shows of a hash table: buckets, mean, real and expected deviation of chain lengths, shortest and longest
     * chain, marked rows, locks; null for an ordered set.
     */
    public double[] stats() {
        return null;
    }

    /** Deletes all rows at once; their memory is given back by {@link EtsSweep}. Null when the table is closed. */
    public abstract EtsSweep clear();

    /** A change that deletes all rows, when they cannot be taken away because the table is fixed; else null. */
    public BulkChange clearFixed() {
        return null;
    }

    /** The hash of a key for the calls below; 0 where there is none. */
    abstract long hashOf(long keyTerm);

    /** Takes the lock of a key for writing; false when the table is deleted. */
    abstract boolean lockKey(long hash);

    /** Gives back the lock of a key. */
    abstract void unlockKey(long hash);

    /** The live row of a key in a set or ordered set, or 0; under its lock. */
    abstract long findRow(long hash, long keyTerm);

    /** Puts a row in the place of the row with its key, which is freed, or adds it; under the lock of its key. */
    abstract void putRow(long hash, long rowAddr);

    /** Takes all locks for writing, whether the table is closed or not. */
    abstract void lockAll();

    /** Gives all locks back. */
    abstract void unlockAll();

    /** Enters into a new row what depends on its key. */
    abstract void prepareRow(long rowAddr);

    /** True when the key of a row that is in no table exists; for the change that has closed the table. */
    abstract boolean bulkFinds(long rowAddr);

    /** Inserts a prepared row, or frees it when the table is deleted; for the change that has closed the table. */
    abstract void bulkInsert(long rowAddr);

    /** Grows or shrinks what the rows lie in, when it is time; under no lock. */
    abstract void adapt();

    /** Called when the last fixation has gone. */
    abstract void unfixed();

    /** Detaches all rows of a deleted table. */
    abstract EtsSweep detach();

    /** Adds the off-heap binaries of a row to a list. */
    final long consBinaries(final TermHeap heap, final long rowAddr, final long listTerm) {
        long list = listTerm;
        for (long object = EtsRow.offHeapAddr(rowAddr, headerWords); object != 0; object = OffHeapList.next(object)) {
            if (!Ref.isMagic(Term.makeBoxed(object))) {
                final long binary = Memory.getLong(object + Bitstring.REFC_OBJECT_WORD * 8);
                list = Cons.make(heap, Tuple.make(heap, Term.makeSmall(binary), Term.makeSmall(OffHeapBinary.sizeBytes(binary)),
                    Term.makeSmall(OffHeapBinary.count(binary))), list);
            }
        }
        return list;
    }

    /** {@code [row | list]} with a copy of a row. */
    final long consRow(final TermHeap heap, final long rowAddr, final long listTerm) {
        final long tupleTerm = copyRow(heap, rowAddr);
        return Cons.make(heap, tupleTerm, listTerm);
    }

    final long keyResult(final TermHeap heap, final long rowAddr, final long rowsTerm) {
        final long keyTerm = TermCopy.copy(rowKey(rowAddr), heap);
        return rowsTerm == Term.NON_VALUE ? keyTerm : Tuple.make(heap, keyTerm, rowsTerm);
    }
}
