package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Fun;
import dev.longbeam.term.FunEntry;
import dev.longbeam.term.Tuple;

/** Calls of funs. */
final class FunCalls {
    private static final long AM_UNDEFINED_LAMBDA = Atom.of("undefined_lambda");
    private static final long AM_ERTS_CODE_PURGER = Atom.of("erts_code_purger");
    private static final long AM_PENDING_PURGE_LAMBDA = Atom.of("pending_purge_lambda");

    private FunCalls() {
    }

    /** Calls a fun in place of the current function, whose frame has {@code yCount} registers. */
    static int callFunLast(final Interpreter in, final Process p, final int yCount, final int arity, final long funTerm) {
        Interpreter.deallocate(p, yCount);
        return callFun(in, p, CallOps.GONE, arity, funTerm);
    }

    /** Calls a fun whose arguments stand in the first registers. */
    static int callFun(final Interpreter in, final Process p, final int next, final int arity, final long funTerm) {
        if (Fun.isLocal(funTerm)) {
            final FunEntry entry = Fun.entry(funTerm);
            if (entry.arity != arity) {
                return badarity(in, p, next, funTerm, arity);
            }
            final long pointer = entry.codePointer;
            if (pointer == 0) {
                return undefinedFun(in, p, next, funTerm, arity);
            }
            final int free = Fun.freeCount(funTerm);
            for (int i = 0; i < free; i++) {
                in.x[arity + i] = Fun.free(funTerm, i);
            }
            if (next >= 0) {
                in.pushReturn(p, next);
            }
            if (in.calls != null) {
                in.calls.call(pointer);
            }
            return in.enterFunction(p, in.enter(pointer), arity + free);
        }
        if (Fun.isExport(funTerm)) {
            final ExportEntry entry = in.table.export(Fun.exportIndex(funTerm));
            if (entry.arity != arity) {
                return badarity(in, p, next, funTerm, arity);
            }
            return next < 0 ? CallOps.replace(in, p, entry) : CallOps.call(in, p, next, entry);
        }
        p.fail(Tuple.make(p, Atoms.BADFUN, funTerm));
        return notCalled(in, p, next);
    }

    /** A call that failed after its return address was written: the caller stands in the stack trace for both. */
    private static int notCalled(final Interpreter in, final Process p, final int next) {
        if (next >= 0) {
            in.pushReturn(p, next);
        }
        return Interpreter.RAISE;
    }

    private static int badarity(final Interpreter in, final Process p, final int next, final long funTerm, final int arity) {
        p.fail(Tuple.make(p, Atoms.BADARITY, Tuple.make(p, funTerm, CallOps.arguments(in, p, arity))));
        return notCalled(in, p, next);
    }

    private static int undefinedFun(final Interpreter in, final Process p, final int next, final long funTerm, final int arity) {
        final long args = CallOps.arguments(in, p, arity);
        final FunEntry entry = Fun.entry(funTerm);
        in.x[0] = entry.moduleTerm;
        in.x[1] = funTerm;
        in.x[2] = args;
        final ExportEntry handler;
        if (entry.purgedPointer != 0) {
            in.table.purge().await(p, entry);
            p.reductionsLeft(0);
            handler = in.table.export(AM_ERTS_CODE_PURGER, AM_PENDING_PURGE_LAMBDA, 3);
        } else {
            handler = in.table.export(p.settings.errorHandlerTerm(), AM_UNDEFINED_LAMBDA, 3);
        }
        return next < 0 ? CallOps.replace(in, p, handler) : CallOps.call(in, p, next, handler);
    }
}
