package dev.longbeam.jit;

import java.lang.classfile.CodeBuilder;

/** Emits instructions on maps. */
final class MapEmitter {
    private final MethodEmitter m;
    private final CodeBuilder out;
    private final int[] ops;

    MapEmitter(final MethodEmitter m) {
        this.m = m;
        out = m.out;
        ops = m.ops;
    }

    /** Puts the map into the scratch variable, or goes to the fail label. */
    private void map(final int pc) {
        m.load(ops[pc + 2]);
        out.lstore(m.scratch(0));
        if (!m.facts.knowsMap(ops[pc + 2])) {
            out.lload(m.scratch(0));
            m.call(Names.TERM, "isMap", "ZJ");
            out.ifeq(m.label(ops[pc + 1]));
            m.facts.isMap(ops[pc + 2]);
        }
    }

    private void value(final int keyOperand, final int fail) {
        out.lload(m.scratch(0));
        m.load(keyOperand);
        m.fast("mapValue", "JJJ");
        out.lstore(m.scratch(1));
        m.ifNone(m.scratch(1), m.label(fail));
    }

    void has(final int pc) {
        map(pc);
        for (int i = 0; i < ops[pc + 3]; i++) {
            value(ops[pc + 4 + i], ops[pc + 1]);
        }
    }

    void get(final int pc) {
        map(pc);
        for (int i = 0; i < ops[pc + 3]; i += 2) {
            value(ops[pc + 4 + i], ops[pc + 1]);
            out.lload(m.scratch(1));
            m.store(ops[pc + 5 + i]);
        }
    }

    /** One association goes the short way. */
    void put(final int pc, final String name) {
        final int count = ops[pc + 5];
        if (count != 2) {
            m.spillOperand(ops[pc + 2]);
            for (int i = 0; i < count; i++) {
                m.spillOperand(ops[pc + 6 + i]);
            }
            InstructionEmitter.executeSpilled(m, pc, ops[pc + 1], () -> m.reloadOperand(ops[pc + 3]));
            m.facts.written(ops[pc + 3]);
            m.facts.isMap(ops[pc + 3]);
            return;
        }
        m.process();
        m.load(ops[pc + 2]);
        m.load(ops[pc + 6]);
        m.load(ops[pc + 7]);
        m.fast(name, "JPJJJ");
        out.lstore(m.scratch(0));
        out.lload(m.scratch(0));
        out.lconst_0();
        out.lcmp();
        if (ops[pc + 1] > 0) {
            out.ifeq(m.label(ops[pc + 1]));
        } else {
            out.ifeq(m.leaving(pc, "raise"));
        }
        out.lload(m.scratch(0));
        m.store(ops[pc + 3]);
        m.facts.isMap(ops[pc + 3]);
    }
}
