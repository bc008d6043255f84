package dev.longbeam.otp;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** Shows simple terms in tests. */
final class Shown {
    private Shown() {
    }

    static String show(final long term) {
        if (Integers.fitsLong(term)) {
            return Long.toString(Integers.longValue(term));
        }
        if (Term.isAtom(term)) {
            return Atom.name(term);
        }
        if (Term.isBitstring(term)) {
            return "<<\"" + new String(Bitstring.toArray(term), StandardCharsets.ISO_8859_1) + "\">>";
        }
        if (Term.isTuple(term)) {
            final StringJoiner joiner = new StringJoiner(",", "{", "}");
            for (int i = 1; i <= Tuple.arity(term); i++) {
                joiner.add(show(Tuple.element(term, i)));
            }
            return joiner.toString();
        }
        if (Term.isList(term)) {
            final StringJoiner joiner = new StringJoiner(",", "[", "]");
            for (long at = term; Term.isCons(at); at = Cons.tail(at)) {
                joiner.add(show(Cons.head(at)));
            }
            return joiner.toString();
        }
        return "0x" + Long.toHexString(term);
    }
}
