package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/** Equality, order and hash of keys that are no immediates, by their words. */
final class MapKeysSlow {
    private MapKeysSlow() {
    }

    static boolean exactEqual(final long a, final long b) {
        return compareExact(a, b) == 0;
    }

    static int compareExact(final long a, final long b) {
        if (a == b) {
            return 0;
        }
        final int kind = Integer.compare(rank(a), rank(b));
        if (kind != 0) {
            return kind;
        }
        if (Term.isSmall(a)) {
            return Long.compare(a, b);
        }
        if (Term.isAtom(a)) {
            return Atom.name(a).compareTo(Atom.name(b));
        }
        if (Term.isCons(a)) {
            final int head = compareExact(Cons.head(a), Cons.head(b));
            return head != 0 ? head : compareExact(Cons.tail(a), Cons.tail(b));
        }
        if (Term.isTuple(a)) {
            int order = Integer.compare(Tuple.arity(a), Tuple.arity(b));
            for (int i = 1; order == 0 && i <= Tuple.arity(a); i++) {
                order = compareExact(Tuple.element(a, i), Tuple.element(b, i));
            }
            return order;
        }
        if (Term.isFloat(a)) {
            return Double.compare(FloatTerm.value(a), FloatTerm.value(b));
        }
        if (Term.isBitstring(a)) {
            return java.util.Arrays.compareUnsigned(Bitstring.toArray(a), Bitstring.toArray(b));
        }
        if (Term.isImmediate(a)) {
            return Long.compare(a, b);
        }
        final long words = Math.min(Term.headerWords(Term.header(a)), Term.headerWords(Term.header(b)));
        return Memory.compare(Term.addr(a), Term.addr(b), 8 + words * 8);
    }

    private static int rank(final long t) {
        return Term.isSmall(t) ? 0 : Term.isBig(t) ? 1 : Term.isFloat(t) ? 2 : Term.isAtom(t) ? 3 : Term.isReference(t) ? 4
            : Term.isFun(t) ? 5 : Term.isPort(t) ? 6 : Term.isPid(t) ? 7 : Term.isTuple(t) ? 8 : Term.isMap(t) ? 9 : t == Term.NIL ? 10
            : Term.isCons(t) ? 11 : 12;
    }

    static int internal(final long t, final int salt) {
        if (Term.isCons(t)) {
            return 31 * internal(Cons.head(t), salt) + internal(Cons.tail(t), salt) + 7;
        }
        if (Term.isTuple(t)) {
            int hash = salt;
            for (int i = 1; i <= Tuple.arity(t); i++) {
                hash = hash * 0x9E37_79B9 + internal(Tuple.element(t, i), salt);
            }
            return hash;
        }
        if (Term.isBitstring(t)) {
            return java.util.Arrays.hashCode(Bitstring.toArray(t)) * 0x9E37_79B9 ^ salt;
        }
        return Term.isImmediate(t) ? Long.hashCode(t * 0x9E37_79B9_7F4A_7C15L + salt) : Long.hashCode(Term.word(t, 1) * 31 + salt);
    }
}
