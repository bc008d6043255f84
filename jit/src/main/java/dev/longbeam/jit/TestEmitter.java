package dev.longbeam.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;

/** Emits tests: each goes on, or to its label. */
final class TestEmitter {
    private final MethodEmitter m;
    private final CodeBuilder out;
    private final int[] ops;

    TestEmitter(final MethodEmitter m) {
        this.m = m;
        out = m.out;
        ops = m.ops;
    }

    void test(final int pc, final String name) {
        m.load(ops[pc + 2]);
        m.call(Names.TERM, name, "ZJ");
        out.ifeq(m.label(ops[pc + 1]));
    }

    void compare(final int pc, final ClassDesc owner, final String name, final boolean wanted) {
        m.load(ops[pc + 2]);
        m.load(ops[pc + 3]);
        m.call(owner, name, "ZJJ");
        branchUnless(wanted, ops[pc + 1]);
    }

    void less(final int pc, final boolean wanted) {
        new ArithEmitter(m).less(ops[pc + 2], ops[pc + 3], wanted, ops[pc + 1]);
    }

    private void branchUnless(final boolean wanted, final int fail) {
        if (wanted) {
            out.ifeq(m.label(fail));
        } else {
            out.ifne(m.label(fail));
        }
    }

    void same(final int pc, final boolean wanted) {
        if (m.isImmediate(ops[pc + 2]) || m.isImmediate(ops[pc + 3])) {
            m.load(ops[pc + 2]);
            m.load(ops[pc + 3]);
            out.lcmp();
            if (wanted) {
                out.ifne(m.label(ops[pc + 1]));
            } else {
                out.ifeq(m.label(ops[pc + 1]));
            }
            return;
        }
        new ArithEmitter(m).same(ops[pc + 2], ops[pc + 3], wanted, ops[pc + 1]);
    }

    void taggedTuple(final int pc) {
        final Label fail = m.label(ops[pc + 1]);
        m.load(ops[pc + 2]);
        out.lstore(m.scratch(0));
        out.lload(m.scratch(0));
        out.loadConstant(ops[pc + 3]);
        m.fast("isTuple", "ZJI");
        out.ifeq(fail);
        out.lload(m.scratch(0));
        out.iconst_0();
        m.fast("elementAt", "JJI");
        m.load(ops[pc + 4]);
        out.lcmp();
        out.ifne(fail);
        m.facts.isTuple(ops[pc + 2], ops[pc + 3]);
    }
}
