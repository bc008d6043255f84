package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * {@code erts_internal:map_next/3}, which {@code maps:next/1} and {@code maps:to_list/1} stand on: a piece of a map, and where the
 * next piece begins.
 *
 * <p>A position in a large map is an integer, the path: its lowest 4 bits say which child of the root, the next 4 which child of
 * that node, and so on; children are counted as they stand, without gaps, and from the last one for lists that are to come out in
 * the order of iterators. Any thread that may see the terms and owns the heap.
 */
public final class MapIterators {
    private static final long AM_ITERATOR = Atom.of("iterator");
    private static final int PATH_BITS = 4;
    private static final int NIBBLES_PER_DIGIT = 16;

    private MapIterators() {
    }

    /**
     * A piece of a map.
     *
     * @param pathTerm      0 or what an earlier piece said; for an ordered iterator the list of keys to come
     * @param kindTerm      {@code iterator}, giving {@code {K1, V1, {K2, V2, none | [Path | Map]}}}, or a list, giving
     *                      {@code [Path, Map, {K2, V2}, {K1, V1} | List]} or, at the end, without the first two
     * @param most          associations to give at most, at least 1; pieces of a flat map are whole
     * @return NON_VALUE, with nothing recorded, for arguments that are wrong
     */
    public static long next(final TermHeap heap, final long pathTerm, final long mapTerm, final long kindTerm, final int most) {
        final boolean isIterator = kindTerm == AM_ITERATOR;
        if (!isIterator && !Term.isList(kindTerm)) {
            return Term.NON_VALUE;
        }
        if (isIterator && Term.isList(pathTerm)) {
            return ordered(heap, pathTerm, mapTerm, most);
        }
        if (MapLayout.isFlat(mapTerm)) {
            return flat(heap, pathTerm, mapTerm, kindTerm, isIterator);
        }
        final Walk walk = new Walk(!isIterator && OtpVariant.current().forwardMapLists());
        final long piece = pathTerm == Term.makeSmall(0) ? Math.min(most, MapLayout.MAX_FLAT_SIZE) : most;
        return walk.start(mapTerm, pathTerm) ? large(heap, walk, mapTerm, kindTerm, isIterator, piece) : Term.NON_VALUE;
    }

    private static long flat(final TermHeap heap, final long pathTerm, final long mapTerm, final long kindTerm, final boolean isIterator) {
        final int size = FlatMap.size(mapTerm);
        if (!Term.isSmall(pathTerm) || Long.compareUnsigned(size, Term.smallValue(pathTerm)) < 0) {
            return Term.NON_VALUE;
        }
        long result = isIterator ? Atoms.NONE : kindTerm;
        for (int i = size - 1; i >= 0; i--) {
            final long key = FlatMap.key(mapTerm, i);
            final long value = FlatMap.value(mapTerm, i);
            result = isIterator ? Tuple.make(heap, key, value, result) : Cons.make(heap, Tuple.make(heap, key, value), result);
        }
        return result;
    }

    private static long ordered(final TermHeap heap, final long keysTerm, final long mapTerm, final int most) {
        long result = Atoms.NONE;
        long last = Term.NON_VALUE;
        long keys = keysTerm;
        for (int left = most; Term.isCons(keys) && left > 0; left--) {
            final long value = Maps.get(mapTerm, Cons.head(keys));
            if (value == Term.NON_VALUE) {
                return Term.NON_VALUE;
            }
            final long element = Tuple.make(heap, Cons.head(keys), value, Atoms.NONE);
            result = last == Term.NON_VALUE ? element : result;
            chain(last, element);
            last = element;
            keys = Cons.tail(keys);
        }
        if (Term.isCons(keys)) {
            chain(last, Cons.make(heap, keys, mapTerm));
        }
        return Term.isList(keys) ? result : Term.NON_VALUE;
    }

    private static void chain(final long elementTerm, final long nextTerm) {
        if (elementTerm != Term.NON_VALUE) {
            Memory.putLong(Tuple.elementAddr(elementTerm, 3), nextTerm);
        }
    }

    private static long large(final TermHeap heap, final Walk walk, final long mapTerm, final long kindTerm, final boolean isIterator,
        final long most) {
        if (isIterator) {
            return iterator(heap, walk, mapTerm, most);
        }
        final long list = list(heap, walk, kindTerm, most);
        return walk.leaf == Term.NON_VALUE ? list : Cons.make(heap, walk.path(heap), Cons.make(heap, mapTerm, list));
    }

    private static long iterator(final TermHeap heap, final Walk walk, final long mapTerm, final long most) {
        long result = Atoms.NONE;
        long last = Term.NON_VALUE;
        for (long left = most; left > 0 && walk.leaf != Term.NON_VALUE; left--) {
            final long element = Tuple.make(heap, Cons.head(walk.leaf), Cons.tail(walk.leaf), Atoms.NONE);
            result = last == Term.NON_VALUE ? element : result;
            chain(last, element);
            last = element;
            walk.advance();
        }
        if (walk.leaf != Term.NON_VALUE) {
            chain(last, Cons.make(heap, walk.path(heap), mapTerm));
        }
        return result;
    }

    private static long list(final TermHeap heap, final Walk walk, final long listTerm, final long most) {
        long list = listTerm;
        for (long left = most; left > 0 && walk.leaf != Term.NON_VALUE; left--) {
            list = Cons.make(heap, Tuple.make(heap, Cons.head(walk.leaf), Cons.tail(walk.leaf)), list);
            walk.advance();
        }
        return list;
    }

    /** A position in a large map: the nodes on the way to a leaf. */
    private static final class Walk {
        private long[] nodes = new long[NIBBLES_PER_DIGIT];
        private int[] slots = new int[NIBBLES_PER_DIGIT];
        private int depth;
        private final boolean backward;
        /** The leaf at the position; NON_VALUE behind the last. */
        long leaf;

        Walk(final boolean backward) {
            this.backward = backward;
        }

        private long child(final long node, final int slot) {
            return Memory.getLong(Hamt.firstChildAddr(node) + (backward ? Hamt.children(node) - 1 - slot : slot) * 8L);
        }

        /** Goes to where a path leads; false when it leads nowhere. */
        boolean start(final long mapTerm, final long pathTerm) {
            if (!Term.isInteger(pathTerm) || Term.isBoxed(pathTerm, Term.SUBTAG_NEG_BIG)) {
                return false;
            }
            long node = mapTerm;
            for (int level = 0; !Term.isCons(node); level++) {
                final int slot = nibble(pathTerm, level);
                if (slot >= Hamt.children(node)) {
                    return false;
                }
                push(node, slot);
                node = child(node, slot);
            }
            leaf = node;
            return true;
        }

        private static int nibble(final long pathTerm, final int level) {
            if (Term.isSmall(pathTerm)) {
                return level < NIBBLES_PER_DIGIT ? (int)(Term.smallValue(pathTerm) >>> level * PATH_BITS) & 15 : 0;
            }
            final int digit = level / NIBBLES_PER_DIGIT;
            return digit < Term.headerWords(Term.header(pathTerm))
                ? (int)(Term.word(pathTerm, 1 + digit) >>> level % NIBBLES_PER_DIGIT * PATH_BITS) & 15 : 0;
        }

        private void push(final long node, final int slot) {
            if (depth == nodes.length) {
                nodes = java.util.Arrays.copyOf(nodes, depth * 2);
                slots = java.util.Arrays.copyOf(slots, depth * 2);
            }
            nodes[depth] = node;
            slots[depth++] = slot;
        }

        void advance() {
            leaf = Term.NON_VALUE;
            while (depth > 0 && slots[depth - 1] + 1 == Hamt.children(nodes[depth - 1])) {
                depth--;
            }
            if (depth == 0) {
                return;
            }
            slots[depth - 1]++;
            long node = child(nodes[depth - 1], slots[depth - 1]);
            while (!Term.isCons(node)) {
                push(node, 0);
                node = child(node, 0);
            }
            leaf = node;
        }

        long path(final TermHeap heap) {
            final int digits = (depth + NIBBLES_PER_DIGIT - 1) / NIBBLES_PER_DIGIT;
            int used = digits;
            while (used > 1 && digit(used - 1) == 0) {
                used--;
            }
            if (used == 1 && Term.fitsSmall(digit(0)) && digit(0) >= 0) {
                return Term.makeSmall(digit(0));
            }
            final long addr = heap.allocate(1L + used);
            Memory.putLong(addr, Term.makeHeader(used, Term.SUBTAG_POS_BIG));
            for (int i = 0; i < used; i++) {
                Memory.putLong(addr + (1 + i) * 8L, digit(i));
            }
            return Term.makeBoxed(addr);
        }

        private long digit(final int index) {
            long digit = 0;
            for (int i = Math.min(depth, (index + 1) * NIBBLES_PER_DIGIT) - 1; i >= index * NIBBLES_PER_DIGIT; i--) {
                digit = digit << PATH_BITS | slots[i];
            }
            return digit;
        }
    }
}
