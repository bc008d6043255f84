package dev.longbeam.interp;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Engine;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.SavedCalls;
import dev.longbeam.sched.Scheduler;
import dev.longbeam.term.Arith;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.BinaryBuild;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Compare;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The plain engine: runs {@link Code} instruction by instruction, and is the oracle for compiled code.
 *
 * <p>One per scheduler, used on its thread only. {@link #run} is the dispatch loop; what takes more than a few lines stands in a class
 * per family of instructions ({@code CallOps}, {@code MapOps}, {@code BinaryMatchOps} ..), whose methods return the position to go on
 * at, or {@link #RAISE}, or one of the negative numbers that {@link #leave} makes.
 *
 * <p>A frame on the stack is {@code [code pointer] [y0] [y1] ..}. The code pointer is that of the call under way, written by the owner
 * of the frame when it calls, and 0 while the owner itself runs.
 */
public final class Interpreter implements Engine {
    /** An instruction has recorded an exception in the process. */
    static final int RAISE = -1;

    /** The instruction at a breakpoint is to run: {@link #passPosition}, {@link #passOp}. */
    private static final int PASS = Integer.MIN_VALUE;

    /** The process goes on in compiled code: {@link #entry}. */
    static final int COMPILED = Integer.MIN_VALUE + 1;

    private final SystemCode systemCode;

    final CodeTable table;
    final Scheduler scheduler;
    final long[] x;
    final double[] floats = new double[1024];
    /** Float registers of processes that are being collected; one that dies meanwhile takes its own with it. */
    private final Map<Process, double[]> keptFloats = new WeakHashMap<>();
    final BinaryBuild build = new BinaryBuild();
    /** Constants, keys and values of map instructions. */
    long[] scratch = new long[2048];
    Code code;
    int[] ops;
    long[] constants;
    /** Compiled code of the current code that this process may run, or null. */
    private CompiledEntry[] compiled;
    /** How often functions of the current code have been called, or null when nobody wants to know. */
    private char[] callCounts;
    private final CodeCompiler compiler;
    private final int hotCalls;
    /** The compiled code to go to. */
    CompiledEntry entry;
    /** Compiled code runs: {@link Process#codePointer} says where. */
    boolean inCompiled;
    /** Where to go on when compiled code has returned NON_VALUE. */
    int unwound;
    /** {@code erlang:apply/2}. */
    final ExportEntry applyFun;
    private final CallTrace callTrace;
    /** What is recorded of the calls of the process that runs, or null. */
    CallTrace calls;
    private final int gcStress;
    private int untilCollection;
    private int passPosition;
    private int passOp;
    /** {@code save_calls} of the process that runs, or null. */
    SavedCalls savedCalls;

    /** An engine for a scheduler. */
    public Interpreter(final Scheduler scheduler, final CodeTable table, final SystemCode systemCode) {
        this.scheduler = scheduler;
        this.table = table;
        this.systemCode = systemCode;
        x = scheduler.registers;
        callTrace = CallTrace.of(scheduler);
        gcStress = scheduler.emulator.options.gcStress;
        applyFun = table.export(Atoms.ERLANG, CallOps.AM_APPLY, 2);
        compiler = table.compiler();
        hotCalls = compiler == null ? 0 : compiler.hotCalls();
    }

    @Override
    public long startPointer() {
        return systemPointer(SystemCode.START);
    }

    /** The code pointer of a position in the system code. */
    long systemPointer(final int position) {
        return CodePointer.make(systemCode.code.id, position);
    }

    /** Words of the frame of tracing that a code pointer stands in, 0 when it is none of those. */
    int traceFrameWords(final long pointer) {
        return systemCode.traceFrameWords(pointer);
    }

    @Override
    public long function(final TermHeap heap, final Process p) {
        return ProcessStack.function(this, heap, p);
    }

    @Override
    public long caller(final TermHeap heap, final Process p, final boolean withLine) {
        return ProcessStack.caller(this, heap, p, withLine);
    }

    @Override
    public long stackTrace(final TermHeap heap, final Process p, final int depth) {
        return ProcessStack.callers(this, heap, p, depth);
    }

    @Override
    public byte[] dump(final Process p) {
        return ProcessStack.backtrace(p, table);
    }

    @Override
    public long currentModule() {
        return runningCode().moduleTerm;
    }

    private Code runningCode() {
        return inCompiled ? table.code(CodePointer.codeId(scheduler.running().codePointer)) : code;
    }

    @Override
    public String describe() {
        final Code code = runningCode();
        if (code == null) {
            return "no code";
        }
        final int function = code.functionAt(inCompiled ? CodePointer.position(scheduler.running().codePointer) : faultPosition);
        final String module = dev.longbeam.term.Atom.name(code.moduleTerm);
        return function < 0 ? module : module + ":" + dev.longbeam.term.Atom.name(code.functionTerms[function]) + "/"
            + code.functionArities[function];
    }

    // What handlers use

    /** The code that calls what {@link BifOutcomes#callSuspended} finds in the registers. */
    long callPointer() {
        return systemPointer(SystemCode.CALL);
    }

    /** The position that makes {@link #run} return an outcome. */
    static int leave(final int outcome) {
        return -2 - outcome;
    }

    /** Value of a source operand. */
    long get(final Process p, final int operand) {
        final int index = operand >>> 2;
        return switch (operand & 3) {
            case Code.KIND_X -> x[index];
            case Code.KIND_Y -> Memory.getLong(p.heapLimit + 8 + index * 8L);
            default -> constants[index];
        };
    }

    /** Value of an operand that is a number of bits. */
    long bits(final int operand) {
        return operand >= 0 ? operand : Term.smallValue(constants[~operand]);
    }

    /** Sets a register. */
    void set(final Process p, final int operand, final long term) {
        if ((operand & 3) == Code.KIND_X) {
            x[operand >>> 2] = term;
        } else {
            Memory.putLong(p.heapLimit + 8 + (operand >>> 2) * 8L, term);
        }
    }

    /** Makes a code the one that runs. */
    void enter(final Code next) {
        code = next;
        ops = next.ops;
        constants = next.constants;
        compiled = savedCalls == null ? next.compiled() : null;
        callCounts = next.calls;
    }

    /** Lets the instruction run that a breakpoint stands in place of. */
    int pass(final int position, final int op) {
        passPosition = position;
        passOp = op;
        return PASS;
    }

    /** Goes to a code pointer; returns the position. */
    int enter(final long pointer) {
        final Code next = table.code(CodePointer.codeId(pointer));
        if (next != code) {
            enter(next);
        }
        return CodePointer.position(pointer);
    }

    /** Ends the slice: the process goes on at a position with its first registers. */
    int suspend(final Process p, final int position, final int live, final int outcome) {
        p.codePointer = CodePointer.make(code.id, position);
        p.saveRegisters(x, live);
        return leave(outcome);
    }

    /** Keeps the float registers of a process that leaves for a collection: others may run before it comes back. */
    void keepFloats(final Process p, final int count) {
        keptFloats.put(p, java.util.Arrays.copyOf(floats, count));
    }

    private void restoreFloats(final Process p) {
        final double[] kept = keptFloats.remove(p);
        if (kept != null) {
            System.arraycopy(kept, 0, floats, 0, kept.length);
        }
    }

    /** Asks for a collection; the instruction at the position runs again afterwards. */
    int collect(final Process p, final int position, final int live, final long needWords) {
        if (code.floatCount > 0) {
            keepFloats(p, code.floatCount);
        }
        scheduler.collectNeedWords = needWords;
        if (ops[position] == SpecialOps.BREAKPOINT) {
            // The call has been traced, and would be again when the instruction runs again.
            p.tracing().passBreakpoint = true;
        }
        return suspend(p, position, live, COLLECT);
    }

    /** True when an instruction that needs words must collect first. */
    boolean mustCollect(final Process p, final long needWords) {
        if (p.heapLimit - p.heapTop < needWords * 8 || p.collectionWanted) {
            return true;
        }
        if (gcStress > 0 && !p.collectedByStress && --untilCollection < 0) {
            untilCollection = gcStress - 1;
            return true;
        }
        p.collectedByStress = false;
        return false;
    }

    /** Calls a function of the current code: counts the reduction, and leaves when the slice is used up. */
    private int call(final Process p, final int position, final int arity) {
        if (calls != null) {
            calls.call(CodePointer.make(code.id, position));
        }
        return enterFunction(p, position, arity);
    }

    /** Goes to the entry of a function of the current code, compiled or not. */
    int enterFunction(final Process p, final int position, final int arity) {
        final CompiledEntry[] compiled = this.compiled;
        if (compiled != null && compiled[position] != null) {
            entry = compiled[position];
            return COMPILED;
        }
        final char[] counts = callCounts;
        if (counts != null && ++counts[position] == hotCalls) {
            compiler.hot(code, position);
        }
        return --p.reductionsLeft > 0 ? position : suspend(p, position, arity, PREEMPTED);
    }

    /** Goes on at a position of the current code where compiled code may take over. */
    int goOn(final int position) {
        final CompiledEntry[] compiled = this.compiled;
        if (compiled == null || compiled[position] == null) {
            return position;
        }
        entry = compiled[position];
        return COMPILED;
    }

    /** Runs compiled code, and then the callers that are compiled; returns where to go on. */
    private int runCompiled(final Process p) {
        int pc;
        do {
            pc = runCompiled(p, entry);
        } while (pc == COMPILED);
        return pc;
    }

    /** Runs compiled code from a place; returns where to go on. */
    private int runCompiled(final Process p, final CompiledEntry place) {
        inCompiled = true;
        final long result = place.code().enter(p, x, place.index());
        inCompiled = false;
        if (result != Term.NON_VALUE) {
            x[0] = result;
            return resume(p);
        }
        return unwound >= 0 ? goOn(unwound) : unwound;
    }

    /** Returns to the caller. */
    int doReturn(final Process p) {
        if (calls != null) {
            calls.returned();
        }
        return resume(p);
    }

    /** Goes on where the innermost frame says. */
    int resume(final Process p) {
        final long pointer = Memory.getLong(p.heapLimit);
        Memory.putLong(p.heapLimit, 0);
        return goOn(enter(pointer));
    }

    /** Remembers where the current frame goes on. */
    void pushReturn(final Process p, final int position) {
        Memory.putLong(p.heapLimit, CodePointer.make(code.id, position));
        if (calls != null) {
            calls.body();
        }
    }

    /** Drops the current frame. */
    static void deallocate(final Process p, final int yCount) {
        p.heapLimit += (yCount + 1) * 8L;
    }

    // The loop

    @Override
    public int run(final Process p) {
        final long pointer = p.codePointer;
        final Code next = table.code(CodePointer.codeId(pointer));
        final CompiledEntry[] entries = next.compiled();
        final CompiledEntry place = entries == null ? null : entries[CodePointer.position(pointer)];
        if (place == null || p.trace != null || p.awaiting || !keptFloats.isEmpty()) {
            return loop(p, begin(p));
        }
        observe(p);
        if (code != next || compiled != entries) {
            enter(next);
        }
        p.loadRegisters(x);
        final int pc = runCompiled(p, place);
        return pc < RAISE && pc > COMPILED ? ended(p, -2 - pc) : loop(p, pc);
    }

    /** Who wants to know of the calls of a process that begins to run. */
    private void observe(final Process p) {
        final CallTrace observer = p.untraced ? null : callTrace;
        if (calls != observer) {
            calls = observer;
        }
        if (savedCalls != null) {
            savedCalls = null;
        }
    }

    /** Where a process goes on in the loop. */
    private int begin(final Process p) {
        observe(p);
        if (p.trace != null) {
            savedCalls = p.trace.savedCalls;
            CallTimes.in(p, p.trace);
        }
        enter(table.code(CodePointer.codeId(p.codePointer)));
        final int pc = CodePointer.position(p.codePointer);
        p.loadRegisters(x);
        if (!keptFloats.isEmpty()) {
            restoreFloats(p);
        }
        return p.awaiting ? BifOutcomes.resume(this, p, pc) : goOn(pc);
    }

    private int loop(final Process p, final int from) {
        int pc = from;
        final long[] x = this.x;
        int[] ops = this.ops;
        while (true) {
            final int op;
            if (pc < 0) {
                while (pc == RAISE || pc == COMPILED) {
                    pc = pc == RAISE ? ExceptionOps.raise(this, p) : runCompiled(p);
                }
                ops = this.ops;
                if (pc == PASS) {
                    pc = passPosition;
                    op = passOp;
                } else if (pc < 0) {
                    return ended(p, -2 - pc);
                } else {
                    op = ops[pc];
                }
            } else {
                op = ops[pc];
            }
            faultPosition = pc;
            switch (op) {
                case SpecialOps.MOVE_X_X -> {
                    x[ops[pc + 2] >>> 2] = x[ops[pc + 1] >>> 2];
                    pc += 3;
                }
                case SpecialOps.MOVE_C_X -> {
                    x[ops[pc + 2] >>> 2] = constants[ops[pc + 1] >>> 2];
                    pc += 3;
                }
                case SpecialOps.MOVE_Y_X -> {
                    x[ops[pc + 2] >>> 2] = Memory.getLong(p.heapLimit + 8 + (ops[pc + 1] >>> 2) * 8L);
                    pc += 3;
                }
                case SpecialOps.MOVE_X_Y -> {
                    Memory.putLong(p.heapLimit + 8 + (ops[pc + 2] >>> 2) * 8L, x[ops[pc + 1] >>> 2]);
                    pc += 3;
                }
                case Opcodes.MOVE -> {
                    set(p, ops[pc + 2], get(p, ops[pc + 1]));
                    pc += 3;
                }
                case Opcodes.SWAP -> {
                    final long first = get(p, ops[pc + 1]);
                    set(p, ops[pc + 1], get(p, ops[pc + 2]));
                    set(p, ops[pc + 2], first);
                    pc += 3;
                }
                case Opcodes.JUMP -> pc = ops[pc + 1];

                // Calls

                case Opcodes.CALL -> {
                    pushReturn(p, pc + 3);
                    pc = call(p, ops[pc + 2], ops[pc + 1]);
                }
                case Opcodes.CALL_LAST -> {
                    deallocate(p, ops[pc + 3]);
                    pc = call(p, ops[pc + 2], ops[pc + 1]);
                }
                case Opcodes.CALL_ONLY -> pc = call(p, ops[pc + 2], ops[pc + 1]);
                case Opcodes.CALL_EXT -> {
                    pc = CallOps.callExt(this, p, pc, code.imports[ops[pc + 2]]);
                    ops = this.ops;
                }
                case Opcodes.CALL_EXT_LAST -> {
                    pc = CallOps.callExtLast(this, p, pc, code.imports[ops[pc + 2]]);
                    ops = this.ops;
                }
                case Opcodes.CALL_EXT_ONLY -> {
                    pc = CallOps.callExtOnly(this, p, code.imports[ops[pc + 2]]);
                    ops = this.ops;
                }
                case Opcodes.CALL_FUN -> {
                    pc = FunCalls.callFun(this, p, pc + 2, ops[pc + 1], x[ops[pc + 1]]);
                    ops = this.ops;
                }
                case Opcodes.CALL_FUN2 -> {
                    pc = FunCalls.callFun(this, p, pc + 4, ops[pc + 2], get(p, ops[pc + 3]));
                    ops = this.ops;
                }
                case SpecialOps.CALL_FUN_LAST -> {
                    pc = FunCalls.callFunLast(this, p, ops[pc + 3], ops[pc + 1], x[ops[pc + 1]]);
                    ops = this.ops;
                }
                case SpecialOps.CALL_FUN2_LAST -> {
                    pc = FunCalls.callFunLast(this, p, ops[pc + 5], ops[pc + 2], get(p, ops[pc + 3]));
                    ops = this.ops;
                }
                case Opcodes.APPLY -> {
                    pc = CallOps.apply(this, p, ops[pc + 1], pc + 2, -1);
                    ops = this.ops;
                }
                case Opcodes.APPLY_LAST -> {
                    pc = CallOps.apply(this, p, ops[pc + 1], 0, ops[pc + 2]);
                    ops = this.ops;
                }
                case Opcodes.RETURN -> {
                    pc = doReturn(p);
                    ops = this.ops;
                }
                case SpecialOps.CALL_NATIVE -> {
                    pc = CallOps.callNative(this, p, pc);
                    ops = this.ops;
                }
                case SpecialOps.APPLY_START -> {
                    pc = CallOps.start(this, p);
                    ops = this.ops;
                }
                case SpecialOps.CALL_EXPORT -> {
                    pc = BifOutcomes.callSuspended(this, p);
                    ops = this.ops;
                }
                case SpecialOps.EXIT_NORMAL -> pc = ExceptionOps.exitNormal(p);

                // Frames and room

                case Opcodes.ALLOCATE, Opcodes.ALLOCATE_ZERO -> pc = FrameOps.allocate(this, p, pc, ops[pc + 1], 0, ops[pc + 2], 3);
                case Opcodes.ALLOCATE_HEAP, Opcodes.ALLOCATE_HEAP_ZERO ->
                    pc = FrameOps.allocate(this, p, pc, ops[pc + 1], ops[pc + 2], ops[pc + 3], 4);
                case Opcodes.TEST_HEAP -> pc = mustCollect(p, ops[pc + 1]) ? collect(p, pc, ops[pc + 2], ops[pc + 1]) : pc + 3;
                case Opcodes.DEALLOCATE -> {
                    deallocate(p, ops[pc + 1]);
                    pc += 2;
                }
                case Opcodes.TRIM -> pc = FrameOps.trim(p, ops[pc + 1], pc);
                case Opcodes.INIT -> {
                    set(p, ops[pc + 1], Term.NIL);
                    pc += 2;
                }
                case Opcodes.INIT_YREGS -> pc = FrameOps.initYregs(this, p, pc);

                // Tests

                case Opcodes.IS_LT -> pc = TestOps.less(get(p, ops[pc + 2]), get(p, ops[pc + 3])) ? pc + 4 : ops[pc + 1];
                case Opcodes.IS_GE -> pc = TestOps.less(get(p, ops[pc + 2]), get(p, ops[pc + 3])) ? ops[pc + 1] : pc + 4;
                case Opcodes.IS_EQ -> pc = Compare.equal(get(p, ops[pc + 2]), get(p, ops[pc + 3])) ? pc + 4 : ops[pc + 1];
                case Opcodes.IS_NE -> pc = Compare.equal(get(p, ops[pc + 2]), get(p, ops[pc + 3])) ? ops[pc + 1] : pc + 4;
                case Opcodes.IS_EQ_EXACT -> pc = TestOps.same(get(p, ops[pc + 2]), get(p, ops[pc + 3])) ? pc + 4 : ops[pc + 1];
                case Opcodes.IS_NE_EXACT -> pc = TestOps.same(get(p, ops[pc + 2]), get(p, ops[pc + 3])) ? ops[pc + 1] : pc + 4;
                case Opcodes.IS_INTEGER -> pc = Term.isInteger(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.IS_FLOAT -> pc = Term.isFloat(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.IS_NUMBER -> pc = Term.isNumber(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.IS_ATOM -> pc = Term.isAtom(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.IS_PID -> pc = Term.isPid(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.IS_REFERENCE -> pc = Term.isReference(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.IS_PORT -> pc = Term.isPort(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.IS_NIL -> pc = get(p, ops[pc + 2]) == Term.NIL ? pc + 3 : ops[pc + 1];
                case Opcodes.IS_BINARY -> pc = Bitstring.isBinary(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.IS_BITSTR -> pc = Term.isBitstring(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.IS_LIST -> pc = Term.isList(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.IS_NONEMPTY_LIST -> pc = Term.isCons(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.IS_TUPLE -> pc = Term.isTuple(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.TEST_ARITY -> pc = TestOps.isTuple(get(p, ops[pc + 2]), ops[pc + 3]) ? pc + 4 : ops[pc + 1];
                case Opcodes.IS_TAGGED_TUPLE ->
                    pc = Tuple.isTagged(get(p, ops[pc + 2]), ops[pc + 3], constants[ops[pc + 4] >>> 2]) ? pc + 5 : ops[pc + 1];
                case Opcodes.IS_BOOLEAN -> pc = TestOps.isBoolean(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.IS_FUNCTION -> pc = Term.isFun(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.IS_FUNCTION2 -> pc = TestOps.isFunction(get(p, ops[pc + 2]), get(p, ops[pc + 3])) ? pc + 4 : ops[pc + 1];
                case Opcodes.IS_MAP -> pc = Term.isMap(get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
                case Opcodes.SELECT_VAL -> pc = TestOps.selectVal(this, ops, pc, get(p, ops[pc + 1]));
                case Opcodes.SELECT_TUPLE_ARITY -> pc = TestOps.selectTupleArity(ops, pc, get(p, ops[pc + 1]));

                // Lists and tuples

                case Opcodes.GET_LIST -> pc = DataOps.getList(this, p, pc);
                case Opcodes.GET_HD -> pc = DataOps.getHead(this, p, pc);
                case Opcodes.GET_TL -> pc = DataOps.getTail(this, p, pc);
                case Opcodes.PUT_LIST -> {
                    set(p, ops[pc + 3], Cons.make(p, get(p, ops[pc + 1]), get(p, ops[pc + 2])));
                    pc += 4;
                }
                case Opcodes.GET_TUPLE_ELEMENT -> pc = DataOps.getTupleElement(this, p, pc);
                case Opcodes.SET_TUPLE_ELEMENT -> pc = DataOps.setTupleElement(this, p, pc);
                case Opcodes.PUT_TUPLE2 -> pc = DataOps.putTuple(this, p, pc);
                case Opcodes.UPDATE_RECORD -> pc = DataOps.updateRecord(this, p, pc);
                case Opcodes.MAKE_FUN3 -> pc = DataOps.makeFun(this, p, pc);
                case Opcodes.MAKE_FUN2 -> pc = DataOps.makeFunOld(this, p, pc);

                // Maps

                case Opcodes.PUT_MAP_ASSOC -> pc = MapOps.putAssoc(this, p, pc);
                case Opcodes.PUT_MAP_EXACT -> pc = MapOps.putExact(this, p, pc);
                case Opcodes.HAS_MAP_FIELDS -> pc = MapOps.hasFields(this, p, pc);
                case Opcodes.GET_MAP_ELEMENTS -> pc = MapOps.getElements(this, p, pc);

                // BIFs and arithmetic

                case SpecialOps.ADD -> {
                    final long a = get(p, ops[pc + 4]);
                    final long b = get(p, ops[pc + 5]);
                    final long sum = a + (b - Term.TAG_SMALL);
                    if (Term.areSmall(a, b) && ((a ^ sum) & (b ^ sum)) >= 0) {
                        set(p, ops[pc + 6], sum);
                        pc += 7;
                    } else {
                        pc = BifOps.sum(this, p, pc, Arith.add(p, a, b), a, b);
                    }
                }
                case SpecialOps.SUBTRACT -> {
                    final long a = get(p, ops[pc + 4]);
                    final long b = get(p, ops[pc + 5]);
                    final long difference = a - b + Term.TAG_SMALL;
                    if (Term.areSmall(a, b) && ((a ^ b) & (a ^ difference)) >= 0) {
                        set(p, ops[pc + 6], difference);
                        pc += 7;
                    } else {
                        pc = BifOps.sum(this, p, pc, Arith.sub(p, a, b), a, b);
                    }
                }
                case SpecialOps.BAND -> {
                    final long a = get(p, ops[pc + 4]);
                    final long b = get(p, ops[pc + 5]);
                    if (Term.areSmall(a, b)) {
                        set(p, ops[pc + 6], a & b);
                        pc += 7;
                    } else {
                        pc = BifOps.result(this, p, ops[pc + 1], ops[pc + 6], pc + 7, Arith.band(p, a, b), ops[pc + 3], a, b);
                    }
                }
                case SpecialOps.ELEMENT -> pc = BifOps.element(this, p, pc);
                case Opcodes.BIF0 -> {
                    set(p, ops[pc + 2], BifOps.bif(this, ops[pc + 1]).call0(p));
                    pc += 3;
                }
                case Opcodes.BIF1 -> pc = BifOps.bif1(this, p, pc, ops[pc + 2], ops[pc + 3], ops[pc + 4], pc + 5);
                case Opcodes.BIF2 -> pc = BifOps.bif2(this, p, pc, ops[pc + 2], pc + 3);
                case Opcodes.BIF3 -> pc = BifOps.bif3(this, p, pc, ops[pc + 2], pc + 3);
                case Opcodes.GC_BIF1 -> pc = BifOps.bif1(this, p, pc, ops[pc + 3], ops[pc + 4], ops[pc + 5], pc + 6);
                case Opcodes.GC_BIF2 -> pc = BifOps.bif2(this, p, pc, ops[pc + 3], pc + 4);
                case Opcodes.GC_BIF3 -> pc = BifOps.bif3(this, p, pc, ops[pc + 3], pc + 4);

                // Floats

                case Opcodes.FMOVE -> pc = FloatOps.move(this, p, pc);
                case Opcodes.FCONV -> pc = FloatOps.convert(this, p, pc);
                case Opcodes.FADD -> pc = FloatOps.check(this, p, pc, floats[ops[pc + 2]] + floats[ops[pc + 3]]);
                case Opcodes.FSUB -> pc = FloatOps.check(this, p, pc, floats[ops[pc + 2]] - floats[ops[pc + 3]]);
                case Opcodes.FMUL -> pc = FloatOps.check(this, p, pc, floats[ops[pc + 2]] * floats[ops[pc + 3]]);
                case Opcodes.FDIV -> pc = FloatOps.check(this, p, pc, floats[ops[pc + 2]] / floats[ops[pc + 3]]);
                case Opcodes.FNEGATE -> {
                    floats[ops[pc + 3]] = -floats[ops[pc + 2]];
                    pc += 4;
                }

                // Messages

                case Opcodes.SEND -> {
                    pc = ReceiveOps.send(this, p, pc);
                    ops = this.ops;
                }
                case Opcodes.LOOP_REC -> pc = ReceiveOps.loopRec(this, p, pc);
                case Opcodes.LOOP_REC_END -> pc = ReceiveOps.loopRecEnd(this, p, ops[pc + 1]);
                case Opcodes.REMOVE_MESSAGE -> pc = ReceiveOps.removeMessage(p, pc);
                case Opcodes.TIMEOUT -> pc = ReceiveOps.timeout(p, pc);
                case Opcodes.WAIT -> pc = ReceiveOps.await(this, p, ops[pc + 1]);
                case Opcodes.WAIT_TIMEOUT -> pc = ReceiveOps.awaitTimeout(this, p, pc);
                case Opcodes.RECV_MARKER_RESERVE -> pc = ReceiveOps.reserveMarker(this, p, pc);
                case Opcodes.RECV_MARKER_BIND -> pc = ReceiveOps.bindMarker(this, p, pc);
                case Opcodes.RECV_MARKER_CLEAR -> pc = ReceiveOps.clearMarker(this, p, pc);
                case Opcodes.RECV_MARKER_USE -> pc = ReceiveOps.useMarker(this, p, pc);
                case Opcodes.RECV_MARK, Opcodes.RECV_SET -> pc += 2;

                // Exceptions

                case Opcodes.FUNC_INFO -> pc = ExceptionOps.functionClause(this, p, pc);
                case Opcodes.BADMATCH -> pc = ExceptionOps.badmatch(p, get(p, ops[pc + 1]));
                case Opcodes.IF_END -> pc = ExceptionOps.ifClause(p);
                case Opcodes.CASE_END -> pc = ExceptionOps.caseClause(p, get(p, ops[pc + 1]));
                case Opcodes.TRY_CASE_END -> pc = ExceptionOps.tryClause(p, get(p, ops[pc + 1]));
                case Opcodes.BADRECORD -> pc = ExceptionOps.badrecord(p, get(p, ops[pc + 1]));
                case Opcodes.CATCH, Opcodes.TRY -> {
                    set(p, ops[pc + 1], CodePointer.makeCatch(code.id, ops[pc + 2]));
                    pc += 3;
                }
                case Opcodes.TRY_END -> {
                    set(p, ops[pc + 1], Term.NIL);
                    pc += 2;
                }
                case Opcodes.CATCH_END -> pc = ExceptionOps.catchEnd(this, p, pc);
                case Opcodes.TRY_CASE -> pc = ExceptionOps.tryCase(this, p, pc);
                case Opcodes.RAISE -> pc = ExceptionOps.reraise(p, get(p, ops[pc + 1]), get(p, ops[pc + 2]));
                case Opcodes.RAW_RAISE -> pc = ExceptionOps.rawRaise(this, p, pc);
                case Opcodes.BUILD_STACKTRACE -> {
                    x[0] = StackTrace.build(p, table, x[0]);
                    pc += 1;
                }
                default -> {
                    pc = rare(p, pc, op);
                    ops = this.ops;
                }
            }
        }
    }

    /** Runs one instruction for compiled code: one that it has no shorter way for. */
    int execute(final Process p, final int pc) {
        final int op = ops[pc];
        return switch (op) {
            case Opcodes.PUT_MAP_ASSOC -> MapOps.putAssoc(this, p, pc);
            case Opcodes.PUT_MAP_EXACT -> MapOps.putExact(this, p, pc);
            case Opcodes.UPDATE_RECORD -> DataOps.updateRecord(this, p, pc);
            case Opcodes.SET_TUPLE_ELEMENT -> DataOps.setTupleElement(this, p, pc);
            case Opcodes.MAKE_FUN3 -> DataOps.makeFun(this, p, pc);
            case Opcodes.MAKE_FUN2 -> DataOps.makeFunOld(this, p, pc);
            case Opcodes.WAIT_TIMEOUT -> ReceiveOps.awaitTimeout(this, p, pc);
            case Opcodes.RECV_MARKER_RESERVE -> ReceiveOps.reserveMarker(this, p, pc);
            case Opcodes.RECV_MARKER_BIND -> ReceiveOps.bindMarker(this, p, pc);
            case Opcodes.RECV_MARKER_CLEAR -> ReceiveOps.clearMarker(this, p, pc);
            case Opcodes.RECV_MARKER_USE -> ReceiveOps.useMarker(this, p, pc);
            case Opcodes.RAISE -> ExceptionOps.reraise(p, get(p, ops[pc + 1]), get(p, ops[pc + 2]));
            case Opcodes.RAW_RAISE -> ExceptionOps.rawRaise(this, p, pc);
            case Opcodes.BUILD_STACKTRACE -> {
                x[0] = StackTrace.build(p, table, x[0]);
                yield pc + 1;
            }
            default -> rare(p, pc, op);
        };
    }

    /** The process leaves the engine. */
    private int ended(final Process p, final int outcome) {
        if (p.trace != null) {
            CallTimes.out(p, p.trace);
        }
        return outcome;
    }

    /** Position of the instruction that runs; where an exception is raised. */
    int faultPosition;

    /** Instructions that programs run less often; a method of its own keeps the loop within the size that HotSpot compiles. */
    private int rare(final Process p, final int pc, final int op) {
        return switch (op) {
            case Opcodes.BS_START_MATCH3, Opcodes.BS_START_MATCH4, Opcodes.BS_GET_INTEGER2, Opcodes.BS_GET_FLOAT2, Opcodes.BS_GET_BINARY2,
                Opcodes.BS_SKIP_BITS2, Opcodes.BS_TEST_TAIL2, Opcodes.BS_TEST_UNIT, Opcodes.BS_MATCH_STRING, Opcodes.BS_GET_UTF8,
                Opcodes.BS_SKIP_UTF8, Opcodes.BS_GET_UTF16, Opcodes.BS_SKIP_UTF16, Opcodes.BS_GET_UTF32, Opcodes.BS_SKIP_UTF32,
                Opcodes.BS_GET_TAIL, Opcodes.BS_GET_POSITION, Opcodes.BS_SET_POSITION, Opcodes.BS_MATCH -> BinaryMatchOps.run(this, p, pc, op);
            case Opcodes.BS_CREATE_BIN -> BinaryCreateOps.create(this, p, pc);
            case Opcodes.BS_INIT_WRITABLE, Opcodes.BS_INIT2, Opcodes.BS_INIT_BITS, Opcodes.BS_PUT_INTEGER, Opcodes.BS_PUT_FLOAT,
                Opcodes.BS_PUT_BINARY, Opcodes.BS_PUT_STRING, Opcodes.BS_PUT_UTF8, Opcodes.BS_PUT_UTF16, Opcodes.BS_PUT_UTF32,
                Opcodes.BS_APPEND, Opcodes.BS_PRIVATE_APPEND, Opcodes.BS_ADD, Opcodes.BS_UTF8_SIZE, Opcodes.BS_UTF16_SIZE ->
                BinaryOldOps.run(this, p, pc, op);
            case Opcodes.IS_ANY_NATIVE_RECORD, Opcodes.IS_NATIVE_RECORD, Opcodes.GET_RECORD_ELEMENTS, Opcodes.PUT_RECORD,
                Opcodes.IS_RECORD_ACCESSIBLE, Opcodes.GET_RECORD_FIELD -> RecordOps.run(this, p, pc, op);
            case SpecialOps.BREAKPOINT -> TraceOps.breakpoint(this, p, pc);
            case SpecialOps.ENTRY_BREAKPOINT -> TraceOps.entryBreakpoint(this, p, pc);
            case SpecialOps.RETURN_TRACE -> TraceOps.returnTrace(this, p);
            case SpecialOps.RETURN_TO_TRACE -> TraceOps.returnToTrace(this, p);
            case SpecialOps.RETURN_TIME_TRACE -> TraceOps.returnTimeTrace(this, p);
            case SpecialOps.RETURN_BIF_TRACE -> TraceOps.returnBifTrace(this, p);
            default -> throw new IllegalStateException("instruction " + OpInfo.of(op) + " at " + pc + " of "
                + dev.longbeam.term.Atom.name(code.moduleTerm));
        };
    }
}
