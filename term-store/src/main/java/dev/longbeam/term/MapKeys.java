package dev.longbeam.term;

/**
 * Equality, order and hash of map keys, with the common cases inline.
 *
 * <p>Any thread; allocates nothing.
 */
final class MapKeys {
    private MapKeys() {
    }

    /** True when two keys are the same key ({@code =:=}). */
    static boolean equal(final long keyA, final long keyB) {
        return keyA == keyB || !Term.isImmediate(keyA) && !Term.isImmediate(keyB) && Compare.exactEqual(keyA, keyB);
    }

    /** Order of keys in flat maps. */
    static int compare(final long keyA, final long keyB) {
        return Term.areSmall(keyA, keyB) ? Long.compare(keyA, keyB) : Compare.compareFlatKeys(keyA, keyB);
    }

    /**
     * The 32 bits of hash that lead through 8 levels of nodes. A hash of 64 bits counts as two of 32; should it not be enough to tell
     * two keys apart, the other hash goes on where it ends.
     *
     * @param depth 0 for the first 8 levels, 1 for the next 8, and so on
     */
    static int hash(final long key, final int depth) {
        if (!OtpVariant.current().wideMapHash()) {
            return InternalHash32.mapKey(key, depth);
        }
        return depth == 0 ? (int)InternalHash64.hash(key)
            : depth == 1 ? (int)(InternalHash64.hash(key) >>> 32) : InternalHash32.mapKey(key, depth);
    }
}
