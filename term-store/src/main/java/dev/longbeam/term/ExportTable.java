package dev.longbeam.term;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Names of functions that are called or referred to from other modules, with an index each. What they lead to is the code
 * table's business.
 *
 * <p>Any thread. Entries are never removed.
 */
public final class ExportTable {
    /** Module, function, arity. */
    public record Mfa(long moduleTerm, long functionTerm, int arity) {
        // What a record has by itself is made at run time, which takes milliseconds of each start.
        @Override
        public int hashCode() {
            return Long.hashCode(moduleTerm * 31 + functionTerm) * 31 + arity;
        }

        @Override
        public boolean equals(final Object other) {
            return other instanceof final Mfa mfa && mfa.moduleTerm == moduleTerm && mfa.functionTerm == functionTerm && mfa.arity == arity;
        }
    }

    private static final ConcurrentHashMap<Mfa, Integer> INDEX = new ConcurrentHashMap<>();
    private static volatile Mfa[] byIndex = new Mfa[4096];
    private static int count;

    private ExportTable() {
    }

    /** Index of a function, entered when new. */
    public static int index(final long moduleTerm, final long functionTerm, final int arity) {
        final Mfa mfa = new Mfa(moduleTerm, functionTerm, arity);
        final Integer index = INDEX.get(mfa);
        return index != null ? index : add(mfa);
    }

    /** Index of a function, or -1 when it was never entered. */
    public static int existing(final long moduleTerm, final long functionTerm, final int arity) {
        return INDEX.getOrDefault(new Mfa(moduleTerm, functionTerm, arity), -1);
    }

    /** The function at an index. */
    public static Mfa get(final int index) {
        return byIndex[index];
    }

    /** Number of entries. */
    public static synchronized int count() {
        return count;
    }

    private static synchronized int add(final Mfa mfa) {
        final Integer existing = INDEX.get(mfa);
        if (existing != null) {
            return existing;
        }
        if (count == byIndex.length) {
            byIndex = java.util.Arrays.copyOf(byIndex, count * 2);
        }
        final Mfa[] table = byIndex;
        table[count] = mfa;
        byIndex = table;
        INDEX.put(mfa, count);
        return count++;
    }
}
