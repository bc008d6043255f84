package dev.longbeam.jit;

import dev.longbeam.interp.Opcodes;
import dev.longbeam.term.FloatTerm;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ConstantDescs;

/** Emits operations on float registers, which are local variables. */
final class FloatEmitter {
    private final MethodEmitter m;
    private final CodeBuilder out;
    private final int[] ops;

    FloatEmitter(final MethodEmitter m) {
        this.m = m;
        out = m.out;
        ops = m.ops;
    }

    void emit(final int pc, final int op) {
        switch (op) {
            case Opcodes.FMOVE -> {
                if (ops[pc + 3] == 0) {
                    m.load(ops[pc + 1]);
                    value();
                    out.dstore(m.floatSlot(ops[pc + 2]));
                } else {
                    m.process();
                    out.dload(m.floatSlot(ops[pc + 1]));
                    m.fast(m.facts.take(FloatTerm.WORDS) ? "makeFloatInRoom" : "makeFloat", "JPD");
                    m.store(ops[pc + 2]);
                }
            }
            case Opcodes.FCONV -> convert(pc);
            case Opcodes.FNEGATE -> {
                out.dload(m.floatSlot(ops[pc + 2]));
                out.dneg();
                out.dstore(m.floatSlot(ops[pc + 3]));
            }
            default -> {
                out.dload(m.floatSlot(ops[pc + 2]));
                out.dload(m.floatSlot(ops[pc + 3]));
                switch (op) {
                    case Opcodes.FADD -> out.dadd();
                    case Opcodes.FSUB -> out.dsub();
                    case Opcodes.FMUL -> out.dmul();
                    default -> out.ddiv();
                }
                out.dup2();
                out.dstore(m.floatSlot(ops[pc + 4]));
                out.invokestatic(ConstantDescs.CD_Double, "isFinite", Names.type("ZD"));
                out.ifeq(m.leaving(pc, "badarith"));
            }
        }
    }

    private void value() {
        m.call(Names.desc(FloatTerm.class), "value", "DJ");
    }

    private void convert(final int pc) {
        final Label small = out.newLabel();
        final Label done = out.newLabel();
        m.load(ops[pc + 1]);
        out.lstore(m.scratch(0));
        out.lload(m.scratch(0));
        m.call(Names.TERM, "isSmall", "ZJ");
        out.ifne(small);
        m.process();
        out.lload(m.scratch(0));
        m.fast("toFloat", "JPJ");
        m.keepOr(0, m.leaving(pc, "raise"));
        value();
        out.goto_(done);
        out.labelBinding(small);
        out.lload(m.scratch(0));
        m.fast("smallAsDouble", "DJ");
        out.labelBinding(done);
        out.dstore(m.floatSlot(ops[pc + 2]));
    }
}
