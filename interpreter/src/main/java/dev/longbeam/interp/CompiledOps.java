package dev.longbeam.interp;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Engine;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Receive;
import dev.longbeam.sched.Sending;
import dev.longbeam.term.BinaryBuild;
import dev.longbeam.term.BitMatch;
import dev.longbeam.term.Cons;
import dev.longbeam.term.MatchContext;
import dev.longbeam.term.Term;
import dev.longbeam.trace.TraceStream;

/**
 * What compiled code calls to leave itself: to the engine, to a collection, to a BIF's wish, into an exception. Each says in the engine where the
 * process goes on and returns NON_VALUE, which compiled code then returns; see {@link CompiledCode}.
 *
 * <p>Called by compiled code on the scheduler of the process. {@code pc} is the position of the instruction, for stack traces.
 */
public final class CompiledOps {
    /** Arguments that one call takes along. */
    public static final int FEW_ARGUMENTS = 4;

    private CompiledOps() {
    }

    static Interpreter engine(final Process p) {
        return (Interpreter)p.scheduler().engine();
    }

    private static Interpreter at(final Process p, final Code code, final int pc) {
        final Interpreter in = engine(p);
        in.enter(code);
        in.faultPosition = pc;
        return in;
    }

    private static long unwind(final Interpreter in, final int to) {
        in.unwound = to;
        return Term.NON_VALUE;
    }

    /** X registers of the scheduler, where compiled code leaves what others must find. */
    public static long[] registers(final Process p) {
        return p.scheduler().registers;
    }

    /** The result of a call whose callee is entered by the engine: nested when it is compiled. A return to a caller is for the engine. */
    private static long finish(final Interpreter in, final Process p, final Code caller, final int to, final int next) {
        if (to == Interpreter.COMPILED && in.entry.handle() != null) {
            in.inCompiled = true;
            final long result = in.entry.code().enter(p, in.x, in.entry.index());
            if (result != Term.NON_VALUE && next >= 0) {
                frame(p, 0);
            }
            return result;
        }
        // A function of another code may begin at the same position.
        if (to >= 0 && to == next && in.code == caller) {
            in.inCompiled = true;
            return in.x[0];
        }
        return unwind(in, to);
    }

    // Ends of a slice

    /** The slice is used up: the process goes on at a code pointer, with the first X registers as in {@link #registers}. */
    public static long preempt(final Process p, final long pointer, final int live) {
        return suspend(p, pointer, live, Engine.PREEMPTED);
    }

    /** The process waits for a message. */
    public static long await(final Process p, final long pointer) {
        return suspend(p, pointer, 0, Engine.WAITING);
    }

    private static long suspend(final Process p, final long pointer, final int live, final int outcome) {
        final Interpreter in = engine(p);
        p.codePointer = pointer;
        p.saveRegisters(in.x, live);
        return unwind(in, Interpreter.leave(outcome));
    }

    /** True when a signal has ended the process while it looked for a message. */
    public static boolean exits(final Process p) {
        if (p.exitReasonTerm == Term.NON_VALUE) {
            return false;
        }
        unwind(engine(p), Interpreter.leave(Engine.EXITED));
        return true;
    }

    /** The message did not match: false when the slice is used up, and the process goes on at the code pointer. */
    public static boolean nextMessage(final Process p, final long pointer) {
        Receive.advance(p);
        return mayGoOn(p, pointer);
    }

    /** The message will not match at this receive, whose code pointer it is, at any time; as {@link #nextMessage}. */
    public static boolean rejectMessage(final Process p, final long pointer) {
        Receive.reject(p, pointer);
        return mayGoOn(p, pointer);
    }

    private static boolean mayGoOn(final Process p, final long pointer) {
        if (--p.reductionsLeft > 0) {
            return true;
        }
        preempt(p, pointer, 0);
        return false;
    }

    // Collections

    /**
     * Collects, with the first X registers in {@link #registers} before and after; false when the process leaves, to go on at the code
     * pointer or never.
     */
    public static boolean collect(final Process p, final long pointer, final int live, final long needWords) {
        final Interpreter in = engine(p);
        p.codePointer = pointer;
        p.saveRegisters(in.x, live);
        if (in.scheduler.collectInSlice(p, needWords)) {
            p.collectedByStress = false;
            p.loadRegisters(in.x);
            return true;
        }
        unwind(in, Interpreter.leave(p.exitReasonTerm == Term.NON_VALUE ? Engine.COLLECT : Engine.EXITED));
        return false;
    }

    /** Sets a float register of the engine, for a process that leaves for a collection. */
    public static void spillFloat(final double value, final Process p, final int index) {
        engine(p).floats[index] = value;
    }

    /** Keeps the float registers of the engine for the process that leaves. */
    public static void keepFloats(final Process p, final int count) {
        engine(p).keepFloats(p, count);
    }

    /** As the interpreter asks, for GC stress. */
    public static boolean mustCollect(final Process p, final long needWords) {
        return engine(p).mustCollect(p, needWords);
    }

    // Calls

    /** Calls an export entry whose code is not compiled. */
    static long callUncompiled(final ExportEntry entry, final Process p, final long[] args) {
        final Interpreter in = engine(p);
        if (args != null) {
            System.arraycopy(args, 0, in.x, 0, args.length);
        }
        in.enter(in.code);
        return finish(in, p, in.code, CallOps.jump(in, p, entry), Integer.MIN_VALUE);
    }

    /** Calls a function that is not compiled. */
    static long callUncompiled(final CodeTarget target, final Process p, final long[] args) {
        final Interpreter in = engine(p);
        if (args != null) {
            System.arraycopy(args, 0, in.x, 0, args.length);
        }
        in.enter(target.code());
        if (in.calls != null && target.code().compiledAt(target.position()) == null) {
            in.calls.call(CodePointer.make(target.code().id, target.position()));
        }
        final int arity = target.code().functionArities[target.code().functionAt(target.position())];
        return finish(in, p, target.code(), in.enterFunction(p, target.position(), arity), Integer.MIN_VALUE);
    }

    /** Calls a fun, arguments in {@link #registers}; the caller goes on at {@code next}, which is negative for a last call. */
    public static long callFun(final Process p, final Code code, final int pc, final int next, final int arity, final long funTerm) {
        final Interpreter in = at(p, code, pc);
        in.inCompiled = false;
        return finish(in, p, code, FunCalls.callFun(in, p, next < 0 ? CallOps.GONE : next, arity, funTerm), next);
    }

    /** Calls the function whose module and name stand behind the arguments in {@link #registers}; {@code yCount} is -1 for a body call. */
    public static long apply(final Process p, final Code code, final int pc, final int next, final int arity, final int yCount) {
        final Interpreter in = at(p, code, pc);
        in.inCompiled = false;
        return finish(in, p, code, CallOps.apply(in, p, arity, next, yCount), yCount < 0 ? next : Integer.MIN_VALUE);
    }

    /** True when a BIF that has not returned a term left its arguments where they were: {@link #registers} must hold them then. */
    public static boolean wantsArguments(final Process p) {
        return p.outcome != Process.OUTCOME_TRAP && p.outcome != Process.OUTCOME_CALL_FUN;
    }

    /** A BIF has not returned a term: does what it asks for. */
    public static long bifOutcome(final Process p, final Code code, final int pc, final int next, final int importIndex) {
        final Interpreter in = at(p, code, pc);
        in.inCompiled = false;
        return finish(in, p, code, BifOutcomes.outcome(in, p, code.imports[importIndex], next), next);
    }

    /** The same of a last call; {@code yCount} registers are in the frame of the caller, -1 when there is none. */
    public static long lastBifOutcome(final Process p, final Code code, final int pc, final int yCount, final int importIndex) {
        final Interpreter in = at(p, code, pc);
        in.inCompiled = false;
        if (p.outcome != Process.OUTCOME_EXCEPTION && yCount >= 0) {
            Interpreter.deallocate(p, yCount);
        }
        return finish(in, p, code, BifOutcomes.outcome(in, p, code.imports[importIndex], CallOps.TAIL), Integer.MIN_VALUE);
    }

    /** {@code Destination ! Message}. */
    public static long send(final Process p, final Code code, final int pc, final long toTerm, final long messageTerm) {
        p.codePointer = CodePointer.make(code.id, pc);
        final long result = Sending.send(p, toTerm, messageTerm);
        if (result == Term.NON_VALUE) {
            return ReceiveOps.sendFailed(at(p, code, pc), p, toTerm, messageTerm);
        }
        p.reductionsLeft -= 1;
        return messageTerm;
    }

    // Calls in the trace, where they are recorded: code is compiled for that then

    /** The next call is one of a body. */
    public static void traceBody(final Process p) {
        final CallTrace calls = engine(p).calls;
        if (calls != null) {
            calls.body();
        }
    }

    /** A compiled function is called, at the end of another or out of its body. */
    public static void traceCompiledCall(final Process p, final long entryPointer, final boolean tail) {
        final TraceStream stream = p.scheduler().trace();
        if (stream != null) {
            stream.call(entryPointer, tail);
        }
    }

    /** A function of a code is called at the end of another; what is not compiled tells that itself. */
    public static void traceTailCall(final Process p, final Code code, final int position) {
        final CallTrace calls = engine(p).calls;
        if (calls != null && code.compiledAt(position) != null) {
            calls.call(CodePointer.make(code.id, position), true);
        }
    }

    /** The same out of the body of a function. */
    public static void traceBodyCall(final Process p, final Code code, final int position) {
        final CallTrace calls = engine(p).calls;
        if (calls == null) {
            return;
        }
        if (code.compiledAt(position) != null) {
            calls.call(CodePointer.make(code.id, position), false);
        } else {
            calls.body();
        }
    }

    /** An exported function is called at the end of another. */
    public static void traceTailExport(final Process p, final Code code, final int importIndex) {
        final CodeTarget target = code.imports[importIndex].target;
        if (target != null) {
            traceTailCall(p, target.code(), target.position());
        }
    }

    /** The same out of the body of a function. */
    public static void traceBodyExport(final Process p, final Code code, final int importIndex) {
        final CodeTarget target = code.imports[importIndex].target;
        if (target != null) {
            traceBodyCall(p, target.code(), target.position());
        } else {
            traceBody(p);
        }
    }

    /** A BIF is called. */
    public static void traceBif(final Process p, final Code code, final int importIndex, final boolean last) {
        final CallTrace calls = engine(p).calls;
        if (calls != null) {
            calls.bif(code.imports[importIndex], last);
        }
    }

    /** The function, or a BIF, returns. */
    public static void traceReturn(final Process p) {
        final TraceStream stream = p.scheduler().trace();
        if (stream != null) {
            stream.returned();
        }
    }

    // Exceptions

    /** The exception that is recorded in the process. */
    public static long raise(final Process p, final Code code, final int pc) {
        return unwind(at(p, code, pc), Interpreter.RAISE);
    }

    /** A guard BIF has failed outside of a guard. */
    public static long guardFailed(final Process p, final Code code, final int pc, final int importIndex, final long a) {
        return failed(p, code, pc, importIndex, Cons.make(p, a, Term.NIL));
    }

    /** A guard BIF has failed outside of a guard. */
    public static long guardFailed(final Process p, final Code code, final int pc, final int importIndex, final long a, final long b) {
        if (Instructions.generic(code.ops[pc]) == Opcodes.GC_BIF2 && SpecialOps.isIncrement(code, pc)) {
            return raise(p, code, pc);
        }
        return failed(p, code, pc, importIndex, Cons.list(p, a, b));
    }

    /** A guard BIF has failed outside of a guard. */
    public static long guardFailed(final Process p, final Code code, final int pc, final int importIndex, final long a, final long b,
        final long c) {
        return failed(p, code, pc, importIndex, Cons.list(p, a, b, c));
    }

    private static long failed(final Process p, final Code code, final int pc, final int importIndex, final long argsTerm) {
        final Interpreter in = at(p, code, pc);
        ExceptionOps.bifFailed(in, p, code.imports[importIndex], argsTerm);
        return unwind(in, Interpreter.RAISE);
    }

    /** {@code {badmatch, V}}. */
    public static long badmatch(final Process p, final Code code, final int pc, final long term) {
        return unwind(at(p, code, pc), ExceptionOps.badmatch(p, term));
    }

    /** {@code {case_clause, V}}. */
    public static long caseClause(final Process p, final Code code, final int pc, final long term) {
        return unwind(at(p, code, pc), ExceptionOps.caseClause(p, term));
    }

    /** {@code {try_clause, V}}. */
    public static long tryClause(final Process p, final Code code, final int pc, final long term) {
        return unwind(at(p, code, pc), ExceptionOps.tryClause(p, term));
    }

    /** {@code {badrecord, V}}. */
    public static long badrecord(final Process p, final Code code, final int pc, final long term) {
        return unwind(at(p, code, pc), ExceptionOps.badrecord(p, term));
    }

    /** {@code if_clause}. */
    public static long ifClause(final Process p, final Code code, final int pc) {
        return unwind(at(p, code, pc), ExceptionOps.ifClause(p));
    }

    /** {@code function_clause}, arguments in {@link #registers}. */
    public static long functionClause(final Process p, final Code code, final int pc) {
        final Interpreter in = at(p, code, pc);
        return unwind(in, ExceptionOps.functionClause(in, p, pc));
    }

    /** {@code function_clause} of a function of at most {@link #FEW_ARGUMENTS}; a match context stands for what is left of its bitstring. */
    public static long functionClause(final Process p, final Code code, final int pc, final long x0, final long x1, final long x2, final long x3) {
        final long[] x = registers(p);
        x[0] = MatchContext.is(x0) ? BitMatch.getTail(p, x0) : x0;
        x[1] = MatchContext.is(x1) ? BitMatch.getTail(p, x1) : x1;
        x[2] = MatchContext.is(x2) ? BitMatch.getTail(p, x2) : x2;
        x[3] = MatchContext.is(x3) ? BitMatch.getTail(p, x3) : x3;
        return functionClause(p, code, pc);
    }

    /** The types in the file are wrong. */
    public static long badCode(final Process p, final Code code, final int pc) {
        return unwind(at(p, code, pc), DataOps.badCode(p));
    }

    /** {@code badarith}. */
    public static long badarith(final Process p, final Code code, final int pc) {
        p.badarith();
        return unwind(at(p, code, pc), Interpreter.RAISE);
    }

    /** What catch gives for an exception, as it stands in x1, x2 and x3. */
    public static long caught(final Process p, final long reasonTerm, final long rawTerm, final long classTerm) {
        return ExceptionOps.caught(p, engine(p).table, reasonTerm, rawTerm, classTerm);
    }

    // Other instructions

    /**
     * Lets the interpreter run the instruction at a position, all X registers in {@link #registers}. Returns the position to go on at; when that is
     * not one that the caller knows, it hands it to {@link #leave}.
     */
    public static int execute(final Process p, final Code code, final int pc) {
        final Interpreter in = at(p, code, pc);
        in.inCompiled = false;
        final int to = in.execute(p, pc);
        in.inCompiled = true;
        return to;
    }

    /** Leaves compiled code for what {@link #execute} has returned. */
    public static long leave(final Process p, final int to) {
        return unwind(engine(p), to);
    }

    /** What binaries are built with. */
    public static BinaryBuild builder(final Process p) {
        return engine(p).build;
    }

    /** Adds bytes of the string table to the binary that is being built. */
    public static void putString(final BinaryBuild build, final Process p, final Code code, final int offset, final int bytes) {
        build.putString(code.strings, offset, bytes);
    }

    /** The binary that has been built, of so many bits behind what it was appended to (NON_VALUE for nothing). */
    public static long built(final Process p, final long appendedToTerm, final long bits) {
        return BinaryCreateOps.built(engine(p), p, appendedToTerm, bits);
    }

    /** Goes to where a select_val of very many cases leads, all X registers in {@link #registers}. */
    public static long selectFar(final Process p, final Code code, final int pc, final long term) {
        final int to = code.selectTable(pc).position(term);
        final CompiledEntry entry = code.compiledAt(to);
        if (entry != null) {
            return entry.code().enter(p, registers(p), entry.index());
        }
        return unwind(at(p, code, pc), to);
    }

    // Y registers

    /** A Y register. */
    public static long y(final Process p, final int index) {
        return Memory.getLong(p.heapLimit + 8 + index * 8L);
    }

    /** Sets a Y register. */
    public static void y(final long term, final Process p, final int index) {
        Memory.putLong(p.heapLimit + 8 + index * 8L, term);
    }

    /** Writes the code pointer of the current frame: where its owner goes on, or 0 while it runs. */
    public static void frame(final Process p, final long pointer) {
        Memory.putLong(p.heapLimit, pointer);
    }

    /** Where the innermost frame goes on. */
    public static long returnPointer(final Process p) {
        return Memory.getLong(p.heapLimit);
    }

    /** Drops a frame of so many Y registers. */
    public static void deallocate(final Process p, final int yCount) {
        Interpreter.deallocate(p, yCount);
    }

    /** Bytes that are free on the heap. */
    public static long freeBytes(final Process p) {
        return p.heapLimit - p.heapTop;
    }

    /** Makes a frame, all of it garbage. */
    public static void allocate(final Process p, final int yCount) {
        p.heapLimit -= (yCount + 1) * 8L;
    }

    /** Drops the lowest Y registers. */
    public static void trim(final Process p, final int count) {
        p.heapLimit += count * 8L;
        Memory.putLong(p.heapLimit, 0);
    }
}
