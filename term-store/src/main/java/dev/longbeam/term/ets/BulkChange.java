package dev.longbeam.term.ets;

import dev.longbeam.term.MagicResource;
import dev.longbeam.term.Term;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A change of many rows that is made in slices and that nobody sees half made: from its first slice to its last one the table is closed to
 * everybody else. Who finds the table closed makes a slice in place of waiting, so the change goes on when the process that began it has died.
 *
 * <p>Any thread; one makes a slice at a time. Kept alive by a magic reference on the heap of the process that began it, and by the table while
 * the table is closed.
 */
public abstract class BulkChange implements MagicResource {
    /** Rows that one slice goes through. */
    public static final int SLICE_ROWS = 1000;

    /** How far the change is. */
    private enum Phase {
        /** The table is open, the change has not begun. */
        WAITING,
        /** The table is closed. */
        RUNNING,
        /** The result is there. */
        DONE
    }

    final EtsTable table;
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile Phase phase = Phase.WAITING;
    private long result;

    BulkChange(final EtsTable table) {
        this.table = table;
    }

    /** The table. */
    public final EtsTable table() {
        return table;
    }

    /**
     * Makes a slice.
     *
     * @return the result of the BIF, a code of {@link EtsCode} (BUSY when the table is closed by another change), or {@link EtsScan#CONTINUE}
     */
    public final long run() {
        if (!taken.compareAndSet(false, true)) {
            return EtsScan.CONTINUE;
        }
        try {
            return slice();
        } finally {
            taken.set(false);
        }
    }

    private long slice() {
        if (phase == Phase.WAITING) {
            final long code = table.close(this);
            if (code == EtsCode.BUSY) {
                return code;
            }
            phase = Phase.RUNNING;
        }
        if (phase == Phase.RUNNING) {
            final long now = table.deleted ? EtsCode.DELETED : step(SLICE_ROWS);
            if (now == EtsScan.CONTINUE) {
                return now;
            }
            result = now;
            phase = Phase.DONE;
            table.reopen(this);
            drop();
        }
        return result;
    }

    /** Makes all slices that are left. */
    final void finish() {
        while (run() == EtsScan.CONTINUE) {
            Thread.yield();
        }
    }

    /** The process that began has let go: what has not begun never will. */
    @Override
    public final void dispose() {
        if (phase == Phase.WAITING) {
            result = Term.NON_VALUE;
            phase = Phase.DONE;
            drop();
        }
    }

    /** Goes through rows; the result when all are done, else {@link EtsScan#CONTINUE}. */
    abstract long step(int maxRows);

    /** Gives back what the change holds when it is over, whatever the result. */
    abstract void drop();
}
