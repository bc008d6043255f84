package dev.longbeam.term.ets;

/**
 * A walk over a tree in key order, up or down, with the nodes on the way kept in an array.
 *
 * <p>Under the tree's lock, and only while the tree does not change; a walk that goes on later starts again from a key.
 */
final class TreeWalk {
    private final TreeStore table;
    private final boolean descending;
    private long[] path = new long[64];
    private int depth;

    TreeWalk(final TreeStore table, final boolean descending) {
        this.table = table;
        this.descending = descending;
    }

    /** Goes to the first node in the direction of the walk; 0 when the tree is empty. */
    long start() {
        depth = 0;
        return descend(table.root());
    }

    /** Goes to the first node behind a key in the direction of the walk. */
    long startBehind(final long keyTerm) {
        depth = 0;
        long node = table.root();
        while (node != 0) {
            final int order = EtsTerms.compare(keyTerm, table.rowKey(node));
            if (descending ? order > 0 : order < 0) {
                push(node);
                node = near(node);
            } else {
                node = far(node);
            }
        }
        return depth == 0 ? 0 : path[depth - 1];
    }

    /** Goes to the first node in the direction of the walk whose key may match a partly bound key. */
    long startAt(final long partKeyTerm) {
        depth = 0;
        long node = table.root();
        while (node != 0) {
            final int order = PartKey.compare(partKeyTerm, table.rowKey(node));
            if (descending ? order >= 0 : order <= 0) {
                push(node);
                node = near(node);
            } else {
                node = far(node);
            }
        }
        return depth == 0 ? 0 : path[depth - 1];
    }

    /** Goes to the next node; 0 at the end. */
    long next() {
        if (depth == 0) {
            return 0;
        }
        final long node = path[--depth];
        return descend(far(node));
    }

    private long descend(final long from) {
        for (long node = from; node != 0; node = near(node)) {
            push(node);
        }
        return depth == 0 ? 0 : path[depth - 1];
    }

    private long near(final long node) {
        return descending ? TreeStore.right(node) : TreeStore.left(node);
    }

    private long far(final long node) {
        return descending ? TreeStore.left(node) : TreeStore.right(node);
    }

    private void push(final long node) {
        if (depth == path.length) {
            path = java.util.Arrays.copyOf(path, depth * 2);
        }
        path[depth++] = node;
    }
}
