package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Funs.
 *
 * <pre>
 *   local      [header: 5 + free] [index in FunTable] [0] [arity] [free count] [pid of the creator] [environment ..]
 *   external   [header: 1] [index in ExportTable]
 * </pre>
 *
 * <p>Any thread that may see the term.
 */
public final class Fun {
    /** Words of a local fun without its environment. */
    public static final int LOCAL_WORDS = 6;
    /** Words of an external fun. */
    public static final int EXPORT_WORDS = 2;
    /** First word that is a term: the creator; the environment follows. */
    public static final int FIRST_TERM_WORD = 5;

    private static final int ENTRY_WORD = 1;
    private static final int ARITY_WORD = 3;
    private static final int FREE_WORD = 4;

    private Fun() {
    }

    /** Writes a local fun whose environment the caller fills in. */
    public static long makeLocal(final TermHeap heap, final FunEntry entry, final long creatorTerm) {
        final long addr = heap.allocate(LOCAL_WORDS + entry.freeCount);
        Memory.putLong(addr, Term.makeHeader(LOCAL_WORDS - 1L + entry.freeCount, Term.SUBTAG_FUN));
        Memory.putLong(addr + ENTRY_WORD * 8, entry.tableIndex);
        Memory.putLong(addr + 16, 0);
        Memory.putLong(addr + ARITY_WORD * 8, entry.arity);
        Memory.putLong(addr + FREE_WORD * 8, entry.freeCount);
        Memory.putLong(addr + FIRST_TERM_WORD * 8, creatorTerm);
        return Term.makeBoxed(addr);
    }

    /** An external fun. */
    public static long makeExport(final TermHeap heap, final int exportIndex) {
        final long addr = heap.allocate(EXPORT_WORDS);
        Memory.putLong(addr, Term.makeHeader(1, Term.SUBTAG_EXPORT));
        Memory.putLong(addr + 8, exportIndex);
        return Term.makeBoxed(addr);
    }

    /** True for a local fun. */
    public static boolean isLocal(final long term) {
        return Term.isBoxed(term, Term.SUBTAG_FUN);
    }

    /** True for an external fun. */
    public static boolean isExport(final long term) {
        return Term.isBoxed(term, Term.SUBTAG_EXPORT);
    }

    /** What the closures of a local fun have in common. */
    public static FunEntry entry(final long localFunTerm) {
        return FunTable.get((int)Term.word(localFunTerm, ENTRY_WORD));
    }

    /** Index in {@link ExportTable} of an external fun. */
    public static int exportIndex(final long exportFunTerm) {
        return (int)Term.word(exportFunTerm, 1);
    }

    /** Number of arguments of a fun of either kind. */
    public static int arity(final long funTerm) {
        return isLocal(funTerm) ? (int)Term.word(funTerm, ARITY_WORD) : ExportTable.get(exportIndex(funTerm)).arity();
    }

    /** Number of terms in the environment of a local fun. */
    public static int freeCount(final long localFunTerm) {
        return (int)Term.word(localFunTerm, FREE_WORD);
    }

    /** The pid that made a local fun. */
    public static long creator(final long localFunTerm) {
        return Term.word(localFunTerm, FIRST_TERM_WORD);
    }

    /** A term of the environment, counted from 0. */
    public static long free(final long localFunTerm, final int index) {
        return Term.word(localFunTerm, FIRST_TERM_WORD + 1 + index);
    }

    /** Sets a term of the environment of a new fun, counted from 0. */
    public static void free(final long localFunTerm, final int index, final long term) {
        Memory.putLong(Term.addr(localFunTerm) + (FIRST_TERM_WORD + 1 + index) * 8L, term);
    }
}
