package dev.longbeam.term.ets;

import dev.longbeam.term.Cons;
import dev.longbeam.term.MapCursor;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** Finds out whether match variables stand in a term. Any thread that may see the term. */
final class Variables {
    private static final int MAX_DEPTH = 4000;

    private Variables() {
    }

    /** True when a variable or {@code '_'} stands in a term; also when it is nested too deep to tell. */
    static boolean anyIn(final long term) {
        return anyIn(term, 0);
    }

    private static boolean anyIn(final long term, final int depth) {
        if (depth > MAX_DEPTH) {
            return true;
        }
        long rest = term;
        while (Term.isCons(rest)) {
            if (anyIn(Cons.head(rest), depth + 1)) {
                return true;
            }
            rest = Cons.tail(rest);
        }
        if (Term.isTuple(rest)) {
            for (int i = 1; i <= Tuple.arity(rest); i++) {
                if (anyIn(Tuple.element(rest, i), depth + 1)) {
                    return true;
                }
            }
            return false;
        }
        return Term.isMap(rest) ? anyInMap(rest, depth) : EtsTerms.matchesAnything(rest);
    }

    private static boolean anyInMap(final long mapTerm, final int depth) {
        final MapCursor cursor = new MapCursor(mapTerm);
        while (cursor.next()) {
            if (anyIn(cursor.key(), depth + 1) || anyIn(cursor.value(), depth + 1)) {
                return true;
            }
        }
        return false;
    }

    /** True when a map stands in a term outside of other maps: such a key never bounds a range, since maps match in part. */
    static boolean mapIn(final long term) {
        return mapIn(term, 0);
    }

    private static boolean mapIn(final long term, final int depth) {
        if (depth > MAX_DEPTH) {
            return true;
        }
        long rest = term;
        while (Term.isCons(rest)) {
            if (mapIn(Cons.head(rest), depth + 1)) {
                return true;
            }
            rest = Cons.tail(rest);
        }
        if (Term.isTuple(rest)) {
            for (int i = 1; i <= Tuple.arity(rest); i++) {
                if (mapIn(Tuple.element(rest, i), depth + 1)) {
                    return true;
                }
            }
        }
        return Term.isMap(rest);
    }
}
