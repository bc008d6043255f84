package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.FloatTerm;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import dev.longbeam.term.ets.EtsCode;
import dev.longbeam.term.ets.EtsTable;
import dev.longbeam.term.ets.EtsTables;

/** {@code ets:info}. */
public final class EtsInfoBifs {
    private static final long AM_BINARY = Atom.of("binary");
    private static final long AM_TYPE = Atom.of("type");
    private static final int BINARY_INFO = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("ets_info_binary"), 1);
    private static final String[] ITEMS = {"protection", "keypos", "type", "named_table", "node", "size", "name", "heir", "owner", "memory",
        "compressed", "write_concurrency", "read_concurrency", "decentralized_counters", "id"};
    private static final long[] ITEM_TERMS = java.util.Arrays.stream(ITEMS).mapToLong(Atom::of).toArray();
    private static final long NANOS_PER_MICRO = 1000;
    private static final long MICROS = 1_000_000;

    private EtsInfoBifs() {
    }

    /** {@code ets:info/1}. */
    @Bif("ets:info/1")
    public static long info(final Process p, final long tableTerm) {
        final EtsTables tables = EtsNode.tables(p);
        final EtsTable table = tables.lookup(tableTerm);
        if (table == null) {
            return missing(p, tables, tableTerm);
        }
        if (table.isBusy()) {
            return EtsNode.again(p, table);
        }
        long list = Term.NIL;
        for (final long item : ITEM_TERMS) {
            list = Cons.make(p, Tuple.make(p, item, item(p, tables, table, Atom.name(item))), list);
        }
        return list;
    }

    /** {@code ets:info/2}. */
    @Bif("ets:info/2")
    public static long info(final Process p, final long tableTerm, final long itemTerm) {
        if (itemTerm == AM_BINARY) {
            return p.trap(BINARY_INFO, tableTerm);
        }
        final EtsTables tables = EtsNode.tables(p);
        final EtsTable table = tables.lookup(tableTerm);
        if (table == null) {
            return missing(p, tables, tableTerm);
        }
        if (table.isBusy()) {
            return EtsNode.again(p, table);
        }
        final long result = Term.isAtom(itemTerm) ? item(p, tables, table, Atom.name(itemTerm)) : Term.NON_VALUE;
        return result == Term.NON_VALUE ? p.badarg() : result;
    }

    private static long missing(final Process p, final EtsTables tables, final long tableTerm) {
        return tables.isId(tableTerm) ? Atoms.UNDEFINED : p.fail(Atoms.BADARG, AM_TYPE);
    }

    private static long item(final Process p, final EtsTables tables, final EtsTable table, final String item) {
        final EtsTable.Options options = table.options();
        return switch (item) {
            case "size" -> Term.makeSmall(table.size());
            case "memory" -> Term.makeSmall(table.memoryWords());
            case "type" -> EtsOptions.typeTerm(options.type);
            case "owner" -> table.ownerTerm();
            case "heir" -> table.heirTerm();
            case "protection" -> EtsOptions.protectionTerm(table.protection());
            case "write_concurrency" -> EtsOptions.writeConcurrencyTerm(p, options);
            case "read_concurrency" -> Atoms.bool(options.readConcurrency);
            case "decentralized_counters" -> Atoms.bool(options.decentralizedCounters);
            case "compressed" -> Atoms.bool(options.compressed);
            case "name" -> table.nameTerm();
            case "keypos" -> Term.makeSmall(table.keyPosition());
            case "node" -> tables.host().nodeNameTerm();
            case "named_table" -> Atoms.bool(options.named);
            case "id" -> table.makeId(p);
            case "fixed" -> Atoms.bool(table.isFixed());
            case "safe_fixed", "safe_fixed_monotonic_time" -> safeFixed(p, table, "safe_fixed".equals(item));
            case "stats" -> stats(p, table);
            default -> Term.NON_VALUE;
        };
    }

    private static long safeFixed(final Process p, final EtsTable table, final boolean asTimestamp) {
        if (!table.isFixed()) {
            return Atoms.FALSE;
        }
        final long list = table.fixations().list(p);
        final long since = table.fixations().sinceNanos();
        if (!asTimestamp) {
            return Tuple.make(p, Term.makeSmall(since), list);
        }
        final long micros = since / NANOS_PER_MICRO + EtsNode.tables(p).host().timeOffsetNanos() / NANOS_PER_MICRO;
        final long time = Tuple.make(p, Term.makeSmall(micros / MICROS / MICROS), Term.makeSmall(micros / MICROS % MICROS),
            Term.makeSmall(micros % MICROS));
        return Tuple.make(p, time, list);
    }

    private static long stats(final Process p, final EtsTable table) {
        final double[] stats = table.stats();
        if (stats == null) {
            return Atoms.FALSE;
        }
        return Tuple.make(p, Term.makeSmall((long)stats[0]), FloatTerm.make(p, stats[1]), FloatTerm.make(p, stats[2]),
            FloatTerm.make(p, stats[3]), Term.makeSmall((long)stats[4]), Term.makeSmall((long)stats[5]), Term.makeSmall((long)stats[6]),
            Term.makeSmall((long)stats[7]));
    }

    // What ets:info(Table, binary) walks with

    /** {@code erts_internal:ets_raw_first/1}: {@code ets:first/1} that sees deleted rows, too, which a fixed table keeps. */
    @Bif("erts_internal:ets_raw_first/1")
    public static long rawFirst(final Process p, final long tableTerm) {
        final EtsTable table = EtsNode.find(p, tableTerm, EtsTables.Access.READ);
        return table == null ? Term.NON_VALUE : EtsNode.result(p, table, table.rawFirst(p));
    }

    /** {@code erts_internal:ets_raw_next/2}. */
    @Bif("erts_internal:ets_raw_next/2")
    public static long rawNext(final Process p, final long tableTerm, final long keyTerm) {
        final EtsTable table = EtsNode.find(p, tableTerm, EtsTables.Access.READ);
        if (table == null) {
            return Term.NON_VALUE;
        }
        final long result = table.rawNext(p, keyTerm);
        return result == EtsCode.BAD_KEY ? p.badarg() : EtsNode.result(p, table, result);
    }

    /** {@code erts_internal:ets_lookup_binary_info/2}: {@code [{Id, Size, Count}]} of the off-heap binaries in the rows of a key. */
    @Bif("erts_internal:ets_lookup_binary_info/2")
    public static long binaryInfo(final Process p, final long tableTerm, final long keyTerm) {
        final EtsTable table = EtsNode.find(p, tableTerm, EtsTables.Access.READ);
        return table == null ? Term.NON_VALUE : EtsNode.result(p, table, table.binaryInfo(p, keyTerm));
    }
}
