package dev.longbeam.interp;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Fun;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** Calls that leave the module, or may: exported functions, BIFs, apply. {@link FunCalls} has those of funs. */
final class CallOps {
    /** Stands for the continuation of a tail call: return to the caller. */
    static final int TAIL = -1;
    /** The same after a call through apply or a fun: the caller is gone before the callee starts, so no stack trace shows it. */
    static final int GONE = -2;

    private static final long AM_UNDEFINED_FUNCTION = Atom.of("undefined_function");
    static final long AM_APPLY = Atom.of("apply");

    private CallOps() {
    }

    static int callExt(final Interpreter in, final Process p, final int pc, final ExportEntry entry) {
        if (in.savedCalls != null) {
            save(in, p, entry);
        }
        return call(in, p, pc + 3, entry);
    }

    static int callExtLast(final Interpreter in, final Process p, final int pc, final ExportEntry entry) {
        if (in.savedCalls != null) {
            save(in, p, entry);
        }
        return tailCall(in, p, in.ops[pc + 3], entry);
    }

    static int callExtOnly(final Interpreter in, final Process p, final ExportEntry entry) {
        if (in.savedCalls != null) {
            save(in, p, entry);
        }
        return tailCall(in, p, -1, entry);
    }

    private static void save(final Interpreter in, final Process p, final ExportEntry entry) {
        if (p.settings.sensitive()) {
            return;
        }
        final boolean applies = entry.moduleTerm == Atoms.ERLANG && entry.functionTerm == AM_APPLY && entry.arity == 3;
        final long arity = applies ? Cons.length(in.x[2]) : -1;
        if (arity >= 0 && Term.isAtom(in.x[0]) && Term.isAtom(in.x[1])) {
            in.savedCalls.add(in.table.export(in.x[0], in.x[1], (int)arity).index);
        } else {
            in.savedCalls.add(entry.index);
        }
    }

    /** Calls a function; the current one goes on at {@code next}. */
    static int call(final Interpreter in, final Process p, final int next, final ExportEntry entry) {
        final BifFunction bif = entry.bif;
        if (bif == null) {
            in.pushReturn(p, next);
            return jump(in, p, entry);
        }
        p.reductionsLeft--;
        final long result = callBif(in, p, entry, bif, false);
        if (result != Term.NON_VALUE) {
            in.x[0] = result;
            return next;
        }
        return BifOutcomes.outcome(in, p, entry, next);
    }

    /** Calls a function in place of the current one, whose frame has {@code yCount} registers, or is absent when that is -1. */
    private static int tailCall(final Interpreter in, final Process p, final int yCount, final ExportEntry entry) {
        final BifFunction bif = entry.bif;
        if (bif == null) {
            drop(p, yCount);
            return jump(in, p, entry);
        }
        p.reductionsLeft--;
        final long result = callBif(in, p, entry, bif, true);
        if (result != Term.NON_VALUE) {
            in.x[0] = result;
            drop(p, yCount);
            return in.doReturn(p);
        }
        if (p.outcome != Process.OUTCOME_EXCEPTION) {
            drop(p, yCount);
        }
        return BifOutcomes.outcome(in, p, entry, TAIL);
    }

    /** Calls a function in place of one whose frame is gone already. */
    static int replace(final Interpreter in, final Process p, final ExportEntry entry) {
        final BifFunction bif = entry.bif;
        if (bif == null) {
            return jump(in, p, entry);
        }
        p.reductionsLeft--;
        final long result = callBif(in, p, entry, bif, true);
        if (result != Term.NON_VALUE) {
            in.x[0] = result;
            return in.doReturn(p);
        }
        return BifOutcomes.outcome(in, p, entry, GONE);
    }

    /** Calls a BIF. For the trace one in a body has returned when it is back, whatever it asks for. */
    static long callBif(final Interpreter in, final Process p, final ExportEntry entry, final BifFunction bif, final boolean tail) {
        if (in.calls == null) {
            return bif.call(p, in.x);
        }
        in.calls.bif(entry, tail);
        final long result = bif.call(p, in.x);
        if (!tail) {
            in.calls.returned();
        }
        return result;
    }

    private static void drop(final Process p, final int yCount) {
        if (yCount >= 0) {
            Interpreter.deallocate(p, yCount);
        }
    }

    /** Goes to the code of a function. */
    static int jump(final Interpreter in, final Process p, final ExportEntry entry) {
        final CodeTarget target = entry.target;
        if (target == null) {
            return undefined(in, p, entry);
        }
        in.enter(target.code());
        if (in.calls != null) {
            in.calls.call(CodePointer.make(target.code().id, target.position()));
        }
        return in.enterFunction(p, target.position(), entry.arity);
    }

    /** Nothing is there to call: the error handler module decides, and loads the module if it can. */
    private static int undefined(final Interpreter in, final Process p, final ExportEntry entry) {
        final ExportEntry handler = in.table.export(p.settings.errorHandlerTerm(), AM_UNDEFINED_FUNCTION, 3);
        if (handler.target == null) {
            p.fail(Atoms.UNDEF);
            p.failArgsTerm = Tuple.make(p, entry.moduleTerm, entry.functionTerm, arguments(in, p, entry.arity), Term.NIL);
            in.enter(in.code);
            return ExceptionOps.raiseAfterTail(in, p);
        }
        return callHandler(in, p, handler, entry.moduleTerm, entry.functionTerm, entry.arity);
    }

    /** A call of a function whose entry is traced has been told of: goes on in the function. */
    static int enterTraced(final Interpreter in, final Process p, final ExportEntry entry) {
        final BifFunction bif = entry.builtin;
        if (bif == null) {
            final CodeTarget code = entry.code();
            if (code == null) {
                return undefined(in, p, entry);
            }
            in.enter(code.code());
            return code.position();
        }
        final long result = bif.call(p, in.x);
        if (result != Term.NON_VALUE) {
            in.x[0] = result;
            return in.resume(p);
        }
        return BifOutcomes.outcome(in, p, entry, GONE);
    }

    /** Calls a function of the error handler in place of another, whose arguments stand in the registers. */
    static int callHandler(final Interpreter in, final Process p, final ExportEntry handler, final long moduleTerm, final long functionTerm,
        final int arity) {
        final long args = arguments(in, p, arity);
        in.x[0] = moduleTerm;
        in.x[1] = functionTerm;
        in.x[2] = args;
        return replace(in, p, handler);
    }

    static long arguments(final Interpreter in, final Process p, final int arity) {
        long list = Term.NIL;
        for (int i = arity - 1; i >= 0; i--) {
            list = Cons.make(p, in.x[i], list);
        }
        return list;
    }

    /** A built-in native in place of a function's code; there is no frame. */
    static int callNative(final Interpreter in, final Process p, final int pc) {
        final BifFunction nativeFunction = in.code.natives[in.ops[pc - 3]];
        p.reductionsLeft--;
        final long result = nativeFunction.call(p, in.x);
        if (result != Term.NON_VALUE) {
            in.x[0] = result;
            return in.doReturn(p);
        }
        return BifOutcomes.outcome(in, p, in.table.export(nativeFunction.moduleTerm, nativeFunction.functionTerm, nativeFunction.arity), GONE);
    }

    /**
     * apply: module and function stand behind the arguments.
     *
     * @param yCount registers of the frame to drop first, or -1 to go on at {@code next}
     */
    static int apply(final Interpreter in, final Process p, final int arity, final int next, final int yCount) {
        final long module = in.x[arity];
        final long function = in.x[arity + 1];
        if (!Term.isAtom(module) || !Term.isAtom(function)) {
            p.fail(Atoms.BADARG);
            p.failArgsTerm = Tuple.make(p, Atoms.ERLANG, AM_APPLY, Cons.list(p, module, function, arguments(in, p, arity)),
                ExceptionOps.errorInfo(p, Atoms.ERLANG));
            return Interpreter.RAISE;
        }
        final ExportEntry entry = in.table.export(module, function, arity);
        if (in.savedCalls != null) {
            save(in, p, entry);
        }
        if (yCount < 0) {
            return call(in, p, next, entry);
        }
        Interpreter.deallocate(p, yCount);
        return replace(in, p, entry);
    }

    /** The first code of a process: applies the function that it was made for. */
    static int start(final Interpreter in, final Process p) {
        p.heapLimit -= 8;
        Memory.putLong(p.heapLimit, in.systemPointer(SystemCode.EXIT));
        final long args = p.startArgsTerm;
        if (startsWithFun(in, p, args)) {
            p.startArgsTerm = Term.NON_VALUE;
            p.reductionsLeft--;
            return FunCalls.callFun(in, p, GONE, 0, Cons.head(args));
        }
        int arity = 0;
        for (long rest = args; Term.isCons(rest); rest = Cons.tail(rest)) {
            in.x[arity++] = Cons.head(rest);
        }
        p.startArgsTerm = Term.NON_VALUE;
        return replace(in, p, in.table.export(p.applyModuleTerm(), p.applyFunctionTerm(), arity));
    }

    /** True for a process that begins with a fun, as {@code spawn/1} makes it: {@code erlang:apply/2} need not be called when nobody sees it. */
    private static boolean startsWithFun(final Interpreter in, final Process p, final long argsTerm) {
        return p.applyFunctionTerm() == AM_APPLY && p.applyModuleTerm() == Atoms.ERLANG && in.calls == null && in.applyFun.isUntracedBif()
            && Term.isCons(argsTerm) && Fun.isLocal(Cons.head(argsTerm)) && Fun.entry(Cons.head(argsTerm)).arity == 0
            && Term.isCons(Cons.tail(argsTerm)) && Cons.head(Cons.tail(argsTerm)) == Term.NIL && Cons.tail(Cons.tail(argsTerm)) == Term.NIL;
    }
}
