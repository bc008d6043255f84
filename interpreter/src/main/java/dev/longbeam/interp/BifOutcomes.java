package dev.longbeam.interp;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Engine;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;

/** What BIFs ask for instead of returning: to call something, to go on later, to wait, to sleep; or their exception. */
final class BifOutcomes {
    /** Registers before the arguments of a BIF that waits. */
    private static final int WAITING_ARGUMENTS = 2;

    private BifOutcomes() {
    }

    /** A BIF has returned no term: does what it asks for, or raises its exception; the caller goes on at {@code next}, if that is a position. */
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
                return next < 0 ? CallOps.replace(in, p, trap) : CallOps.call(in, p, next, trap);
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
                return FunCalls.callFun(in, p, next, p.trapExport, in.x[p.trapExport]);
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
                ExceptionOps.bifFailed(in, p, entry, inBif ? CallOps.arguments(in, p, entry.arity) : Term.NIL);
                if (next == CallOps.GONE && inBif) {
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
        return goesOn ? goOnIn(in, p, CallOps.GONE, entry) : CallOps.replace(in, p, entry);
    }

    /** Calls a BIF that goes on with work which it has begun itself: nobody sees that as a call. */
    private static int goOnIn(final Interpreter in, final Process p, final int next, final ExportEntry entry) {
        p.reductionsLeft--;
        final long result = CallOps.callBif(in, p, entry, entry.builtin, next < 0);
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
}
