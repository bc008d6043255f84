package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/** The keys and values of a map copied out, in the order of the map, and sorted on demand: for what needs term order. */
final class MapEntries {
    private long[] entries;
    private int size;

    MapEntries(final long mapTerm) {
        entries = new long[2 * Math.toIntExact(Term.word(mapTerm, MapLayout.SIZE_WORD))];
        if (MapLayout.isFlat(mapTerm)) {
            readFlat(mapTerm);
        } else {
            readNodes(mapTerm);
        }
    }

    /** Number of entries. */
    int size() {
        return size;
    }

    /** The key of an entry. */
    long key(final int index) {
        return entries[2 * index];
    }

    /** The value of an entry. */
    long value(final int index) {
        return entries[2 * index + 1];
    }

    /**
     * Drops from both what cannot tell them apart: when both have the same keys, the entries whose values are the same words. Equal keys stand
     * at equal places before they are sorted, and most maps that are compared differ little: there is little left to sort.
     */
    void dropCommon(final MapEntries other) {
        for (int i = 0; i < size; i++) {
            if (!Compare.exactEqual(key(i), other.key(i))) {
                return;
            }
        }
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (value(i) != other.value(i)) {
                keep(i, kept);
                other.keep(i, kept++);
            }
        }
        size = kept;
        other.size = kept;
    }

    private void keep(final int from, final int to) {
        entries[2 * to] = entries[2 * from];
        entries[2 * to + 1] = entries[2 * from + 1];
    }

    /** Sorts by keys in the order of {@link Compare#compareExact}: a merge sort from the bottom up. */
    void sort() {
        long[] from = entries;
        long[] to = new long[from.length];
        for (int width = 1; width < size; width *= 2) {
            for (int left = 0; left < size; left += 2 * width) {
                merge(from, to, left, Math.min(left + width, size), Math.min(left + 2 * width, size));
            }
            final long[] swap = from;
            from = to;
            to = swap;
        }
        entries = from;
    }

    private static void merge(final long[] from, final long[] to, final int left, final int middle, final int right) {
        int i = left;
        int j = middle;
        for (int k = left; k < right; k++) {
            final boolean takeLeft = i < middle && (j >= right || Compare.compareExact(from[2 * i], from[2 * j]) <= 0);
            final int source = takeLeft ? i++ : j++;
            to[2 * k] = from[2 * source];
            to[2 * k + 1] = from[2 * source + 1];
        }
    }

    private void readFlat(final long mapTerm) {
        final long keysTerm = Term.word(mapTerm, MapLayout.KEYS_WORD);
        for (int i = 0; i < entries.length / 2; i++) {
            add(Tuple.element(keysTerm, i + 1), Term.word(mapTerm, MapLayout.FLAT_VALUES_WORD + i));
        }
    }

    private void readNodes(final long mapTerm) {
        final WorkStack stack = WorkStack.get();
        final int bottom = stack.top();
        stack.push(mapTerm);
        while (stack.top() != bottom) {
            final long term = stack.pop();
            if (Term.isCons(term)) {
                add(Cons.head(term), Cons.tail(term));
            } else if (Term.isTuple(term)) {
                for (int i = Tuple.arity(term); i >= 1; i--) {
                    stack.push(Tuple.element(term, i));
                }
            } else {
                final long addr = Term.addr(term);
                final long first = MapLayout.firstTermWord(Term.header(term));
                for (long i = MapLayout.wordsBehindHeader(addr); i >= first; i--) {
                    stack.push(Memory.getLong(addr + i * 8));
                }
            }
        }
        stack.reset(bottom);
    }

    private void add(final long keyTerm, final long valueTerm) {
        entries[2 * size] = keyTerm;
        entries[2 * size + 1] = valueTerm;
        size++;
    }
}
