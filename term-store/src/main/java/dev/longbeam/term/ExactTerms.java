package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/** Stand-in. */
final class ExactTerms {
    private ExactTerms() {
    }

    static boolean equal(final long a, final long b) {
        if (a == b) {
            return true;
        }
        if (Term.isCons(a) && Term.isCons(b)) {
            return equal(Cons.head(a), Cons.head(b)) && equal(Cons.tail(a), Cons.tail(b));
        }
        if (!Term.isBoxed(a) || !Term.isBoxed(b) || Term.header(a) != Term.header(b)) {
            return false;
        }
        if (Term.isTuple(a)) {
            for (int i = 1; i <= Tuple.arity(a); i++) {
                if (!equal(Tuple.element(a, i), Tuple.element(b, i))) {
                    return false;
                }
            }
            return true;
        }
        return Memory.compare(Term.addr(a), Term.addr(b), (Term.headerWords(Term.header(a)) + 1) * 8) == 0;
    }

    static boolean equalByValue(final long a, final long b) {
        return equal(a, b);
    }

    /** Equal terms have equal hashes; looks at a bounded part of a term only. */
    static long hash(final long term) {
        return mix(hash(term, 3));
    }

    private static long hash(final long term, final int depth) {
        if (Term.isImmediate(term)) {
            return term;
        }
        if (depth == 0) {
            return 1;
        }
        if (Term.isCons(term)) {
            return mix(hash(Cons.head(term), depth - 1)) + 31 * hash(Cons.tail(term), depth);
        }
        if (Term.isTuple(term)) {
            long hash = Tuple.arity(term);
            for (int i = 1; i <= Math.min(8, Tuple.arity(term)); i++) {
                hash = mix(hash) + hash(Tuple.element(term, i), depth - 1);
            }
            return hash;
        }
        return 2;
    }

    private static long mix(final long value) {
        final long h = value * 0x9E37_79B9_7F4A_7C15L;
        return h ^ h >>> 32;
    }
}
