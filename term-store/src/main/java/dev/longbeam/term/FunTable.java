package dev.longbeam.term;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * All local funs known to the node, by module, number, uniq and MD5.
 *
 * <p>Any thread. Entries are never removed.
 */
public final class FunTable {
    private record Key(long moduleTerm, int index, int uniq, ByteBuffer md5) {
    }

    private static final Map<Key, FunEntry> ENTRIES = new HashMap<>();
    private static volatile FunEntry[] byIndex = new FunEntry[1024];
    private static int count;

    private FunTable() {
    }

    /** The entry, made when new. */
    public static synchronized FunEntry entry(final long moduleTerm, final int index, final int uniq, final byte[] moduleMd5,
        final int arity, final int freeCount) {
        final Key key = new Key(moduleTerm, index, uniq, ByteBuffer.wrap(moduleMd5));
        final FunEntry existing = ENTRIES.get(key);
        if (existing != null) {
            return existing;
        }
        if (count == byIndex.length) {
            byIndex = java.util.Arrays.copyOf(byIndex, count * 2);
        }
        final FunEntry entry = new FunEntry(count, moduleTerm, index, uniq, moduleMd5, arity, freeCount);
        final FunEntry[] table = byIndex;
        table[count++] = entry;
        byIndex = table;
        ENTRIES.put(key, entry);
        return entry;
    }

    /** The entry at an index of the table. */
    public static FunEntry get(final int tableIndex) {
        return byIndex[tableIndex];
    }
}
