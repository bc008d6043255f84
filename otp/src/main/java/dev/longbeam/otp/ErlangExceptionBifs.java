package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Scheduler;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Fun;
import dev.longbeam.term.FunEntry;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** BIFs of module erlang that raise, apply, yield and hibernate. They run on the scheduler of the caller. */
public final class ErlangExceptionBifs {
    private static final long AM_ERROR_INFO = Atom.of("error_info");

    private ErlangExceptionBifs() {
    }

    /** {@code error/1}. */
    @Bif("erlang:error/1")
    public static long error(final Process p, final long reasonTerm) {
        return p.raiseInCaller(Atoms.ERROR, reasonTerm);
    }

    /** {@code error/2}: the arguments of the caller stand in the stack trace. */
    @Bif("erlang:error/2")
    public static long error(final Process p, final long reasonTerm, final long argsTerm) {
        return errorWithArgs(p, reasonTerm, argsTerm, Term.NON_VALUE);
    }

    /** {@code error/3}: also what explains the error; options that are not as they should be count for nothing. */
    @Bif("erlang:error/3")
    public static long error(final Process p, final long reasonTerm, final long argsTerm, final long optionsTerm) {
        long infoTerm = Term.NON_VALUE;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            if (!Tuple.isTagged(option, 2, AM_ERROR_INFO) || !Term.isMap(Tuple.element(option, 2))) {
                break;
            }
            infoTerm = Tuple.element(option, 2);
        }
        return errorWithArgs(p, reasonTerm, argsTerm, rest == Term.NIL ? infoTerm : Term.NON_VALUE);
    }

    private static long errorWithArgs(final Process p, final long reasonTerm, final long argsTerm, final long infoTerm) {
        p.raise(Atoms.ERROR, reasonTerm);
        p.failCauseTerm = infoTerm;
        final boolean none = !Term.isList(argsTerm);
        if (none && infoTerm == Term.NON_VALUE) {
            p.failMode = Process.FAIL_IN_CALLER;
        } else {
            p.failMode = Process.FAIL_WITH_ARGS;
            p.failArgsTerm = none ? Term.NON_VALUE : argsTerm;
        }
        return Term.NON_VALUE;
    }

    /** {@code exit/1}. */
    @Bif("erlang:exit/1")
    public static long exit(final Process p, final long reasonTerm) {
        return p.raiseInCaller(Atoms.EXIT, reasonTerm);
    }

    /** {@code throw/1}. */
    @Bif("erlang:throw/1")
    public static long throwTerm(final Process p, final long term) {
        return p.raiseInCaller(Atoms.THROW, term);
    }

    /** {@code raise/3}: an exception with a stack trace of the caller's making; badarg when that is none. */
    @Bif("erlang:raise/3")
    public static long raise(final Process p, final long classTerm, final long reasonTerm, final long traceTerm) {
        if (classTerm != Atoms.ERROR && classTerm != Atoms.EXIT && classTerm != Atoms.THROW || !isTrace(traceTerm)) {
            return Atoms.BADARG;
        }
        p.raise(classTerm, reasonTerm);
        p.failMode = Process.FAIL_WITH_TRACE;
        p.failTraceTerm = normalized(p, traceTerm);
        return Term.NON_VALUE;
    }

    private static boolean isTrace(final long traceTerm) {
        long rest = traceTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long item = Cons.head(rest);
            if (!Term.isTuple(item)) {
                return false;
            }
            final int arity = Tuple.arity(item);
            final boolean isFunItem = arity >= 2 && arity <= 3 && Term.isFun(Tuple.element(item, 1));
            final boolean isMfa = arity >= 3 && arity <= 4 && Term.isAtom(Tuple.element(item, 1)) && Term.isAtom(Tuple.element(item, 2));
            if (!isFunItem && !isMfa || arity == 4 && Cons.length(Tuple.element(item, 4)) < 0) {
                return false;
            }
        }
        return rest == Term.NIL;
    }

    /** As many items as stack traces have; those of three elements get an empty location. */
    private static long normalized(final Process p, final long traceTerm) {
        boolean complete = true;
        for (long rest = traceTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            complete &= Tuple.arity(Cons.head(rest)) == 4 || Term.isFun(Tuple.element(Cons.head(rest), 1)) && Tuple.arity(Cons.head(rest)) == 3;
        }
        final int length = (int)Cons.length(traceTerm);
        final int depth = Math.max(1, p.emulator().options.backtraceDepth);
        if (complete && length <= depth) {
            return traceTerm;
        }
        final long[] items = new long[Math.min(length, depth)];
        int i = 0;
        for (long rest = traceTerm; i < items.length; rest = Cons.tail(rest)) {
            final long item = Cons.head(rest);
            if (Term.isFun(Tuple.element(item, 1))) {
                items[i++] = Tuple.arity(item) == 3 ? item : Tuple.make(p, Tuple.element(item, 1), Tuple.element(item, 2), Term.NIL);
            } else {
                items[i++] = Tuple.arity(item) == 4 ? item
                    : Tuple.make(p, Tuple.element(item, 1), Tuple.element(item, 2), Tuple.element(item, 3), Term.NIL);
            }
        }
        return Cons.list(p, items);
    }

    /** {@code nif_error/1,2}: the native of a function is not loaded. Unlike {@code error/1} it stands in the stack trace itself. */
    @Bif("erlang:nif_error/1")
    public static long nifError(final Process p, final long reasonTerm) {
        return p.fail(reasonTerm);
    }

    /** {@code nif_error/2}; the arguments of the caller do not show. */
    @Bif("erlang:nif_error/2")
    public static long nifError(final Process p, final long reasonTerm, final long argsTerm) {
        return p.fail(reasonTerm);
    }

    /** {@code apply/3}. */
    @Bif("erlang:apply/3")
    public static long apply(final Process p, final long moduleTerm, final long functionTerm, final long argsTerm) {
        final long arity = Cons.length(argsTerm);
        if (!Term.isAtom(moduleTerm) || !Term.isAtom(functionTerm) || arity < 0) {
            return p.badarg();
        }
        if (arity > 255) {
            return p.systemLimit();
        }
        return trap(p, dev.longbeam.term.ExportTable.index(moduleTerm, functionTerm, (int)arity), argsTerm);
    }

    /** {@code apply/2}: a fun and its arguments. */
    @Bif("erlang:apply/2")
    public static long apply(final Process p, final long funTerm, final long argsTerm) {
        final long arity = Cons.length(argsTerm);
        if (arity < 0) {
            return p.badarg();
        }
        if (!Term.isFun(funTerm)) {
            return p.raiseInCaller(Atoms.ERROR, Tuple.make(p, Atoms.BADFUN, funTerm));
        }
        if (Fun.arity(funTerm) != arity) {
            return p.raiseInCaller(Atoms.ERROR, Tuple.make(p, Atoms.BADARITY, Tuple.make(p, funTerm, argsTerm)));
        }
        if (Fun.isExport(funTerm)) {
            return trap(p, Fun.exportIndex(funTerm), argsTerm);
        }
        final FunEntry entry = Fun.entry(funTerm);
        final long[] x = p.scheduler().registers;
        int n = 0;
        for (long rest = argsTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            x[n++] = Cons.head(rest);
        }
        x[n] = funTerm;
        p.outcome = Process.OUTCOME_CALL_FUN;
        p.trapExport = n;
        assert entry.arity == n;
        return Term.NON_VALUE;
    }

    private static long trap(final Process p, final int exportIndex, final long argsTerm) {
        final long[] x = p.scheduler().registers;
        int n = 0;
        for (long rest = argsTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            x[n++] = Cons.head(rest);
        }
        p.outcome = Process.OUTCOME_TRAP;
        p.trapExport = exportIndex;
        return Term.NON_VALUE;
    }

    /** {@code yield/0}: others first. */
    @Bif("erlang:yield/0")
    public static long yield(final Process p) {
        return p.yield(Atoms.TRUE);
    }

    /** {@code hibernate/3}: forgets the stack, collects, sleeps until a message comes, then applies the function. */
    @Bif("erlang:hibernate/3")
    public static long hibernate(final Process p, final long moduleTerm, final long functionTerm, final long argsTerm) {
        if (!Term.isAtom(moduleTerm) || !Term.isAtom(functionTerm) || Cons.length(argsTerm) < 0) {
            return p.badarg();
        }
        if (Cons.length(argsTerm) > Scheduler.REGISTERS) {
            return p.systemLimit();
        }
        return p.hibernate(moduleTerm, functionTerm, argsTerm);
    }

    /** {@code hibernate/0}: the stack stays. */
    @Bif(value = "erlang:hibernate/0", since = 28)
    public static long hibernate(final Process p) {
        return p.hibernate();
    }
}
