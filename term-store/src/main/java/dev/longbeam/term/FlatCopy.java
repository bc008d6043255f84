package dev.longbeam.term;

import dev.longbeam.memory.AddressSpace;
import dev.longbeam.memory.Memory;

/**
 * Copies of terms that hold nothing but immediates: a small tuple, or a proper list, as most messages are. No walk is needed, and nothing has to be
 * looked at once more when it has been copied.
 *
 * <p>Any thread that may see the term and owns the receiving heap. Sizes are in words.
 */
public final class FlatCopy {
    private static final int TUPLE_WORDS = 12;

    private FlatCopy() {
    }

    /** Words of a term that can be copied here; 0 when it cannot, also when it is, or ends in, a literal. */
    public static long words(final long term) {
        if (AddressSpace.isLiteral(term)) {
            return 0;
        }
        return Term.isCons(term) ? listWords(term) : tupleWords(term);
    }

    private static long tupleWords(final long term) {
        final long addr = Term.addr(term);
        final long header = Memory.getLong(addr);
        final long words = 1 + Term.headerWords(header);
        if (Term.subtag(header) != Term.SUBTAG_TUPLE || words > TUPLE_WORDS) {
            return 0;
        }
        for (long i = 1; i < words; i++) {
            if (!Term.isImmediate(Memory.getLong(addr + i * Memory.WORD_BYTES))) {
                return 0;
            }
        }
        return words;
    }

    private static long listWords(final long listTerm) {
        long words = 0;
        long cell = listTerm;
        while (Term.isCons(cell)) {
            if (!Term.isImmediate(Cons.head(cell)) || AddressSpace.isLiteral(cell)) {
                return 0;
            }
            words += Cons.WORDS;
            cell = Cons.tail(cell);
        }
        return Term.isImmediate(cell) ? words : 0;
    }

    /**
     * Copies a term that is no immediate.
     *
     * @param words what {@link #words} gave for it
     */
    public static long copy(final long term, final long words, final TermHeap to) {
        final long addr = to.allocate(words);
        if (Term.isCons(term)) {
            return copyList(term, addr);
        }
        final long from = Term.addr(term);
        for (long i = 0; i < words; i++) {
            Memory.putLong(addr + i * Memory.WORD_BYTES, Memory.getLong(from + i * Memory.WORD_BYTES));
        }
        return Term.makeBoxed(addr);
    }

    private static long copyList(final long listTerm, final long addr) {
        long to = addr;
        long cell = listTerm;
        for (;;) {
            final long tail = Cons.tail(cell);
            Memory.putLong(to, Cons.head(cell));
            if (!Term.isCons(tail)) {
                Memory.putLong(to + Memory.WORD_BYTES, tail);
                return Term.makeCons(addr);
            }
            to += Cons.WORDS * (long)Memory.WORD_BYTES;
            Memory.putLong(to - Memory.WORD_BYTES, Term.makeCons(to));
            cell = tail;
        }
    }
}
