package dev.longbeam.trace.export;

import java.util.Arrays;

/**
 * The stacks that one stream has come by since the last moment that a sum is known for, and how often: shares the sum among them, to the
 * last unit.
 *
 * <p>Owned by one thread.
 */
final class WeightShare {
    private int[] nodes = new int[64];
    private int[] counts = new int[64];
    private int used;
    private long total;

    /** Counts a stack once more. */
    void note(final int node) {
        total++;
        if (used > 0 && nodes[used - 1] == node) {
            counts[used - 1]++;
            return;
        }
        if (used == nodes.length) {
            nodes = Arrays.copyOf(nodes, used * 2);
            counts = Arrays.copyOf(counts, used * 2);
        }
        nodes[used] = node;
        counts[used++] = 1;
    }

    /** Shares a sum and begins anew; with no stack counted all goes to the one given. */
    void share(final long sum, final CallTree tree, final int otherwise) {
        if (used == 0) {
            tree.add(otherwise, sum);
            return;
        }
        long counted = 0;
        long given = 0;
        for (int i = 0; i < used; i++) {
            counted += counts[i];
            final long due = counted == total ? sum : (long)((double)sum * counted / total);
            tree.add(nodes[i], due - given);
            given = due;
        }
        clear();
    }

    /** Begins anew. */
    void clear() {
        used = 0;
        total = 0;
    }
}
