package dev.longbeam.term.ets;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * Whether a match specification gives rows with the keys of the rows that it matched, as {@code ets:select_replace/2} requires.
 *
 * <p>Stateless; any thread that may see the term.
 */
public final class KeptKey {
    private static final long AM_WHOLE = Atom.of("$_");
    private static final long AM_BINDINGS = Atom.of("$$");
    private static final long AM_CONST = Atom.of("const");
    private static final long AM_ELEMENT = Atom.of("element");

    private KeptKey() {
    }

    /** True when every clause surely keeps the key. */
    public static boolean inAll(final long specTerm, final int keyPosition) {
        for (long rest = specTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long clause = Cons.head(rest);
            if (!Term.isTuple(clause) || Tuple.arity(clause) != 3
                || !inClause(Tuple.element(clause, 1), Tuple.element(clause, 3), keyPosition)) {
                return false;
            }
        }
        return true;
    }

    private static boolean inClause(final long headTerm, final long bodyTerm, final int keyPosition) {
        if (!Term.isCons(bodyTerm) || Cons.tail(bodyTerm) != Term.NIL) {
            return false;
        }
        final long result = Cons.head(bodyTerm);
        if (result == AM_WHOLE) {
            return true;
        }
        if (!Term.isTuple(result) || !hasKey(headTerm, keyPosition)) {
            return false;
        }
        final boolean constant = Tuple.arity(result) == 2 && Tuple.element(result, 1) == AM_CONST;
        if (!constant && Tuple.arity(result) != 1) {
            return false;
        }
        final long row = Tuple.element(result, constant ? 2 : 1);
        if (!hasKey(row, keyPosition)) {
            return false;
        }
        final long key = Tuple.element(row, keyPosition);
        return same(Tuple.element(headTerm, keyPosition), key, constant) || !constant && takesKey(key, keyPosition);
    }

    private static boolean hasKey(final long term, final int keyPosition) {
        return Term.isTuple(term) && Tuple.arity(term) >= keyPosition;
    }

    private static boolean takesKey(final long term, final int keyPosition) {
        return Term.isTuple(term) && Tuple.arity(term) == 3 && Tuple.element(term, 1) == AM_ELEMENT
            && Tuple.element(term, 2) == Term.makeSmall(keyPosition) && Tuple.element(term, 3) == AM_WHOLE;
    }

    /** True when an expression surely builds what a pattern matched. */
    private static boolean same(final long firstPatternTerm, final long firstTerm, final boolean constant) {
        long pattern = firstPatternTerm;
        long term = firstTerm;
        while (Term.isCons(term)) {
            if (!Term.isCons(pattern) || !same(Cons.head(pattern), Cons.head(term), constant)) {
                return false;
            }
            pattern = Cons.tail(pattern);
            term = Cons.tail(term);
        }
        if (Term.isTuple(term)) {
            return sameTuple(pattern, term, constant);
        }
        if (Term.isMap(term)) {
            return false;
        }
        if (!Term.isImmediate(term)) {
            return EtsTerms.exactEqual(pattern, term);
        }
        return pattern == term && pattern != EtsTerms.AM_UNDERSCORE && pattern != AM_BINDINGS && pattern != AM_WHOLE
            && !(constant && EtsTerms.variable(pattern) >= 0);
    }

    private static boolean sameTuple(final long pattern, final long term, final boolean constant) {
        if (constant) {
            return sameElements(pattern, term, true);
        }
        if (Tuple.arity(term) == 1 && Term.isTuple(Tuple.element(term, 1))) {
            return sameElements(pattern, Tuple.element(term, 1), false);
        }
        return Tuple.arity(term) == 2 && Tuple.element(term, 1) == AM_CONST && same(pattern, Tuple.element(term, 2), true);
    }

    private static boolean sameElements(final long pattern, final long term, final boolean constant) {
        if (!Term.isTuple(pattern) || Tuple.arity(pattern) != Tuple.arity(term)) {
            return false;
        }
        for (int i = 1; i <= Tuple.arity(term); i++) {
            if (!same(Tuple.element(pattern, i), Tuple.element(term, i), constant)) {
                return false;
            }
        }
        return true;
    }
}
