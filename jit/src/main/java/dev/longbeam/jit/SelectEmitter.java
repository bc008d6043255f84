package dev.longbeam.jit;

import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Emits select_val and select_tuple_arity. */
final class SelectEmitter {
    private static final int MOST_CASES = 300;

    private final MethodEmitter m;
    private final CodeBuilder out;
    private final int[] ops;

    SelectEmitter(final MethodEmitter m) {
        this.m = m;
        out = m.out;
        ops = m.ops;
    }

    /** True when a select_val has more cases than a method may hold. */
    static boolean isFar(final int[] ops, final int pc) {
        return ops[pc + 3] > 2 * MOST_CASES;
    }

    /** Values that fit an int are looked up in a switch, others compared one by one before. */
    void value(final int pc) {
        if (isFar(ops, pc)) {
            far(pc);
            return;
        }
        final Label fail = m.label(ops[pc + 2]);
        m.load(ops[pc + 1]);
        out.lstore(m.scratch(0));
        final List<SwitchCase> cases = new ArrayList<>();
        final Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < ops[pc + 3]; i += 2) {
            final long constant = m.constant(ops[pc + 4 + i]);
            final Label to = m.label(ops[pc + 5 + i]);
            if (!Term.isImmediate(constant)) {
                out.loadConstant(constant);
                out.lload(m.scratch(0));
                m.call(Names.TEST_OPS, "same", "ZJJ");
                out.ifne(to);
            } else if ((int)constant != constant) {
                out.loadConstant(constant);
                out.lload(m.scratch(0));
                out.lcmp();
                out.ifeq(to);
            } else if (seen.add((int)constant)) {
                cases.add(SwitchCase.of((int)constant, to));
            }
        }
        if (cases.isEmpty()) {
            out.goto_(fail);
            return;
        }
        out.lload(m.scratch(0));
        m.fast("fitsInt", "ZJ");
        out.ifeq(fail);
        out.lload(m.scratch(0));
        out.l2i();
        out.lookupswitch(fail, cases);
    }

    /** More cases than a method may hold: the engine looks for the position. */
    private void far(final int pc) {
        m.spillX(m.shape.xCount);
        m.here(pc);
        m.load(ops[pc + 1]);
        m.ops("selectFar", "JPCIJ");
        out.lreturn();
    }

    /** A header tells that it is a tuple, and its arity: they are looked up as one. */
    void arity(final int pc) {
        final Label fail = m.label(ops[pc + 2]);
        m.load(ops[pc + 1]);
        m.fast("intHeader", "IJ");
        final List<SwitchCase> cases = new ArrayList<>();
        final Set<Integer> seen = new HashSet<>();
        final Integer known = m.facts.of(ops[pc + 1]);
        for (int i = 0; i < ops[pc + 3]; i += 2) {
            if (seen.add(ops[pc + 4 + i])) {
                m.facts.isTuple(ops[pc + 1], ops[pc + 4 + i]);
                cases.add(SwitchCase.of((int)Tuple.header(ops[pc + 4 + i]), m.label(ops[pc + 5 + i])));
                m.facts.restore(ops[pc + 1], known);
            }
        }
        out.lookupswitch(fail, cases);
    }
}
