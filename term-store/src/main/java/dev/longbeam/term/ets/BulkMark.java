package dev.longbeam.term.ets;

import dev.longbeam.term.Term;

/** Deletes all rows of a hash table that is fixed, so that they may only be marked. Any thread. */
final class BulkMark extends BulkChange {
    private final HashStore store;
    private int slot;
    private long count;

    BulkMark(final HashStore store) {
        super(store);
        this.store = store;
    }

    @Override
    long step(final int maxRows) {
        final long rowsBefore = count;
        final int firstSlot = slot;
        while (count - rowsBefore + slot - firstSlot < maxRows) {
            final long marked = store.markSlot(slot++);
            if (marked < 0) {
                store.allMarked();
                return Term.makeSmall(count);
            }
            count += marked;
        }
        return EtsScan.CONTINUE;
    }

    @Override
    void drop() {
        slot = 0;
    }
}
