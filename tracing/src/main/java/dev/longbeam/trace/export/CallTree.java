package dev.longbeam.trace.export;

import java.util.Arrays;

/**
 * Call stacks with a weight each, as a tree: a node is a stack, its parent the stack without the innermost call. Node 0 stands for
 * everything.
 *
 * <p>Owned by one thread. Plain arrays: about forty bytes a node.
 */
public final class CallTree {
    /** Calls that are deeper count for the stack of this depth. */
    public static final int MAX_DEPTH = 400;
    private static final int FIRST_NODES = 1024;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private int[] parents = new int[FIRST_NODES];
    private long[] keys = new long[FIRST_NODES];
    private long[] weights = new long[FIRST_NODES];
    private short[] depths = new short[FIRST_NODES];
    private int[] table = new int[FIRST_NODES * 2];
    private int count = 1;

    /** An empty tree. */
    public CallTree() {
        parents[0] = -1;
    }

    /** The stack that a call makes of another; the key says what is called. A function that calls itself makes no new one. */
    public int child(final int parent, final long key) {
        if (depths[parent] >= MAX_DEPTH || depths[parent] > 1 && keys[parent] == key) {
            return parent;
        }
        int at = slot(parent, key);
        while (table[at] != 0) {
            final int node = table[at];
            if (parents[node] == parent && keys[node] == key) {
                return node;
            }
            at = at + 1 & table.length - 1;
        }
        if (count * 2 >= table.length) {
            grow();
            at = slot(parent, key);
            while (table[at] != 0) {
                at = at + 1 & table.length - 1;
            }
        }
        parents[count] = parent;
        keys[count] = key;
        depths[count] = (short)(depths[parent] + 1);
        table[at] = count;
        return count++;
    }

    private int slot(final int parent, final long key) {
        return (int)(((key ^ parent * MIX) * MIX >>> 32) & table.length - 1);
    }

    private void grow() {
        final int capacity = parents.length * 2;
        parents = Arrays.copyOf(parents, capacity);
        keys = Arrays.copyOf(keys, capacity);
        weights = Arrays.copyOf(weights, capacity);
        depths = Arrays.copyOf(depths, capacity);
        table = new int[capacity * 2];
        for (int node = 1; node < count; node++) {
            int at = slot(parents[node], keys[node]);
            while (table[at] != 0) {
                at = at + 1 & table.length - 1;
            }
            table[at] = node;
        }
    }

    /** Adds to the weight of a stack alone, not of those that it is part of. */
    public void add(final int node, final long weight) {
        weights[node] += weight;
    }

    /** Number of nodes; a parent's number is smaller than its children's. */
    public int nodes() {
        return count;
    }

    /** The stack without its innermost call; -1 for node 0. */
    public int parent(final int node) {
        return parents[node];
    }

    /** What is called innermost. */
    public long key(final int node) {
        return keys[node];
    }

    /** Number of calls in a stack. */
    public int depth(final int node) {
        return depths[node];
    }

    /** Weight of the stack alone. */
    public long weight(final int node) {
        return weights[node];
    }

    /** Weight of each stack and of all that it is part of. */
    public long[] totals() {
        final long[] totals = Arrays.copyOf(weights, count);
        for (int node = count - 1; node > 0; node--) {
            totals[parents[node]] += totals[node];
        }
        return totals;
    }
}
