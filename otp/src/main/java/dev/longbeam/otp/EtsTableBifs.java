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
import dev.longbeam.term.ets.EtsCode;
import dev.longbeam.term.ets.EtsScan;
import dev.longbeam.term.ets.EtsSweep;
import dev.longbeam.term.ets.EtsTable;
import dev.longbeam.term.ets.EtsTables;
import dev.longbeam.term.ets.EtsTables.Access;

/** BIFs of {@code ets} that act on whole tables. */
public final class EtsTableBifs {
    /** Rows that are freed before the process yields. */
    private static final int SWEEP_ROWS = 4000;
    private static final int ROWS_PER_REDUCTION = 4;
    private static final long AM_ID = Atom.of("id");
    private static final long AM_NOT_OWNER = Atom.of("not_owner");
    private static final long AM_OWNER = Atom.of("owner");
    private static final long AM_ALREADY_EXISTS = Atom.of("already_exists");
    private static final long AM_HEIR = Atom.of("heir");
    private static final long AM_PROTECTION = Atom.of("protection");
    private static final int CHANGE = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("ets_change"), 1);
    private static final int SWEEP = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("ets_sweep"), 2);

    private EtsTableBifs() {
    }

    private static EtsTable find(final Process p, final long tableTerm, final Access access) {
        return EtsNode.find(p, tableTerm, access);
    }

    /** {@code ets:new/2}. */
    @Bif("ets:new/2")
    public static long create(final Process p, final long nameTerm, final long optionsTerm) {
        if (!Term.isAtom(nameTerm)) {
            return p.badarg();
        }
        final EtsOptions parsed = new EtsOptions();
        if (!parsed.parse(optionsTerm)) {
            return p.badarg();
        }
        final EtsTable table = EtsNode.tables(p).create(parsed.options(), nameTerm, p.self);
        if (table == null) {
            return p.fail(Atoms.BADARG, AM_ALREADY_EXISTS);
        }
        if (parsed.heirTerm() != Atoms.NONE) {
            table.heir(parsed.heirTerm(), parsed.heirDataTerm());
        }
        return parsed.options().named ? nameTerm : table.makeId(p);
    }

    /** {@code ets:delete/1}. */
    @Bif("ets:delete/1")
    public static long delete(final Process p, final long tableTerm) {
        final EtsTable table = find(p, tableTerm, Access.WRITE);
        if (table == null) {
            return Term.NON_VALUE;
        }
        final EtsSweep sweep = EtsNode.tables(p).delete(table);
        return sweep == null ? p.fail(Atoms.BADARG, AM_ID) : sweep(p, sweep, Atoms.TRUE);
    }

    /** {@code ets:internal_delete_all/2}. */
    @Bif("ets:internal_delete_all/2")
    public static long deleteAll(final Process p, final long tableTerm, final long ignoredTerm) {
        final EtsTable table = find(p, tableTerm, Access.WRITE);
        if (table == null) {
            return Term.NON_VALUE;
        }
        final BulkChange marking = table.clearFixed();
        if (marking != null) {
            return change(p, marking, Ref.makeMagic(p, marking));
        }
        final EtsSweep sweep = table.clear();
        return sweep == null ? EtsNode.result(p, table, table.isDeleted() ? EtsCode.DELETED : EtsCode.BUSY)
            : sweep(p, sweep, Term.makeSmall(sweep.rowCount()));
    }

    /** Goes on with a change that is made in slices. */
    @Bif("erts_internal:ets_change/1")
    public static long changeOn(final Process p, final long changeTerm) {
        final BulkChange change = Ref.resource(changeTerm, BulkChange.class);
        return change == null ? p.badarg() : change(p, change, changeTerm);
    }

    /** Makes a slice of a change; {@code changeTerm} is its reference. */
    static long change(final Process p, final BulkChange change, final long changeTerm) {
        p.bumpReductions(BulkChange.SLICE_ROWS);
        final long result = change.run();
        if (result == EtsCode.BUSY) {
            change.table().help();
        }
        return result == EtsScan.CONTINUE || result == EtsCode.BUSY ? p.trap(CHANGE, changeTerm) : EtsCode.toTerm(p, result);
    }

    private static long sweep(final Process p, final EtsSweep sweep, final long resultTerm) {
        if (sweep.run(SWEEP_ROWS)) {
            p.bumpReductions((int)Math.min(sweep.rowCount(), SWEEP_ROWS) / ROWS_PER_REDUCTION);
            return resultTerm;
        }
        p.bumpReductions(SWEEP_ROWS / ROWS_PER_REDUCTION);
        return p.trap(SWEEP, Ref.makeMagic(p, sweep), resultTerm);
    }

    /** Goes on freeing the rows of a table; the result is that of the BIF that began. */
    @Bif("erts_internal:ets_sweep/2")
    public static long sweepOn(final Process p, final long sweepTerm, final long resultTerm) {
        final EtsSweep sweep = Ref.resource(sweepTerm, EtsSweep.class);
        if (sweep == null) {
            return p.badarg();
        }
        p.bumpReductions(SWEEP_ROWS / ROWS_PER_REDUCTION);
        return sweep.run(SWEEP_ROWS) ? resultTerm : p.trap(SWEEP, sweepTerm, resultTerm);
    }

    /** {@code ets:rename/2}. */
    @Bif("ets:rename/2")
    public static long rename(final Process p, final long tableTerm, final long nameTerm) {
        final EtsTable table = find(p, tableTerm, Access.WRITE);
        if (table == null) {
            return Term.NON_VALUE;
        }
        if (!Term.isAtom(nameTerm) || !EtsNode.tables(p).rename(table, nameTerm)) {
            return p.badarg();
        }
        return table.options().named ? nameTerm : tableTerm;
    }

    /** {@code ets:whereis/1}. */
    @Bif("ets:whereis/1")
    public static long whereis(final Process p, final long nameTerm) {
        if (!Term.isAtom(nameTerm)) {
            return p.badarg();
        }
        final EtsTable table = EtsNode.tables(p).lookup(nameTerm);
        return table == null ? Atoms.UNDEFINED : table.makeId(p);
    }

    /** {@code ets:give_away/3}. */
    @Bif("ets:give_away/3")
    public static long giveAway(final Process p, final long tableTerm, final long pidTerm, final long dataTerm) {
        final EtsTable table = find(p, tableTerm, Access.WRITE);
        if (table == null) {
            return Term.NON_VALUE;
        }
        final EtsTables tables = EtsNode.tables(p);
        if (!Term.isLocalPid(pidTerm) || pidTerm != p.self && tables.host().process(pidTerm) == null) {
            return p.badarg();
        }
        if (table.ownerTerm() != p.self) {
            return p.fail(Atoms.BADARG, AM_NOT_OWNER);
        }
        if (pidTerm == p.self) {
            return p.fail(Atoms.BADARG, AM_OWNER);
        }
        tables.giveAway(table, p.self, pidTerm, dataTerm);
        return Atoms.TRUE;
    }

    /** {@code ets:setopts/2}. */
    @Bif("ets:setopts/2")
    public static long setOptions(final Process p, final long tableTerm, final long optionsTerm) {
        final EtsTable table = find(p, tableTerm, Access.WRITE);
        if (table == null) {
            return Term.NON_VALUE;
        }
        long heirTerm = Term.NON_VALUE;
        long heirDataTerm = Term.NON_VALUE;
        EtsTable.Protection protection = null;
        long rest = Term.isTuple(optionsTerm) ? Cons.make(p, optionsTerm, Term.NIL) : optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            if (!Term.isTuple(option) || Tuple.arity(option) < 2) {
                return p.badarg();
            }
            final long value = Tuple.element(option, 2);
            if (Tuple.element(option, 1) == AM_HEIR && heirTerm == Term.NON_VALUE && isHeir(option)) {
                heirTerm = value;
                heirDataTerm = Tuple.arity(option) == 2 ? Atoms.UNDEFINED : Tuple.element(option, 3);
            } else if (Tuple.element(option, 1) == AM_PROTECTION && protection == null && Tuple.arity(option) == 2
                && EtsOptions.protection(value) != null) {
                protection = EtsOptions.protection(value);
            } else {
                return p.badarg();
            }
        }
        if (rest != Term.NIL || table.ownerTerm() != p.self) {
            return p.badarg();
        }
        if (heirTerm == Atoms.NONE) {
            table.freeHeir();
        } else if (heirTerm != Term.NON_VALUE) {
            table.heir(heirTerm, heirDataTerm);
        }
        if (protection != null) {
            table.protection(protection);
        }
        return Atoms.TRUE;
    }

    private static boolean isHeir(final long optionTerm) {
        final long value = Tuple.element(optionTerm, 2);
        return Tuple.arity(optionTerm) == 2 ? value == Atoms.NONE : Tuple.arity(optionTerm) == 3 && Term.isLocalPid(value);
    }

    /** {@code ets:safe_fixtable/2}. */
    @Bif("ets:safe_fixtable/2")
    public static long fix(final Process p, final long tableTerm, final long fixTerm) {
        final EtsTable table = find(p, tableTerm, Access.READ);
        if (table == null) {
            return Term.NON_VALUE;
        }
        if (fixTerm == Atoms.TRUE) {
            EtsNode.tables(p).fix(table, p.self);
        } else if (fixTerm == Atoms.FALSE) {
            EtsNode.tables(p).unfix(table, p.self, false);
        } else {
            return p.badarg();
        }
        return Atoms.TRUE;
    }

    /** {@code ets:internal_request_all/0}: the caller gets one message with all tables for each scheduler that {@code ets:all/0} waits for. */
    @Bif("ets:internal_request_all/0")
    public static long requestAll(final Process p) {
        final EtsTables tables = EtsNode.tables(p);
        final long refTerm = Ref.make(p);
        final int answers = tables.host().schedulers();
        for (int i = 0; i < answers; i++) {
            tables.host().send(p.self, p.self, Tuple.make(p, refTerm, i == 0 ? tables.all(p) : Term.NIL));
        }
        return refTerm;
    }

    /** {@code erts_internal:ets_super_user/1}. */
    @Bif("erts_internal:ets_super_user/1")
    public static long superUser(final Process p, final long mayTerm) {
        if (mayTerm != Atoms.TRUE && mayTerm != Atoms.FALSE) {
            return p.badarg();
        }
        EtsNode.tables(p).superUser(p.self, mayTerm == Atoms.TRUE);
        return Atoms.OK;
    }
}
