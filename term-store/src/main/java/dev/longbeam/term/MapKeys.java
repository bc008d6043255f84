package dev.longbeam.term;

/**
 * Equality, order and hash of map keys, with the common cases inline.
 *
 * <p>Any thread; allocates nothing.
 */
final class MapKeys {
    private static final int GOLDEN = 0x9E37_79B9;
    private static final int SALT = (int)3432918353L;
    private static final int DEPTH_CONSTANT = GOLDEN * 22;

    private MapKeys() {
    }

    /** True when two keys are the same key ({@code =:=}). */
    static boolean equal(final long keyA, final long keyB) {
        return keyA == keyB || !Term.isImmediate(keyA) && !Term.isImmediate(keyB) && Compare.exactEqual(keyA, keyB);
    }

    /** Order of keys in flat maps: term order, with every integer before every float. */
    static int compare(final long keyA, final long keyB) {
        if (Term.areSmall(keyA, keyB)) {
            return Long.compare(keyA, keyB);
        }
        return keyA == keyB ? 0 : Compare.compareExact(keyA, keyB);
    }

    /**
     * The 32 bits of hash that lead through 8 levels of nodes.
     *
     * @param depth 0 for the first 8 levels, 1 for the next 8, and so on
     */
    static int hash(final long key, final int depth) {
        final int salt = depth == 0 ? 0 : mix(DEPTH_CONSTANT + depth, DEPTH_CONSTANT + 1, 0);
        return Term.isImmediate(key) ? mix(GOLDEN + (int)key, GOLDEN + (int)(key >>> 32), salt ^ SALT) : MapKeysSlow.internal(key, salt);
    }

    /** Bob Jenkins' mix of 1996, which the C emulator's internal hash is made of. */
    private static int mix(final int first, final int second, final int third) {
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
