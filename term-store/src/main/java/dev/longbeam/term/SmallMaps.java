package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * What compiled code does with flat maps: it looks keys up where it found them last, and builds and changes maps association by association.
 *
 * <p>A parameter named {@code flatTerm} must be a flat map, indexes count from 0. Any thread that may see the terms and owns the heap.
 */
public final class SmallMaps {
    private SmallMaps() {
    }

    /** True for a map of few associations. */
    public static boolean isFlat(final long mapTerm) {
        return MapLayout.isFlat(mapTerm);
    }

    /** True for a map of few associations that has an index. */
    public static boolean isFlatOver(final long mapTerm, final int index) {
        return Term.header(mapTerm) == MapLayout.FLAT_HEADER && index < FlatMap.size(mapTerm);
    }

    /** The tuple of keys. */
    public static long keys(final long flatTerm) {
        return FlatMap.keys(flatTerm);
    }

    /** A key of a tuple of keys. */
    public static long key(final long keysTuple, final int index) {
        return Memory.getLong(FlatMap.keyAddr(keysTuple, index));
    }

    /** True when a key that is no pointer stands at an index. */
    public static boolean hasAt(final long flatTerm, final int index, final long immediateKey) {
        return index < FlatMap.size(flatTerm) && FlatMap.key(flatTerm, index) == immediateKey;
    }

    /** Index of a key, negative when the map has it not. */
    public static int indexOf(final long flatTerm, final long key) {
        return FlatMap.indexOf(flatTerm, key);
    }

    /** A value. */
    public static long value(final long flatTerm, final int index) {
        return FlatMap.value(flatTerm, index);
    }

    /** Sets a value of a map that nobody else knows yet. */
    public static void value(final long flatTerm, final int index, final long valueTerm) {
        Memory.putLong(FlatMap.valueAddr(flatTerm, index), valueTerm);
    }

    /** The map with another value at an index. */
    public static long withValue(final TermHeap heap, final long flatTerm, final int index, final long valueTerm) {
        return FlatMap.withValue(heap, flatTerm, index, valueTerm);
    }

    /** A map with the same associations whose values may be set. */
    public static long copy(final TermHeap heap, final long flatTerm) {
        return FlatMap.copyValues(heap, flatTerm);
    }

    /** A map whose {@code size} associations the caller sets by {@link #association}, all of them, in the order of {@link #order}. */
    public static long allocate(final TermHeap heap, final int size) {
        final long keysAddr = heap.allocate(1L + size + MapLayout.FLAT_VALUES_WORD + size);
        Memory.putLong(keysAddr, Tuple.header(size));
        final long addr = keysAddr + (1L + size) * Memory.WORD_BYTES;
        Memory.putLong(addr, MapLayout.FLAT_HEADER);
        Memory.putLong(addr + MapLayout.SIZE_WORD * 8, size);
        Memory.putLong(addr + MapLayout.KEYS_WORD * 8, Term.makeBoxed(keysAddr));
        return Term.makeBoxed(addr);
    }

    /** Sets an association of a map from {@link #allocate}. */
    public static void association(final long flatTerm, final int size, final int index, final long key, final long valueTerm) {
        Memory.putLong(flatTerm - Term.TAG_BOXED - (size - index) * 8L, key);
        Memory.putLong(FlatMap.valueAddr(flatTerm, index), valueTerm);
    }

    /** Order of keys. */
    public static int order(final long keyA, final long keyB) {
        return MapKeys.compare(keyA, keyB);
    }
}
