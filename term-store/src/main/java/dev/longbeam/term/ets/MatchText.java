package dev.longbeam.term.ets;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.FloatTerm;
import dev.longbeam.term.MapCursor;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.util.Locale;

/**
 * Terms as the errors of match specifications show them, cut off when long.
 *
 * <p>Stateless; any thread that may see the term.
 */
final class MatchText {
    private static final int MAX_TEXT = 400;
    private static final int MAX_DEPTH = 50;

    private MatchText() {
    }

    static String of(final long term) {
        final StringBuilder text = new StringBuilder();
        append(text, term, 0);
        return text.toString();
    }

    private static void append(final StringBuilder text, final long term, final int depth) {
        if (text.length() > MAX_TEXT || depth > MAX_DEPTH) {
            text.append("...");
        } else if (Term.isAtom(term)) {
            appendAtom(text, Atom.name(term));
        } else if (Term.isSmall(term)) {
            text.append(Term.smallValue(term));
        } else if (term == Term.NIL) {
            text.append("[]");
        } else if (Term.isCons(term)) {
            appendList(text, term, depth);
        } else if (Term.isTuple(term)) {
            text.append('{');
            for (int i = 1; i <= Tuple.arity(term); i++) {
                text.append(i > 1 ? "," : "");
                append(text, Tuple.element(term, i), depth + 1);
            }
            text.append('}');
        } else if (Term.isFloat(term)) {
            text.append(String.format(Locale.ROOT, "%e", FloatTerm.value(term)));
        } else if (Term.isMap(term)) {
            appendMap(text, term, depth);
        } else if (Term.isBitstring(term)) {
            appendBytes(text, term);
        } else {
            text.append(Term.isFun(term) ? "#Fun" : Term.isReference(term) ? "#Ref" : Term.isPid(term) ? "<pid>" : "<term>");
        }
    }

    private static void appendAtom(final StringBuilder text, final String name) {
        boolean plain = !name.isEmpty() && Character.isLowerCase(name.charAt(0));
        for (int i = 0; i < name.length() && plain; i++) {
            final char c = name.charAt(i);
            plain = Character.isLetterOrDigit(c) || c == '_' || c == '@';
        }
        text.append(plain ? name : "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'");
    }

    private static void appendList(final StringBuilder text, final long listTerm, final int depth) {
        if (isPrintable(listTerm)) {
            text.append('"');
            for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
                text.append((char)Term.smallValue(Cons.head(rest)));
            }
            text.append('"');
            return;
        }
        text.append('[');
        append(text, Cons.head(listTerm), depth + 1);
        long rest = Cons.tail(listTerm);
        while (Term.isCons(rest) && text.length() <= MAX_TEXT) {
            text.append(',');
            append(text, Cons.head(rest), depth + 1);
            rest = Cons.tail(rest);
        }
        if (rest != Term.NIL) {
            text.append('|');
            append(text, rest, depth + 1);
        }
        text.append(']');
    }

    private static boolean isPrintable(final long listTerm) {
        int count = 0;
        for (long rest = listTerm; rest != Term.NIL; rest = Cons.tail(rest)) {
            if (!Term.isCons(rest) || !Term.isSmall(Cons.head(rest)) || count++ > MAX_TEXT) {
                return false;
            }
            final long c = Term.smallValue(Cons.head(rest));
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static void appendMap(final StringBuilder text, final long mapTerm, final int depth) {
        text.append("#{");
        final MapCursor cursor = new MapCursor(mapTerm);
        boolean first = true;
        while (cursor.next()) {
            text.append(first ? "" : ",");
            first = false;
            append(text, cursor.key(), depth + 1);
            text.append("=>");
            append(text, cursor.value(), depth + 1);
        }
        text.append('}');
    }

    private static void appendBytes(final StringBuilder text, final long bitstringTerm) {
        text.append("<<");
        final byte[] bytes = Bitstring.toArray(bitstringTerm);
        for (int i = 0; i < Math.min(bytes.length, MAX_TEXT / 4); i++) {
            text.append(i > 0 ? "," : "").append(bytes[i] & 0xFF);
        }
        text.append(">>");
    }
}
