package dev.longbeam.term.ets;

import dev.longbeam.term.MagicResource;

/**
 * Rows that are in no table any more and wait to be freed, a slice at a time.
 *
 * <p>One thread at a time. When the magic reference to it dies early the rest is freed in the background.
 */
public abstract class EtsSweep implements MagicResource {
    private static final int FEW_ROWS = 1000;

    private final EtsTable table;
    private final long rowCount;
    private boolean done;

    EtsSweep(final EtsTable table, final long rowCount) {
        this.table = table;
        this.rowCount = rowCount;
    }

    /** Number of rows that were live when they left the table. */
    public final long rowCount() {
        return rowCount;
    }

    /** Frees up to about {@code maxRows} rows; true when none is left. */
    public final synchronized boolean run(final int maxRows) {
        if (!done) {
            done = sweep(table, maxRows);
        }
        return done;
    }

    @Override
    public final void dispose() {
        if (!run(FEW_ROWS)) {
            table.tables().host().background(() -> run(Integer.MAX_VALUE));
        }
    }

    /** Frees rows; true when none is left. */
    abstract boolean sweep(EtsTable owner, int maxRows);
}
