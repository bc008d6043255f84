package dev.longbeam.term;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Builds terms for tests from what {@code io:format("~w", ..)} prints: numbers, atoms, lists, tuples, bitstrings, maps. */
final class TermText {
    private final TermHeap heap;
    private final String text;
    private int at;

    private TermText(final TermHeap heap, final String text) {
        this.heap = heap;
        this.text = text;
    }

    /** The term of a text. */
    static long parse(final TermHeap heap, final String text) {
        final TermText parser = new TermText(heap, text);
        final long term = parser.term();
        if (parser.at != text.length()) {
            throw new IllegalArgumentException("at=" + parser.at + " text=" + text);
        }
        return term;
    }

    private boolean take(final String token) {
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    private long term() {
        if (take("[")) {
            return list();
        }
        if (take("{")) {
            return Tuple.make(heap, toArray(sequence("}")));
        }
        if (take("#{")) {
            return map();
        }
        if (take("<<")) {
            return bits();
        }
        if (take("'")) {
            return quoted();
        }
        final int start = at;
        while (at < text.length() && ",]}|>:= ".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        final String token = text.substring(start, at);
        final char first = token.charAt(0);
        if (first != '-' && !Character.isDigit(first)) {
            return Atom.of(token);
        }
        return token.indexOf('.') >= 0 ? FloatTerm.make(heap, Double.parseDouble(token)) : Bignum.make(heap, new BigInteger(token));
    }

    private long quoted() {
        final StringBuilder name = new StringBuilder();
        while (!take("'")) {
            if (take("\\x{")) {
                final int end = text.indexOf('}', at);
                name.appendCodePoint(Integer.parseInt(text.substring(at, end), 16));
                at = end + 1;
            } else {
                name.append(text.charAt(at++));
            }
        }
        return Atom.of(name.toString());
    }

    private List<Long> sequence(final String end) {
        final List<Long> terms = new ArrayList<>();
        while (!take(end)) {
            terms.add(term());
            take(",");
        }
        return terms;
    }

    private static long[] toArray(final List<Long> terms) {
        return terms.stream().mapToLong(Long::longValue).toArray();
    }

    private long list() {
        final List<Long> terms = new ArrayList<>();
        long tail = Term.NIL;
        while (!take("]")) {
            if (take("|")) {
                tail = term();
            } else {
                terms.add(term());
                take(",");
            }
        }
        for (int i = terms.size() - 1; i >= 0; i--) {
            tail = Cons.make(heap, terms.get(i), tail);
        }
        return tail;
    }

    private long map() {
        long map = Maps.empty(heap);
        while (!take("}")) {
            final long key = term();
            take(" => ");
            take("=>");
            map = Maps.put(heap, map, key, term());
            take(",");
        }
        return map;
    }

    private long bits() {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int lastBits = 8;
        while (!take(">>")) {
            int end = at;
            while (Character.isDigit(text.charAt(end))) {
                end++;
            }
            int value = Integer.parseInt(text.substring(at, end));
            at = end;
            if (take(":")) {
                lastBits = text.charAt(at++) - '0';
                value <<= 8 - lastBits;
            }
            bytes.write(value);
            take(",");
        }
        final long whole = Bitstring.make(heap, bytes.toByteArray());
        return lastBits == 8 ? whole : Bitstring.makeSub(heap, whole, 0, bytes.size() * 8L - 8 + lastBits);
    }
}
