package dev.longbeam.interp;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.ProcessTrace;
import dev.longbeam.sched.TraceEvents;
import dev.longbeam.sched.TraceFlags;
import dev.longbeam.sched.TraceMessages;
import dev.longbeam.sched.TracePattern;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.MatchContext;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import dev.longbeam.term.ets.MatchRun;
import dev.longbeam.term.ets.MatchSpec;

/**
 * Breakpoints, and the frames that they leave on the stack to see a function return.
 *
 * <p>Such a frame is one like any other; its code pointer leads to an instruction of the system code, which tells the tracer, drops the frame
 * and returns to the one below:
 *
 * <pre>
 *    return_trace, exception_trace   [code pointer] [number of the function] [tracer, or true for the process's own]
 *    return_to_trace                 [code pointer]
 *    return_time_trace               [code pointer] [number of the function that was measured before, or []]
 *    return_bif_trace                [code pointer] [number of Y registers of the function below, which is done]
 * </pre>
 */
final class TraceOps {
    private static final int TRACE_WORDS = 3;
    private static final int TIME_WORDS = 2;
    private static final int BIF_WORDS = 2;
    /** All that one breakpoint may need: frames of two traces, and of a measured call. */
    private static final int MOST_WORDS = 2 * (TRACE_WORDS + 1) + TIME_WORDS;
    private static final int META_FLAGS = TraceFlags.CALL | TraceFlags.TIMESTAMP;
    private static final long AM_CALL = Atom.of("call");
    private static final long AM_RETURN_TO = Atom.of("return_to");
    private static final long AM_RETURN_FROM = Atom.of("return_from");
    private static final long AM_EXCEPTION_FROM = Atom.of("exception_from");
    private static final long AM_BREAKPOINT = Atom.of("breakpoint");

    private TraceOps() {
    }

    // Breakpoints

    /** The entry of a traced function. */
    static int breakpoint(final Interpreter in, final Process p, final int pc) {
        final Code code = in.code;
        final Breakpoint breakpoint = code.breakpoint(code.functionAt(pc));
        final ProcessTrace trace = p.trace;
        if (trace != null && trace.passBreakpoint) {
            trace.passBreakpoint = false;
        } else {
            if (in.mustCollect(p, MOST_WORDS)) {
                return collectFirst(in, p, pc, breakpoint.arity);
            }
            called(in, p, breakpoint);
            if (breakpoint.debug) {
                return debug(in, p, breakpoint);
            }
        }
        return in.pass(pc, breakpoint.originalOp);
    }

    private static int collectFirst(final Interpreter in, final Process p, final int pc, final int arity) {
        final int left = in.collect(p, pc, arity, MOST_WORDS);
        p.tracing().passBreakpoint = false;
        return left;
    }

    /** A call of a traced export entry; its index is the position. */
    static int entryBreakpoint(final Interpreter in, final Process p, final int index) {
        final ExportEntry entry = in.table.export(index);
        final Breakpoint breakpoint = entry.breakpoint;
        if (breakpoint != null && !breakpoint.isIdle()) {
            if (in.mustCollect(p, MOST_WORDS)) {
                return collectFirst(in, p, index, entry.arity);
            }
            called(in, p, breakpoint);
        }
        return CallOps.enterTraced(in, p, entry);
    }

    /**
     * A BIF is called whose calls are traced.
     *
     * <p>A function that calls it last stays on the stack until the BIF returns: to the C emulator no BIF is called in place of its caller, and
     * {@code caller}, {@code return_to} and stack traces show that.
     */
    static int callBif(final Interpreter in, final Process p, final ExportEntry entry, final int next) {
        final CodeTarget target = entry.target;
        if (next >= 0) {
            in.pushReturn(p, next);
        } else if (next == CallOps.TAIL) {
            final int pc = in.faultPosition;
            final boolean hasFrame = in.ops[pc] == Opcodes.CALL_EXT_LAST;
            final int yCount = hasFrame ? in.ops[pc + 3] : 0;
            // The frame has just been dropped, and nothing been written since.
            p.heapLimit -= hasFrame ? (yCount + 1) * 8L : 0;
            if (p.heapLimit - p.heapTop < (BIF_WORDS + 1) * 8L) {
                return in.collect(p, pc, entry.arity, BIF_WORDS + 1);
            }
            if (!hasFrame) {
                p.heapLimit -= 8;
            }
            Memory.putLong(p.heapLimit, CodePointer.make(in.code.id, pc + 3));
            p.heapLimit -= BIF_WORDS * 8L;
            Memory.putLong(p.heapLimit, in.systemPointer(SystemCode.RETURN_BIF_TRACE));
            Memory.putLong(p.heapLimit + 8, Term.makeSmall(yCount));
        }
        in.enter(target.code());
        return target.position();
    }

    private static int debug(final Interpreter in, final Process p, final Breakpoint breakpoint) {
        final ExportEntry handler = in.table.export(p.settings.errorHandlerTerm(), AM_BREAKPOINT, 3);
        return CallOps.callHandler(in, p, handler, breakpoint.moduleTerm, breakpoint.functionTerm, breakpoint.arity);
    }

    private static void called(final Interpreter in, final Process p, final Breakpoint breakpoint) {
        final boolean traced = TraceEvents.isOn(p, TraceFlags.CALL);
        final Breakpoint.CallTrace calls = breakpoint.calls;
        if (calls != null && traced && TraceMessages.isEnabled(p, p.trace)) {
            traceCall(in, p, breakpoint, calls);
        }
        final Breakpoint.MetaTrace meta = breakpoint.meta;
        if (meta != null && !p.settings.sensitive()) {
            traceMetaCall(in, p, breakpoint, meta);
        }
        final Breakpoint.CallCount count = breakpoint.count;
        if (count != null && count.active) {
            count.calls.increment();
        }
        final CallTimes time = breakpoint.time;
        final CallTimes memory = breakpoint.memory;
        if (traced && (time != null && time.active || memory != null && memory.active)) {
            measure(in, p, breakpoint);
        }
    }

    private static void traceCall(final Interpreter in, final Process p, final Breakpoint breakpoint, final Breakpoint.CallTrace calls) {
        final ProcessTrace trace = p.trace;
        final long tracer = trace.tracerTerm();
        final LocalHeap heap = new LocalHeap();
        final long args = arguments(in, heap, breakpoint.arity);
        final long match = match(p, heap, calls.pattern(), args);
        final int returns = returnFlags(calls.pattern());
        final int flags = trace.flags();
        if ((flags & TraceFlags.SILENT) == 0) {
            final boolean returnTo = match != Atoms.FALSE && calls.local() && (flags & TraceFlags.RETURN_TO) != 0;
            if (match != Atoms.FALSE) {
                sendCall(p, heap, breakpoint, tracer, flags, args, match);
            }
            if (returnTo && !hasReturnTo(in, p)) {
                push(p, in.systemPointer(SystemCode.RETURN_TO_TRACE));
            }
            pushReturn(in, p, breakpoint, returns, Atoms.TRUE);
        }
        TraceEvents.release(heap);
    }

    private static void traceMetaCall(final Interpreter in, final Process p, final Breakpoint breakpoint, final Breakpoint.MetaTrace meta) {
        final long tracer = meta.tracerTerm;
        if (tracer == Term.NIL || tracer == p.self) {
            return;
        }
        if (!TraceMessages.isAlive(p.emulator(), tracer)) {
            meta.tracerTerm = Term.NIL;
            return;
        }
        final LocalHeap heap = new LocalHeap();
        final long args = arguments(in, heap, breakpoint.arity);
        final long match = match(p, heap, meta.pattern, args);
        final int returns = returnFlags(meta.pattern);
        if (match != Atoms.FALSE) {
            sendCall(p, heap, breakpoint, tracer, META_FLAGS, args, match);
        }
        pushReturn(in, p, breakpoint, returns, tracer);
        TraceEvents.release(heap);
    }

    /** The arguments of the call as a list; a match context becomes what is left of its bitstring. */
    private static long arguments(final Interpreter in, final TermHeap heap, final int arity) {
        long list = Term.NIL;
        for (int i = arity - 1; i >= 0; i--) {
            long argument = in.x[i];
            if (MatchContext.is(argument)) {
                final long position = MatchContext.position(argument);
                argument = Bitstring.makeSub(heap, MatchContext.original(argument), position, MatchContext.end(argument) - position);
            }
            list = Cons.make(heap, argument, list);
        }
        return list;
    }

    private static long match(final Process p, final TermHeap heap, final TracePattern pattern, final long argsTerm) {
        return pattern.spec == null ? Atoms.TRUE : TraceEvents.match(p, heap, pattern.spec, argsTerm);
    }

    private static int returnFlags(final TracePattern pattern) {
        return pattern.spec == null ? 0 : MatchSpec.lastFlags();
    }

    private static void sendCall(final Process p, final TermHeap heap, final Breakpoint breakpoint, final long tracerTerm, final int flags,
        final long argsTerm, final long matchTerm) {
        final long args = (flags & TraceFlags.ARITY) != 0 ? Term.makeSmall(breakpoint.arity) : argsTerm;
        TraceMessages.send(p.emulator(), tracerTerm, flags, p.self, AM_CALL,
            Tuple.make(heap, breakpoint.moduleTerm, breakpoint.functionTerm, args), Term.NON_VALUE, matchTerm);
    }

    private static void measure(final Interpreter in, final Process p, final Breakpoint breakpoint) {
        final Breakpoint before = CallTimes.called(p, breakpoint);
        if (in.traceFrameWords(Memory.getLong(p.heapLimit)) == 0) {
            p.heapLimit -= TIME_WORDS * 8L;
            Memory.putLong(p.heapLimit, in.systemPointer(SystemCode.RETURN_TIME_TRACE));
            Memory.putLong(p.heapLimit + 8, before == null ? Term.NIL : before.nameTerm());
        }
    }

    // Frames

    private static void push(final Process p, final long pointer) {
        p.heapLimit -= 8;
        Memory.putLong(p.heapLimit, pointer);
    }

    private static void pushReturn(final Interpreter in, final Process p, final Breakpoint breakpoint, final int returns, final long tracerTerm) {
        if (returns == 0) {
            return;
        }
        final boolean exceptions = (returns & MatchRun.EXCEPTION_TRACE) != 0;
        p.heapLimit -= TRACE_WORDS * 8L;
        Memory.putLong(p.heapLimit, exceptions ? in.systemPointer(SystemCode.EXCEPTION_TRACE) : in.systemPointer(SystemCode.RETURN_TRACE));
        Memory.putLong(p.heapLimit + 8, breakpoint.nameTerm());
        Memory.putLong(p.heapLimit + 16, tracerTerm);
        p.tracing().tracesExceptions = true;
    }

    /** Address of the first frame, from a frame on, that is none of tracing's. */
    static long skipTraceFrames(final Interpreter in, final long frameAddr) {
        long at = frameAddr;
        long words = in.traceFrameWords(Memory.getLong(at));
        while (words > 0) {
            at += words * 8;
            words = in.traceFrameWords(Memory.getLong(at));
        }
        return at;
    }

    private static boolean hasReturnTo(final Interpreter in, final Process p) {
        long at = p.heapLimit;
        long words = in.traceFrameWords(Memory.getLong(at));
        while (words > 0) {
            if (words == 1) {
                return true;
            }
            at += words * 8;
            words = in.traceFrameWords(Memory.getLong(at));
        }
        return false;
    }

    /** A function returns whose return is traced. */
    static int returnTrace(final Interpreter in, final Process p) {
        final LocalHeap heap = new LocalHeap();
        tell(p, Memory.getLong(p.heapLimit + 16), AM_RETURN_FROM, name(heap, Memory.getLong(p.heapLimit + 8)), in.x[0]);
        TraceEvents.release(heap);
        p.heapLimit += TRACE_WORDS * 8L;
        return in.resume(p);
    }

    /** A function returns to one that is to be told. */
    static int returnToTrace(final Interpreter in, final Process p) {
        p.heapLimit += 8;
        if (TraceEvents.isOn(p, TraceFlags.RETURN_TO)) {
            returnsTo(in, p, Memory.getLong(skipTraceFrames(in, p.heapLimit)));
        }
        return in.resume(p);
    }

    private static void returnsTo(final Interpreter in, final Process p, final long pointer) {
        final LocalHeap heap = new LocalHeap();
        final long item = StackTrace.item(heap, in.table, pointer);
        final long function = item == Term.NON_VALUE ? Atoms.UNDEFINED
            : Tuple.make(heap, Tuple.element(item, 1), Tuple.element(item, 2), Tuple.element(item, 3));
        tell(p, Atoms.TRUE, AM_RETURN_TO, function, Term.NON_VALUE);
        TraceEvents.release(heap);
    }

    /** A function returns whose time was measured. */
    static int returnTimeTrace(final Interpreter in, final Process p) {
        final long before = Memory.getLong(p.heapLimit + 8);
        CallTimes.returned(p, before == Term.NIL ? null : in.table.breakpoints().find((int)Term.smallValue(before)));
        p.heapLimit += TIME_WORDS * 8L;
        return in.resume(p);
    }

    /** A traced BIF has returned that a function called last: leaves that function. */
    static int returnBifTrace(final Interpreter in, final Process p) {
        final long yCount = Term.smallValue(Memory.getLong(p.heapLimit + 8));
        p.heapLimit += BIF_WORDS * 8L;
        Interpreter.deallocate(p, (int)yCount);
        return in.doReturn(p);
    }

    private static long name(final TermHeap heap, final long numberTerm) {
        final ExportTable.Mfa mfa = ExportTable.get((int)Term.smallValue(numberTerm));
        return Tuple.make(heap, mfa.moduleTerm(), mfa.functionTerm(), Term.makeSmall(mfa.arity()));
    }

    /** Tells the tracer of a frame; {@code true} stands for the process's own, whose flags then count. */
    private static void tell(final Process p, final long tracerTerm, final long tagTerm, final long dataTerm, final long extraTerm) {
        if (tracerTerm != Atoms.TRUE) {
            if (tracerTerm != Term.NIL) {
                TraceMessages.send(p.emulator(), tracerTerm, META_FLAGS, p.self, tagTerm, dataTerm, extraTerm, Atoms.TRUE);
            }
        } else if (p.trace != null && (p.trace.flags() & TraceFlags.CALL) != 0 && p.trace.tracerTerm() != p.self) {
            TraceMessages.send(p.emulator(), p.trace.tracerTerm(), p.trace.flags(), p.self, tagTerm, dataTerm, extraTerm, Atoms.TRUE);
        }
    }

    // Exceptions

    /**
     * An exception leaves the frames above a handler, or all.
     *
     * @param endAddr the handler, or the end of the stack
     * @param caught  true when there is a handler
     */
    static void unwound(final Interpreter in, final Process p, final long endAddr, final boolean caught, final long classTerm,
        final long reasonTerm) {
        if (!caught && !p.trace.tracesExceptions) {
            return;
        }
        final boolean thrown = !caught && classTerm == Atoms.THROW;
        boolean returnTo = false;
        long returnToPointer = 0;
        long at = p.heapLimit;
        while (at < endAddr) {
            final long word = Memory.getLong(at);
            if ((word & Term.TAG_PRIMARY_MASK) != Term.TAG_HEADER) {
                at += 8;
                continue;
            }
            final long words = in.traceFrameWords(word);
            if (words == 0) {
                returnToPointer = returnTo ? word : 0;
                returnTo = false;
                at += 8;
                continue;
            }
            if (words == 1) {
                returnTo = true;
                returnToPointer = 0;
            } else if (word == in.systemPointer(SystemCode.EXCEPTION_TRACE)) {
                final LocalHeap heap = new LocalHeap();
                final long reason = thrown ? Tuple.make(heap, Atoms.NOCATCH, reasonTerm) : reasonTerm;
                tell(p, Memory.getLong(at + 16), AM_EXCEPTION_FROM, name(heap, Memory.getLong(at + 8)),
                    Tuple.make(heap, thrown ? Atoms.ERROR : classTerm, reason));
                TraceEvents.release(heap);
            }
            at += words * 8;
        }
        if (caught && returnToPointer != 0 && TraceEvents.isOn(p, TraceFlags.RETURN_TO)) {
            returnsTo(in, p, returnToPointer);
        }
    }
}
