package dev.longbeam.interp;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Engine;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Fun;
import dev.longbeam.term.FunEntry;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** Calls that leave the module, or may: exported functions, BIFs, funs, apply; and what BIFs ask for instead of returning. */
final class CallOps {
    /** Registers before the arguments of a BIF that waits. */
    private static final int WAITING_ARGUMENTS = 2;
    /** Stands for the continuation of a tail call: return to the caller. */
    static final int TAIL = -1;
    /** The same after a call through apply or a fun: the caller is gone before the callee starts, so no stack trace shows it. */
    static final int GONE = -2;

    private static final long AM_UNDEFINED_FUNCTION = Atom.of("undefined_function");
    private static final long AM_UNDEFINED_LAMBDA = Atom.of("undefined_lambda");
    private static final long AM_ERTS_CODE_PURGER = Atom.of("erts_code_purger");
    private static final long AM_PENDING_PURGE_LAMBDA = Atom.of("pending_purge_lambda");

    private CallOps() {
    }

    // Exported functions

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
    private static int call(final Interpreter in, final Process p, final int next, final ExportEntry entry) {
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
        return outcome(in, p, entry, next);
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
        return outcome(in, p, entry, TAIL);
    }

    /** Calls a function in place of one whose frame is gone already. */
    private static int replace(final Interpreter in, final Process p, final ExportEntry entry) {
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
        return outcome(in, p, entry, GONE);
    }

    /** Calls a BIF. For the trace one in a body has returned when it is back, whatever it asks for. */
    private static long callBif(final Interpreter in, final Process p, final ExportEntry entry, final BifFunction bif, final boolean tail) {
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
        return outcome(in, p, entry, GONE);
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

    private static long arguments(final Interpreter in, final Process p, final int arity) {
        long list = Term.NIL;
        for (int i = arity - 1; i >= 0; i--) {
            list = Cons.make(p, in.x[i], list);
        }
        return list;
    }

    // Natives

    /** A built-in native in place of a function's code; there is no frame. */
    static int callNative(final Interpreter in, final Process p, final int pc) {
        final BifFunction nativeFunction = in.code.natives[in.ops[pc - 3]];
        p.reductionsLeft--;
        final long result = nativeFunction.call(p, in.x);
        if (result != Term.NON_VALUE) {
            in.x[0] = result;
            return in.doReturn(p);
        }
        return outcome(in, p, in.table.export(nativeFunction.moduleTerm, nativeFunction.functionTerm, nativeFunction.arity), GONE);
    }

    // What BIFs ask for

    static int outcome(final Interpreter in, final Process p, final ExportEntry entry, final int next) {
        final int outcome = p.outcome;
        p.outcome = Process.OUTCOME_EXCEPTION;
        switch (outcome) {
            case Process.OUTCOME_TRAP -> {
                final ExportEntry trap = in.table.export(p.trapExport);
                final boolean isSame = trap == entry;
                if (p.reductionsLeft <= 0 && trap.builtin != null) {
                    return suspendBefore(in, p, next, trap, isSame);
                }
                if (isSame) {
                    return goOnIn(in, p, next, trap);
                }
                return next < 0 ? replace(in, p, trap) : call(in, p, next, trap);
            }
            case Process.OUTCOME_AGAIN -> {
                return suspendBefore(in, p, next, entry, true);
            }
            case Process.OUTCOME_CALL_CODE -> {
                if (next >= 0) {
                    in.pushReturn(p, next);
                }
                if (in.calls != null) {
                    in.calls.call(in.scheduler.trapPointer);
                }
                return in.enter(in.scheduler.trapPointer);
            }
            case Process.OUTCOME_CALL_TRACED -> {
                return TraceOps.callBif(in, p, entry, next);
            }
            case Process.OUTCOME_CALL_FUN -> {
                return callFun(in, p, next, p.trapExport, in.x[p.trapExport]);
            }
            case Process.OUTCOME_BLOCKED -> {
                return suspendIn(in, p, next, entry);
            }
            case Process.OUTCOME_YIELD -> {
                in.x[0] = in.scheduler.yieldResultTerm;
                return suspendBehind(in, p, next, 1, Engine.PREEMPTED);
            }
            case Process.OUTCOME_HIBERNATE -> {
                if (in.calls != null) {
                    in.calls.unwound(p.heapLimit, p.blockEnd() - Memory.WORD_BYTES);
                }
                p.heapLimit = p.blockEnd();
                p.codePointer = in.startPointer();
                p.liveCount = 0;
                return sleep(p);
            }
            case Process.OUTCOME_SLEEP -> {
                in.x[0] = Atoms.OK;
                suspendBehind(in, p, next, 1, Engine.PREEMPTED);
                return sleep(p);
            }
            default -> {
                if (next >= 0) {
                    // Compiled code notes where it goes on before it knows that a fun is a BIF.
                    Memory.putLong(p.heapLimit, 0);
                }
                final boolean inBif = p.failMode == Process.FAIL_IN_BIF;
                ExceptionOps.bifFailed(in, p, entry, inBif ? arguments(in, p, entry.arity) : Term.NIL);
                if (next == GONE && inBif) {
                    p.failMode = Process.FAIL_WITH_ARGS;
                }
                return Interpreter.RAISE;
            }
        }
    }

    private static int sleep(final Process p) {
        p.collectMajor = true;
        p.hibernating = true;
        p.wantCollection();
        return Interpreter.leave(Engine.PREEMPTED);
    }

    /** Ends the slice so that the process goes on behind the call, or in its caller when that was a tail call. */
    private static int suspendBehind(final Interpreter in, final Process p, final int next, final int live, final int outcome) {
        if (next < 0) {
            if (in.calls != null) {
                in.calls.returned();
            }
            p.codePointer = Memory.getLong(p.heapLimit);
            Memory.putLong(p.heapLimit, 0);
        } else {
            p.codePointer = CodePointer.make(in.code.id, next);
        }
        p.saveRegisters(in.x, live);
        return Interpreter.leave(outcome);
    }

    /** Ends the slice inside of a BIF that waits: its name and arguments are kept, in case it fails. */
    private static int suspendIn(final Interpreter in, final Process p, final int next, final ExportEntry entry) {
        System.arraycopy(in.x, 0, in.x, WAITING_ARGUMENTS, entry.arity);
        in.x[0] = Term.makeSmall(entry.index);
        in.x[1] = Term.makeSmall(next < 0 ? next : 0);
        p.codePointer = CodePointer.make(in.code.id, next < 0 ? in.faultPosition : next);
        p.saveRegisters(in.x, entry.arity + WAITING_ARGUMENTS);
        return Interpreter.leave(Engine.BLOCKED);
    }

    /**
     * Ends the slice before a BIF is called in place of another, its arguments in the registers: long work in pieces lets others run.
     *
     * @param goesOn true when that is the BIF which has begun the work
     */
    private static int suspendBefore(final Interpreter in, final Process p, final int next, final ExportEntry entry, final boolean goesOn) {
        if (next >= 0) {
            in.pushReturn(p, next);
            if (in.calls != null) {
                in.calls.bif(entry, false);
            }
        }
        System.arraycopy(in.x, 0, in.x, 1, entry.arity);
        in.x[0] = Term.makeSmall(goesOn ? ~entry.index : entry.index);
        p.codePointer = in.callPointer();
        p.saveRegisters(in.x, entry.arity + 1);
        return Interpreter.leave(Engine.PREEMPTED);
    }

    /** Calls what {@link #suspendBefore} left. */
    static int callSuspended(final Interpreter in, final Process p) {
        final int index = (int)Term.smallValue(in.x[0]);
        final boolean goesOn = index < 0;
        final ExportEntry entry = in.table.export(goesOn ? ~index : index);
        System.arraycopy(in.x, 1, in.x, 0, entry.arity);
        return goesOn ? goOnIn(in, p, GONE, entry) : replace(in, p, entry);
    }

    /** Calls a BIF that goes on with work which it has begun itself: nobody sees that as a call. */
    private static int goOnIn(final Interpreter in, final Process p, final int next, final ExportEntry entry) {
        p.reductionsLeft--;
        final long result = callBif(in, p, entry, entry.builtin, next < 0);
        if (result == Term.NON_VALUE) {
            return outcome(in, p, entry, next);
        }
        in.x[0] = result;
        return next < 0 ? in.doReturn(p) : next;
    }

    /** The BIF that a process calls when it runs again, see {@link #suspendBefore}. */
    static ExportEntry suspendedBefore(final Process p, final CodeTable table) {
        final int index = (int)Term.smallValue(p.savedRegister(0));
        return table.export(index < 0 ? ~index : index);
    }

    /** The BIF that a process waits in. */
    static ExportEntry waitingIn(final Process p, final CodeTable table) {
        return table.export((int)Term.smallValue(p.savedRegister(0)));
    }

    /** Goes on in a BIF that has waited: its answer is there. */
    static int resume(final Interpreter in, final Process p, final int pc) {
        p.awaiting = false;
        final ExportEntry entry = in.table.export((int)Term.smallValue(in.x[0]));
        final int tail = (int)Term.smallValue(in.x[1]);
        System.arraycopy(in.x, WAITING_ARGUMENTS, in.x, 0, entry.arity);
        in.faultPosition = tail < 0 ? pc : pc - 1;
        final long result = p.takeCompletion().complete(p);
        if (result == Term.NON_VALUE) {
            return outcome(in, p, entry, tail < 0 ? tail : pc);
        }
        in.x[0] = result;
        return tail < 0 ? in.doReturn(p) : pc;
    }

    // Funs and apply

    /** Calls a fun in place of the current function, whose frame has {@code yCount} registers. */
    static int callFunLast(final Interpreter in, final Process p, final int yCount, final int arity, final long funTerm) {
        Interpreter.deallocate(p, yCount);
        return callFun(in, p, GONE, arity, funTerm);
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
            return next < 0 ? replace(in, p, entry) : call(in, p, next, entry);
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
        p.fail(Tuple.make(p, Atoms.BADARITY, Tuple.make(p, funTerm, arguments(in, p, arity))));
        return notCalled(in, p, next);
    }

    private static int undefinedFun(final Interpreter in, final Process p, final int next, final long funTerm, final int arity) {
        final long args = arguments(in, p, arity);
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
        return next < 0 ? replace(in, p, handler) : call(in, p, next, handler);
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
        int arity = 0;
        for (long rest = p.startArgsTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            in.x[arity++] = Cons.head(rest);
        }
        p.startArgsTerm = Term.NON_VALUE;
        return replace(in, p, in.table.export(p.applyModuleTerm(), p.applyFunctionTerm(), arity));
    }

    private static final long AM_APPLY = Atom.of("apply");
}
