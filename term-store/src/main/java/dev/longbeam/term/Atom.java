package dev.longbeam.term;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The atom table: names to indexes and back. An atom is never forgotten.
 *
 * <p>Any thread.
 */
public final class Atom {
    /** Longest name, in characters. */
    public static final int MAX_CHARACTERS = 255;

    private static final ConcurrentHashMap<String, Long> TERMS = new ConcurrentHashMap<>(1 << 14);
    /** Longest name that {@link #shortName} packs. */
    private static final int MAX_SHORT_CHARACTERS = 7;
    private static volatile String[] names = new String[1 << 14];
    private static volatile long[] shortNames = new long[1 << 14];
    private static int count;
    private static int limit = Integer.getInteger("longbeam.atoms.max", 1 << 20);

    private Atom() {
    }

    /**
     * The atom of a name.
     *
     * @throws AtomTableFull when the table has reached its limit
     */
    public static long of(final String name) {
        final Long term = TERMS.get(name);
        return term != null ? term : add(name);
    }

    /** The atom of a name if it exists, else {@link Term#NON_VALUE}. */
    public static long existing(final String name) {
        final Long term = TERMS.get(name);
        return term != null ? term : Term.NON_VALUE;
    }

    /** The name of an atom. */
    public static String name(final long atomTerm) {
        assert Term.isAtom(atomTerm) : "term=0x" + Long.toHexString(atomTerm);
        return names[index(atomTerm)];
    }

    /** The name of an atom when it is one to seven ASCII characters, the first one lowest, and in the highest byte how many; 0 for other names. */
    static long shortName(final long atomTerm) {
        return shortNames[index(atomTerm)];
    }

    /** The name of an atom in UTF-8. */
    public static byte[] utf8(final long atomTerm) {
        return name(atomTerm).getBytes(StandardCharsets.UTF_8);
    }

    /** The index in the table. */
    public static int index(final long atomTerm) {
        return (int)(atomTerm >>> 6);
    }

    /** The atom of an index. */
    public static long term(final int index) {
        return (long)index << 6 | Term.TAG_ATOM;
    }

    /** Number of atoms. */
    public static synchronized int count() {
        return count;
    }

    /** Largest number of atoms; {@code +t} sets it. */
    public static synchronized int limit() {
        return limit;
    }

    /** Sets the largest number of atoms. */
    public static synchronized void limit(final int newLimit) {
        limit = newLimit;
    }

    private static synchronized long add(final String name) {
        final Long existing = TERMS.get(name);
        if (existing != null) {
            return existing;
        }
        if (count >= limit) {
            throw new AtomTableFull(limit);
        }
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            shortNames = Arrays.copyOf(shortNames, count * 2);
        }
        final long[] shortTable = shortNames;
        shortTable[count] = pack(name);
        shortNames = shortTable;
        final String[] table = names;
        table[count] = name;
        names = table;
        final long term = term(count++);
        TERMS.put(name, term);
        return term;
    }

    private static long pack(final String name) {
        long packed = (long)name.length() << 56;
        for (int i = 0; i < name.length(); i++) {
            if (name.length() > MAX_SHORT_CHARACTERS || name.charAt(i) > 0x7F) {
                return 0;
            }
            packed |= (long)name.charAt(i) << 8 * i;
        }
        return packed;
    }
}
