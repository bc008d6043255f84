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
import dev.longbeam.term.ets.EtsCode;
import dev.longbeam.term.ets.EtsScan;
import dev.longbeam.term.ets.EtsTable;
import dev.longbeam.term.ets.EtsTables;
import dev.longbeam.term.ets.EtsTables.Access;
import dev.longbeam.term.ets.KeptKey;
import dev.longbeam.term.ets.MatchCompiler;

/** BIFs of {@code ets} that run match specifications over tables. */
public final class EtsMatchBifs {
    private static final long AM_WHOLE = Atom.of("$_");
    private static final long AM_BINDINGS = Atom.of("$$");
    private static final long AM_END = Atom.of("$end_of_table");
    private static final long AM_TABLE_TYPE = Atom.of("table_type");
    private static final int CONTINUE = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("ets_scan"), 2);

    private EtsMatchBifs() {
    }

    // match, match_object, select

    /** {@code ets:match/2}. */
    @Bif("ets:match/2")
    public static long match(final Process p, final long tableTerm, final long patternTerm) {
        return scan(p, tableTerm, spec(p, patternTerm, AM_BINDINGS), EtsScan.Kind.SELECT, 0, false);
    }

    /** {@code ets:match/3}. */
    @Bif("ets:match/3")
    public static long match(final Process p, final long tableTerm, final long patternTerm, final long limitTerm) {
        return chunk(p, tableTerm, spec(p, patternTerm, AM_BINDINGS), limitTerm, false);
    }

    /** {@code ets:match_object/2}. */
    @Bif("ets:match_object/2")
    public static long matchObject(final Process p, final long tableTerm, final long patternTerm) {
        return scan(p, tableTerm, spec(p, patternTerm, AM_WHOLE), EtsScan.Kind.SELECT, 0, false);
    }

    /** {@code ets:match_object/3}. */
    @Bif("ets:match_object/3")
    public static long matchObject(final Process p, final long tableTerm, final long patternTerm, final long limitTerm) {
        return chunk(p, tableTerm, spec(p, patternTerm, AM_WHOLE), limitTerm, false);
    }

    /** {@code ets:select/2}. */
    @Bif("ets:select/2")
    public static long select(final Process p, final long tableTerm, final long specTerm) {
        return scan(p, tableTerm, specTerm, EtsScan.Kind.SELECT, 0, false);
    }

    /** {@code ets:select/3}. */
    @Bif("ets:select/3")
    public static long select(final Process p, final long tableTerm, final long specTerm, final long limitTerm) {
        return chunk(p, tableTerm, specTerm, limitTerm, false);
    }

    /** {@code ets:select_reverse/2}. */
    @Bif("ets:select_reverse/2")
    public static long selectReverse(final Process p, final long tableTerm, final long specTerm) {
        return scan(p, tableTerm, specTerm, EtsScan.Kind.SELECT, 0, true);
    }

    /** {@code ets:select_reverse/3}. */
    @Bif("ets:select_reverse/3")
    public static long selectReverse(final Process p, final long tableTerm, final long specTerm, final long limitTerm) {
        return chunk(p, tableTerm, specTerm, limitTerm, true);
    }

    /** {@code ets:select/1} and its like: goes on with a continuation. */
    @Bif({"ets:select/1", "ets:select_reverse/1", "ets:match/1", "ets:match_object/1"})
    public static long selectOn(final Process p, final long continuationTerm) {
        if (!Term.isTuple(continuationTerm) || Tuple.arity(continuationTerm) < 1) {
            return continuationTerm == AM_END ? AM_END : p.badarg();
        }
        final EtsTables tables = EtsNode.tables(p);
        final EtsTable table = EtsNode.find(p, Tuple.element(continuationTerm, 1), Access.READ);
        if (table == null) {
            return Term.NON_VALUE;
        }
        final EtsScan scan = EtsScan.resume(tables, table, p.self, continuationTerm);
        return scan == null ? p.badarg() : begin(p, scan);
    }

    // What changes or counts

    /** {@code ets:select_count/2}. */
    @Bif("ets:select_count/2")
    public static long selectCount(final Process p, final long tableTerm, final long specTerm) {
        return scan(p, tableTerm, specTerm, EtsScan.Kind.COUNT, 0, false);
    }

    /** {@code ets:internal_select_delete/2}. */
    @Bif("ets:internal_select_delete/2")
    public static long selectDelete(final Process p, final long tableTerm, final long specTerm) {
        return scan(p, tableTerm, specTerm, EtsScan.Kind.DELETE, 0, false);
    }

    /** {@code ets:select_replace/2}. */
    @Bif("ets:select_replace/2")
    public static long selectReplace(final Process p, final long tableTerm, final long specTerm) {
        final EtsTable table = EtsNode.find(p, tableTerm, Access.WRITE);
        if (table == null) {
            return Term.NON_VALUE;
        }
        if (table.options().type == EtsTable.Type.BAG) {
            return p.fail(Atoms.BADARG, AM_TABLE_TYPE);
        }
        return KeptKey.inAll(specTerm, table.keyPosition()) ? scan(p, table, specTerm, EtsScan.Kind.REPLACE, 0, false) : p.badarg();
    }

    // Running

    private static long spec(final Process p, final long patternTerm, final long resultTerm) {
        return Cons.list(p, Tuple.make(p, patternTerm, Term.NIL, Cons.list(p, resultTerm)));
    }

    private static long chunk(final Process p, final long tableTerm, final long specTerm, final long limitTerm, final boolean reverse) {
        final EtsTable table = EtsNode.find(p, tableTerm, Access.READ);
        if (table == null) {
            return Term.NON_VALUE;
        }
        if (!Term.isSmall(limitTerm) || Term.smallValue(limitTerm) < 1) {
            return p.badarg();
        }
        final int limit = (int)Math.min(Term.smallValue(limitTerm), Integer.MAX_VALUE);
        return scan(p, table, specTerm, EtsScan.Kind.SELECT, limit, reverse);
    }

    private static long scan(final Process p, final long tableTerm, final long specTerm, final EtsScan.Kind kind, final int limit,
        final boolean reverse) {
        final boolean reads = kind == EtsScan.Kind.SELECT || kind == EtsScan.Kind.COUNT;
        final EtsTable table = EtsNode.find(p, tableTerm, reads ? Access.READ : Access.WRITE);
        return table == null ? Term.NON_VALUE : scan(p, table, specTerm, kind, limit, reverse);
    }

    private static long scan(final Process p, final EtsTable table, final long specTerm, final EtsScan.Kind kind, final int limit,
        final boolean reverse) {
        if (specTerm == Term.NIL) {
            return kind != EtsScan.Kind.SELECT ? Term.makeSmall(0) : limit > 0 ? AM_END : Term.NIL;
        }
        final MatchCompiler.Result compiled = MatchCompiler.compile(specTerm, MatchCompiler.Dialect.TABLE);
        if (compiled.spec() == null) {
            return compiled.tooDeep() ? p.systemLimit() : p.badarg();
        }
        return begin(p, EtsScan.start(EtsNode.tables(p), table, p.self, kind, specTerm, compiled.spec(), limit, reverse));
    }

    private static long begin(final Process p, final EtsScan scan) {
        final long result = scan.run(p, scan.resultsTerm());
        p.bumpReductions(scan.rowsSeen());
        if (result != EtsScan.CONTINUE) {
            scan.close();
            return EtsCode.toTerm(p, result);
        }
        if (scan.table().options().type != EtsTable.Type.ORDERED_SET) {
            EtsNode.tables(p).fix(scan.table(), p.self);
            scan.fixesTable(true);
        }
        return p.trap(CONTINUE, Ref.makeMagic(p, scan), scan.resultsTerm());
    }

    /** Goes on with a scan that took longer than a slice. */
    @Bif("erts_internal:ets_scan/2")
    public static long scanOn(final Process p, final long scanTerm, final long resultsTerm) {
        final EtsScan scan = Ref.resource(scanTerm, EtsScan.class);
        if (scan == null || scan.selfTerm() != p.self) {
            return p.badarg();
        }
        final long result = scan.run(p, resultsTerm);
        p.bumpReductions(scan.rowsSeen());
        if (result == EtsScan.CONTINUE) {
            return p.trap(CONTINUE, scanTerm, scan.resultsTerm());
        }
        if (scan.fixesTable()) {
            scan.fixesTable(false);
            EtsNode.tables(p).unfix(scan.table(), p.self, false);
        }
        scan.close();
        return EtsCode.toTerm(p, result);
    }
}
