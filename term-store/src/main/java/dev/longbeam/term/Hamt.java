package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Large maps: hash array mapped tries with 16 children a node. The lowest 4 bits of the hash choose the child of the root; after 8
 * levels the key is hashed again. The shape follows from the set of keys alone.
 *
 * <p>Recursion goes over levels, never over terms: a path is as long as the hashes of two keys are equal. Any thread that may see the
 * terms and owns the heap.
 */
final class Hamt {
    private static final int BITS = 4;
    private static final int SLOT_MASK = 15;
    private static final int LEVELS_PER_HASH = 8;
    private static final int MAX_LEVEL = 64 * LEVELS_PER_HASH;
    private static final int HEAD_WORDS = 2;

    private Hamt() {
    }

    /** Number of associations of a large map. */
    static long size(final long mapTerm) {
        return Term.word(mapTerm, MapLayout.SIZE_WORD);
    }

    /** Number of children of a root or node. */
    static int children(final long nodeTerm) {
        return Integer.bitCount(bitmap(Term.header(nodeTerm)));
    }

    /** Address of the first child of a root or node. */
    static long firstChildAddr(final long nodeTerm) {
        return Term.addr(nodeTerm) + MapLayout.firstTermWord(Term.header(nodeTerm)) * 8L;
    }

    /** The hash for a level, given the hash of the level above. */
    static int nextHash(final int hash, final long key, final int nextLevel) {
        if (nextLevel % LEVELS_PER_HASH != 0) {
            return hash >>> BITS;
        }
        if (nextLevel > MAX_LEVEL) {
            throw new IllegalStateException("two keys of a map have equal hashes at level=" + nextLevel);
        }
        return MapKeys.hash(key, nextLevel / LEVELS_PER_HASH);
    }

    private static int hashAt(final long key, final int level) {
        return MapKeys.hash(key, level / LEVELS_PER_HASH) >>> BITS * (level % LEVELS_PER_HASH);
    }

    static int bitmap(final long header) {
        return MapLayout.type(header) == MapLayout.TYPE_HEAD_ARRAY ? 0xFFFF : MapLayout.bitmap(header);
    }

    private static long child(final long nodeTerm, final long header, final int index) {
        return Memory.getLong(nodeTerm - Term.TAG_BOXED + (MapLayout.firstTermWord(header) + index) * 8L);
    }

    /** The leaf of a key, NON_VALUE when there is none. */
    static long leaf(final long mapTerm, final long key, final int keyHash) {
        long node = mapTerm;
        int hash = keyHash;
        int level = 0;
        for (;;) {
            final long header = Term.header(node);
            final int bit = 1 << (hash & SLOT_MASK);
            final int bitmap = bitmap(header);
            if ((bitmap & bit) == 0) {
                return Term.NON_VALUE;
            }
            node = child(node, header, Integer.bitCount(bitmap & bit - 1));
            if (Term.isCons(node)) {
                return MapKeys.equal(Cons.head(node), key) ? node : Term.NON_VALUE;
            }
            hash = nextHash(hash, key, ++level);
        }
    }

    // Building of nodes

    /** A root or node with room for the children of a bitmap. */
    static long allocateNode(final TermHeap heap, final boolean isRoot, final long size, final int bitmap) {
        final int count = Integer.bitCount(bitmap);
        if (!isRoot) {
            final long addr = heap.allocate(1L + count);
            Memory.putLong(addr, MapLayout.header(MapLayout.TYPE_NODE, 0, bitmap));
            return Term.makeBoxed(addr);
        }
        final long addr = heap.allocate(HEAD_WORDS + (long)count);
        Memory.putLong(addr, MapLayout.header(bitmap == 0xFFFF ? MapLayout.TYPE_HEAD_ARRAY : MapLayout.TYPE_HEAD_BITMAP, 1, bitmap));
        Memory.putLong(addr + MapLayout.SIZE_WORD * 8, size);
        return Term.makeBoxed(addr);
    }

    private static void copyChildren(final long fromAddr, final long toAddr, final int count) {
        for (long offset = 0; offset < count * 8L; offset += 8) {
            Memory.putLong(toAddr + offset, Memory.getLong(fromAddr + offset));
        }
    }

    private static long withChild(final TermHeap heap, final long node, final boolean isRoot, final long size, final int index,
        final long child) {
        final int count = children(node);
        final long copy = allocateNode(heap, isRoot, size, bitmap(Term.header(node)));
        copyChildren(firstChildAddr(node), firstChildAddr(copy), count);
        Memory.putLong(firstChildAddr(copy) + index * 8L, child);
        return copy;
    }

    private static long withNewChild(final TermHeap heap, final long node, final boolean isRoot, final long size, final int bit,
        final long child) {
        final int bitmap = bitmap(Term.header(node));
        final int index = Integer.bitCount(bitmap & bit - 1);
        final long copy = allocateNode(heap, isRoot, size, bitmap | bit);
        final long from = firstChildAddr(node);
        final long to = firstChildAddr(copy);
        copyChildren(from, to, index);
        Memory.putLong(to + index * 8L, child);
        copyChildren(from + index * 8L, to + index * 8L + 8, Integer.bitCount(bitmap) - index);
        return copy;
    }

    private static long withoutChild(final TermHeap heap, final long node, final boolean isRoot, final long size, final int bit) {
        final int bitmap = bitmap(Term.header(node));
        final int index = Integer.bitCount(bitmap & bit - 1);
        final long copy = allocateNode(heap, isRoot, size, bitmap & ~bit);
        final long from = firstChildAddr(node);
        final long to = firstChildAddr(copy);
        copyChildren(from, to, index);
        copyChildren(from + index * 8L + 8, to + index * 8L, Integer.bitCount(bitmap) - index - 1);
        return copy;
    }

    /** A node over two leaves or subtrees of which at least one is a leaf, both with the hashes of this level. */
    private static long join(final TermHeap heap, final long leafA, final int hashA, final long leafB, final int hashB, final int level) {
        final int slotA = hashA & SLOT_MASK;
        final int slotB = hashB & SLOT_MASK;
        if (slotA == slotB) {
            final long below = join(heap, leafA, nextHash(hashA, Cons.head(leafA), level + 1), leafB,
                nextHash(hashB, Cons.head(leafB), level + 1), level + 1);
            final long node = allocateNode(heap, false, 0, 1 << slotA);
            Memory.putLong(firstChildAddr(node), below);
            return node;
        }
        final long node = allocateNode(heap, false, 0, 1 << slotA | 1 << slotB);
        final long addr = firstChildAddr(node);
        Memory.putLong(addr, slotA < slotB ? leafA : leafB);
        Memory.putLong(addr + 8, slotA < slotB ? leafB : leafA);
        return node;
    }

    // One key

    /** The map with a leaf in place of the one with the same key, or added; {@code size} is the new size. */
    static long withLeaf(final TermHeap heap, final long mapTerm, final long leaf, final int hash, final long size) {
        return insert(heap, mapTerm, leaf, hash, 0, size);
    }

    private static long insert(final TermHeap heap, final long node, final long leaf, final int hash, final int level, final long size) {
        if (Term.isCons(node)) {
            final long key = Cons.head(node);
            return MapKeys.equal(key, Cons.head(leaf)) ? leaf : join(heap, node, hashAt(key, level), leaf, hash, level);
        }
        final long header = Term.header(node);
        final int bitmap = bitmap(header);
        final int bit = 1 << (hash & SLOT_MASK);
        if ((bitmap & bit) == 0) {
            return withNewChild(heap, node, level == 0, size, bit, leaf);
        }
        final int index = Integer.bitCount(bitmap & bit - 1);
        final long child = insert(heap, child(node, header, index), leaf, nextHash(hash, Cons.head(leaf), level + 1), level + 1, 0);
        return withChild(heap, node, level == 0, size, index, child);
    }

    /** The map without a key that it has; {@code size} is the new size, larger than a flat map's. */
    static long without(final TermHeap heap, final long mapTerm, final long key, final int hash, final long size) {
        return delete(heap, mapTerm, key, hash, 0, size);
    }

    /** What remains of a subtree: a node, a leaf that moves up, or NON_VALUE for nothing. */
    private static long delete(final TermHeap heap, final long node, final long key, final int hash, final int level, final long size) {
        if (Term.isCons(node)) {
            return Term.NON_VALUE;
        }
        final long header = Term.header(node);
        final int bitmap = bitmap(header);
        final int bit = 1 << (hash & SLOT_MASK);
        final int index = Integer.bitCount(bitmap & bit - 1);
        final int count = Integer.bitCount(bitmap);
        final long rest = delete(heap, child(node, header, index), key, nextHash(hash, key, level + 1), level + 1, 0);
        if (level == 0) {
            return rest == Term.NON_VALUE ? withoutChild(heap, node, true, size, bit) : withChild(heap, node, true, size, index, rest);
        }
        if (rest != Term.NON_VALUE) {
            return Term.isCons(rest) && count == 1 ? rest : withChild(heap, node, false, 0, index, rest);
        }
        if (count == 2) {
            final long other = child(node, header, 1 - index);
            if (Term.isCons(other)) {
                return other;
            }
        }
        return withoutChild(heap, node, false, 0, bit);
    }

    // Merge

    /** All associations of two subtrees of a level; those of {@code b} win. Adds the number of their common keys to {@code common[0]}. */
    static long merge(final TermHeap heap, final long a, final long b, final int level, final long[] common) {
        if (a == b) {
            common[0] += count(b);
            return b;
        }
        if (Term.isCons(b)) {
            return mergeLeaf(heap, a, b, level, common);
        }
        if (Term.isCons(a)) {
            final long key = Cons.head(a);
            if (leafBelow(b, key, hashAt(key, level), level) != Term.NON_VALUE) {
                common[0]++;
                return b;
            }
            return insert(heap, b, a, hashAt(key, level), level, 0);
        }
        return mergeNodes(heap, a, b, level, common);
    }

    private static long mergeLeaf(final TermHeap heap, final long a, final long leaf, final int level, final long[] common) {
        final long key = Cons.head(leaf);
        final int hash = hashAt(key, level);
        final boolean known = Term.isCons(a) ? MapKeys.equal(Cons.head(a), key) : leafBelow(a, key, hash, level) != Term.NON_VALUE;
        common[0] += known ? 1 : 0;
        return insert(heap, a, leaf, hash, level, 0);
    }

    private static long mergeNodes(final TermHeap heap, final long a, final long b, final int level, final long[] common) {
        final HamtMerge nodes = new HamtMerge(heap, a, b, level);
        while (!nodes.isDone()) {
            if (nodes.hasTwo()) {
                nodes.merged(merge(heap, nodes.childA(), nodes.childB(), level + 1, common));
            } else {
                nodes.takeOne();
            }
        }
        return nodes.result();
    }

    private static long leafBelow(final long top, final long key, final int topHash, final int topLevel) {
        long node = top;
        int hash = topHash;
        int level = topLevel;
        while (!Term.isCons(node)) {
            final long header = Term.header(node);
            final int bit = 1 << (hash & SLOT_MASK);
            final int bitmap = bitmap(header);
            if ((bitmap & bit) == 0) {
                return Term.NON_VALUE;
            }
            node = child(node, header, Integer.bitCount(bitmap & bit - 1));
            hash = nextHash(hash, key, ++level);
        }
        return MapKeys.equal(Cons.head(node), key) ? node : Term.NON_VALUE;
    }

    private static long count(final long node) {
        if (Term.isCons(node)) {
            return 1;
        }
        if (MapLayout.type(Term.header(node)) != MapLayout.TYPE_NODE) {
            return size(node);
        }
        long count = 0;
        final long first = firstChildAddr(node);
        for (long addr = first + (children(node) - 1) * 8L; addr >= first; addr -= 8) {
            count += count(Memory.getLong(addr));
        }
        return count;
    }
}
