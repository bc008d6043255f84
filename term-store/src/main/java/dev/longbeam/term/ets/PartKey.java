package dev.longbeam.term.ets;

import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * Keys of match heads in which variables stand: they bound the part of an ordered set that can match.
 *
 * <p>Any thread that may see the terms.
 */
final class PartKey {
    private static final int OPEN = 2;

    private PartKey() {
    }

    /** Order of a part key and a key as far as the first variable; 0 when equal up to there. */
    static int compare(final long partTerm, final long keyTerm) {
        final int order = order(partTerm, keyTerm);
        return order == OPEN ? 0 : order;
    }

    /** -1, 0, 1, or {@link #OPEN} when a variable was reached. */
    private static int order(final long firstPartTerm, final long firstKeyTerm) {
        long part = firstPartTerm;
        long key = firstKeyTerm;
        while (Term.isCons(part) && Term.isCons(key)) {
            final int order = order(Cons.head(part), Cons.head(key));
            if (order != 0) {
                return order;
            }
            part = Cons.tail(part);
            key = Cons.tail(key);
        }
        if (EtsTerms.matchesAnything(part)) {
            return OPEN;
        }
        if (Term.isTuple(part) && Term.isTuple(key) && Tuple.arity(part) == Tuple.arity(key)) {
            final int arity = Tuple.arity(part);
            for (int i = 1; i <= arity; i++) {
                final int order = order(Tuple.element(part, i), Tuple.element(key, i));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }
        return Integer.signum(EtsTerms.compare(part, key));
    }
}
