package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Maps: everything that programs do with them, but for what {@link MapInstructions} has. {@link MapLayout} draws them; a map of
 * more than {@link MapLayout#MAX_FLAT_SIZE} associations is a tree by hash, every other one is flat.
 *
 * <p>A parameter named {@code mapTerm} must be a map. Any thread that may see the terms and owns the heap; nothing is changed in
 * place, and the result may share parts with, or be, an argument.
 */
public final class Maps {
    private Maps() {
    }

    /** Number of associations. */
    public static long size(final long mapTerm) {
        return Term.word(mapTerm, MapLayout.SIZE_WORD);
    }

    /** The value of a key, NON_VALUE when the map has it not. */
    public static long get(final long mapTerm, final long key) {
        return MapLayout.isFlat(mapTerm) ? FlatMap.get(mapTerm, key) : getLarge(mapTerm, key);
    }

    private static long getLarge(final long mapTerm, final long key) {
        final long leaf = Hamt.leaf(mapTerm, key, MapKeys.hash(key, 0));
        return leaf == Term.NON_VALUE ? Term.NON_VALUE : Cons.tail(leaf);
    }

    /** True when the map has the key. */
    public static boolean isKey(final long mapTerm, final long key) {
        return get(mapTerm, key) != Term.NON_VALUE;
    }

    /** A map of no associations. */
    public static long empty(final TermHeap heap) {
        return FlatMap.empty(heap);
    }

    /** The map with a value for a key, which may be new. */
    public static long put(final TermHeap heap, final long mapTerm, final long key, final long value) {
        if (!MapLayout.isFlat(mapTerm)) {
            return putLarge(heap, mapTerm, key, value, true);
        }
        final int place = FlatMap.place(mapTerm, key);
        if (place >= 0) {
            return FlatMap.withValue(heap, mapTerm, place, value);
        }
        if (FlatMap.size(mapTerm) < MapLayout.MAX_FLAT_SIZE) {
            return FlatMap.withNewKey(heap, mapTerm, ~place, key, value);
        }
        final MapBuilder builder = MapBuilder.ofThread();
        addLeaves(heap, mapTerm, builder);
        builder.add(Cons.make(heap, key, value));
        return builder.build(heap);
    }

    /** The map with another value for a key that it has; NON_VALUE, and nothing recorded, when it has it not. */
    public static long update(final TermHeap heap, final long mapTerm, final long key, final long value) {
        if (!MapLayout.isFlat(mapTerm)) {
            return putLarge(heap, mapTerm, key, value, false);
        }
        final int index = FlatMap.indexOf(mapTerm, key);
        return index < 0 ? Term.NON_VALUE : FlatMap.withValue(heap, mapTerm, index, value);
    }

    /** As {@link #put} or {@link #update} to a tree. */
    static long putLarge(final TermHeap heap, final long mapTerm, final long key, final long value, final boolean mayAdd) {
        final int hash = MapKeys.hash(key, 0);
        final long leaf = Hamt.leaf(mapTerm, key, hash);
        if (leaf == Term.NON_VALUE ? !mayAdd : Cons.tail(leaf) == value) {
            return leaf == Term.NON_VALUE ? Term.NON_VALUE : mapTerm;
        }
        final long size = Hamt.size(mapTerm) + (leaf == Term.NON_VALUE ? 1 : 0);
        return Hamt.withLeaf(heap, mapTerm, Cons.make(heap, key, value), hash, size);
    }

    /** The map without a key; the same map when it has it not. */
    public static long remove(final TermHeap heap, final long mapTerm, final long key) {
        if (MapLayout.isFlat(mapTerm)) {
            final int index = FlatMap.indexOf(mapTerm, key);
            return index < 0 ? mapTerm : FlatMap.without(heap, mapTerm, index);
        }
        final int hash = MapKeys.hash(key, 0);
        if (Hamt.leaf(mapTerm, key, hash) == Term.NON_VALUE) {
            return mapTerm;
        }
        final long size = Hamt.size(mapTerm) - 1;
        return size > MapLayout.MAX_FLAT_SIZE ? Hamt.without(heap, mapTerm, key, hash, size) : flatWithout(heap, mapTerm, key, (int)size);
    }

    private static long flatWithout(final TermHeap heap, final long mapTerm, final long key, final int size) {
        final long keys = FlatMap.allocateKeys(heap, size);
        final long map = FlatMap.allocate(heap, keys, size);
        final MapCursor cursor = new MapCursor(mapTerm);
        int count = 0;
        while (cursor.next()) {
            if (!MapKeys.equal(cursor.key(), key)) {
                count = FlatMap.insert(keys, map, count, cursor.key(), cursor.value());
            }
        }
        return map;
    }

    /** {@code maps:take/2}: {@code {Value, Map}}, or NON_VALUE when the map has the key not. */
    public static long take(final TermHeap heap, final long mapTerm, final long key) {
        final long value = get(mapTerm, key);
        return value == Term.NON_VALUE ? Term.NON_VALUE : Tuple.make(heap, value, remove(heap, mapTerm, key));
    }

    // From and to lists

    /** The map of a list of pairs; NON_VALUE, and nothing recorded, when it is no such list. Of equal keys the last wins. */
    public static long fromList(final TermHeap heap, final long listTerm) {
        long count = 0;
        long rest = listTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long pair = Cons.head(rest);
            if (!Term.isTuple(pair) || Tuple.arity(pair) != 2) {
                return Term.NON_VALUE;
            }
            count++;
        }
        if (rest != Term.NIL) {
            return Term.NON_VALUE;
        }
        return count <= MapLayout.MAX_FLAT_SIZE ? flatFromList(heap, listTerm, (int)count) : largeFromList(heap, listTerm);
    }

    private static long flatFromList(final TermHeap heap, final long listTerm, final int capacity) {
        if (capacity == 0) {
            return empty(heap);
        }
        final long keys = FlatMap.allocateKeys(heap, capacity);
        final long map = FlatMap.allocate(heap, keys, capacity);
        int count = 0;
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long pair = Cons.head(rest);
            count = FlatMap.insert(keys, map, count, Tuple.element(pair, 1), Tuple.element(pair, 2));
        }
        return FlatMap.finish(heap, keys, map, capacity, count);
    }

    private static long largeFromList(final TermHeap heap, final long listTerm) {
        final MapBuilder builder = MapBuilder.ofThread();
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long pair = Cons.head(rest);
            builder.add(Cons.make(heap, Tuple.element(pair, 1), Tuple.element(pair, 2)));
        }
        return builder.build(heap);
    }

    /** The map in which every key of a list has the same value; NON_VALUE, and nothing recorded, when it is no proper list. */
    public static long fromKeys(final TermHeap heap, final long listTerm, final long value) {
        final long length = Cons.length(listTerm);
        if (length <= 0) {
            return length == 0 ? empty(heap) : Term.NON_VALUE;
        }
        if (length > MapLayout.MAX_FLAT_SIZE) {
            final MapBuilder builder = MapBuilder.ofThread();
            for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
                builder.add(Cons.make(heap, Cons.head(rest), value));
            }
            return builder.build(heap);
        }
        final long keys = FlatMap.allocateKeys(heap, (int)length);
        final long map = FlatMap.allocate(heap, keys, (int)length);
        int count = 0;
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            count = FlatMap.insert(keys, map, count, Cons.head(rest), value);
        }
        return FlatMap.finish(heap, keys, map, (int)length, count);
    }

    /** The map of keys and values that alternate in an array; of equal keys the last wins. */
    public static long fromArray(final TermHeap heap, final long[] keysAndValues, final int from, final int to) {
        return MapInstructions.putAssoc(heap, empty(heap), keysAndValues, from, to);
    }

    /** As {@link #fromArray}, but NON_VALUE, with nothing recorded, when a key comes twice. */
    public static long fromArrayUnique(final TermHeap heap, final long[] keysAndValues, final int from, final int to) {
        final int count = (to - from) / 2;
        if (count <= MapLayout.MAX_FLAT_SIZE) {
            final long map = fromArray(heap, keysAndValues, from, to);
            return size(map) == count ? map : Term.NON_VALUE;
        }
        final MapBuilder builder = MapBuilder.ofThread();
        addLeaves(heap, keysAndValues, from, to, builder);
        final long map = builder.build(heap);
        return builder.sawDuplicate() ? Term.NON_VALUE : map;
    }

    /** {@code maps:keys/1}: in the order of the C emulator. */
    public static long keys(final TermHeap heap, final long mapTerm) {
        return list(heap, mapTerm, true, false);
    }

    /** {@code maps:values/1}: in the order of the C emulator. */
    public static long values(final TermHeap heap, final long mapTerm) {
        return list(heap, mapTerm, false, true);
    }

    /** {@code maps:to_list/1}: pairs, in the order of the C emulator. */
    public static long toList(final TermHeap heap, final long mapTerm) {
        return list(heap, mapTerm, true, true);
    }

    /** A flat map's keys come sorted, those of a large one in the order of the walk or the other way round. */
    private static long list(final TermHeap heap, final long mapTerm, final boolean keys, final boolean values) {
        long list = Term.NIL;
        if (MapLayout.isFlat(mapTerm)) {
            for (int i = FlatMap.size(mapTerm) - 1; i >= 0; i--) {
                list = Cons.make(heap, element(heap, FlatMap.key(mapTerm, i), FlatMap.value(mapTerm, i), keys, values), list);
            }
            return list;
        }
        final MapCursor cursor = MapCursor.ofList(mapTerm);
        while (cursor.next()) {
            list = Cons.make(heap, element(heap, cursor.key(), cursor.value(), keys, values), list);
        }
        return list;
    }

    /** What a list has for an association: the key, the value or a pair. */
    static long element(final TermHeap heap, final long key, final long value, final boolean keys, final boolean values) {
        return keys && values ? Tuple.make(heap, key, value) : keys ? key : value;
    }

    // Merge

    /** All associations of two maps; those of {@code mapB} win. */
    public static long merge(final TermHeap heap, final long mapA, final long mapB) {
        if (mapA == mapB || size(mapA) == 0) {
            return mapB;
        }
        if (size(mapB) == 0) {
            return mapA;
        }
        final boolean flatA = MapLayout.isFlat(mapA);
        final boolean flatB = MapLayout.isFlat(mapB);
        if (flatA && flatB) {
            return mergeFlat(heap, mapA, mapB);
        }
        if (!flatA && !flatB) {
            final MapMerging work = new MapMerging(heap, mapA, mapB);
            work.advance(Long.MAX_VALUE);
            return work.result();
        }
        long map = flatA ? mapB : mapA;
        final long flat = flatA ? mapA : mapB;
        for (int i = 0; i < FlatMap.size(flat); i++) {
            final long key = FlatMap.key(flat, i);
            if (!flatA || !isKey(map, key)) {
                map = putLarge(heap, map, key, FlatMap.value(flat, i), true);
            }
        }
        return map;
    }

    private static long mergeFlat(final TermHeap heap, final long mapA, final long mapB) {
        final int sizeA = FlatMap.size(mapA);
        final int sizeB = FlatMap.size(mapB);
        if (FlatMap.keys(mapA) == FlatMap.keys(mapB)) {
            return mapB;
        }
        final int capacity = sizeA + sizeB;
        final long keys = FlatMap.allocateKeys(heap, capacity);
        final long map = FlatMap.allocate(heap, keys, capacity);
        int count = 0;
        int a = 0;
        int b = 0;
        while (a < sizeA || b < sizeB) {
            final int order = a == sizeA ? 1 : b == sizeB ? -1 : MapKeys.compare(FlatMap.key(mapA, a), FlatMap.key(mapB, b));
            final boolean takesA = order < 0;
            Memory.putLong(FlatMap.keyAddr(keys, count), takesA ? FlatMap.key(mapA, a) : FlatMap.key(mapB, b));
            Memory.putLong(FlatMap.valueAddr(map, count), takesA ? FlatMap.value(mapA, a) : FlatMap.value(mapB, b));
            count++;
            a += order <= 0 ? 1 : 0;
            b += order >= 0 ? 1 : 0;
        }
        FlatMap.finish(heap, keys, map, capacity, count);
        return count > MapLayout.MAX_FLAT_SIZE ? toLarge(heap, map) : count == sizeB ? mapB : map;
    }

    private static long toLarge(final TermHeap heap, final long flatTerm) {
        final MapBuilder builder = MapBuilder.ofThread();
        addLeaves(heap, flatTerm, builder);
        return builder.build(heap);
    }

    /** Adds the associations of a flat map. */
    static void addLeaves(final TermHeap heap, final long flatTerm, final MapBuilder builder) {
        for (int i = 0; i < FlatMap.size(flatTerm); i++) {
            builder.add(Cons.make(heap, FlatMap.key(flatTerm, i), FlatMap.value(flatTerm, i)));
        }
    }

    /** Adds keys and values that alternate in an array. */
    static void addLeaves(final TermHeap heap, final long[] keysAndValues, final int from, final int to, final MapBuilder builder) {
        for (int i = from; i < to; i += 2) {
            builder.add(Cons.make(heap, keysAndValues[i], keysAndValues[i + 1]));
        }
    }
}
