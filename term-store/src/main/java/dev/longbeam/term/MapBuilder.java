package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import dev.longbeam.memory.PerThread;
import java.util.Arrays;

/**
 * Builds maps from associations in any order: flat ones directly, large ones by sorting their leaves by hash.
 *
 * <p>Each thread has one whose arrays are kept, so that building allocates nothing in Java once they have grown. Not reentrant.
 */
final class MapBuilder {
    private static final int KEPT_LEAVES = 1 << 16;
    private static final long INDEX_MASK = 0xFFFF_FFFFL;
    private static final PerThread<MapBuilder> OF_THREAD = new PerThread<>(MapBuilder::new);

    /** Hash with its levels from high to low bits, above the index in {@link #leaves}. */
    private long[] order = new long[64];
    private long[] leaves = new long[64];
    private int count;
    private boolean sawDuplicate;

    private MapBuilder() {
    }

    /** The builder of this thread, empty. */
    static MapBuilder ofThread() {
        final MapBuilder builder = OF_THREAD.get();
        builder.count = 0;
        builder.sawDuplicate = false;
        return builder;
    }

    /** Adds a leaf; a later one with the same key replaces it. */
    void add(final long leafTerm) {
        if (count == leaves.length) {
            leaves = Arrays.copyOf(leaves, count * 2);
            order = Arrays.copyOf(order, count * 2);
        }
        leaves[count++] = leafTerm;
    }

    /** Adds a leaf whose {@link #path} is known. */
    void add(final long leafTerm, final long path) {
        add(leafTerm);
        order[count - 1] = path << 32 | count - 1;
    }

    /** Place of a key among all keys of the first 8 levels: 32 bits, 4 for each level, those of the root highest; as a signed number. */
    static int path(final long key) {
        return pathOrder(MapKeys.hash(key, 0));
    }

    /** True when the last {@link #build} met a key twice. */
    boolean sawDuplicate() {
        return sawDuplicate;
    }

    /** The map of all leaves added. */
    long build(final TermHeap heap) {
        sort(0, count, 0);
        final int distinct = dropDuplicates();
        final long map = distinct > MapLayout.MAX_FLAT_SIZE ? node(heap, 0, distinct, 0, distinct) : flat(heap, distinct);
        if (leaves.length > KEPT_LEAVES) {
            leaves = new long[64];
            order = new long[64];
        }
        return map;
    }

    /**
     * What stands in place of all leaves added in a node of a level, 1 to 7: a node or a single leaf. Their paths are given, and the same
     * above that level.
     */
    long buildBelow(final TermHeap heap, final int level) {
        Arrays.sort(order, 0, count);
        count = dropDuplicates();
        return count == 1 ? leaf(0) : node(heap, 0, count, level, 0);
    }

    /** Number of leaves; after {@link #buildBelow} of those with different keys. */
    int count() {
        return count;
    }

    /** A leaf, after {@link #buildBelow}. */
    long leaf(final int index) {
        return leaves[(int)order[index]];
    }

    private void sort(final int from, final int to, final int depth) {
        for (int i = from; i < to; i++) {
            final int index = depth == 0 ? i : (int)order[i];
            order[i] = (long)pathOrder(MapKeys.hash(Cons.head(leaves[index]), depth)) << 32 | index;
        }
        Arrays.sort(order, from, to);
    }

    /** A hash with its nibbles turned round and the sign bit flipped: signed order is then the order of paths. */
    private static int pathOrder(final int hash) {
        final int bytes = Integer.reverseBytes(hash);
        return ((bytes & 0x0F0F_0F0F) << 4 | bytes >>> 4 & 0x0F0F_0F0F) ^ Integer.MIN_VALUE;
    }

    private int slot(final int at, final int level) {
        return (int)((order[at] ^ Long.MIN_VALUE) >>> 60 - 4 * (level & 7)) & 15;
    }

    /** Keeps of leaves with the same key the last; they stand next to each other but for others with the same hash. */
    private int dropDuplicates() {
        int kept = 0;
        int runStart = 0;
        for (int i = 0; i < count; i++) {
            if (kept > 0 && order[i] >> 32 != order[kept - 1] >> 32) {
                runStart = kept;
            }
            final long key = Cons.head(leaves[(int)order[i]]);
            int same = runStart;
            while (same < kept && !MapKeys.equal(Cons.head(leaves[(int)order[same]]), key)) {
                same++;
            }
            if (same < kept) {
                sawDuplicate = true;
                order[same] = order[i];
            } else {
                order[kept++] = order[i];
            }
        }
        return kept;
    }

    private long flat(final TermHeap heap, final int distinct) {
        final long keys = distinct == 0 ? FlatMap.NO_KEYS : FlatMap.allocateKeys(heap, distinct);
        final long map = FlatMap.allocate(heap, keys, distinct);
        for (int i = 0; i < distinct; i++) {
            final long leaf = leaves[(int)(order[i] & INDEX_MASK)];
            FlatMap.insert(keys, map, i, Cons.head(leaf), Cons.tail(leaf));
        }
        return map;
    }

    private long node(final TermHeap heap, final int from, final int to, final int level, final long size) {
        int bitmap = 0;
        for (int i = from; i < to; i++) {
            bitmap |= 1 << slot(i, level);
        }
        final long node = Hamt.allocateNode(heap, level == 0, size, bitmap);
        long childAddr = Hamt.firstChildAddr(node);
        int first = from;
        while (first < to) {
            final int slot = slot(first, level);
            int behind = first + 1;
            while (behind < to && slot(behind, level) == slot) {
                behind++;
            }
            Memory.putLong(childAddr, behind - first == 1 ? leaves[(int)order[first]] : below(heap, first, behind, level + 1));
            childAddr += 8;
            first = behind;
        }
        return node;
    }

    private long below(final TermHeap heap, final int from, final int to, final int level) {
        if (level % 8 == 0) {
            sort(from, to, level / 8);
        }
        return node(heap, from, to, level, 0);
    }
}
