package dev.longbeam.jit;

import dev.longbeam.interp.MatchCommands;
import dev.longbeam.interp.MatchFlags;
import dev.longbeam.term.BitMatch;
import dev.longbeam.term.Term;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;

/**
 * Emits bs_match, the match context being in the first scratch variable. Small integers, comparisons and what is skipped between them are read together, as
 * far as 64 bits go and an {@code ensure} has said that they are there.
 */
final class MatchEmitter {
    private static final ClassDesc BIT_MATCH = Names.desc(BitMatch.class);

    private final MethodEmitter m;
    private final CodeBuilder out;
    private final int[] ops;
    private final FieldEmitter fields;
    private int failPosition;
    /** Bits that are known to be there. */
    private long ensured;

    MatchEmitter(final MethodEmitter m, final FieldEmitter fields) {
        this.m = m;
        this.fields = fields;
        out = m.out;
        ops = m.ops;
    }

    void emit(final int pc) {
        failPosition = ops[pc + 1];
        final int end = pc + 4 + ops[pc + 3];
        int at = pc + 4;
        while (at < end) {
            final int behind = together(at, end);
            if (behind > at) {
                at = behind;
            } else {
                command(at);
                at += size(at);
            }
        }
    }

    /** Where a failure goes; what is known there is what is known here, so each jump asks anew. */
    private Label failed() {
        return m.label(failPosition);
    }

    private long command(final int at, final int operand) {
        return m.constant(ops[at + operand]);
    }

    private int size(final int at) {
        return MatchCommands.size(command(at, 0));
    }

    // Several commands

    /** Emits what can be read as one number; the position behind it, which is the same where there is nothing. */
    private int together(final int first, final int end) {
        final FieldRun run = new FieldRun(m, fields);
        int at = first;
        while (at < end && isPart(at) && run.takes(bits(at)) && run.bits() + bits(at) <= ensured) {
            add(run, at);
            at += size(at);
        }
        if (at > first) {
            run.emit(failPosition);
            ensured -= run.bits();
        }
        return at;
    }

    /** True for a command that can be one of several. */
    private boolean isPart(final int at) {
        final long name = command(at, 0);
        return name == MatchCommands.AM_INTEGER ? FieldEmitter.isField(bits(at), flags(at))
            : name == MatchCommands.AM_EQUAL ? bits(at) > 0 : name == MatchCommands.AM_SKIP;
    }

    /** Bits that a command moves over. */
    private long bits(final int at) {
        final long name = command(at, 0);
        if (name == MatchCommands.AM_INTEGER || name == MatchCommands.AM_BINARY) {
            return (long)ops[at + 3] * ops[at + 4];
        }
        return name == MatchCommands.AM_EQUAL ? ops[at + 2] : name == MatchCommands.AM_SKIP ? number(ops[at + 1]) : 0;
    }

    private int flags(final int at) {
        return MatchFlags.of(command(at, 2));
    }

    /** A number of bits as the code builder writes it. */
    private long number(final int operand) {
        return operand >= 0 ? operand : Term.smallValue(m.code.constants[~operand]);
    }

    private void add(final FieldRun run, final int at) {
        final long name = command(at, 0);
        if (name == MatchCommands.AM_INTEGER) {
            run.integer(bits(at), flags(at), ops[at + 5]);
        } else if (name == MatchCommands.AM_EQUAL) {
            run.equal(bits(at), command(at, 3));
        } else {
            run.skip(bits(at));
        }
    }

    // One command

    private void command(final int at) {
        final long name = command(at, 0);
        if (name == MatchCommands.AM_ENSURE_AT_LEAST) {
            ensureAtLeast(number(ops[at + 1]), ops[at + 2]);
        } else if (name == MatchCommands.AM_ENSURE_EXACTLY) {
            fields.left();
            out.loadConstant(number(ops[at + 1]));
            out.lcmp();
            out.ifne(failed());
            ensured = number(ops[at + 1]);
        } else if (name == MatchCommands.AM_GET_TAIL) {
            context();
            m.fast("getTail", "JPJ");
            m.store(ops[at + 3]);
        } else {
            moving(name, at);
            ensured -= Math.min(ensured, bits(at));
        }
    }

    private void ensureAtLeast(final long bits, final int unit) {
        if (Integer.bitCount(unit) == 1) {
            fields.ensure(bits, unit, failed());
        } else {
            out.lload(m.scratch(0));
            out.loadConstant(bits);
            out.loadConstant(unit);
            m.call(BIT_MATCH, "ensureAtLeast", "ZJJI");
            out.ifeq(failed());
        }
        ensured = bits;
    }

    private void moving(final long name, final int at) {
        if (name == MatchCommands.AM_INTEGER) {
            context();
            out.loadConstant(bits(at));
            out.loadConstant(flags(at));
            m.call(BIT_MATCH, "getInteger", "JHJJI");
            m.keepOr(1, failed());
            m.store(ops[at + 5]);
        } else if (name == MatchCommands.AM_BINARY) {
            context();
            out.loadConstant(bits(at));
            m.call(BIT_MATCH, "getBinary", "JHJJ");
            m.keepOr(1, failed());
            m.store(ops[at + 5]);
        } else if (name == MatchCommands.AM_EQUAL) {
            out.lload(m.scratch(0));
            out.loadConstant(ops[at + 2]);
            out.loadConstant(command(at, 3));
            m.fast("matchBits", "ZJIJ");
            out.ifeq(failed());
        } else if (bits(at) <= ensured) {
            fields.skip(bits(at));
        } else {
            out.lload(m.scratch(0));
            out.loadConstant(bits(at));
            m.call(BIT_MATCH, "skipBits", "ZJJ");
            out.ifeq(failed());
        }
    }

    /** Pushes the process and the match context. */
    private void context() {
        m.process();
        out.lload(m.scratch(0));
    }
}
