package dev.longbeam.term;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * All local funs known to a node, by module, number, uniq and MD5. Funs on heaps refer to an entry by an index that no entry of another
 * node has.
 *
 * <p>Any thread. Entries stay until the node ends.
 */
public final class FunTable {
    private record Key(long moduleTerm, int index, int uniq, ByteBuffer md5) {
    }

    private static volatile FunEntry[] byIndex = new FunEntry[1024];
    private static int count;
    private static int[] free = new int[0];
    private static int freeCount;

    private final Map<Key, FunEntry> entries = new HashMap<>();

    /** The entry, made when new. */
    public synchronized FunEntry entry(final long moduleTerm, final int index, final int uniq, final byte[] moduleMd5, final int arity,
        final int freeVariables) {
        return entries.computeIfAbsent(new Key(moduleTerm, index, uniq, ByteBuffer.wrap(moduleMd5)),
            key -> add(tableIndex -> new FunEntry(tableIndex, moduleTerm, index, uniq, moduleMd5, arity, freeVariables)));
    }

    /** The entry at an index. */
    public static FunEntry get(final int tableIndex) {
        return byIndex[tableIndex];
    }

    /** Forgets all entries: there are no funs of the node any more. */
    synchronized void close() {
        remove(entries.values());
        entries.clear();
    }

    private static synchronized FunEntry add(final IntFunction<FunEntry> maker) {
        if (freeCount == 0 && count == byIndex.length) {
            byIndex = Arrays.copyOf(byIndex, count * 2);
        }
        final int index = freeCount > 0 ? free[--freeCount] : count++;
        final FunEntry[] table = byIndex;
        table[index] = maker.apply(index);
        byIndex = table;
        return table[index];
    }

    private static synchronized void remove(final Collection<FunEntry> removed) {
        free = Arrays.copyOf(free, Math.max(free.length, freeCount + removed.size()));
        for (final FunEntry entry : removed) {
            byIndex[entry.tableIndex] = null;
            free[freeCount++] = entry.tableIndex;
        }
    }
}
