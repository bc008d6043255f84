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
import dev.longbeam.term.ets.MatchActions;
import dev.longbeam.term.ets.MatchCompiler;
import dev.longbeam.term.ets.MatchRun;
import dev.longbeam.term.ets.MatchSpec;

/** BIFs on match specifications themselves. */
public final class MatchSpecBifs {
    private static final int SLICE_TERMS = 1000;
    private static final long AM_ETS = Atom.of("ets");
    private static final long AM_TRACE = Atom.of("trace");
    private static final long AM_TABLE = Atom.of("table");
    private static final long AM_RETURN_TRACE = Atom.of("return_trace");
    private static final long AM_EXCEPTION_TRACE = Atom.of("exception_trace");
    private static final int RUN = ExportTable.index(AM_ETS, Atom.of("match_spec_run_r"), 3);

    private MatchSpecBifs() {
    }

    /** {@code ets:match_spec_compile/1}. */
    @Bif("ets:match_spec_compile/1")
    public static long compile(final Process p, final long specTerm) {
        final MatchCompiler.Result compiled = MatchCompiler.compile(specTerm, MatchCompiler.Dialect.TABLE);
        if (compiled.spec() == null) {
            return compiled.tooDeep() ? p.systemLimit() : p.badarg();
        }
        return Ref.makeMagic(p, compiled.spec());
    }

    /** {@code ets:is_compiled_ms/1}. */
    @Bif("ets:is_compiled_ms/1")
    public static long isCompiled(final Process p, final long term) {
        return Atoms.bool(Ref.resource(term, MatchSpec.class) != null);
    }

    /** {@code ets:match_spec_run_r/3}. */
    @Bif("ets:match_spec_run_r/3")
    public static long run(final Process p, final long listTerm, final long compiledTerm, final long resultsTerm) {
        final MatchSpec spec = Ref.resource(compiledTerm, MatchSpec.class);
        if (!Term.isList(listTerm) || spec == null) {
            return p.badarg();
        }
        long results = resultsTerm;
        long rest = listTerm;
        int count = 0;
        while (Term.isCons(rest)) {
            if (count++ == SLICE_TERMS) {
                p.bumpReductions(SLICE_TERMS);
                return p.trap(RUN, rest, compiledTerm, results);
            }
            final long result = spec.run(p, p.self, p.emulator().nodeTerm(), MatchActions.NONE, Cons.head(rest));
            if (result != Term.NON_VALUE) {
                results = Cons.make(p, result, results);
            }
            rest = Cons.tail(rest);
        }
        p.bumpReductions(count);
        return rest == Term.NIL ? results : p.badarg();
    }

    /** {@code erlang:match_spec_test/3}. */
    @Bif("erlang:match_spec_test/3")
    public static long test(final Process p, final long subjectTerm, final long specTerm, final long dialectTerm) {
        final boolean traces = dialectTerm == AM_TRACE;
        if (!traces && dialectTerm != AM_TABLE || traces && !Term.isList(subjectTerm)) {
            return p.badarg();
        }
        final MatchCompiler.Result compiled =
            MatchCompiler.compile(specTerm, traces ? MatchCompiler.Dialect.CALL_TRACE : MatchCompiler.Dialect.TABLE);
        final long messages = compiled.errors().toTerm(p);
        if (compiled.spec() == null) {
            return Tuple.make(p, Atoms.ERROR, messages);
        }
        final long result = compiled.spec().run(p, p.self, p.emulator().nodeTerm(), MatchActions.NONE, subjectTerm);
        final int flags = result == Term.NON_VALUE ? 0 : MatchSpec.lastFlags();
        compiled.spec().dispose();
        long flagsTerm = Term.NIL;
        if ((flags & MatchRun.EXCEPTION_TRACE) != 0) {
            flagsTerm = Cons.make(p, AM_EXCEPTION_TRACE, flagsTerm);
        }
        if ((flags & MatchRun.RETURN_TRACE) != 0) {
            flagsTerm = Cons.make(p, AM_RETURN_TRACE, flagsTerm);
        }
        return Tuple.make(p, Atoms.OK, result == Term.NON_VALUE ? Atoms.FALSE : result, flagsTerm, messages);
    }
}
