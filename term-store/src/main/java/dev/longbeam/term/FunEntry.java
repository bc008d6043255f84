package dev.longbeam.term;

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

    /** Funs of entries that had the index before, which the node of that entry has left behind. */
    private final long leftBehind;

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
        leftBehind = FunCounts.sumMade(tableIndex) - FunCounts.sumGone(tableIndex);
    }

    /** Adds a fun on a heap. */
    void retain() {
        FunCounts.made(tableIndex);
    }

    /** Takes a fun on a heap away. */
    void release() {
        FunCounts.gone(tableIndex);
    }

    /** What {@code fun_info(F, refc)} tells. */
    public long referenceCount() {
        final long loaded = codePointer != 0 || purgedPointer != 0 ? OtpVariant.current().funs().loadedCount : 0;
        return loaded + FunCounts.sumMade(tableIndex) - FunCounts.sumGone(tableIndex) - leftBehind;
    }

    /**
     * True when there is no fun of the entry, and so never will be unless somebody holds it: a fun is made of another. The order counts. What is
     * gone is read first: who sees that a fun is gone sees that it has been made, and all that have been made of it. So when both sums are equal
     * none is left, since those that code has made were there before nobody held the entry.
     */
    boolean isUnused() {
        final long gone = FunCounts.sumGone(tableIndex);
        return FunCounts.sumMade(tableIndex) == gone + leftBehind;
    }
}
