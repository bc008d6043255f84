package dev.longbeam.otp;

import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

/** Texts as Erlang strings. */
final class ErlangTexts {
    private ErlangTexts() {
    }

    /** The list of the code points of a text. */
    static long list(final TermHeap heap, final String text) {
        long list = Term.NIL;
        for (int i = text.length(); i > 0;) {
            final int character = text.codePointBefore(i);
            i -= Character.charCount(character);
            list = Cons.make(heap, Term.makeSmall(character), list);
        }
        return list;
    }

    /** The text of a list of code points, or null when it is none. */
    static String text(final long listTerm) {
        final StringBuilder text = new StringBuilder();
        long rest = listTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long character = Cons.head(rest);
            if (!Term.isSmall(character) || !Character.isValidCodePoint((int)Term.smallValue(character))) {
                return null;
            }
            text.appendCodePoint((int)Term.smallValue(character));
        }
        return rest == Term.NIL ? text.toString() : null;
    }
}
