package dev.longbeam.term.ets;

import dev.longbeam.memory.Memory;

/** Frees the rows that a hash table held. One thread at a time. */
final class HashSweep extends EtsSweep {
    private Buckets.Detached detached;
    private int slot;

    HashSweep(final HashStore table, final long rowCount, final Buckets.Detached detached) {
        super(table, rowCount);
        this.detached = detached;
    }

    @Override
    boolean sweep(final EtsTable owner, final int maxRows) {
        if (detached == null) {
            return true;
        }
        long budget = maxRows * 4L;
        while (slot < detached.active()) {
            if (budget <= 0) {
                return false;
            }
            long row = Memory.getLong(Buckets.link(detached.segments(), slot++));
            while (row != 0) {
                final long next = HashStore.next(row);
                owner.freeRow(row);
                row = next;
                budget -= 4;
            }
            budget--;
        }
        Buckets.freeSegments(detached.segments());
        detached = null;
        return true;
    }
}
