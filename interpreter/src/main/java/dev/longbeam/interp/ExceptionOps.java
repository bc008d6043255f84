package dev.longbeam.interp;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Engine;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * Exceptions. One that is raised is recorded in the process ({@code failClassTerm} ..); {@link #raise} then looks for a handler on the
 * stack. At a handler x0 is NON_VALUE, x1 the reason, x2 the raw stack trace (see {@link StackTrace}) and x3 the class.
 */
final class ExceptionOps {
    private static final long AM_ERL_ERTS_ERRORS = Atom.of("erl_erts_errors");
    private static final long AM_ERL_STDLIB_ERRORS = Atom.of("erl_stdlib_errors");
    private static final long AM_ERL_KERNEL_ERRORS = Atom.of("erl_kernel_errors");
    private static final long AM_OS = Atom.of("os");
    private static final java.util.Set<Long> ERTS = atoms("atomics", "counters", "erlang", "erts_internal", "persistent_term");
    private static final java.util.Set<Long> STDLIB = atoms("binary", "ets", "lists", "maps", "math", "re", "unicode");

    private ExceptionOps() {
    }

    private static java.util.Set<Long> atoms(final String... names) {
        final java.util.Set<Long> set = new java.util.HashSet<>();
        for (final String name : names) {
            set.add(Atom.of(name));
        }
        return set;
    }

    // Recording

    /** Notes that the exception comes out of a BIF called with these arguments, as far as the way it was raised asks for that. */
    static void bifFailed(final Interpreter in, final Process p, final ExportEntry entry, final long argsTerm) {
        switch (p.failMode) {
            case Process.FAIL_IN_BIF -> p.failArgsTerm = Tuple.make(p, entry.moduleTerm, entry.functionTerm, argsTerm,
                errorInfo(p, entry.moduleTerm));
            case Process.FAIL_WITH_ARGS -> {
                final boolean isTraced = in.table.breakpoints().isEntries(in.code);
                final long pointer = isTraced ? Memory.getLong(TraceOps.skipTraceFrames(in, p.heapLimit))
                    : CodePointer.make(in.code.id, in.faultPosition + 1);
                final long caller = StackTrace.item(p, in.table, pointer);
                if (caller == Term.NON_VALUE) {
                    p.failMode = Process.FAIL_IN_CALLER;
                    p.failArgsTerm = Term.NON_VALUE;
                } else {
                    p.failMode = (byte)(isTraced ? Process.FAIL_WITH_ARGS_BELOW : Process.FAIL_WITH_ARGS);
                    p.failArgsTerm = withArguments(p, caller);
                }
            }
            default -> {
            }
        }
    }

    /** An item of a stack trace with the arguments and the explanation that came with the failure. */
    private static long withArguments(final Process p, final long itemTerm) {
        final long location = Tuple.element(itemTerm, 4);
        return Tuple.make(p, Tuple.element(itemTerm, 1), Tuple.element(itemTerm, 2),
            p.failArgsTerm == Term.NON_VALUE ? Tuple.element(itemTerm, 3) : p.failArgsTerm,
            p.failCauseTerm == Term.NON_VALUE ? location : withErrorInfo(p, location, p.failCauseTerm));
    }

    /** The {@code error_info} of BIFs of a module, as the last element of a stack trace item. */
    static long errorInfo(final Process p, final long moduleTerm) {
        final long formatter;
        if (ERTS.contains(moduleTerm)) {
            formatter = AM_ERL_ERTS_ERRORS;
        } else if (STDLIB.contains(moduleTerm)) {
            formatter = AM_ERL_STDLIB_ERRORS;
        } else if (moduleTerm == AM_OS) {
            formatter = AM_ERL_KERNEL_ERRORS;
        } else {
            return Term.NIL;
        }
        return errorInfo(p, formatter, p.failCauseTerm);
    }

    static long errorInfo(final Process p, final long formatterTerm, final long causeTerm) {
        long map = Maps.put(p, Maps.empty(p), Atoms.MODULE, formatterTerm);
        if (causeTerm != Term.NON_VALUE) {
            map = Maps.put(p, map, Atoms.CAUSE, causeTerm);
        }
        return Cons.list(p, Tuple.make(p, Atoms.ERROR_INFO, map));
    }

    /** A location with an {@code error_info} behind it. */
    private static long withErrorInfo(final Process p, final long locationTerm, final long infoTerm) {
        final long tail = Cons.list(p, Tuple.make(p, Atoms.ERROR_INFO, infoTerm));
        if (!Term.isCons(locationTerm)) {
            return tail;
        }
        return Cons.make(p, Cons.head(locationTerm), Cons.make(p, Cons.head(Cons.tail(locationTerm)), tail));
    }

    private static final long AM_FUNCTION = Atom.of("function");
    private static final long AM_FORMAT_BS_FAIL = Atom.of("format_bs_fail");

    /** bs_create_bin failed: the trace begins with the function itself, and says how to explain the cause. */
    static void binaryFailed(final Interpreter in, final Process p) {
        final int function = in.code.functionAt(in.faultPosition);
        long map = Maps.put(p, Maps.empty(p), Atoms.MODULE, AM_ERL_ERTS_ERRORS);
        map = Maps.put(p, map, Atoms.CAUSE, p.failCauseTerm);
        map = Maps.put(p, map, AM_FUNCTION, AM_FORMAT_BS_FAIL);
        final long info = withErrorInfo(p, StackTrace.location(p, in.code, in.faultPosition), map);
        p.failMode = Process.FAIL_WITH_ARGS;
        p.failArgsTerm = Tuple.make(p, in.code.moduleTerm, in.code.functionTerms[function],
            Term.makeSmall(in.code.functionArities[function]), info);
    }

    static int functionClause(final Interpreter in, final Process p, final int pc) {
        final int arity = in.ops[pc + 3];
        long args = Term.NIL;
        for (int i = arity - 1; i >= 0; i--) {
            args = Cons.make(p, in.x[i], args);
        }
        p.fail(Atoms.FUNCTION_CLAUSE);
        p.failArgsTerm = Tuple.make(p, in.code.moduleTerm, in.constants[in.ops[pc + 2] >>> 2], args,
            StackTrace.pointerTerm(CodePointer.make(in.code.id, pc + CodeBuilder.FUNC_INFO_INTS + 1)));
        p.failMode = Process.FAIL_WITH_ARGS;
        return Interpreter.RAISE;
    }

    static int badmatch(final Process p, final long term) {
        return tagged(p, Atoms.BADMATCH, term);
    }

    static int caseClause(final Process p, final long term) {
        return tagged(p, Atoms.CASE_CLAUSE, term);
    }

    static int tryClause(final Process p, final long term) {
        return tagged(p, Atoms.TRY_CLAUSE, term);
    }

    static int badrecord(final Process p, final long term) {
        return tagged(p, Atoms.BADRECORD, term);
    }

    static int ifClause(final Process p) {
        p.fail(Atoms.IF_CLAUSE);
        return Interpreter.RAISE;
    }

    private static int tagged(final Process p, final long tag, final long term) {
        p.fail(Tuple.make(p, tag, term));
        return Interpreter.RAISE;
    }

    // Raising

    /** An exception in a function that has already left its frame by a tail call. */
    static int raiseAfterTail(final Interpreter in, final Process p) {
        p.failMode = Process.FAIL_WITH_ARGS;
        return Interpreter.RAISE;
    }

    /** Finds the handler of the recorded exception: the position to go on at, or the process ends. */
    static int raise(final Interpreter in, final Process p) {
        final long classTerm = p.failClassTerm;
        final long reasonTerm = p.failReasonTerm;
        final long rawTerm = StackTrace.capture(in, p, classTerm);
        p.failClassTerm = Term.NON_VALUE;
        p.failReasonTerm = Term.NON_VALUE;
        p.failCauseTerm = Term.NON_VALUE;
        p.failArgsTerm = Term.NON_VALUE;
        p.failTraceTerm = Term.NON_VALUE;
        p.failMode = Process.FAIL_IN_BIF;
        long frame = p.heapLimit;
        final long end = p.blockEnd();
        for (long at = frame; at < end; at += 8) {
            final long word = Memory.getLong(at);
            if ((word & Term.TAG_PRIMARY_MASK) == Term.TAG_HEADER) {
                frame = at;
            } else if (Term.isCatch(word)) {
                if (in.calls != null) {
                    in.calls.unwound(p.heapLimit, frame);
                }
                if (p.trace != null) {
                    TraceOps.unwound(in, p, at, true, classTerm, reasonTerm);
                }
                p.heapLimit = frame;
                Memory.putLong(frame, 0);
                in.x[0] = Term.NON_VALUE;
                in.x[1] = reasonTerm;
                in.x[2] = rawTerm;
                in.x[3] = classTerm;
                in.enter(in.table.code(CodePointer.catchCodeId(word)));
                return in.goOn(CodePointer.catchPosition(word));
            }
        }
        if (p.trace != null) {
            TraceOps.unwound(in, p, end, false, classTerm, reasonTerm);
        }
        return uncaught(in, p, classTerm, reasonTerm, rawTerm);
    }

    private static int uncaught(final Interpreter in, final Process p, final long classTerm, final long reasonTerm, final long rawTerm) {
        if (classTerm == Atoms.EXIT) {
            p.exitReasonTerm = reasonTerm;
        } else {
            final long trace = StackTrace.build(p, in.table, rawTerm);
            final long reason = classTerm == Atoms.THROW ? Tuple.make(p, Atoms.NOCATCH, reasonTerm) : reasonTerm;
            p.exitReasonTerm = Tuple.make(p, reason, trace);
            p.emulator().logCrash(p, p.exitReasonTerm);
        }
        return Interpreter.leave(Engine.EXITED);
    }

    static int exitNormal(final Process p) {
        p.exitReasonTerm = Atoms.NORMAL;
        return Interpreter.leave(Engine.EXITED);
    }

    /** raise: again with the class that the raw stack trace keeps. */
    static int reraise(final Process p, final long rawTerm, final long reasonTerm) {
        p.raise(StackTrace.classOf(rawTerm), reasonTerm);
        p.failTraceTerm = rawTerm;
        return Interpreter.RAISE;
    }

    static int rawRaise(final Interpreter in, final Process p, final int pc) {
        final long classTerm = in.x[0];
        if (classTerm != Atoms.ERROR && classTerm != Atoms.EXIT && classTerm != Atoms.THROW) {
            in.x[0] = Atoms.BADARG;
            return pc + 1;
        }
        p.raise(classTerm, in.x[1]);
        p.failTraceTerm = StackTrace.withClass(p, in.x[2], classTerm);
        return Interpreter.RAISE;
    }

    // Handlers

    static int catchEnd(final Interpreter in, final Process p, final int pc) {
        in.set(p, in.ops[pc + 1], Term.NIL);
        final long[] x = in.x;
        if (x[0] == Term.NON_VALUE) {
            x[0] = caught(p, in.table, x[1], x[2], x[3]);
        }
        return pc + 2;
    }

    /** What catch gives for an exception. */
    static long caught(final Process p, final CodeTable table, final long reasonTerm, final long rawTerm, final long classTerm) {
        if (classTerm == Atoms.THROW) {
            return reasonTerm;
        }
        if (classTerm == Atoms.EXIT) {
            return Tuple.make(p, Atoms.EXIT_TAG, reasonTerm);
        }
        return Tuple.make(p, Atoms.EXIT_TAG, Tuple.make(p, reasonTerm, StackTrace.build(p, table, rawTerm)));
    }

    static int tryCase(final Interpreter in, final Process p, final int pc) {
        if (in.x[0] != Term.NON_VALUE) {
            return DataOps.badCode(p);
        }
        in.set(p, in.ops[pc + 1], Term.NIL);
        in.x[0] = in.x[3];
        return pc + 2;
    }
}
