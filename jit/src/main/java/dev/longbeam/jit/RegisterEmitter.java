package dev.longbeam.jit;

import dev.longbeam.interp.Code;
import dev.longbeam.interp.CodePointer;
import dev.longbeam.interp.Instructions;
import dev.longbeam.term.Term;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.util.function.IntConsumer;

/**
 * Emits access to the registers of a function, and the constants and calls that all instructions have.
 *
 * <p>Local variables: the process; in a part the number of the place, in the method of a group that of the function; X registers; float registers;
 * scratch. Used by one thread.
 */
abstract class RegisterEmitter {
    private static final DynamicConstantDesc<?> CODE_CONSTANT = DynamicConstantDesc.ofNamed(ConstantDescs.BSM_CLASS_DATA,
        ConstantDescs.DEFAULT_NAME, Names.CODE);
    private static final int PROCESS_SLOT = 0;

    final CodeBuilder out;
    final Code code;
    final ClassPlan plan;
    /** The function whose instructions are being emitted. */
    FunctionShape shape;
    final int[] ops;
    /** What is known here. */
    Facts facts = new Facts();
    final Locals locals;
    private final int firstX;
    private final int firstFloat;
    private final int scratch;

    /**
     * The local variables of a method.
     *
     * @param isNumbered the number of a place, or of a function, stands behind the process
     * @param xCount     X registers
     * @param floatCount float registers
     */
    record Locals(boolean isNumbered, int xCount, int floatCount) {
    }

    RegisterEmitter(final CodeBuilder out, final ClassPlan plan, final FunctionShape shape, final Locals locals) {
        this.out = out;
        this.plan = plan;
        this.shape = shape;
        code = plan.code;
        ops = code.ops;
        this.locals = locals;
        firstX = locals.isNumbered() ? 2 : 1;
        firstFloat = firstX + 2 * locals.xCount();
        scratch = firstFloat + 2 * locals.floatCount();
    }

    /** Goes to a label when a variable holds NON_VALUE. */
    void ifNone(final int slot, final Label to) {
        out.lload(slot);
        out.lconst_0();
        out.lcmp();
        out.ifeq(to);
    }

    /** Pops a term, or the bits that two have in common, goes to a label when it is no small integer, or not both are. */
    void unlessSmall(final Label to) {
        compareTag(Term.TAG_SMALL);
        out.ifne(to);
    }

    /** Pops a term, goes to a label when it is an immediate. */
    void ifImmediate(final Label to) {
        compareTag(Term.TAG_PRIMARY_MASK);
        out.ifeq(to);
    }

    private void compareTag(final long tag) {
        out.loadConstant(tag);
        out.land();
        out.loadConstant(tag);
        out.lcmp();
    }

    /** Goes to a label when the top of the stack is NON_VALUE, which it pops; else leaves it there. */
    void keepOr(final int scratchIndex, final Label to) {
        out.lstore(scratch(scratchIndex));
        ifNone(scratch(scratchIndex), to);
        out.lload(scratch(scratchIndex));
    }

    // What instructions need

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

    void clearX(final int index) {
        out.lconst_0();
        out.lstore(xSlot(index));
    }

    void clearFloats() {
        for (int i = 0; i < locals.floatCount(); i++) {
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
        eachInArray(count, i -> {
            out.lload(xSlot(i));
            out.lastore();
        });
    }

    /** Reads the first X registers from the array of the scheduler. */
    void loadX(final int count) {
        eachInArray(count, i -> {
            out.laload();
            out.lstore(xSlot(i));
        });
    }

    /** Emits something for each of the first registers, with its place in the array of the scheduler on the operand stack. */
    private void eachInArray(final int count, final IntConsumer access) {
        if (count > 0) {
            registers();
            for (int i = 0; i < count; i++) {
                if (i < count - 1) {
                    out.dup();
                }
                out.loadConstant(i);
                access.accept(i);
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
