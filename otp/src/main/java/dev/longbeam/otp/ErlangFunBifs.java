package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.Fun;
import dev.longbeam.term.FunEntry;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** BIFs of {@code erlang} that make funs and tell about them; {@code fun_info/1} is Erlang code over {@code fun_info/2}. */
public final class ErlangFunBifs {
    private static final int MAX_ARITY = 255;

    private static final long AM_NAME = Atom.of("name");
    private static final long AM_ENV = Atom.of("env");
    private static final long AM_TYPE = Atom.of("type");
    private static final long AM_INDEX = Atom.of("index");
    private static final long AM_NEW_INDEX = Atom.of("new_index");
    private static final long AM_UNIQ = Atom.of("uniq");
    private static final long AM_NEW_UNIQ = Atom.of("new_uniq");
    private static final long AM_PID = Atom.of("pid");
    private static final long AM_REFC = Atom.of("refc");
    private static final long AM_LOCAL = Atom.of("local");
    private static final long AM_EXTERNAL = Atom.of("external");

    private ErlangFunBifs() {
    }

    /** {@code {Item, Value}} of a fun. */
    @Bif("erlang:fun_info/2")
    public static long funInfo(final Process p, final long funTerm, final long itemTerm) {
        if (!Term.isFun(funTerm)) {
            return p.badarg();
        }
        final long valueTerm = Fun.isLocal(funTerm) ? localInfo(p, funTerm, itemTerm) : externalInfo(funTerm, itemTerm);
        return valueTerm == Term.NON_VALUE ? p.badarg() : Tuple.make(p, itemTerm, valueTerm);
    }

    /** {@code {Module, Name, Arity}} of a fun. */
    @Bif("erlang:fun_info_mfa/1")
    public static long funInfoMfa(final Process p, final long funTerm) {
        if (!Term.isFun(funTerm)) {
            return p.badarg();
        }
        final long arityTerm = Term.makeSmall(Fun.arity(funTerm));
        if (Fun.isLocal(funTerm)) {
            final FunEntry entry = Fun.entry(funTerm);
            return Tuple.make(p, entry.moduleTerm, nameTerm(entry), arityTerm);
        }
        final ExportTable.Mfa mfa = ExportTable.get(Fun.exportIndex(funTerm));
        return Tuple.make(p, mfa.moduleTerm(), mfa.functionTerm(), arityTerm);
    }

    /** {@code fun Module:Function/Arity}. */
    @Bif("erlang:make_fun/3")
    public static long makeFun(final Process p, final long moduleTerm, final long functionTerm, final long arityTerm) {
        if (!Term.isAtom(moduleTerm) || !Term.isAtom(functionTerm) || !Term.isSmall(arityTerm)) {
            return p.badarg();
        }
        final long arity = Term.smallValue(arityTerm);
        if (arity < 0 || arity > MAX_ARITY) {
            return p.badarg();
        }
        return Fun.makeExport(p, ExportTable.index(moduleTerm, functionTerm, (int)arity));
    }

    /** The name is known while the code is loaded, and nobody purges it. */
    private static long nameTerm(final FunEntry entry) {
        return entry.codePointer == 0 ? Term.NIL : entry.functionTerm;
    }

    private static long localInfo(final Process p, final long funTerm, final long itemTerm) {
        final FunEntry entry = Fun.entry(funTerm);
        if (itemTerm == AM_TYPE) {
            return AM_LOCAL;
        } else if (itemTerm == Atoms.MODULE) {
            return entry.moduleTerm;
        } else if (itemTerm == AM_NAME) {
            return nameTerm(entry);
        } else if (itemTerm == Atoms.ARITY) {
            return Term.makeSmall(Fun.arity(funTerm));
        } else if (itemTerm == AM_ENV) {
            return environment(p, funTerm);
        } else if (itemTerm == AM_PID) {
            return Fun.creator(funTerm);
        } else if (itemTerm == AM_INDEX || itemTerm == AM_NEW_INDEX) {
            return Term.makeSmall(entry.index);
        } else if (itemTerm == AM_UNIQ) {
            return Term.makeSmall(entry.uniq);
        } else if (itemTerm == AM_NEW_UNIQ) {
            return Bitstring.make(p, entry.moduleMd5);
        }
        return itemTerm == AM_REFC ? Term.makeSmall(entry.referenceCount()) : Term.NON_VALUE;
    }

    private static long environment(final Process p, final long funTerm) {
        long list = Term.NIL;
        for (int i = Fun.freeCount(funTerm) - 1; i >= 0; i--) {
            list = Cons.make(p, Fun.free(funTerm, i), list);
        }
        return list;
    }

    private static long externalInfo(final long funTerm, final long itemTerm) {
        final ExportTable.Mfa mfa = ExportTable.get(Fun.exportIndex(funTerm));
        if (itemTerm == AM_TYPE) {
            return AM_EXTERNAL;
        } else if (itemTerm == Atoms.MODULE) {
            return mfa.moduleTerm();
        } else if (itemTerm == AM_NAME) {
            return mfa.functionTerm();
        } else if (itemTerm == Atoms.ARITY) {
            return Term.makeSmall(mfa.arity());
        } else if (itemTerm == AM_ENV) {
            return Term.NIL;
        }
        final boolean local = itemTerm == AM_PID || itemTerm == AM_INDEX || itemTerm == AM_NEW_INDEX || itemTerm == AM_UNIQ
            || itemTerm == AM_NEW_UNIQ || itemTerm == AM_REFC;
        return local ? Atoms.UNDEFINED : Term.NON_VALUE;
    }
}
