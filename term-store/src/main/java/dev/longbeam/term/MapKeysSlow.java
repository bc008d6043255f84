package dev.longbeam.term;

/** Hash of keys that are no immediates. */
final class MapKeysSlow {
    private MapKeysSlow() {
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
