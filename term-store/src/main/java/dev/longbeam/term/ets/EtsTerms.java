package dev.longbeam.term.ets;

import dev.longbeam.term.Atom;
import dev.longbeam.term.AtomHash;
import dev.longbeam.term.Compare;
import dev.longbeam.term.Hash;
import dev.longbeam.term.Term;

/**
 * How tables see keys: equality, order and hash, and which atoms are variables of match specifications.
 *
 * <p>Any thread that may see the terms.
 */
final class EtsTerms {
    static final long AM_UNDERSCORE = Atom.of("_");
    private static final int NOT_A_VARIABLE = -1;

    private EtsTerms() {
    }

    static boolean exactEqual(final long termA, final long termB) {
        if (termA == termB) {
            return true;
        }
        return !Term.isImmediate(termA) && !Term.isImmediate(termB) && Compare.exactEqual(termA, termB);
    }

    static int compare(final long termA, final long termB) {
        return termA == termB ? 0 : Compare.compare(termA, termB);
    }

    /** The hash that decides in which bucket a key lies, the C emulator's own: programs see the order of the buckets. */
    static long hash(final long keyTerm) {
        return (Term.isAtom(keyTerm) ? AtomHash.of(keyTerm) : Hash.internal(keyTerm)) & 0xFFFF_FFFFL;
    }

    /** The number of a match variable ({@code '$N'}), or -1 for any other term. */
    static int variable(final long term) {
        if (!Term.isAtom(term)) {
            return NOT_A_VARIABLE;
        }
        final String name = Atom.name(term);
        final int length = name.length();
        if (length < 2 || length > 10 || name.charAt(0) != '$' || name.charAt(1) == '0' && length > 2) {
            return NOT_A_VARIABLE;
        }
        long number = 0;
        for (int i = 1; i < length; i++) {
            final char c = name.charAt(i);
            if (c < '0' || c > '9') {
                return NOT_A_VARIABLE;
            }
            number = number * 10 + (c - '0');
        }
        return number > Integer.MAX_VALUE ? NOT_A_VARIABLE : (int)number;
    }

    /** True for a match variable or {@code '_'}. */
    static boolean matchesAnything(final long term) {
        return term == AM_UNDERSCORE || variable(term) >= 0;
    }
}
