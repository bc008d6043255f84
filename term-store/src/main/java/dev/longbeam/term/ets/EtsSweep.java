package dev.longbeam.term.ets;

import dev.longbeam.term.MagicResource;

/**
 * Rows that are in no table any more and wait to be freed, a slice at a time.
 *
 * <p>One thread at a time. When a magic reference to it dies early the rest is freed at once.
 */
public abstract class EtsSweep implements MagicResource {
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
        run(Integer.MAX_VALUE);
    }

    /** Frees rows; true when none is left. */
    abstract boolean sweep(EtsTable owner, int maxRows);
}
