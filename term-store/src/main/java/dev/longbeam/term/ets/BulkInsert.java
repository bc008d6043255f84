package dev.longbeam.term.ets;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.OtpVariant;
import dev.longbeam.term.Term;

/**
 * The insertion of a long list: first the process that inserts makes the rows, a slice at a time, then they go in.
 *
 * <p>{@link #build} is called by that process only, before {@link #run}. Rows that are not in the table yet hang together by their first words.
 */
public final class BulkInsert extends BulkChange {
    private final boolean newestFirst;
    private long first;
    private long last;
    private long unchecked;

    /** Looks for a row whose key exists first when {@code onlyNew}. */
    private boolean checks;

    /** An insertion into a table that begins when the rows are built. */
    public BulkInsert(final EtsTable table, final boolean onlyNew) {
        super(table);
        checks = onlyNew;
        newestFirst = newestFirst(table);
    }

    /** The rows of a list go in one by one in its order; OTP 25 begins with the last one in bags, and programs see it. */
    static boolean newestFirst(final EtsTable table) {
        return table.options().type == EtsTable.Type.BAG && OtpVariant.current() == OtpVariant.OTP_25;
    }

    /** Makes rows of the first tuples of a list whose tuples are all rows; the rest of the list. */
    public long build(final long listTerm) {
        long rest = listTerm;
        for (int i = 0; i < SLICE_ROWS && Term.isCons(rest); i++) {
            add(Cons.head(rest));
            rest = Cons.tail(rest);
        }
        unchecked = first;
        return rest;
    }

    private void add(final long tupleTerm) {
        final long row = table.createRow(tupleTerm);
        table.prepareRow(row);
        if (last == 0) {
            last = row;
            first = row;
        } else if (newestFirst) {
            Memory.putLong(row, first);
            first = row;
        } else {
            Memory.putLong(last, row);
            last = row;
        }
    }

    @Override
    long step(final int maxRows) {
        int left = maxRows;
        while (checks) {
            if (unchecked == 0) {
                checks = false;
            } else if (left-- == 0) {
                return EtsScan.CONTINUE;
            } else if (table.bulkFinds(unchecked)) {
                return Atoms.FALSE;
            } else {
                unchecked = Memory.getLong(unchecked);
            }
        }
        while (first != 0) {
            if (left-- == 0) {
                return EtsScan.CONTINUE;
            }
            final long row = first;
            first = Memory.getLong(row);
            Memory.putLong(row, 0);
            table.bulkInsert(row);
        }
        return Atoms.TRUE;
    }

    @Override
    void drop() {
        if (first != 0) {
            final long rows = first;
            first = 0;
            table.tables().host().background(() -> free(table, rows));
        }
    }

    /** Frees rows that hang together and are in no table. */
    static void free(final EtsTable table, final long firstRow) {
        long row = firstRow;
        while (row != 0) {
            final long next = Memory.getLong(row);
            EtsRow.free(row, table.headerWords);
            row = next;
        }
    }
}
