package dev.longbeam.gc;

/** A process heap without a process: a few roots in an array. */
final class TestHeap extends ProcessHeap implements AutoCloseable {
    final long[] roots = new long[8];
    private boolean wanted;

    TestHeap(final long words) {
        createHeap(words);
    }

    boolean wanted() {
        return wanted;
    }

    /** Collects in slices of a budget; returns how many slices it took. */
    int collect(final long needWords, final boolean major, final long budgetWords) {
        final Collector collector = new Collector();
        collector.start(this, needWords, major);
        int slices = 1;
        while (!collector.step(budgetWords)) {
            slices++;
        }
        return slices;
    }

    @Override
    public void wantCollection() {
        wanted = true;
    }

    @Override
    public int rootCount() {
        return roots.length;
    }

    @Override
    public long root(final int index) {
        return roots[index];
    }

    @Override
    public void root(final int index, final long term) {
        roots[index] = term;
    }

    @Override
    public int rangeCount() {
        return 0;
    }

    @Override
    public long rangeAddr(final int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public long rangeWords(final int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public void close() {
        destroyHeap();
    }
}
