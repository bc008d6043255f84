package dev.longbeam.term;

/** The keys and values of a map copied out, in the order of the map, and sorted on demand, in parts if need be: for what needs term order. */
final class MapEntries {
    private long[] entries;
    private int size;
    /** Null when all entries have been read. */
    private MapCursor cursor;

    /** The sort so far: runs of this many entries are sorted, pairs of them are merged into {@link #to} as far as {@link #filled}. */
    private int width = 1;
    private long[] to;
    private int filled;
    /** The pair that is merged: the next entries of its halves, and where those end. */
    private int left;
    private int middle;
    private int right;
    private int end;

    private MapEntries(final MapCursor cursor, final int count) {
        this.cursor = cursor;
        entries = new long[2 * count];
    }

    /** The entries of a map. */
    static MapEntries of(final long mapTerm) {
        final MapEntries all = unread(mapTerm);
        all.read(Long.MAX_VALUE);
        return all;
    }

    /** Those of a map that {@link #sort(long)} has to read first. */
    static MapEntries unread(final long mapTerm) {
        return new MapEntries(new MapCursor(mapTerm), Math.toIntExact(Maps.size(mapTerm)));
    }

    private long read(final long steps) {
        long budget = steps;
        while (budget > 0) {
            if (!cursor.next()) {
                cursor = null;
                break;
            }
            entries[2 * size] = cursor.key();
            entries[2 * size + 1] = cursor.value();
            size++;
            budget--;
        }
        return budget;
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

    /** Sorts by keys in the order of {@link Compare#compareExact}. */
    void sort() {
        sort(Long.MAX_VALUE);
    }

    /**
     * Goes on sorting: a merge sort from the bottom up.
     *
     * @param steps entries to move at most, at least 1
     * @return steps that are left, 0 when there is more to do
     */
    long sort(final long steps) {
        long budget = cursor == null ? steps : read(steps);
        if (cursor != null) {
            return 0;
        }
        while (width < size) {
            if (to == null) {
                to = new long[entries.length];
            }
            while (filled < size) {
                if (budget <= 0) {
                    return 0;
                }
                if (filled == end) {
                    beginMerge();
                }
                final int part = (int)Math.min(end - filled, budget);
                merge(filled + part);
                budget -= part;
            }
            final long[] swap = entries;
            entries = to;
            to = swap;
            width *= 2;
            filled = 0;
            end = 0;
        }
        return Math.max(1, budget);
    }

    private void beginMerge() {
        left = filled;
        middle = Math.min(filled + width, size);
        right = middle;
        end = Math.min(middle + width, size);
    }

    private void merge(final int fillTo) {
        int i = left;
        int j = right;
        for (int k = filled; k < fillTo; k++) {
            final boolean takeLeft = i < middle && (j >= end || Compare.compareExact(entries[2 * i], entries[2 * j]) <= 0);
            final int source = takeLeft ? i++ : j++;
            to[2 * k] = entries[2 * source];
            to[2 * k + 1] = entries[2 * source + 1];
        }
        left = i;
        right = j;
        filled = fillTo;
    }
}
