package dev.longbeam.jit;

import dev.longbeam.term.Term;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.OperatorInstruction;

/**
 * Emits arithmetic and comparison of small integers in the method itself, not by way of {@link FastOps}: so HotSpot has a profile of each
 * place, and where only small integers come by it leaves the long way out altogether, with all that a call does to registers.
 */
final class ArithEmitter {
    private static final int A = 0;
    private static final int B = 1;
    private static final int RESULT = 2;

    private final MethodEmitter m;
    private final CodeBuilder out;

    ArithEmitter(final MethodEmitter m) {
        this.m = m;
        out = m.out;
    }

    /**
     * An operator on two operands; false, and nothing emitted, for one that is not known here. The result is pushed.
     *
     * @param name method of {@link FastOps} that is the long way
     * @param failed where the long way goes without a result
     */
    boolean operator(final String name, final int a, final int b, final Label failed) {
        if (!isKnown(name, b)) {
            return false;
        }
        final Label slow = out.newLabel();
        final Label done = out.newLabel();
        operands(a, b, slow);
        switch (name) {
            case "add" -> sum(a, b, slow);
            case "subtract" -> difference(b, slow);
            case "multiply" -> product(b, slow);
            case "band" -> words(Opcode.LAND);
            case "bor" -> words(Opcode.LOR);
            case "bxor" -> {
                words(Opcode.LXOR);
                flipTag();
            }
            case "bsr" -> {
                out.lload(m.scratch(A));
                out.loadConstant((int)Math.min(Term.smallValue(m.constant(b)), 63));
                out.lshr();
                tagged();
            }
            default -> quotient("div".equals(name), Term.smallValue(m.constant(b)));
        }
        out.lstore(m.scratch(RESULT));
        out.labelBinding(done);
        out.lload(m.scratch(RESULT));
        m.tail(() -> {
            out.labelBinding(slow);
            m.process();
            out.lload(m.scratch(A));
            out.lload(m.scratch(B));
            m.fast(name, "JPJJ");
            out.lstore(m.scratch(RESULT));
            m.ifNone(m.scratch(RESULT), failed);
            out.goto_(done);
        });
        return true;
    }

    private boolean isKnown(final String name, final int b) {
        return switch (name) {
            case "add", "subtract", "multiply", "band", "bor", "bxor" -> true;
            case "bsr" -> isSmall(b) && Term.smallValue(m.constant(b)) >= 0;
            case "div", "rem" -> isSmall(b) && Term.smallValue(m.constant(b)) > 0;
            default -> false;
        };
    }

    private boolean isSmall(final int operand) {
        return MethodEmitter.isConstant(operand) && Term.isSmall(m.constant(operand));
    }

    /** True for an operand that is known to be zero or above, and small. */
    boolean isNatural(final int operand) {
        return MethodEmitter.isConstant(operand) ? isSmall(operand) && m.constant(operand) >= 0 : m.facts.knowsNatural(operand);
    }

    /** Puts the operands into the scratch variables, and goes away when they are not both small. */
    private void operands(final int a, final int b, final Label slow) {
        m.load(a);
        out.lstore(m.scratch(A));
        m.load(b);
        out.lstore(m.scratch(B));
        final boolean smallA = isSmall(a) || isNatural(a);
        final boolean smallB = isSmall(b) || isNatural(b);
        if (smallA && smallB) {
            return;
        }
        out.lload(m.scratch(smallA ? B : A));
        if (!smallA && !smallB) {
            out.lload(m.scratch(B));
            out.land();
        }
        m.unlessSmall(slow);
    }

    private void words(final Opcode operator) {
        words(A, B, operator);
    }

    private void words(final int first, final int second, final Opcode operator) {
        out.lload(m.scratch(first));
        out.lload(m.scratch(second));
        out.with(OperatorInstruction.of(operator));
    }

    private void tagged() {
        out.loadConstant(Term.TAG_SMALL);
        out.lor();
    }

    /**
     * Takes the tag away, or puts it where none is. HotSpot leaves out two of these in a row, which it does not know of a disjunction: so
     * the result of one operator comes into the next without a tag.
     */
    private void flipTag() {
        out.loadConstant(Term.TAG_SMALL);
        out.lxor();
    }

    private void sum(final int a, final int b, final Label slow) {
        if (isSmall(b)) {
            step(Term.smallValue(m.constant(b)), slow);
            return;
        }
        words(Opcode.LADD);
        out.loadConstant(Term.TAG_SMALL);
        out.lsub();
        out.lstore(m.scratch(RESULT));
        if (isNatural(a) || isNatural(b)) {
            words(RESULT, isNatural(b) ? A : B, Opcode.LCMP);
            out.iflt(slow);
            out.lload(m.scratch(RESULT));
            return;
        }
        out.lload(m.scratch(A));
        out.lload(m.scratch(RESULT));
        out.lxor();
        out.lload(m.scratch(B));
        overflow(slow);
    }

    private void difference(final int b, final Label slow) {
        if (isSmall(b)) {
            step(-Term.smallValue(m.constant(b)), slow);
            return;
        }
        words(Opcode.LSUB);
        tagged();
        out.lstore(m.scratch(RESULT));
        words(Opcode.LXOR);
        out.lload(m.scratch(A));
        overflow(slow);
    }

    /** Adds a number that is known: there has been an overflow when the result lies on the wrong side of the operand. */
    private void step(final long value, final Label slow) {
        out.lload(m.scratch(A));
        out.loadConstant(value << 4);
        out.ladd();
        out.lstore(m.scratch(RESULT));
        words(RESULT, A, Opcode.LCMP);
        if (value < 0) {
            out.ifgt(slow);
        } else {
            out.iflt(slow);
        }
        out.lload(m.scratch(RESULT));
    }

    /** The sign is wrong when it differs from those of what is on the stack: a word that says so, and an operand. Pushes the result. */
    private void overflow(final Label slow) {
        out.lload(m.scratch(RESULT));
        out.lxor();
        out.land();
        out.lconst_0();
        out.lcmp();
        out.iflt(slow);
        out.lload(m.scratch(RESULT));
    }

    private void product(final int b, final Label slow) {
        factors(b);
        out.lmul();
        out.lstore(m.scratch(RESULT));
        factors(b);
        out.lload(m.scratch(RESULT));
        m.fast("isProduct", "ZJJJ");
        out.ifeq(slow);
        out.lload(m.scratch(RESULT));
        tagged();
    }

    /** One factor as it is, the other shifted by the bits of a tag: that one which needs less for it. */
    private void factors(final int b) {
        out.lload(m.scratch(A));
        if (isSmall(b)) {
            flipTag();
            out.loadConstant(Term.smallValue(m.constant(b)));
            return;
        }
        out.iconst_4();
        out.lshr();
        out.lload(m.scratch(B));
        out.loadConstant(Term.TAG_SMALL);
        out.lsub();
    }

    private void quotient(final boolean isDiv, final long divisor) {
        out.lload(m.scratch(A));
        out.iconst_4();
        out.lshr();
        out.loadConstant(divisor);
        if (isDiv) {
            out.ldiv();
        } else {
            out.lrem();
        }
        out.iconst_4();
        out.lshl();
        tagged();
    }

    /** {@code A < B}, or not: goes on when it is as wanted, else to a label of the code. */
    void less(final int a, final int b, final boolean wanted, final int fail) {
        final Label slow = out.newLabel();
        final Label next = out.newLabel();
        operands(a, b, slow);
        words(Opcode.LCMP);
        final Label failed = m.label(fail);
        if (wanted) {
            out.ifge(failed);
        } else {
            out.iflt(failed);
        }
        out.labelBinding(next);
        longTest("less", slow, next, wanted, fail);
    }

    /** {@code A =:= B} of words that may be pointers, or not: goes on when it is as wanted, else to a label of the code. */
    void same(final int a, final int b, final boolean wanted, final int fail) {
        final Label slow = out.newLabel();
        final Label next = out.newLabel();
        m.load(a);
        out.lstore(m.scratch(A));
        m.load(b);
        out.lstore(m.scratch(B));
        final Label failed = m.label(fail);
        words(Opcode.LCMP);
        out.ifeq(wanted ? next : failed);
        immediate(A, wanted ? failed : next);
        immediate(B, wanted ? failed : next);
        out.goto_(slow);
        out.labelBinding(next);
        longTest("same", slow, next, wanted, fail);
    }

    /** What goes to a label asks a method of {@link dev.longbeam.interp.TestOps}, and comes back when the answer is as wanted. */
    private void longTest(final String name, final Label slow, final Label next, final boolean wanted, final int fail) {
        m.tail(() -> {
            out.labelBinding(slow);
            out.lload(m.scratch(A));
            out.lload(m.scratch(B));
            m.call(Names.TEST_OPS, name, "ZJJ");
            if (wanted) {
                out.ifeq(m.label(fail));
            } else {
                out.ifne(m.label(fail));
            }
            out.goto_(next);
        });
    }

    private void immediate(final int index, final Label to) {
        out.lload(m.scratch(index));
        m.ifImmediate(to);
    }
}
