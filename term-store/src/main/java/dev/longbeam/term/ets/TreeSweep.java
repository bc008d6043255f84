package dev.longbeam.term.ets;

import dev.longbeam.memory.Memory;

/** Frees the rows that a tree held, without a stack: left branches are turned over to the right until there are none. One thread at a time. */
final class TreeSweep extends EtsSweep {
    private long node;

    TreeSweep(final TreeStore table, final long rowCount, final long root) {
        super(table, rowCount);
        node = root;
    }

    @Override
    boolean sweep(final EtsTable owner, final int maxRows) {
        int freed = 0;
        while (node != 0) {
            final long left = TreeStore.left(node);
            if (left != 0) {
                Memory.putLong(node, TreeStore.right(left));
                Memory.putLong(left + 8, node);
                node = left;
            } else {
                if (freed++ >= maxRows) {
                    return false;
                }
                final long next = TreeStore.right(node);
                owner.freeRow(node);
                node = next;
            }
        }
        return true;
    }
}
