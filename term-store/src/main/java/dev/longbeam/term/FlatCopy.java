package dev.longbeam.term;

import dev.longbeam.memory.AddressSpace;
import dev.longbeam.memory.Memory;

/**
 * Copies of small tuples that hold nothing but immediates, as most messages are. No walk is needed, and nothing has to be looked at once more when
 * it has been copied.
 *
 * <p>Any thread that may see the term and owns the receiving heap. Sizes are in words.
 */
public final class FlatCopy {
    private static final int TUPLE_WORDS = 12;

    private FlatCopy() {
    }

    /** Words of a term that can be copied here; 0 when it cannot, also when it is a literal. */
    public static long words(final long term) {
        if (Term.isCons(term) || AddressSpace.isLiteral(term)) {
            return 0;
        }
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

    /**
     * Copies a tuple.
     *
     * @param words what {@link #words} gave for it
     */
    public static long copy(final long term, final long words, final TermHeap to) {
        final long addr = to.allocate(words);
        final long from = Term.addr(term);
        for (long i = 0; i < words; i++) {
            Memory.putLong(addr + i * Memory.WORD_BYTES, Memory.getLong(from + i * Memory.WORD_BYTES));
        }
        return Term.makeBoxed(addr);
    }
}
