package dev.longbeam.jit;

import dev.longbeam.interp.MatchFlags;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.BinaryBuild;
import dev.longbeam.term.BitMatch;
import dev.longbeam.term.Term;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;

/**
 * Emits bs_create_bin. Integers of a fixed size, whole bitstrings and strings go the short way, also behind a bitstring that is appended to; everything else, and
 * every failure, is the interpreter's, from the start of the instruction.
 */
final class CreateEmitter {
    private static final ClassDesc BUILD = Names.desc(BinaryBuild.class);
    private static final long AM_INTEGER = Atom.of("integer");
    private static final long AM_BINARY = Atom.of("binary");
    private static final long AM_APPEND = Atom.of("append");
    private static final long AM_PRIVATE_APPEND = Atom.of("private_append");
    /** Whole bytes that a small integer holds. */
    private static final int MOST_BITS_OF_SMALL = 56;
    private static final int MOST_BITS_AT_ONCE = 64;
    private static final int BUILD_SLOT = 2;
    private static final int BITS_SLOT = 1;

    private final MethodEmitter m;
    private final CodeBuilder out;
    private final int[] ops;

    CreateEmitter(final MethodEmitter m) {
        this.m = m;
        out = m.out;
        ops = m.ops;
    }

    void emit(final int pc) {
        final int first = pc + 7;
        final int end = first + ops[pc + 6];
        if (isPlainAppend(first, end)) {
            emitAppend(pc, first, end);
        } else if (isSimple(first, end)) {
            emitShort(pc, first, end);
        } else {
            emitLong(pc, first, end);
        }
        m.facts.written(ops[pc + 5]);
    }

    private long type(final int at) {
        return m.constant(ops[at]);
    }

    private boolean isAppend(final int at) {
        return type(at) == AM_APPEND || type(at) == AM_PRIVATE_APPEND;
    }

    private boolean isSimple(final int first, final int end) {
        for (int at = first; at < end; at += Segments.INTS) {
            final boolean simple = Segments.isString(m.code, at) || isAppend(at) && at == first
                || type(at) == AM_INTEGER && fixedBits(at) >= 0 || type(at) == AM_BINARY && isAll(at);
            if (!simple) {
                return false;
            }
        }
        return true;
    }

    private long fixedBits(final int at) {
        return MethodEmitter.isConstant(ops[at + 5]) ? BitMatch.fieldBits(m.constant(ops[at + 5]), ops[at + 2]) : -1;
    }

    private boolean isAll(final int at) {
        return MethodEmitter.isConstant(ops[at + 5]) && m.constant(ops[at + 5]) == Atoms.ALL;
    }

    /** Integers that are some whole bytes together, big-endian, behind what a loop builds. */
    private boolean isPlainAppend(final int first, final int end) {
        if (!isAppend(first) || end == first + Segments.INTS || 8 % ops[first + 2] != 0) {
            return false;
        }
        for (int at = first + Segments.INTS; at < end; at += Segments.INTS) {
            if (Segments.isString(m.code, at) || type(at) != AM_INTEGER || fixedBits(at) <= 0 || fixedBits(at) > MOST_BITS_OF_SMALL
                || fixedBits(at) > 8 && (MatchFlags.of(m.constant(ops[at + 3])) & (BitMatch.FLAG_LITTLE | BitMatch.FLAG_NATIVE)) != 0) {
                return false;
            }
        }
        final long bits = appendedBits(first, end);
        return bits <= MOST_BITS_AT_ONCE && (bits & 7) == 0;
    }

    private long appendedBits(final int first, final int end) {
        long bits = 0;
        for (int at = first + Segments.INTS; at < end; at += Segments.INTS) {
            bits += fixedBits(at);
        }
        return bits;
    }

    private void emitAppend(final int pc, final int first, final int end) {
        final Label hard = out.newLabel();
        out.lconst_0();
        out.lstore(m.scratch(1));
        for (int at = first + Segments.INTS; at < end; at += Segments.INTS) {
            m.load(ops[at + 4]);
            out.lstore(m.scratch(0));
            out.lload(m.scratch(0));
            m.unlessSmall(hard);
            out.lload(m.scratch(1));
            out.loadConstant((int)fixedBits(at));
            out.lshl();
            out.lload(m.scratch(0));
            out.iconst_4();
            out.lshr();
            out.loadConstant((1L << fixedBits(at)) - 1);
            out.land();
            out.lor();
            out.lstore(m.scratch(1));
        }
        m.process();
        m.load(ops[first + 4]);
        out.lload(m.scratch(1));
        out.loadConstant((int)(appendedBits(first, end) >> 3));
        out.loadConstant(type(first) == AM_PRIVATE_APPEND ? 1 : 0);
        m.call(BUILD, "appendBytes", "JHJJIZ");
        m.keepOr(0, hard);
        m.store(ops[pc + 5]);
        longWay(pc, first, end, hard);
    }

    // The short way

    private void emitShort(final int pc, final int first, final int end) {
        final Label hard = out.newLabel();
        m.process();
        out.invokestatic(Names.COMPILED_OPS, "builder", java.lang.constant.MethodTypeDesc.of(BUILD, Names.PROCESS));
        out.astore(m.scratch(BUILD_SLOT));
        sumBits(first, end, hard);
        if (isAppend(first)) {
            begin();
            m.load(ops[first + 4]);
            out.lload(m.scratch(BITS_SLOT));
            out.loadConstant(ops[first + 2]);
            out.invokevirtual(BUILD, type(first) == AM_APPEND ? "append" : "privateAppend", Names.type("JHJJI"));
        } else {
            begin();
            out.lload(m.scratch(BITS_SLOT));
            out.invokevirtual(BUILD, "init", Names.type("JHJ"));
        }
        out.lconst_0();
        out.lcmp();
        out.ifeq(hard);
        for (int at = isAppend(first) ? first + Segments.INTS : first; at < end; at += Segments.INTS) {
            put(at, hard);
        }
        m.process();
        if (isAppend(first)) {
            m.load(ops[first + 4]);
        } else {
            out.lconst_0();
        }
        out.lload(m.scratch(BITS_SLOT));
        m.ops("built", "JPJJ");
        m.store(ops[pc + 5]);
        longWay(pc, first, end, hard);
    }

    private void begin() {
        out.aload(m.scratch(BUILD_SLOT));
        m.process();
    }

    /** Puts the number of bits of all segments that are not appended to into the scratch variable. */
    private void sumBits(final int first, final int end, final Label hard) {
        long fixed = 0;
        for (int at = first; at < end; at += Segments.INTS) {
            if (Segments.isString(m.code, at)) {
                fixed += Term.smallValue(m.constant(ops[at + 5])) * 8;
            } else if (type(at) == AM_INTEGER) {
                fixed += fixedBits(at);
            }
        }
        out.loadConstant(fixed);
        out.lstore(m.scratch(BITS_SLOT));
        for (int at = first; at < end; at += Segments.INTS) {
            if (type(at) == AM_BINARY) {
                begin();
                m.load(ops[at + 4]);
                out.invokevirtual(BUILD, "wholeBits", Names.type("JHJ"));
                out.lstore(m.scratch(0));
                out.lload(m.scratch(0));
                out.lconst_0();
                out.lcmp();
                out.iflt(hard);
                out.lload(m.scratch(BITS_SLOT));
                out.lload(m.scratch(0));
                out.ladd();
                out.lstore(m.scratch(BITS_SLOT));
            }
        }
    }

    private void put(final int at, final Label hard) {
        begin();
        if (Segments.isString(m.code, at)) {
            m.code();
            out.loadConstant(ops[at + 4]);
            out.loadConstant((int)Term.smallValue(m.constant(ops[at + 5])));
            out.invokestatic(Names.COMPILED_OPS, "putString", java.lang.constant.MethodTypeDesc.of(java.lang.constant.ConstantDescs.CD_void, BUILD,
                Names.PROCESS, Names.CODE, Names.INT, Names.INT));
            return;
        }
        m.load(ops[at + 4]);
        if (type(at) == AM_INTEGER) {
            out.loadConstant(fixedBits(at));
            out.loadConstant(MatchFlags.of(m.constant(ops[at + 3])));
            out.invokevirtual(BUILD, "putInteger", Names.type("ZHJJI"));
        } else {
            out.loadConstant(ops[at + 2]);
            out.invokevirtual(BUILD, "putBinaryAll", Names.type("ZHJI"));
        }
        out.ifeq(hard);
    }

    // The long way

    /** What goes to a label takes the long way and comes back here. */
    private void longWay(final int pc, final int first, final int end, final Label hard) {
        final Label next = out.newLabel();
        out.labelBinding(next);
        m.tail(() -> {
            out.labelBinding(hard);
            m.cleanFrame();
            emitLong(pc, first, end);
            out.goto_(next);
        });
    }

    private void emitLong(final int pc, final int first, final int end) {
        for (int at = first; at < end; at += Segments.INTS) {
            if (!Segments.isString(m.code, at)) {
                m.spillOperand(ops[at + 4]);
                m.spillOperand(ops[at + 5]);
            }
        }
        InstructionEmitter.executeSpilled(m, pc, ops[pc + 1], ops[pc + 5]);
    }
}
