package dev.longbeam.term;

import dev.longbeam.memory.Literals;
import dev.longbeam.memory.Memory;

/**
 * Maps of up to {@link MapLayout#MAX_FLAT_SIZE} associations: a sorted tuple of keys that maps can share, and the values.
 *
 * <p>Any thread that may see the terms and owns the heap.
 */
final class FlatMap {
    /** The tuple of no keys. */
    static final long NO_KEYS = noKeys();

    private static final int NOT_FOUND = -1;
    /** Among so many keys one is looked for in turn, since telling that two keys differ takes less than finding their order. */
    private static final int MOST_IN_TURN = 8;

    private FlatMap() {
    }

    private static long noKeys() {
        final long addr = Literals.allocate(8);
        Memory.putLong(addr, Tuple.header(0));
        return Term.makeBoxed(addr);
    }

    /** Number of associations. */
    static int size(final long mapTerm) {
        return (int)Term.word(mapTerm, MapLayout.SIZE_WORD);
    }

    /** The tuple of keys. */
    static long keys(final long mapTerm) {
        return Term.word(mapTerm, MapLayout.KEYS_WORD);
    }

    /** A key, counted from 0. */
    static long key(final long mapTerm, final int index) {
        return Memory.getLong(keyAddr(keys(mapTerm), index));
    }

    /** A value, counted from 0. */
    static long value(final long mapTerm, final int index) {
        return Memory.getLong(valueAddr(mapTerm, index));
    }

    /** The value of a key, NON_VALUE when it has none. */
    static long get(final long mapTerm, final long key) {
        final int index = indexOf(mapTerm, key);
        return index < 0 ? Term.NON_VALUE : value(mapTerm, index);
    }

    /** Index of a key, negative when the map has it not. */
    static int indexOf(final long mapTerm, final long key) {
        final long keysTuple = keys(mapTerm);
        final int count = size(mapTerm);
        final int index = indexOfWord(keysTuple, count, key);
        if (index >= 0 || Term.isImmediate(key)) {
            return index;
        }
        if (count > MOST_IN_TURN) {
            return search(keysTuple, count, key);
        }
        for (int i = 0; i < count; i++) {
            if (MapKeys.equal(Memory.getLong(keyAddr(keysTuple, i)), key)) {
                return i;
            }
        }
        return NOT_FOUND;
    }

    /** Index of a key; when the map has it not, the complement of the index that it would have. */
    static int place(final long mapTerm, final long key) {
        final int index = indexOfWord(keys(mapTerm), size(mapTerm), key);
        return index >= 0 ? index : search(keys(mapTerm), size(mapTerm), key);
    }

    private static int indexOfWord(final long keysTuple, final int count, final long key) {
        final long firstAddr = keyAddr(keysTuple, 0);
        for (int i = 0; i < count; i++) {
            if (Memory.getLong(firstAddr + i * 8L) == key) {
                return i;
            }
        }
        return NOT_FOUND;
    }

    private static int search(final long keysTuple, final int count, final long key) {
        int low = 0;
        int high = count;
        while (low < high) {
            final int middle = low + high >>> 1;
            final int order = MapKeys.compare(Memory.getLong(keyAddr(keysTuple, middle)), key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return ~low;
    }

    /** A map of no associations. */
    static long empty(final TermHeap heap) {
        return allocate(heap, NO_KEYS, 0);
    }

    /** A map with a tuple of keys, whose values the caller sets. */
    static long allocate(final TermHeap heap, final long keysTuple, final int size) {
        final long addr = heap.allocate(MapLayout.FLAT_VALUES_WORD + (long)size);
        Memory.putLong(addr, MapLayout.FLAT_HEADER);
        Memory.putLong(addr + MapLayout.SIZE_WORD * 8, size);
        Memory.putLong(addr + MapLayout.KEYS_WORD * 8, keysTuple);
        return Term.makeBoxed(addr);
    }

    /** The map with another value at an index; the same map when the value is the same word. */
    static long withValue(final TermHeap heap, final long mapTerm, final int index, final long value) {
        if (value(mapTerm, index) == value) {
            return mapTerm;
        }
        final long copy = copyValues(heap, mapTerm);
        Memory.putLong(valueAddr(copy, index), value);
        return copy;
    }

    /** A map with the same keys and values whose values may be changed. */
    static long copyValues(final TermHeap heap, final long mapTerm) {
        final int size = size(mapTerm);
        final long copy = allocate(heap, keys(mapTerm), size);
        Memory.copyWords(valueAddr(mapTerm, 0), valueAddr(copy, 0), size);
        return copy;
    }

    /** The map with a key that it has not, at the index where it belongs; requires room for it. */
    static long withNewKey(final TermHeap heap, final long mapTerm, final int at, final long key, final long value) {
        final int size = size(mapTerm);
        final long oldKeys = keys(mapTerm);
        final long newKeys = allocateKeys(heap, size + 1);
        final long map = allocate(heap, newKeys, size + 1);
        Memory.copyWords(keyAddr(oldKeys, 0), keyAddr(newKeys, 0), at);
        Memory.copyWords(valueAddr(mapTerm, 0), valueAddr(map, 0), at);
        Memory.putLong(keyAddr(newKeys, at), key);
        Memory.putLong(valueAddr(map, at), value);
        Memory.copyWords(keyAddr(oldKeys, at), keyAddr(newKeys, at + 1), size - at);
        Memory.copyWords(valueAddr(mapTerm, at), valueAddr(map, at + 1), size - at);
        return map;
    }

    /** The map without the key at an index. */
    static long without(final TermHeap heap, final long mapTerm, final int index) {
        final int size = size(mapTerm) - 1;
        if (size == 0) {
            return empty(heap);
        }
        final long oldKeys = keys(mapTerm);
        final long newKeys = allocateKeys(heap, size);
        final long map = allocate(heap, newKeys, size);
        Memory.copyWords(keyAddr(oldKeys, 0), keyAddr(newKeys, 0), index);
        Memory.copyWords(valueAddr(mapTerm, 0), valueAddr(map, 0), index);
        Memory.copyWords(keyAddr(oldKeys, index + 1), keyAddr(newKeys, index), size - index);
        Memory.copyWords(valueAddr(mapTerm, index + 1), valueAddr(map, index), size - index);
        return map;
    }

    /** A tuple for up to {@code capacity} keys; its header is written by {@link #finish} when fewer are used. */
    static long allocateKeys(final TermHeap heap, final int capacity) {
        final long addr = heap.allocate(1L + capacity);
        Memory.putLong(addr, Tuple.header(capacity));
        return Term.makeBoxed(addr);
    }

    /**
     * Puts an association into a map that is being built and has room for it.
     *
     * @param count associations so far
     * @return associations now
     */
    static int insert(final long keysTuple, final long mapTerm, final int count, final long key, final long value) {
        if (count > 0 && MapKeys.compare(Memory.getLong(keyAddr(keysTuple, count - 1)), key) >= 0) {
            return insertBeforeLast(keysTuple, mapTerm, count, key, value);
        }
        Memory.putLong(keyAddr(keysTuple, count), key);
        Memory.putLong(valueAddr(mapTerm, count), value);
        return count + 1;
    }

    private static int insertBeforeLast(final long keysTuple, final long mapTerm, final int count, final long key, final long value) {
        int at = count;
        while (at > 0) {
            final int order = MapKeys.compare(Memory.getLong(keyAddr(keysTuple, at - 1)), key);
            if (order == 0) {
                Memory.putLong(keyAddr(keysTuple, at - 1), key);
                Memory.putLong(valueAddr(mapTerm, at - 1), value);
                return count;
            }
            if (order < 0) {
                break;
            }
            at--;
        }
        moveUp(keyAddr(keysTuple, at), count - at);
        moveUp(valueAddr(mapTerm, at), count - at);
        Memory.putLong(keyAddr(keysTuple, at), key);
        Memory.putLong(valueAddr(mapTerm, at), value);
        return count + 1;
    }

    /**
     * Ends the building of a map. What is left over of its keys is made an object of its own, since heaps are walked from object to
     * object; what is left over of its values is given back when the map was allocated last.
     */
    static long finish(final TermHeap heap, final long keysTuple, final long mapTerm, final int capacity, final int count) {
        if (count < capacity) {
            Memory.putLong(Term.addr(keysTuple), Tuple.header(count));
            Memory.putLong(Term.addr(mapTerm) + MapLayout.SIZE_WORD * 8, count);
            fill(keyAddr(keysTuple, count), capacity - count);
            fill(valueAddr(mapTerm, count), capacity - count);
            heap.trim(Term.addr(mapTerm), MapLayout.FLAT_VALUES_WORD + (long)capacity, MapLayout.FLAT_VALUES_WORD + (long)count);
        }
        return mapTerm;
    }

    /** Sorts the keys of a map that was just built, with their values; false when a key comes twice. */
    static boolean sort(final long mapTerm) {
        final long keysTuple = keys(mapTerm);
        for (int count = 1; count < size(mapTerm); count++) {
            final long key = key(mapTerm, count);
            if (MapKeys.compare(key(mapTerm, count - 1), key) >= 0
                && insertBeforeLast(keysTuple, mapTerm, count, key, value(mapTerm, count)) == count) {
                return false;
            }
        }
        return true;
    }

    private static void fill(final long addr, final int words) {
        Memory.putLong(addr, Term.makeHeader(words - 1L, Term.SUBTAG_POS_BIG));
    }

    /** Address of a key in a tuple of keys, counted from 0. */
    static long keyAddr(final long keysTuple, final int index) {
        return keysTuple - Term.TAG_BOXED + 8 + index * 8L;
    }

    /** Address of a value, counted from 0. */
    static long valueAddr(final long mapTerm, final int index) {
        return mapTerm - Term.TAG_BOXED + (MapLayout.FLAT_VALUES_WORD + index) * 8L;
    }

    private static void moveUp(final long addr, final int words) {
        for (long at = addr + (words - 1) * 8L; at >= addr; at -= 8) {
            Memory.putLong(at + 8, Memory.getLong(at));
        }
    }
}
