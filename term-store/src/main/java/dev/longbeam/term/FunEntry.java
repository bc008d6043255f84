package dev.longbeam.term;

import java.util.concurrent.atomic.LongAdder;

/**
 * A local fun of a loaded (or once loaded) module: what its closures have in common.
 *
 * <p>Any thread; {@link #codePointer} is set by the code loader.
 */
public final class FunEntry {
    /** Index in {@link FunTable}. */
    public final int tableIndex;
    /** Module. */
    public final long moduleTerm;
    /** Number of the fun in its module ({@code fun_info} index and new_index). */
    public final int index;
    /** 27 bits of the module's MD5 ({@code fun_info} uniq). */
    public final int uniq;
    /** MD5 of the module, 16 bytes ({@code fun_info} new_uniq). */
    public final byte[] moduleMd5;
    /** Number of arguments without the environment. */
    public final int arity;
    /** Number of terms in the environment. */
    public final int freeCount;
    /** Code pointer of the function; 0 while the module is not loaded, or while it is being purged. */
    public volatile long codePointer;
    /** Code pointer of the function whose module is being purged; else 0. Calls wait until the purge has ended. */
    public volatile long purgedPointer;
    /** What the engine keeps to call the compiled body, which it checks against {@link #codePointer}; null for nothing. */
    public volatile Object compiled;
    /** Name of the function that holds the body; NON_VALUE while the module has never been loaded. */
    public volatile long functionTerm;

    /** The table that the entry stands in. */
    final FunTable table;
    /** How many hold the entry, besides the funs of it. Under the lock of the table. */
    int holders;

    /** Funs on heaps that there have been, where they count: many threads change it, hardly anybody reads it. */
    private final LongAdder made = new LongAdder();
    /** Those of them that are gone. */
    private final LongAdder gone = new LongAdder();

    FunEntry(final FunTable table, final int tableIndex, final long moduleTerm, final int index, final int uniq, final byte[] moduleMd5, final int arity,
        final int freeCount) {
        this.table = table;
        this.tableIndex = tableIndex;
        this.moduleTerm = moduleTerm;
        this.index = index;
        this.uniq = uniq;
        this.moduleMd5 = moduleMd5;
        this.arity = arity;
        this.freeCount = freeCount;
    }

    /** Adds a fun on a heap. */
    void retain() {
        made.increment();
    }

    /** Takes a fun on a heap away. */
    void release() {
        gone.increment();
    }

    /** What {@code fun_info(F, refc)} tells. */
    public long referenceCount() {
        final long loaded = codePointer != 0 || purgedPointer != 0 ? OtpVariant.current().funs().loadedCount : 0;
        return loaded + made.sum() - gone.sum();
    }

    /**
     * True when there is no fun of the entry, and so never will be unless somebody holds it: a fun is made of another. The order counts. What is
     * gone is read first, so when both sums are equal they were so at the moment in between.
     */
    boolean isUnused() {
        final long goneCount = gone.sum();
        return made.sum() == goneCount;
    }
}
