package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import dev.longbeam.term.ets.BulkChange;
import dev.longbeam.term.ets.BulkInsert;
import dev.longbeam.term.ets.EtsCode;
import dev.longbeam.term.ets.EtsTable;
import dev.longbeam.term.ets.EtsTables.Access;
import dev.longbeam.term.ets.EtsUpdate;

/** BIFs of {@code ets} that read and write rows by key. */
public final class EtsBifs {
    /** Rows that are inserted at once. */
    private static final int FEW_ROWS = 200;
    private static final int CHECKS_PER_REDUCTION = 100;
    private static final int INSERT = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("ets_insert"), 2);
    private static final long AM_TABLE_TYPE = Atom.of("table_type");

    private EtsBifs() {
    }

    private static EtsTable find(final Process p, final long tableTerm, final Access access) {
        return EtsNode.find(p, tableTerm, access);
    }

    // Writing

    /** {@code ets:insert/2}. */
    @Bif("ets:insert/2")
    public static long insert(final Process p, final long tableTerm, final long rowsTerm) {
        return insert(p, tableTerm, rowsTerm, false);
    }

    /** {@code ets:insert_new/2}. */
    @Bif("ets:insert_new/2")
    public static long insertNew(final Process p, final long tableTerm, final long rowsTerm) {
        return insert(p, tableTerm, rowsTerm, true);
    }

    private static long insert(final Process p, final long tableTerm, final long rowsTerm, final boolean onlyNew) {
        final EtsTable table = find(p, tableTerm, Access.WRITE);
        if (table == null) {
            return Term.NON_VALUE;
        }
        if (rowsTerm == Term.NIL) {
            return Atoms.TRUE;
        }
        if (!Term.isCons(rowsTerm)) {
            return table.isRow(rowsTerm) ? EtsNode.result(p, table, table.insert(rowsTerm, onlyNew)) : p.badarg();
        }
        int count = 0;
        long rest = rowsTerm;
        while (Term.isCons(rest) && table.isRow(Cons.head(rest))) {
            count++;
            rest = Cons.tail(rest);
        }
        if (rest != Term.NIL) {
            return p.badarg();
        }
        if (count > FEW_ROWS) {
            p.bumpReductions(count / CHECKS_PER_REDUCTION);
            return insertOn(p, new BulkInsert(table, onlyNew), Term.NON_VALUE, rowsTerm);
        }
        p.bumpReductions(count);
        final boolean one = Cons.tail(rowsTerm) == Term.NIL;
        return EtsNode.result(p, table, one ? table.insert(Cons.head(rowsTerm), onlyNew) : table.insertAll(rowsTerm, onlyNew));
    }

    /** Makes rows of a part of a list, or inserts a part of them; {@code refTerm} is the reference of the insertion, if it has one already. */
    private static long insertOn(final Process p, final BulkInsert insertion, final long refTerm, final long rowsTerm) {
        p.bumpReductions(BulkChange.SLICE_ROWS);
        final long rest = insertion.build(rowsTerm);
        return p.trap(INSERT, refTerm == Term.NON_VALUE ? Ref.makeMagic(p, insertion) : refTerm, rest);
    }

    /** Goes on with the insertion of a long list. */
    @Bif("erts_internal:ets_insert/2")
    public static long insertMore(final Process p, final long insertionTerm, final long rowsTerm) {
        final BulkInsert insertion = Ref.resource(insertionTerm, BulkInsert.class);
        if (insertion == null) {
            return p.badarg();
        }
        return Term.isCons(rowsTerm) ? insertOn(p, insertion, insertionTerm, rowsTerm) : EtsTableBifs.change(p, insertion, insertionTerm);
    }

    /** {@code ets:delete/2}. */
    @Bif("ets:delete/2")
    public static long delete(final Process p, final long tableTerm, final long keyTerm) {
        final EtsTable table = find(p, tableTerm, Access.WRITE);
        return table == null ? Term.NON_VALUE : EtsNode.result(p, table, table.delete(keyTerm));
    }

    /** {@code ets:delete_object/2}. */
    @Bif("ets:delete_object/2")
    public static long deleteObject(final Process p, final long tableTerm, final long rowTerm) {
        final EtsTable table = find(p, tableTerm, Access.WRITE);
        if (table == null) {
            return Term.NON_VALUE;
        }
        return table.isRow(rowTerm) ? EtsNode.result(p, table, table.deleteObject(rowTerm)) : p.badarg();
    }

    /** {@code ets:take/2}. */
    @Bif("ets:take/2")
    public static long take(final Process p, final long tableTerm, final long keyTerm) {
        final EtsTable table = find(p, tableTerm, Access.WRITE);
        return table == null ? Term.NON_VALUE : EtsNode.result(p, table, table.take(p, keyTerm));
    }

    /** {@code ets:update_counter/3}. */
    @Bif("ets:update_counter/3")
    public static long updateCounter(final Process p, final long tableTerm, final long keyTerm, final long operationTerm) {
        final EtsTable table = find(p, tableTerm, Access.WRITE);
        return table == null || !checkUpdatable(p, table) ? Term.NON_VALUE
            : EtsNode.result(p, table, EtsUpdate.counter(p, table, keyTerm, operationTerm, Term.NON_VALUE));
    }

    /** {@code ets:update_counter/4}. */
    @Bif("ets:update_counter/4")
    public static long updateCounter(final Process p, final long tableTerm, final long keyTerm, final long operationTerm,
        final long defaultTerm) {
        final EtsTable table = find(p, tableTerm, Access.WRITE);
        if (table == null) {
            return Term.NON_VALUE;
        }
        if (!Term.isTuple(defaultTerm)) {
            return p.badarg();
        }
        return checkUpdatable(p, table) ? EtsNode.result(p, table, EtsUpdate.counter(p, table, keyTerm, operationTerm, defaultTerm)) : Term.NON_VALUE;
    }

    /** {@code ets:update_element/3}. */
    @Bif("ets:update_element/3")
    public static long updateElement(final Process p, final long tableTerm, final long keyTerm, final long changeTerm) {
        return updateElement(p, tableTerm, keyTerm, changeTerm, Term.NON_VALUE);
    }

    /** {@code ets:update_element/4}. */
    @Bif(value = "ets:update_element/4", since = 27)
    public static long updateElement(final Process p, final long tableTerm, final long keyTerm, final long changeTerm, final long defaultTerm) {
        final EtsTable table = find(p, tableTerm, Access.WRITE);
        if (table == null) {
            return Term.NON_VALUE;
        }
        return table.isBag() ? p.badarg() : EtsNode.result(p, table, EtsUpdate.element(p, table, keyTerm, changeTerm, defaultTerm));
    }

    private static boolean checkUpdatable(final Process p, final EtsTable table) {
        if (table.isBag()) {
            p.fail(Atoms.BADARG, AM_TABLE_TYPE);
            return false;
        }
        return true;
    }

    // Reading

    /** {@code ets:lookup/2}. */
    @Bif("ets:lookup/2")
    public static long lookup(final Process p, final long tableTerm, final long keyTerm) {
        final EtsTable table = find(p, tableTerm, Access.READ);
        return table == null ? Term.NON_VALUE : EtsNode.result(p, table, table.lookup(p, keyTerm));
    }

    /** {@code ets:member/2}. */
    @Bif("ets:member/2")
    public static long member(final Process p, final long tableTerm, final long keyTerm) {
        final EtsTable table = find(p, tableTerm, Access.READ);
        return table == null ? Term.NON_VALUE : EtsNode.result(p, table, table.member(keyTerm));
    }

    /** {@code ets:lookup_element/3}. */
    @Bif("ets:lookup_element/3")
    public static long lookupElement(final Process p, final long tableTerm, final long keyTerm, final long positionTerm) {
        final EtsTable table = find(p, tableTerm, Access.READ);
        return table == null ? Term.NON_VALUE : EtsNode.result(p, table, element(p, table, keyTerm, positionTerm));
    }

    /** {@code ets:lookup_element/4}. */
    @Bif(value = "ets:lookup_element/4", since = 26)
    public static long lookupElement(final Process p, final long tableTerm, final long keyTerm, final long positionTerm,
        final long defaultTerm) {
        final EtsTable table = find(p, tableTerm, Access.READ);
        if (table == null) {
            return Term.NON_VALUE;
        }
        final long result = element(p, table, keyTerm, positionTerm);
        return result == EtsCode.BAD_KEY ? defaultTerm : EtsNode.result(p, table, result);
    }

    private static long element(final Process p, final EtsTable table, final long keyTerm, final long positionTerm) {
        if (!Term.isSmall(positionTerm) || Term.smallValue(positionTerm) < 1) {
            return EtsCode.BAD_ITEM;
        }
        return table.lookupElement(p, keyTerm, (int)Math.min(Term.smallValue(positionTerm), Tuple.MAX_ARITY + 1));
    }

    // Walking

    /** {@code ets:first/1}. */
    @Bif("ets:first/1")
    public static long first(final Process p, final long tableTerm) {
        final EtsTable table = find(p, tableTerm, Access.READ);
        return table == null ? Term.NON_VALUE : EtsNode.result(p, table, table.first(p, false));
    }

    /** {@code ets:first_lookup/1}. */
    @Bif(value = "ets:first_lookup/1", since = 27)
    public static long firstLookup(final Process p, final long tableTerm) {
        final EtsTable table = find(p, tableTerm, Access.READ);
        return table == null ? Term.NON_VALUE : EtsNode.result(p, table, table.first(p, true));
    }

    /** {@code ets:last/1}. */
    @Bif("ets:last/1")
    public static long last(final Process p, final long tableTerm) {
        final EtsTable table = find(p, tableTerm, Access.READ);
        return table == null ? Term.NON_VALUE : EtsNode.result(p, table, table.last(p, false));
    }

    /** {@code ets:last_lookup/1}. */
    @Bif(value = "ets:last_lookup/1", since = 27)
    public static long lastLookup(final Process p, final long tableTerm) {
        final EtsTable table = find(p, tableTerm, Access.READ);
        return table == null ? Term.NON_VALUE : EtsNode.result(p, table, table.last(p, true));
    }

    /** {@code ets:next/2}. */
    @Bif("ets:next/2")
    public static long next(final Process p, final long tableTerm, final long keyTerm) {
        final EtsTable table = find(p, tableTerm, Access.READ);
        return table == null ? Term.NON_VALUE : walked(p, table, table.next(p, keyTerm, false));
    }

    /** {@code ets:next_lookup/2}. */
    @Bif(value = "ets:next_lookup/2", since = 27)
    public static long nextLookup(final Process p, final long tableTerm, final long keyTerm) {
        final EtsTable table = find(p, tableTerm, Access.READ);
        return table == null ? Term.NON_VALUE : walked(p, table, table.next(p, keyTerm, true));
    }

    /** {@code ets:prev/2}. */
    @Bif("ets:prev/2")
    public static long prev(final Process p, final long tableTerm, final long keyTerm) {
        final EtsTable table = find(p, tableTerm, Access.READ);
        return table == null ? Term.NON_VALUE : walked(p, table, table.previous(p, keyTerm, false));
    }

    /** {@code ets:prev_lookup/2}. */
    @Bif(value = "ets:prev_lookup/2", since = 27)
    public static long prevLookup(final Process p, final long tableTerm, final long keyTerm) {
        final EtsTable table = find(p, tableTerm, Access.READ);
        return table == null ? Term.NON_VALUE : walked(p, table, table.previous(p, keyTerm, true));
    }

    private static long walked(final Process p, final EtsTable table, final long result) {
        return result == EtsCode.BAD_KEY ? p.badarg() : EtsNode.result(p, table, result);
    }

    /** {@code ets:slot/2}. */
    @Bif("ets:slot/2")
    public static long slot(final Process p, final long tableTerm, final long slotTerm) {
        final EtsTable table = find(p, tableTerm, Access.READ);
        if (table == null) {
            return Term.NON_VALUE;
        }
        if (!Term.isSmall(slotTerm) || Term.smallValue(slotTerm) < 0) {
            return p.badarg();
        }
        return EtsNode.result(p, table, table.slot(p, Term.smallValue(slotTerm)));
    }
}
