package dev.longbeam.jit;

import dev.longbeam.interp.CompiledOps;
import dev.longbeam.interp.Opcodes;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.BitMatch;
import dev.longbeam.term.BitMatchUtf;
import dev.longbeam.term.Term;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;

/** Emits matching and construction of bitstrings. */
final class BitEmitter {
    private static final ClassDesc BIT_MATCH = Names.desc(BitMatch.class);
    private static final ClassDesc BIT_MATCH_UTF = Names.desc(BitMatchUtf.class);

    private final MethodEmitter m;
    private final CodeBuilder out;
    private final int[] ops;
    private final FieldEmitter fields;

    BitEmitter(final MethodEmitter m) {
        this.m = m;
        fields = new FieldEmitter(m);
        out = m.out;
        ops = m.ops;
    }

    void emit(final int pc, final int op) {
        switch (op) {
            case Opcodes.BS_START_MATCH3 -> start(pc, ops[pc + 2], ops[pc + 4]);
            case Opcodes.BS_START_MATCH4 -> start(pc, ops[pc + 3], ops[pc + 4]);
            case Opcodes.BS_GET_TAIL -> {
                context(pc, ops[pc + 1]);
                if (isForException(pc)) {
                    out.lload(m.scratch(0));
                } else {
                    m.process();
                    out.lload(m.scratch(0));
                    m.fast("getTail", "JPJ");
                }
                m.store(ops[pc + 2]);
            }
            case Opcodes.BS_GET_POSITION -> {
                context(pc, ops[pc + 1]);
                fields.position();
                m.store(ops[pc + 2]);
                m.facts.isNatural(ops[pc + 2]);
            }
            case Opcodes.BS_SET_POSITION -> {
                context(pc, ops[pc + 1]);
                m.load(ops[pc + 2]);
                fields.goTo(m.facts.knowsNatural(ops[pc + 2]), m.leaving(pc, "badCode"));
            }
            default -> {
                context(pc, ops[pc + 2]);
                if (!together(pc)) {
                    match(pc, op);
                }
            }
        }
    }

    /** True for a tail that is only an argument of a {@code function_clause}: whoever raises that makes tails of contexts. */
    private boolean isForException(final int pc) {
        final int next = pc + m.length(pc);
        return next < m.shape.end && ops[next] == Opcodes.JUMP && ops[next + 1] == m.shape.start && m.shape.arity <= CompiledOps.FEW_ARGUMENTS;
    }

    // Several instructions

    /** Emits integers and what is skipped as far as they follow each other, and the test of what is left behind them. */
    private boolean together(final int first) {
        final int fail = ops[first + 1];
        final int context = ops[first + 2];
        if (fail == 0 || ops[fail] != Opcodes.BS_SET_POSITION || ops[fail + 1] != context) {
            return false;
        }
        final FieldRun run = new FieldRun(m, fields);
        int pc = first;
        int unit = 1;
        while (unit == 1 && (pc == first || m.isBehind(pc)) && ops[pc + 1] == fail && ops[pc + 2] == context && add(run, pc)) {
            unit = ops[pc] == Opcodes.BS_TEST_UNIT ? ops[pc + 3] : 1;
            pc += m.length(pc);
        }
        if (pc == first || pc == first + m.length(first)) {
            return false;
        }
        fields.ensure(run.bits(), unit, m.label(fail));
        run.emit(fail);
        m.emittedUpTo(pc, fail);
        return true;
    }

    /** Adds an instruction that needs no more than the bits to be there. */
    private boolean add(final FieldRun run, final int pc) {
        switch (ops[pc]) {
            case Opcodes.BS_GET_INTEGER2 -> {
                final long bits = fixedBits(ops[pc + 4], ops[pc + 5]);
                if (!FieldEmitter.isField(bits, ops[pc + 6]) || !run.takes(bits) || ops[pc + 7] == ops[pc + 2]) {
                    return false;
                }
                run.integer(bits, ops[pc + 6], ops[pc + 7]);
                return true;
            }
            case Opcodes.BS_SKIP_BITS2 -> {
                final long bits = fixedBits(ops[pc + 3], ops[pc + 4]);
                if (bits < 0 || !run.takes(bits)) {
                    return false;
                }
                run.skip(bits);
                return true;
            }
            case Opcodes.BS_TEST_UNIT -> {
                return run.bits() > 0 && Integer.bitCount(ops[pc + 3]) == 1;
            }
            default -> {
                return false;
            }
        }
    }

    private void start(final int pc, final int from, final int to) {
        m.process();
        m.load(from);
        m.fast("startMatch", "JPJ");
        m.keepOr(0, ops[pc + 1] == 0 ? m.leaving(pc, "badCode") : m.label(ops[pc + 1]));
        m.store(to);
        m.facts.isContext(to);
    }

    /** Puts the match context into the first scratch variable. */
    private void context(final int pc, final int operand) {
        m.load(operand);
        out.lstore(m.scratch(0));
        if (!m.facts.knowsContext(operand)) {
            out.lload(m.scratch(0));
            m.call(FieldEmitter.MATCH_CONTEXT, "is", "ZJ");
            out.ifeq(m.leaving(pc, "badCode"));
            m.facts.isContext(operand);
        }
    }

    private void match(final int pc, final int op) {
        final int fail = ops[pc + 1];
        switch (op) {
            case Opcodes.BS_MATCH -> new MatchEmitter(m, fields).emit(pc);
            case Opcodes.BS_GET_INTEGER2 -> {
                final long bits = fixedBits(ops[pc + 4], ops[pc + 5]);
                if (bits >= 0) {
                    integer(bits, ops[pc + 6], fail, ops[pc + 7]);
                } else {
                    m.process();
                    out.lload(m.scratch(0));
                    m.load(ops[pc + 4]);
                    out.loadConstant(ops[pc + 5]);
                    out.loadConstant(ops[pc + 6]);
                    m.fast("getInteger", "JPJJII");
                    result(fail, ops[pc + 7]);
                }
            }
            case Opcodes.BS_GET_BINARY2 -> {
                m.process();
                out.lload(m.scratch(0));
                if (isAll(ops[pc + 4])) {
                    out.loadConstant(ops[pc + 5]);
                    m.fast("getBinaryAll", "JPJI");
                } else {
                    m.load(ops[pc + 4]);
                    out.loadConstant(ops[pc + 5]);
                    m.fast("getBinary", "JPJJI");
                }
                result(fail, ops[pc + 7]);
            }
            case Opcodes.BS_SKIP_BITS2 -> {
                if (isAll(ops[pc + 3])) {
                    testUnit(ops[pc + 4], fail);
                    out.lload(m.scratch(0));
                    out.lload(m.scratch(0));
                    m.call(BIT_MATCH, "left", "JJ");
                    m.call(BIT_MATCH, "skipEnsured", "VJJ");
                } else {
                    out.lload(m.scratch(0));
                    m.load(ops[pc + 3]);
                    out.loadConstant(ops[pc + 4]);
                    m.fast("skipBits", "ZJJI");
                    out.ifeq(m.label(fail));
                }
            }
            case Opcodes.BS_TEST_TAIL2 -> {
                fields.left();
                out.loadConstant(bits(ops[pc + 3]));
                out.lcmp();
                out.ifne(m.label(fail));
            }
            case Opcodes.BS_TEST_UNIT -> {
                testUnit(ops[pc + 3], fail);
            }
            case Opcodes.BS_MATCH_STRING -> {
                out.lload(m.scratch(0));
                out.loadConstant(ops[pc + 3]);
                m.code();
                out.loadConstant(ops[pc + 4]);
                m.fast("matchString", "ZJICI");
                out.ifeq(m.label(fail));
            }
            case Opcodes.BS_GET_UTF8 -> {
                out.lload(m.scratch(0));
                m.call(BIT_MATCH_UTF, "getUtf8", "JJ");
                result(fail, ops[pc + 5]);
                m.facts.isNatural(ops[pc + 5]);
            }
            default -> {
                out.lload(m.scratch(0));
                m.call(BIT_MATCH_UTF, "skipUtf8", "ZJ");
                out.ifeq(m.label(fail));
            }
        }
    }

    /** An integer of a size that is known here. */
    private void integer(final long bits, final int flags, final int fail, final int to) {
        if (FieldEmitter.isField(bits, flags)) {
            fields.ensure(bits, 1, m.label(fail));
            final FieldRun run = new FieldRun(m, fields);
            run.integer(bits, flags, to);
            run.emit(fail);
        } else {
            m.process();
            out.lload(m.scratch(0));
            out.loadConstant(bits);
            out.loadConstant(flags);
            m.call(BIT_MATCH, "getInteger", "JHJJI");
            m.keepOr(1, m.label(fail));
            m.store(to);
        }
    }

    /** Goes on when a multiple of some bits is left. */
    private void testUnit(final int unit, final int fail) {
        if (Integer.bitCount(unit) == 1) {
            fields.left();
            out.l2i();
            out.loadConstant(unit - 1);
            out.iand();
            out.ifne(m.label(fail));
        } else {
            out.lload(m.scratch(0));
            out.loadConstant(unit);
            m.call(BIT_MATCH, "testUnit", "ZJI");
            out.ifeq(m.label(fail));
        }
    }

    /** Number of bits of a size that is known here, or -1. */
    private long fixedBits(final int sizeOperand, final int unit) {
        return MethodEmitter.isConstant(sizeOperand) ? BitMatch.fieldBits(m.constant(sizeOperand), unit) : -1;
    }

    private boolean isAll(final int sizeOperand) {
        return MethodEmitter.isConstant(sizeOperand) && m.constant(sizeOperand) == Atoms.ALL;
    }

    /** A number of bits as the code builder writes it. */
    private long bits(final int operand) {
        return operand >= 0 ? operand : Term.smallValue(m.code.constants[~operand]);
    }

    private void result(final int fail, final int to) {
        m.keepOr(1, m.label(fail));
        m.store(to);
    }
}
