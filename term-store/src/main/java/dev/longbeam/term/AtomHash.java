package dev.longbeam.term;

import java.util.Arrays;

/**
 * The hash value that an atom carries for {@code phash} and {@code phash2}: the hashpjw of its name, in which characters below 256
 * count as one byte and others as their UTF-8 bytes.
 *
 * <p>Any thread.
 */
public final class AtomHash {
    private static volatile int[] cache = new int[1 << 14];

    private AtomHash() {
    }

    /** The hash value of an atom. */
    public static int of(final long atomTerm) {
        final int index = Atom.index(atomTerm);
        final int[] known = cache;
        if (index < known.length && known[index] != 0) {
            return known[index];
        }
        return compute(atomTerm, index);
    }

    private static int compute(final long atomTerm, final int index) {
        final byte[] name = Atom.utf8(atomTerm);
        int hash = 0;
        for (int i = 0; i < name.length; i++) {
            int value = name[i] & 0xFF;
            if (i + 1 < name.length && (value & 0xFE) == 0xC2 && (name[i + 1] & 0xC0) == 0x80) {
                value = value << 6 & 0xC0 | name[++i] & 0x3F;
            }
            hash = (hash << 4) + value;
            final int high = hash & 0xF000_0000;
            if (high != 0) {
                hash ^= high >>> 24;
                hash ^= high;
            }
        }
        remember(index, hash);
        return hash;
    }

    private static synchronized void remember(final int index, final int hash) {
        final int[] grown = index < cache.length ? cache : Arrays.copyOf(cache, Math.max(index + 1, cache.length * 2));
        grown[index] = hash;
        cache = grown;
    }
}
