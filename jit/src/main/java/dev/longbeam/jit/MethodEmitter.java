package dev.longbeam.jit;

import dev.longbeam.interp.Code;
import dev.longbeam.interp.CodePointer;
import dev.longbeam.interp.Instructions;
import dev.longbeam.term.Term;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Emits one method: registers, jumps, ways out. What each instruction becomes stands in {@link InstructionEmitter} and its helpers.
 *
 * <p>Local variables: the process; in a part the number of the place; X registers; float registers; scratch. Used by one thread.
 */
final class MethodEmitter {
    private static final DynamicConstantDesc<?> CODE_CONSTANT = DynamicConstantDesc.ofNamed(ConstantDescs.BSM_CLASS_DATA,
        ConstantDescs.DEFAULT_NAME, Names.CODE);
    private static final int PROCESS_SLOT = 0;
    private static final int NOTHING = -1;

    final CodeBuilder out;
    final Code code;
    final ClassPlan plan;
    final FunctionPlan function;
    final Method method;
    final FunctionShape shape;
    final int[] ops;
    /** What is known here. */
    Facts facts = new Facts();
    /** Instructions that have been seen to jump to a label, by its position, and what is known at all of them. */
    private final Map<Integer, BitSet> sources = new HashMap<>();
    private final Map<Integer, Facts> arriving = new HashMap<>();
    /** Position of the instruction that is being emitted, or {@link #NOTHING}. */
    private int emitting = NOTHING;
    private final Map<Integer, Label> labels = new HashMap<>();
    private final Map<Integer, Label> trampolines = new HashMap<>();
    private final List<Runnable> tails = new ArrayList<>();
    private final int firstX;
    private final int firstFloat;
    private final int scratch;
    private final Label unwind;
    /** Behind the beginning of a match, which is the first instruction. */
    private final Label matching;
    private Label loop;
    /** Goes on at a return point of this function, whose number stands in the variable of the place; null where that is not done. */
    private Label returnLoop;
    /** The first word of the frame may hold anything: what can look at it, or leave the method, must clear it first. */
    private boolean frameDirty;

    MethodEmitter(final CodeBuilder out, final ClassPlan plan, final FunctionPlan function, final Method method) {
        this.out = out;
        this.plan = plan;
        this.function = function;
        this.method = method;
        code = plan.code;
        ops = code.ops;
        shape = function.shape;
        firstX = method.isPart() ? 2 : 1;
        firstFloat = firstX + 2 * shape.xCount;
        scratch = firstFloat + 2 * shape.floatCount;
        unwind = out.newLabel();
        matching = out.newLabel();
    }

    // The method

    void emit() {
        if (method.isPart()) {
            beginPart();
        } else {
            beginFunction();
        }
        final InstructionEmitter instructions = new InstructionEmitter(this);
        boolean reached = true;
        for (int i = method.from(); i < method.to(); i++) {
            final int pc = shape.position(i);
            if (pc == shape.start && !shape.isLabel(pc)) {
                reached = false;
                continue;
            }
            final Label label = labels.get(pc);
            if (label != null) {
                if (reached) {
                    cleanFrame();
                }
                frameDirty = false;
                arrive(pc, reached);
                out.labelBinding(label);
                reached = true;
            }
            if (reached) {
                plan.line(this, pc);
                emitting = pc;
                reached = instructions.emit(pc);
                if (pc == shape.entry && shape.startsMatch()) {
                    out.labelBinding(matching);
                }
            }
        }
        if (reached) {
            jump(method.to() == shape.instructionCount ? shape.end : shape.position(method.to()));
        }
        emitting = NOTHING;
        for (int i = 0; i < tails.size(); i++) {
            tails.get(i).run();
        }
        out.labelBinding(unwind);
        out.lconst_0();
        out.lreturn();
    }

    /** Is at a label: knows what is known wherever it is reached from, if all of that has been emitted. */
    private void arrive(final int pc, final boolean reachedFromAbove) {
        final Facts there = arriving.get(pc);
        if (there == null || function.places.containsKey(pc) || !shape.isReachedOnlyFrom(pc, sources.get(pc))) {
            facts.clear();
        } else {
            facts = reachedFromAbove ? facts.meet(there) : there;
        }
    }

    private void beginFunction() {
        final int parameters = plan.parameters(shape.arity);
        for (int i = parameters; i < shape.xCount; i++) {
            clearX(i);
        }
        clearFloats();
        if (parameters < shape.arity) {
            loadX(shape.arity);
        }
        bindLabels();
        loop = out.newLabel();
        out.labelBinding(loop);
        checkReductions();
        if (method.to() == 0) {
            // The function is cut in parts: this is only its front.
            spillX(shape.arity);
            callPart(shape.entry);
            return;
        }
        out.goto_(labels.computeIfAbsent(shape.entry, pc -> out.newLabel()));
    }

    private void beginPart() {
        for (int i = 0; i < shape.xCount; i++) {
            clearX(i);
        }
        clearFloats();
        bindLabels();
        final boolean isCut = function.parts.size() > 1;
        if (isCut) {
            loadX(shape.xCount);
        }
        final boolean returnsInLoop = function.returnsInLoop() && !plan.options.tracesCalls();
        final List<SwitchCase> cases = new ArrayList<>();
        final List<SwitchCase> returns = new ArrayList<>();
        final Map<Label, Integer> positions = new LinkedHashMap<>();
        function.places.forEach((pc, number) -> {
            if (method.holds(pc)) {
                final boolean inLoop = returnsInLoop && function.isLoopPoint(pc);
                final Label target = out.newLabel();
                (inLoop ? returns : cases).add(SwitchCase.of(number, target));
                positions.put(target, pc);
            }
        });
        final Label none = out.newLabel();
        final Label first = returnsInLoop ? out.newLabel() : none;
        out.iload(1);
        out.lookupswitch(first, cases);
        if (returnsInLoop) {
            // One way into the loop for all return points: HotSpot has little to say for loops that are entered in several places.
            returnLoop = out.newLabel();
            out.labelBinding(first);
            loadX(1);
            out.labelBinding(returnLoop);
            out.iload(1);
            out.lookupswitch(none, returns);
        }
        positions.forEach((target, pc) -> {
            out.labelBinding(target);
            if (!isCut && !(returnsInLoop && function.isLoopPoint(pc))) {
                loadX(function.liveAt(pc));
            }
            out.goto_(labels.computeIfAbsent(pc, at -> out.newLabel()));
        });
        out.labelBinding(none);
        out.goto_(unwind);
    }

    /**
     * Returns x0. Where the engine is the caller, and the frame below belongs to the same function, as in a deep recursion, the method goes on there
     * itself.
     */
    void returnResult() {
        if (returnLoop != null) {
            process();
            ops("returnPointer", "JP");
            out.lstore(scratch(0));
            function.places.forEach((pc, number) -> {
                if (function.isLoopPoint(pc)) {
                    final Label other = out.newLabel();
                    out.lload(scratch(0));
                    out.loadConstant(pointer(pc));
                    out.lcmp();
                    out.ifne(other);
                    process();
                    out.lconst_0();
                    ops("frame", "VPJ");
                    out.loadConstant(number);
                    out.istore(1);
                    out.goto_(returnLoop);
                    out.labelBinding(other);
                }
            });
        }
        out.lload(xSlot(0));
        out.lreturn();
    }

    private void bindLabels() {
        for (int i = method.from(); i < method.to(); i++) {
            if (shape.isLabel(shape.position(i))) {
                labels.put(shape.position(i), out.newLabel());
            }
        }
    }

    private void checkReductions() {
        process();
        out.dup();
        out.getfield(Names.PROCESS, "reductionsLeft", Names.INT);
        out.iconst_1();
        out.isub();
        out.dup_x1();
        out.putfield(Names.PROCESS, "reductionsLeft", Names.INT);
        final Label used = out.newLabel();
        out.ifle(used);
        tail(() -> {
            out.labelBinding(used);
            spillX(shape.arity);
            process();
            out.loadConstant(pointer(shape.entry));
            out.loadConstant(shape.arity);
            ops("preempt", "JPJI");
            out.lreturn();
        });
    }

    // Ways out

    /** Code that stands behind everything else. */
    void tail(final Runnable emitter) {
        final boolean dirty = frameDirty;
        tails.add(() -> {
            frameDirty = dirty;
            emitter.run();
        });
    }

    /** The first word of the frame now holds anything. */
    void dirtyFrame() {
        frameDirty = true;
    }

    /** The frame is gone, or its first word is written. */
    void frameIsClean() {
        frameDirty = false;
    }

    /** Clears the first word of the frame if need be. */
    void cleanFrame() {
        if (frameDirty) {
            process();
            out.lconst_0();
            ops("frame", "VPJ");
            frameDirty = false;
        }
    }

    /** Goes to a label when a variable holds NON_VALUE. */
    void ifNone(final int slot, final Label to) {
        out.lload(slot);
        out.lconst_0();
        out.lcmp();
        out.ifeq(to);
    }

    /** A way out of the method that tells the engine only where it happened. */
    Label leaving(final int pc, final String name) {
        final Label leaving = out.newLabel();
        tail(() -> {
            out.labelBinding(leaving);
            cleanFrame();
            here(pc);
            ops(name, "JPCI");
            out.lreturn();
        });
        return leaving;
    }

    /** Where NON_VALUE is returned. */
    Label unwind() {
        return unwind;
    }

    /** The label of a position, or of a way to the part that holds it. */
    Label label(final int pc) {
        cleanFrame();
        if (emitting != NOTHING) {
            sources.computeIfAbsent(pc, to -> new BitSet()).set(emitting);
            arriving.merge(pc, facts.copy(), Facts::meet);
        }
        final Label label = labels.get(pc);
        return label != null ? label : trampolines.computeIfAbsent(pc, target -> {
            final Label trampoline = out.newLabel();
            tail(() -> {
                out.labelBinding(trampoline);
                if (!function.places.containsKey(target)) {
                    // Only a file that promises too much comes here.
                    here(shape.entry);
                    ops("badCode", "JPCI");
                    out.lreturn();
                } else {
                    spillX(shape.xCount);
                    callPart(target);
                }
            });
            return trampoline;
        });
    }

    /** Goes to a position. */
    void jump(final int pc) {
        out.goto_(label(pc));
    }

    private void callPart(final int pc) {
        process();
        out.loadConstant(function.places.get(pc));
        out.invokestatic(plan.self, function.partOf(pc).name(), Names.type("JPI"));
        out.lreturn();
    }

    /**
     * Goes back to the entry of this function; its arguments stand in their registers. A function that begins with matching and hands on its match
     * context goes on behind that beginning, so that in such a loop the context is always the same value.
     */
    void loop() {
        if (shape.startsMatch() && facts.knowsContext(shape.matched)) {
            checkReductions();
            load(shape.matched);
            store(shape.matchedTo);
            out.goto_(matching);
        } else {
            out.goto_(loop);
        }
    }

    /** True when a call of a position is a loop in this method. */
    boolean isLoop(final int pc) {
        return pc == shape.entry && !method.isPart() && method.to() > 0;
    }

    // Small things

    /** The code pointer of a position. */
    long pointer(final int pc) {
        return CodePointer.make(code.id, pc);
    }

    /** Pushes the process. */
    void process() {
        out.aload(PROCESS_SLOT);
    }

    /** Pushes the code. */
    void code() {
        out.loadConstant(CODE_CONSTANT);
    }

    /** Calls a method of the engine's side. */
    void ops(final String name, final String type) {
        out.invokestatic(Names.COMPILED_OPS, name, Names.type(type));
    }

    /** Calls a short way. */
    void fast(final String name, final String type) {
        out.invokestatic(Names.FAST_OPS, name, Names.type(type));
    }

    /** Calls a static method. */
    void call(final ClassDesc owner, final String name, final String type) {
        out.invokestatic(owner, name, Names.type(type));
    }

    /** Pushes process, code and position. */
    void here(final int pc) {
        process();
        code();
        out.loadConstant(pc);
    }

    /** Tells the trace that the function, or a BIF, returns, if it is to hear of calls. */
    void traceReturn() {
        if (plan.options.tracesCalls()) {
            process();
            ops("traceReturn", "VP");
        }
    }

    // Registers

    int xSlot(final int index) {
        return firstX + 2 * index;
    }

    int floatSlot(final int index) {
        return firstFloat + 2 * index;
    }

    /** A scratch variable of two slots, from 0. */
    int scratch(final int index) {
        return scratch + 2 * index;
    }

    private void clearX(final int index) {
        out.lconst_0();
        out.lstore(xSlot(index));
    }

    private void clearFloats() {
        for (int i = 0; i < shape.floatCount; i++) {
            out.dconst_0();
            out.dstore(floatSlot(i));
        }
    }

    /** Pushes the value of a source. */
    void load(final int operand) {
        final int index = operand >>> 2;
        switch (operand & 3) {
            case Code.KIND_X -> out.lload(xSlot(index));
            case Code.KIND_Y -> {
                process();
                out.loadConstant(index);
                ops("y", "JPI");
            }
            default -> out.loadConstant(code.constants[index]);
        }
    }

    /** True for a constant source. */
    static boolean isConstant(final int operand) {
        return (operand & 3) == Code.KIND_CONSTANT;
    }

    /** The constant of a source. */
    long constant(final int operand) {
        return code.constants[operand >>> 2];
    }

    /** True for a constant that is no pointer. */
    boolean isImmediate(final int operand) {
        return isConstant(operand) && Term.isImmediate(constant(operand));
    }

    /** Pops a term into a register. */
    void store(final int operand) {
        facts.written(operand);
        final int index = operand >>> 2;
        if ((operand & 3) == Code.KIND_X) {
            out.lstore(xSlot(index));
        } else {
            process();
            out.loadConstant(index);
            ops("y", "VJPI");
        }
    }

    /** Sets a register to []. */
    void clear(final int operand) {
        out.loadConstant(Term.NIL);
        store(operand);
    }

    /** Pushes the first X registers. */
    void arguments(final int count) {
        for (int i = 0; i < count; i++) {
            out.lload(xSlot(i));
        }
    }

    /** Writes the first X registers into the array of the scheduler. */
    void spillX(final int count) {
        if (count > 0) {
            registers();
            for (int i = 0; i < count; i++) {
                if (i < count - 1) {
                    out.dup();
                }
                out.loadConstant(i);
                out.lload(xSlot(i));
                out.lastore();
            }
        }
    }

    /** Reads the first X registers from the array of the scheduler. */
    void loadX(final int count) {
        if (count > 0) {
            registers();
            for (int i = 0; i < count; i++) {
                if (i < count - 1) {
                    out.dup();
                }
                out.loadConstant(i);
                out.laload();
                out.lstore(xSlot(i));
            }
        }
    }

    private void registers() {
        process();
        ops("registers", "XP");
    }

    /** Writes an operand into the array of the scheduler if it is an X register. */
    void spillOperand(final int operand) {
        if ((operand & 3) == Code.KIND_X) {
            registers();
            out.loadConstant(operand >>> 2);
            out.lload(xSlot(operand >>> 2));
            out.lastore();
        }
    }

    /** Reads an operand from the array of the scheduler if it is an X register. */
    void reloadOperand(final int operand) {
        if ((operand & 3) == Code.KIND_X) {
            registers();
            out.loadConstant(operand >>> 2);
            out.laload();
            out.lstore(xSlot(operand >>> 2));
        }
    }

    /** Length of the instruction at a position. */
    int length(final int pc) {
        return Instructions.length(ops, pc);
    }
}
