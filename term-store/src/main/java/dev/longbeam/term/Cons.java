package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Cons cell: {@code [head] [tail]}, two words without a header.
 *
 * <p>Any thread that may see the term.
 */
public final class Cons {
    /** Words of a cell. */
    public static final int WORDS = 2;

    private static final long TAIL_OFFSET = 8 - Term.TAG_LIST;

    private Cons() {
    }

    /** Builds {@code [head | tail]}. */
    public static long make(final TermHeap heap, final long headTerm, final long tailTerm) {
        return write(heap.allocate(WORDS), headTerm, tailTerm);
    }

    /** Writes a cell at an address that was allocated before. */
    public static long write(final long addr, final long headTerm, final long tailTerm) {
        Memory.putLong(addr, headTerm);
        Memory.putLong(addr + 8, tailTerm);
        return Term.makeCons(addr);
    }

    /** Head of a cell. */
    public static long head(final long consTerm) {
        return Memory.getLong(consTerm - Term.TAG_LIST);
    }

    /** Tail of a cell. */
    public static long tail(final long consTerm) {
        return Memory.getLong(consTerm + TAIL_OFFSET);
    }

    /** Length of a proper list, or -1 when the list is improper or the term no list. */
    public static long length(final long listTerm) {
        long length = 0;
        long rest = listTerm;
        while (Term.isCons(rest)) {
            length++;
            rest = tail(rest);
        }
        return rest == Term.NIL ? length : -1;
    }

    /** Builds a proper list of terms. */
    public static long list(final TermHeap heap, final long... terms) {
        long list = Term.NIL;
        for (int i = terms.length - 1; i >= 0; i--) {
            list = make(heap, terms[i], list);
        }
        return list;
    }
}
