package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.MapLayout;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermPrinter;
import dev.longbeam.term.Tuple;

/** Helpers of OTP's own modules in erts_internal that fit no other family. */
public final class ErtsInternalBifs {
    private static final long AM_NIL = Atom.of("nil");
    private static final long AM_LIST = Atom.of("list");
    private static final long AM_FIXNUM = Atom.of("fixnum");
    private static final long AM_BIGNUM = Atom.of("bignum");
    private static final long AM_HFLOAT = Atom.of("hfloat");
    private static final long AM_ATOM = Atom.of("atom");
    private static final long AM_PID = Atom.of("pid");
    private static final long AM_PORT = Atom.of("port");
    private static final long AM_TUPLE = Atom.of("tuple");
    private static final long AM_REFERENCE = Atom.of("reference");
    private static final long AM_FUN = Atom.of("fun");
    private static final long AM_EXPORT = Atom.of("export");
    private static final long AM_REFC_BINARY = Atom.of("refc_binary");
    private static final long AM_HEAP_BINARY = Atom.of("heap_binary");
    private static final long AM_SUB_BINARY = Atom.of("sub_binary");
    private static final long AM_FLATMAP = Atom.of("flatmap");
    private static final long AM_HASHMAP = Atom.of("hashmap");
    private static final long AM_EXTERNAL_PID = Atom.of("external_pid");
    private static final long AM_EXTERNAL_PORT = Atom.of("external_port");
    private static final long AM_EXTERNAL_REFERENCE = Atom.of("external_reference");
    private static final long AM_RECORD = Atom.of("record");
    private static final long AM_WARNING = Atom.of("warning");
    private static final long AM_HASHMAP_NODE = Atom.of("hashmap_node");
    private static final int PIDS_AT_ONCE = 1024;

    private ErtsInternalBifs() {
    }

    /** {@code erts_internal:term_type/1}: how a term is stored. */
    @Bif("erts_internal:term_type/1")
    public static long termType(final Process p, final long term) {
        if (Term.isCons(term)) {
            return AM_LIST;
        }
        return Term.isBoxed(term) ? boxedType(term) : immediateType(term);
    }

    private static long immediateType(final long term) {
        if (term == Term.NIL) {
            return AM_NIL;
        }
        if (Term.isSmall(term)) {
            return AM_FIXNUM;
        }
        if (Term.isLocalPid(term)) {
            return AM_PID;
        }
        return Term.isLocalPort(term) ? AM_PORT : AM_ATOM;
    }

    private static long boxedType(final long term) {
        return switch (Term.subtag(Term.header(term))) {
            case Term.SUBTAG_TUPLE -> AM_TUPLE;
            case Term.SUBTAG_POS_BIG, Term.SUBTAG_NEG_BIG -> AM_BIGNUM;
            case Term.SUBTAG_REF -> AM_REFERENCE;
            case Term.SUBTAG_FUN -> AM_FUN;
            case Term.SUBTAG_FLOAT -> AM_HFLOAT;
            case Term.SUBTAG_EXPORT -> AM_EXPORT;
            case Term.SUBTAG_REFC_BINARY -> AM_REFC_BINARY;
            case Term.SUBTAG_HEAP_BINARY -> AM_HEAP_BINARY;
            case Term.SUBTAG_SUB_BINARY -> AM_SUB_BINARY;
            case Term.SUBTAG_RECORD -> AM_RECORD;
            case Term.SUBTAG_EXTERNAL_PID -> AM_EXTERNAL_PID;
            case Term.SUBTAG_EXTERNAL_PORT -> AM_EXTERNAL_PORT;
            case Term.SUBTAG_EXTERNAL_REF -> AM_EXTERNAL_REFERENCE;
            default -> mapType(term);
        };
    }

    /** Only {@code erts_debug} sees inner nodes, as children that {@code map_hashmap_children/1} gives. */
    private static long mapType(final long term) {
        return switch (MapLayout.type(Term.header(term))) {
            case MapLayout.TYPE_FLAT -> AM_FLATMAP;
            case MapLayout.TYPE_NODE -> AM_HASHMAP_NODE;
            default -> AM_HASHMAP;
        };
    }

    /** {@code erts_internal:term_to_string/2}: the text of a term, cut at a number of characters. */
    @Bif("erts_internal:term_to_string/2")
    public static long termToString(final Process p, final long term, final long limitTerm) {
        if (limitTerm != Atoms.UNDEFINED && (!Term.isSmall(limitTerm) || limitTerm < 0)) {
            return p.badarg();
        }
        final String text = TermPrinter.text(term);
        final int limit = limitTerm == Atoms.UNDEFINED ? text.length() : (int)Math.min(text.length(), Term.smallValue(limitTerm));
        return ErlangTexts.list(p, text.substring(0, limit));
    }

    /** {@code erts_internal:get_creation/0}: of a node without a name. */
    @Bif("erts_internal:get_creation/0")
    public static long creation(final Process p) {
        return Term.makeSmall(0);
    }

    /** {@code erts_internal:is_process_executing_dirty/1}: there are no dirty schedulers. */
    @Bif("erts_internal:is_process_executing_dirty/1")
    public static long isExecutingDirty(final Process p, final long pidTerm) {
        return Term.isLocalPid(pidTerm) ? Atoms.FALSE : p.badarg();
    }

    /** {@code erts_internal:check_dirty_process_code/2}: see {@link #isExecutingDirty}. */
    @Bif("erts_internal:check_dirty_process_code/2")
    public static long checkDirtyProcessCode(final Process p, final long pidTerm, final long moduleTerm) {
        return Atoms.FALSE;
    }

    /**
     * {@code erts_internal:processes_next/1}: a piece of all pids and where to go on, or {@code none}. The iterator is the last pid that
     * was seen, as a number.
     */
    @Bif("erts_internal:processes_next/1")
    public static long processesNext(final Process p, final long iteratorTerm) {
        if (!Term.isSmall(iteratorTerm)) {
            return p.badarg();
        }
        long list = Term.NIL;
        long last = -1;
        int count = 0;
        for (final Process process : p.emulator().processes.all()) {
            final long sequence = dev.longbeam.term.Pid.sequence(process.self);
            if (sequence >= Term.smallValue(iteratorTerm)) {
                list = Cons.make(p, process.self, list);
                last = sequence;
                if (++count == PIDS_AT_ONCE) {
                    break;
                }
            }
        }
        return count == 0 ? Atoms.NONE : Tuple.make(p, Term.makeSmall(last + 1), list);
    }

    /** {@code error_logger:warning_map/0}: what {@code +W} has set. */
    @Bif("error_logger:warning_map/0")
    public static long warningMap(final Process p) {
        return AM_WARNING;
    }
}
