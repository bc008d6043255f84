package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * What the map instructions do to several keys at once.
 *
 * <p>A parameter named {@code mapTerm} must be a map. Any thread that may see the terms and owns the heap; nothing is changed in
 * place, and the result may share parts with, or be, an argument.
 */
public final class MapInstructions {
    private MapInstructions() {
    }

    /**
     * {@code Map#{K => V, ..}}: the map with keys and values that alternate in an array, from index {@code from} to before
     * {@code to}. Fastest when the keys are sorted.
     */
    public static long putAssoc(final TermHeap heap, final long mapTerm, final long[] keysAndValues, final int from, final int to) {
        if (!MapLayout.isFlat(mapTerm)) {
            long map = mapTerm;
            for (int i = from; i < to; i += 2) {
                map = Maps.putLarge(heap, map, keysAndValues[i], keysAndValues[i + 1], true);
            }
            return map;
        }
        if (to - from == 2) {
            final int index = FlatMap.indexOf(mapTerm, keysAndValues[from]);
            return index < 0 ? addFlat(heap, mapTerm, keysAndValues, from, to) : FlatMap.withValue(heap, mapTerm, index, keysAndValues[from + 1]);
        }
        if (FlatMap.size(mapTerm) > 0 && hasAll(mapTerm, keysAndValues, from, to)) {
            return replaceValues(heap, mapTerm, keysAndValues, from, to);
        }
        return addFlat(heap, mapTerm, keysAndValues, from, to);
    }

    /**
     * {@code Map#{K := V, ..}}: as {@link #putAssoc}, but every key must be in the map.
     *
     * @return NON_VALUE after {@code heap.badkey(Key)} for the first of the keys that is not, in the order of small maps
     */
    public static long putExact(final TermHeap heap, final long mapTerm, final long[] keysAndValues, final int from, final int to) {
        if (to - from == 2) {
            final long map = Maps.update(heap, mapTerm, keysAndValues[from], keysAndValues[from + 1]);
            return map == Term.NON_VALUE ? heap.badkey(keysAndValues[from]) : map;
        }
        for (int i = from; i < to; i += 2) {
            if (!Maps.isKey(mapTerm, keysAndValues[i])) {
                return heap.badkey(firstMissing(mapTerm, keysAndValues, i, to));
            }
        }
        return MapLayout.isFlat(mapTerm) ? replaceValues(heap, mapTerm, keysAndValues, from, to)
            : putAssoc(heap, mapTerm, keysAndValues, from, to);
    }

    private static long firstMissing(final long mapTerm, final long[] keysAndValues, final int from, final int to) {
        long first = keysAndValues[from];
        for (int i = from + 2; i < to; i += 2) {
            if (MapKeys.compare(keysAndValues[i], first) < 0 && !Maps.isKey(mapTerm, keysAndValues[i])) {
                first = keysAndValues[i];
            }
        }
        return first;
    }

    private static boolean hasAll(final long flatTerm, final long[] keysAndValues, final int from, final int to) {
        for (int i = from; i < to; i += 2) {
            if (FlatMap.indexOf(flatTerm, keysAndValues[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    private static long replaceValues(final TermHeap heap, final long flatTerm, final long[] keysAndValues, final int from, final int to) {
        long map = flatTerm;
        for (int i = from; i < to; i += 2) {
            final int index = FlatMap.indexOf(flatTerm, keysAndValues[i]);
            if (map != flatTerm) {
                Memory.putLong(FlatMap.valueAddr(map, index), keysAndValues[i + 1]);
            } else {
                map = FlatMap.withValue(heap, flatTerm, index, keysAndValues[i + 1]);
            }
        }
        return map;
    }

    private static long addFlat(final TermHeap heap, final long flatTerm, final long[] keysAndValues, final int from, final int to) {
        final int oldSize = FlatMap.size(flatTerm);
        final int capacity = oldSize + (to - from) / 2;
        if (capacity > MapLayout.MAX_FLAT_SIZE) {
            final MapBuilder builder = MapBuilder.ofThread();
            Maps.addLeaves(heap, flatTerm, builder);
            Maps.addLeaves(heap, keysAndValues, from, to, builder);
            return builder.build(heap);
        }
        if (capacity == 0) {
            return flatTerm;
        }
        final long keys = FlatMap.allocateKeys(heap, capacity);
        final long map = FlatMap.allocate(heap, keys, capacity);
        int count = 0;
        for (; count < oldSize; count++) {
            Memory.putLong(FlatMap.keyAddr(keys, count), FlatMap.key(flatTerm, count));
            Memory.putLong(FlatMap.valueAddr(map, count), FlatMap.value(flatTerm, count));
        }
        for (int i = from; i < to; i += 2) {
            count = FlatMap.insert(keys, map, count, keysAndValues[i], keysAndValues[i + 1]);
        }
        return FlatMap.finish(heap, keys, map, capacity, count);
    }
}
