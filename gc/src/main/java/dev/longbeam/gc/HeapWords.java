package dev.longbeam.gc;

import dev.longbeam.term.Fun;
import dev.longbeam.term.MapLayout;
import dev.longbeam.term.Term;

/**
 * What the loop of the {@link Collector} asks of addresses and headers. These methods, and those of {@code MapLayout} that they call, are put in
 * line always ({@code config/run.options}): a single call in that loop, however rare, makes HotSpot keep all of the loop's variables in memory.
 *
 * <p>Any thread that may see the object.
 */
final class HeapWords {
    private HeapWords() {
    }

    /** True for an address in a range. */
    static boolean isWithin(final long addr, final long from, final long bytes) {
        return Long.compareUnsigned(addr - from, bytes) < 0;
    }

    /** Words of an object, its header included. */
    static long words(final long addr, final long header) {
        return 1 + (Term.subtag(header) == Term.SUBTAG_MAP ? MapLayout.wordsBehindHeader(addr) : Term.headerWords(header));
    }

    /** Bytes of an object before its first term, or of all of it; 0 for an object that has anything behind its terms. */
    static long bytesBeforeTerms(final long header) {
        return switch (Term.subtag(header)) {
            case Term.SUBTAG_TUPLE, Term.SUBTAG_RECORD -> 8;
            case Term.SUBTAG_MAP -> MapLayout.firstTermWord(header) * 8L;
            case Term.SUBTAG_FUN -> Fun.FIRST_TERM_WORD * 8L;
            case Term.SUBTAG_SUB_BINARY, Term.SUBTAG_MATCH_CONTEXT -> 0;
            default -> Term.headerWords(header) * 8 + 8;
        };
    }
}
