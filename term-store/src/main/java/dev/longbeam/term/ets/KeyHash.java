package dev.longbeam.term.ets;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.FloatTerm;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** Stand-in. */
final class KeyHash {
    private KeyHash() {
    }

    static int atom(final long atomTerm) {
        final byte[] name = Atom.utf8(atomTerm);
        int h = 0;
        for (int i = 0; i < name.length; i++) {
            int c = name[i] & 0xFF;
            if ((c & 0xFE) == 0xC2 && i + 1 < name.length) {
                c = c << 6 | name[++i] & 0x3F;
                c &= 0xFF;
            }
            h = (h << 4) + c;
            final int g = h & 0xF000_0000;
            if (g != 0) {
                h ^= g >>> 24;
                h ^= g;
            }
        }
        return h;
    }

    static int other(final long t) {
        if (Term.isCons(t)) {
            int h = 7;
            long rest = t;
            while (Term.isCons(rest)) {
                h = h * 31 + other(Cons.head(rest));
                rest = Cons.tail(rest);
            }
            return h * 31 + other(rest);
        }
        if (Term.isImmediate(t)) {
            return mix(0x9E37_79B9 + (int)t, 0x9E37_79B9 + (int)(t >>> 32), (int)3432918353L);
        }
        if (Term.isTuple(t)) {
            int h = Tuple.arity(t);
            for (int i = 1; i <= Tuple.arity(t); i++) {
                h = h * 31 + other(Tuple.element(t, i));
            }
            return h;
        }
        if (Term.isFloat(t)) {
            return Double.hashCode(FloatTerm.value(t) + 0.0);
        }
        if (Term.isBitstring(t)) {
            return java.util.Arrays.hashCode(Bitstring.toArray(t));
        }
        return Term.isBig(t) ? (int)Term.word(t, 1) : Term.isMap(t) ? 5 : Term.subtag(Term.header(t));
    }

    static int mix(final int first, final int second, final int third) {
        int a = first;
        int b = second;
        int c = third;
        a = a - b - c ^ c >>> 13;
        b = b - c - a ^ a << 8;
        c = c - a - b ^ b >>> 13;
        a = a - b - c ^ c >>> 12;
        b = b - c - a ^ a << 16;
        c = c - a - b ^ b >>> 5;
        a = a - b - c ^ c >>> 3;
        b = b - c - a ^ a << 10;
        return c - a - b ^ b >>> 15;
    }
}
