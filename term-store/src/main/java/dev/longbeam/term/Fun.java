package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Funs.
 *
 * <pre>
 *   local      [header: 4 + free] [index in FunTable] [next in the off-heap list] [arity | free count &lt;&lt; 8] [pid of the creator] [environment ..]
 *   external   [header] [index in ExportTable] and, where the release has them, three words without a meaning
 * </pre>
 *
 * <p>Where {@link FunModel#COUNTED} holds a local fun stands in the off-heap list of its heap and counts for its entry.
 *
 * <p>Any thread that may see the term.
 */
public final class Fun {
    /** Words of a local fun without its environment. */
    public static final int LOCAL_WORDS = 5;
    /** First word that is a term: the creator; the environment follows. */
    public static final int FIRST_TERM_WORD = 4;

    private static final int ENTRY_WORD = 1;
    private static final int NEXT_WORD = 2;
    private static final int ARITY_WORD = 3;
    private static final int FREE_SHIFT = 8;
    private static final int ARITY_MASK = 0xFF;

    private Fun() {
    }

    /** Writes a local fun whose environment the caller fills in. */
    public static long makeLocal(final TermHeap heap, final FunEntry entry, final long creatorTerm) {
        final long addr = heap.allocate(LOCAL_WORDS + entry.freeCount);
        Memory.putLong(addr, Term.makeHeader(LOCAL_WORDS - 1L + entry.freeCount, Term.SUBTAG_FUN));
        Memory.putLong(addr + ENTRY_WORD * 8, entry.tableIndex);
        Memory.putLong(addr + NEXT_WORD * 8, 0);
        Memory.putLong(addr + ARITY_WORD * 8, entry.arity | (long)entry.freeCount << FREE_SHIFT);
        Memory.putLong(addr + FIRST_TERM_WORD * 8, creatorTerm);
        if (isCounted()) {
            OffHeapList.link(addr, heap);
        }
        return Term.makeBoxed(addr);
    }

    /** True when local funs stand in off-heap lists. */
    static boolean isCounted() {
        return OtpVariant.current().funs() == FunModel.COUNTED;
    }

    /** An external fun. */
    public static long makeExport(final TermHeap heap, final int exportIndex) {
        final int words = OtpVariant.current().funs().exportWords;
        final long addr = heap.allocate(words);
        Memory.putLong(addr, Term.makeHeader(words - 1L, Term.SUBTAG_EXPORT));
        Memory.putLong(addr + 8, exportIndex);
        for (int i = 2; i < words; i++) {
            Memory.putLong(addr + i * 8L, 0);
        }
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

    /** True when a local fun is one of an entry's. */
    public static boolean isOf(final long localFunTerm, final FunEntry entry) {
        return Term.word(localFunTerm, ENTRY_WORD) == entry.tableIndex;
    }

    /** Index in {@link ExportTable} of an external fun. */
    public static int exportIndex(final long exportFunTerm) {
        return (int)Term.word(exportFunTerm, 1);
    }

    /** Number of arguments of a fun of either kind. */
    public static int arity(final long funTerm) {
        return isLocal(funTerm) ? (int)Term.word(funTerm, ARITY_WORD) & ARITY_MASK : ExportTable.get(exportIndex(funTerm)).arity();
    }

    /** Number of terms in the environment of a local fun. */
    public static int freeCount(final long localFunTerm) {
        return (int)Term.word(localFunTerm, ARITY_WORD) >>> FREE_SHIFT;
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
