package dev.longbeam.term;

/** {@code maps:keys/1} and {@code maps:values/1} of a large map, in slices. Belongs to the owner of the heap. */
public final class MapListing extends SlicedWork {
    private static final int STEPS_PER_ASSOCIATION = 2;

    private final TermHeap heap;
    private final MapCursor cursor;
    private final boolean keys;
    private long list = Term.NIL;

    /**
     * Work on a map that is not flat.
     *
     * @param keys true for the keys, false for the values
     */
    public MapListing(final TermHeap heap, final long mapTerm, final boolean keys) {
        this.heap = heap;
        this.keys = keys;
        cursor = MapCursor.ofList(mapTerm);
    }

    @Override
    protected boolean proceed() {
        while (budget > 0) {
            if (!cursor.next()) {
                return true;
            }
            list = Cons.make(heap, keys ? cursor.key() : cursor.value(), list);
            budget -= STEPS_PER_ASSOCIATION;
        }
        return false;
    }

    @Override
    public long result() {
        return list;
    }
}
