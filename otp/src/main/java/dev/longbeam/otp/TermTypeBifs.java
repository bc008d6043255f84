package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.MapLayout;
import dev.longbeam.term.Term;

/** {@code erts_internal:term_type/1}: how the memory holds a term. */
public final class TermTypeBifs {
    private static final long AM_LIST = Atom.of("list");
    private static final long AM_FIXNUM = Atom.of("fixnum");
    private static final long AM_PID = Atom.of("pid");
    private static final long AM_PORT = Atom.of("port");
    private static final long AM_ATOM = Atom.of("atom");
    private static final long AM_CATCH = Atom.of("catch");
    private static final long AM_NIL = Atom.of("nil");
    private static final long AM_FLATMAP = Atom.of("flatmap");
    private static final long AM_HASHMAP = Atom.of("hashmap");
    private static final long AM_HASHMAP_NODE = Atom.of("hashmap_node");
    /** Names of boxed terms by subtag, but for maps. */
    private static final long[] BOXED = atoms("tuple", "matchstate", "bignum", "bignum", "reference", "fun", "hfloat", "export",
        "refc_binary", "heap_binary", "sub_binary", "record", "external_pid", "external_port", "external_reference");

    private TermTypeBifs() {
    }

    private static long[] atoms(final String... names) {
        final long[] atoms = new long[names.length];
        for (int i = 0; i < names.length; i++) {
            atoms[i] = Atom.of(names[i]);
        }
        return atoms;
    }

    /** Name of a term's representation. */
    @Bif("erts_internal:term_type/1")
    public static long termType(final Process p, final long term) {
        if (Term.isCons(term)) {
            return AM_LIST;
        } else if (Term.isBoxed(term)) {
            return Term.isMap(term) ? mapType(term) : BOXED[Term.subtag(Term.header(term))];
        } else if (Term.isSmall(term)) {
            return AM_FIXNUM;
        } else if (Term.isAtom(term)) {
            return AM_ATOM;
        } else if (Term.isNil(term)) {
            return AM_NIL;
        } else if (Term.isLocalPid(term)) {
            return AM_PID;
        }
        return Term.isLocalPort(term) ? AM_PORT : AM_CATCH;
    }

    private static long mapType(final long mapTerm) {
        final int type = MapLayout.type(Term.header(mapTerm));
        if (type == MapLayout.TYPE_FLAT) {
            return AM_FLATMAP;
        }
        return type == MapLayout.TYPE_NODE ? AM_HASHMAP_NODE : AM_HASHMAP;
    }
}
