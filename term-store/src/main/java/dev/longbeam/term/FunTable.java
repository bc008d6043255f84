package dev.longbeam.term;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All local funs known to a node, by module, number, uniq and MD5. Funs on heaps refer to an entry by an index that no entry of another
 * node has.
 *
 * <p>Any thread. An entry stays as long as code holds it, or a fun on a heap is of it; where funs on heaps do not count (see {@link FunModel}) it stays
 * until the node ends.
 */
public final class FunTable {
    /** So many entries that no code holds are left alone: looking through them takes time. */
    private static final int FEW_UNHELD = 16;

    /** What makes an entry the same. Compares itself: what Java makes for a record is slow at its first time, which is at each start. */
    private record Key(long moduleTerm, int index, int uniq, byte[] md5) {
        static Key of(final FunEntry entry) {
            return new Key(entry.moduleTerm, entry.index, entry.uniq, entry.moduleMd5);
        }

        @Override
        public boolean equals(final Object other) {
            return other instanceof Key key && key.moduleTerm == moduleTerm && key.index == index && key.uniq == uniq
                && Arrays.equals(key.md5, md5);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(moduleTerm) * 31 + index * 31 * 31 + uniq;
        }
    }

    private static volatile FunEntry[] byIndex = new FunEntry[1024];
    private static int count;
    private static int[] free = new int[0];
    private static int freeCount;

    private final Map<Key, FunEntry> entries = new HashMap<>();
    private final Set<FunEntry> unheld = new HashSet<>();
    private int mostUnheld = FEW_UNHELD;
    /** Read where the table's node is at work; who drops entries may be any thread. */
    private boolean counts = true;

    /** The entry, made when new; the caller lets go of it with {@link #drop}. */
    public synchronized FunEntry hold(final long moduleTerm, final int index, final int uniq, final byte[] moduleMd5, final int arity,
        final int freeVariables) {
        final FunEntry entry = entries.computeIfAbsent(new Key(moduleTerm, index, uniq, moduleMd5),
            key -> add(this, moduleTerm, index, uniq, moduleMd5, arity, freeVariables));
        entry.holders++;
        counts &= Fun.isCounted();
        unheld.remove(entry);
        return entry;
    }

    /** Lets go of entries. Those that nobody holds are forgotten, soon, unless there are funs of them. */
    public static void drop(final FunEntry... dropped) {
        for (final FunEntry entry : dropped) {
            entry.table.letGo(entry);
        }
    }

    /** The entry at an index. */
    public static FunEntry get(final int tableIndex) {
        return byIndex[tableIndex];
    }

    /** Number of entries of the node. */
    public synchronized int count() {
        return entries.size();
    }

    /** Forgets all entries: there are no funs of the node any more. */
    synchronized void close() {
        remove(entries.values());
        entries.clear();
        unheld.clear();
    }

    private synchronized void letGo(final FunEntry entry) {
        entry.holders--;
        if (entry.holders > 0 || entries.get(Key.of(entry)) != entry) {
            return;
        }
        unheld.add(entry);
        if (counts && unheld.size() > mostUnheld) {
            final List<FunEntry> unused = unheld.stream().filter(FunEntry::isUnused).toList();
            unused.forEach(gone -> entries.remove(Key.of(gone)));
            remove(unused);
            unused.forEach(unheld::remove);
            mostUnheld = Math.max(FEW_UNHELD, 2 * unheld.size());
        }
    }

    private static synchronized FunEntry add(final FunTable owner, final long moduleTerm, final int index, final int uniq, final byte[] moduleMd5,
        final int arity, final int freeVariables) {
        if (freeCount == 0 && count == byIndex.length) {
            byIndex = Arrays.copyOf(byIndex, count * 2);
        }
        final int tableIndex = freeCount > 0 ? free[--freeCount] : count++;
        final FunEntry[] table = byIndex;
        table[tableIndex] = new FunEntry(owner, tableIndex, moduleTerm, index, uniq, moduleMd5, arity, freeVariables);
        byIndex = table;
        return table[tableIndex];
    }

    private static synchronized void remove(final Collection<FunEntry> removed) {
        if (free.length < freeCount + removed.size()) {
            free = Arrays.copyOf(free, Math.max(2 * free.length, freeCount + removed.size()));
        }
        for (final FunEntry entry : removed) {
            byIndex[entry.tableIndex] = null;
            free[freeCount++] = entry.tableIndex;
        }
    }
}
