package dev.longbeam.jit;

import dev.longbeam.term.Fun;
import dev.longbeam.term.Term;
import java.lang.classfile.CodeBuilder;

/** Emits what takes lists and tuples apart and makes them, and funs. */
final class DataEmitter {
    private final MethodEmitter m;
    private final CodeBuilder out;
    private final int[] ops;

    DataEmitter(final MethodEmitter m) {
        this.m = m;
        out = m.out;
        ops = m.ops;
    }

    /** Puts the source of a get into the scratch variable: a cons cell. */
    void cell(final int pc) {
        m.load(ops[pc + 1]);
        out.lstore(m.scratch(0));
        if (!m.facts.knowsCons(ops[pc + 1])) {
            out.lload(m.scratch(0));
            m.call(Names.TERM, "isCons", "ZJ");
            out.ifeq(m.leaving(pc, "badCode"));
            m.facts.isCons(ops[pc + 1]);
        }
    }

    void cons(final String part) {
        m.call(Names.desc(dev.longbeam.term.Cons.class), part, "JJ");
    }

    void tuple(final int pc, final int operand, final int index) {
        m.load(operand);
        out.lstore(m.scratch(0));
        if (!m.facts.knowsElement(operand, index)) {
            out.lload(m.scratch(0));
            out.loadConstant(index);
            m.fast("hasElement", "ZJI");
            out.ifeq(m.leaving(pc, "badCode"));
            m.facts.isTuple(operand, index + 1);
        }
    }

    void putTuple(final int pc) {
        final int arity = ops[pc + 2];
        m.process();
        out.loadConstant(arity);
        m.fast(m.facts.take(arity + 1) ? "newTupleInRoom" : "newTuple", "JPI");
        out.lstore(m.scratch(0));
        for (int i = 0; i < arity; i++) {
            putWord(8 * (i + 1), ops[pc + 3 + i]);
        }
        boxed(ops[pc + 1]);
        m.facts.isTuple(ops[pc + 1], arity);
    }

    /** Sets an element of a tuple that has just been made by setelement/3, and that nobody else knows. */
    void setElement(final int pc) {
        tuple(pc, ops[pc + 2], ops[pc + 3]);
        out.lload(m.scratch(0));
        out.loadConstant(8 * (ops[pc + 3] + 1) - (int)Term.TAG_BOXED);
        m.load(ops[pc + 1]);
        m.fast("put", "VJIJ");
    }

    private void putWord(final int offset, final int operand) {
        out.lload(m.scratch(0));
        out.loadConstant(offset);
        m.load(operand);
        m.fast("put", "VJIJ");
    }

    private void boxed(final int to) {
        out.lload(m.scratch(0));
        out.loadConstant(Term.TAG_BOXED);
        out.lor();
        m.store(to);
    }

    void updateRecord(final int pc) {
        final int size = ops[pc + 2];
        for (int i = 0; i < ops[pc + 5]; i += 2) {
            if (ops[pc + 6 + i] < 1 || ops[pc + 6 + i] > size) {
                InstructionEmitter.execute(m, pc, 0);
                return;
            }
        }
        m.load(ops[pc + 3]);
        out.loadConstant(size);
        m.fast("isTuple", "ZJI");
        out.ifeq(m.leaving(pc, "badCode"));
        m.process();
        m.load(ops[pc + 3]);
        out.loadConstant(size);
        m.fast(m.facts.take(size + 1) ? "copyTupleInRoom" : "copyTuple", "JPJI");
        out.lstore(m.scratch(0));
        for (int i = 0; i < ops[pc + 5]; i += 2) {
            putWord(8 * ops[pc + 6 + i], ops[pc + 7 + i]);
        }
        boxed(ops[pc + 4]);
        m.facts.isTuple(ops[pc + 4], size);
    }

    void makeFun(final int pc) {
        m.process();
        m.code();
        out.loadConstant(ops[pc + 1]);
        m.facts.take(Fun.LOCAL_WORDS + ops[pc + 3]);
        m.fast("makeFun", "JPCI");
        out.lstore(m.scratch(0));
        for (int i = 0; i < ops[pc + 3]; i++) {
            out.lload(m.scratch(0));
            out.loadConstant(i);
            m.load(ops[pc + 4 + i]);
            m.fast("free", "VJIJ");
        }
        out.lload(m.scratch(0));
        m.store(ops[pc + 2]);
    }
}
