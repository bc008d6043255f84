package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.BitMatch;
import dev.longbeam.term.BitMatchUtf;
import dev.longbeam.term.MatchContext;
import dev.longbeam.term.Term;

/** Matching of bitstrings. */
final class BinaryMatchOps {
    private BinaryMatchOps() {
    }

    static int run(final Interpreter in, final Process p, final int pc, final int op) {
        final int[] ops = in.ops;
        switch (op) {
            case Opcodes.BS_START_MATCH3 -> {
                return start(in, p, in.get(p, ops[pc + 2]), ops[pc + 4], ops[pc + 1], pc + 5);
            }
            case Opcodes.BS_START_MATCH4 -> {
                return start(in, p, in.get(p, ops[pc + 3]), ops[pc + 4], ops[pc + 1], pc + 5);
            }
            case Opcodes.BS_GET_POSITION -> {
                final long ctx = in.get(p, ops[pc + 1]);
                if (!MatchContext.is(ctx)) {
                    return DataOps.badCode(p);
                }
                in.set(p, ops[pc + 2], BitMatch.getPosition(ctx));
                return pc + 4;
            }
            case Opcodes.BS_SET_POSITION -> {
                final long ctx = in.get(p, ops[pc + 1]);
                final long position = in.get(p, ops[pc + 2]);
                if (!MatchContext.is(ctx) || !Term.isSmall(position) || position < 0 || Term.smallValue(position) > MatchContext.end(ctx)) {
                    return DataOps.badCode(p);
                }
                BitMatch.setPosition(ctx, position);
                return pc + 3;
            }
            case Opcodes.BS_GET_TAIL -> {
                final long ctx = in.get(p, ops[pc + 1]);
                if (!MatchContext.is(ctx)) {
                    return DataOps.badCode(p);
                }
                in.set(p, ops[pc + 2], BitMatch.getTail(p, ctx));
                return pc + 4;
            }
            default -> {
                final long ctx = in.get(p, ops[pc + 2]);
                return MatchContext.is(ctx) ? match(in, p, pc, op, ctx) : DataOps.badCode(p);
            }
        }
    }

    private static int start(final Interpreter in, final Process p, final long term, final int to, final int fail, final int next) {
        final long ctx = BitMatch.start(p, term);
        if (ctx == Term.NON_VALUE) {
            return fail == 0 ? DataOps.badCode(p) : fail;
        }
        in.set(p, to, ctx);
        return next;
    }

    private static int match(final Interpreter in, final Process p, final int pc, final int op, final long ctx) {
        final int[] ops = in.ops;
        final int fail = ops[pc + 1];
        return switch (op) {
            case Opcodes.BS_MATCH -> commands(in, p, pc, ctx);
            case Opcodes.BS_GET_INTEGER2 -> {
                final long bits = BitMatch.fieldBits(in.get(p, ops[pc + 4]), ops[pc + 5]);
                yield store(in, p, bits < 0 ? Term.NON_VALUE : BitMatch.getInteger(p, ctx, bits, ops[pc + 6]), ops[pc + 7], fail, pc + 8);
            }
            case Opcodes.BS_GET_FLOAT2 -> {
                final long bits = BitMatch.fieldBits(in.get(p, ops[pc + 4]), ops[pc + 5]);
                yield store(in, p, bits < 0 ? Term.NON_VALUE : BitMatch.getFloat(p, ctx, bits, ops[pc + 6]), ops[pc + 7], fail, pc + 8);
            }
            case Opcodes.BS_GET_BINARY2 -> {
                final long size = in.get(p, ops[pc + 4]);
                if (size == Atoms.ALL && isConstant(ops[pc + 4])) {
                    yield store(in, p, BitMatch.getBinaryAll(p, ctx, ops[pc + 5]), ops[pc + 7], fail, pc + 8);
                }
                final long bits = BitMatch.fieldBits(size, ops[pc + 5]);
                yield store(in, p, bits < 0 ? Term.NON_VALUE : BitMatch.getBinary(p, ctx, bits), ops[pc + 7], fail, pc + 8);
            }
            case Opcodes.BS_SKIP_BITS2 -> {
                final long size = in.get(p, ops[pc + 3]);
                if (size == Atoms.ALL && isConstant(ops[pc + 3])) {
                    if (!BitMatch.testUnit(ctx, ops[pc + 4])) {
                        yield fail;
                    }
                    BitMatch.skipEnsured(ctx, BitMatch.left(ctx));
                    yield pc + 6;
                }
                final long bits = BitMatch.fieldBits(size, ops[pc + 4]);
                yield bits >= 0 && BitMatch.skipBits(ctx, bits) ? pc + 6 : fail;
            }
            case Opcodes.BS_TEST_TAIL2 -> BitMatch.testTail(ctx, in.bits(ops[pc + 3])) ? pc + 4 : fail;
            case Opcodes.BS_TEST_UNIT -> BitMatch.testUnit(ctx, ops[pc + 3]) ? pc + 4 : fail;
            case Opcodes.BS_MATCH_STRING -> BitMatch.matchString(ctx, ops[pc + 3], in.code.strings, ops[pc + 4]) ? pc + 5 : fail;
            case Opcodes.BS_GET_UTF8 -> store(in, p, BitMatchUtf.getUtf8(ctx), ops[pc + 5], fail, pc + 6);
            case Opcodes.BS_GET_UTF16 -> store(in, p, BitMatchUtf.getUtf16(ctx, ops[pc + 4]), ops[pc + 5], fail, pc + 6);
            case Opcodes.BS_GET_UTF32 -> store(in, p, BitMatchUtf.getUtf32(ctx, ops[pc + 4]), ops[pc + 5], fail, pc + 6);
            case Opcodes.BS_SKIP_UTF8 -> BitMatchUtf.skipUtf8(ctx) ? pc + 5 : fail;
            case Opcodes.BS_SKIP_UTF16 -> BitMatchUtf.skipUtf16(ctx, ops[pc + 4]) ? pc + 5 : fail;
            default -> BitMatchUtf.skipUtf32(ctx, ops[pc + 4]) ? pc + 5 : fail;
        };
    }

    /** An {@code all} that the program has computed is a size like any other atom: none. */
    private static boolean isConstant(final int operand) {
        return (operand & 3) == Code.KIND_CONSTANT;
    }

    private static int store(final Interpreter in, final Process p, final long term, final int to, final int fail, final int next) {
        if (term == Term.NON_VALUE) {
            return fail;
        }
        in.set(p, to, term);
        return next;
    }

    // bs_match

    private static int commands(final Interpreter in, final Process p, final int pc, final long ctx) {
        final int[] ops = in.ops;
        final int fail = ops[pc + 1];
        final int end = pc + 4 + ops[pc + 3];
        int at = pc + 4;
        while (at < end) {
            final long command = in.constants[ops[at] >>> 2];
            if (command == MatchCommands.AM_ENSURE_AT_LEAST) {
                if (!BitMatch.ensureAtLeast(ctx, in.bits(ops[at + 1]), ops[at + 2])) {
                    return fail;
                }
                at += 3;
            } else if (command == MatchCommands.AM_ENSURE_EXACTLY) {
                if (!BitMatch.ensureExactly(ctx, in.bits(ops[at + 1]))) {
                    return fail;
                }
                at += 2;
            } else if (command == MatchCommands.AM_INTEGER) {
                final long bits = (long)ops[at + 3] * ops[at + 4];
                final long term = BitMatch.getInteger(p, ctx, bits, MatchFlags.of(in.constants[ops[at + 2] >>> 2]));
                if (term == Term.NON_VALUE) {
                    return fail;
                }
                in.set(p, ops[at + 5], term);
                at += 6;
            } else if (command == MatchCommands.AM_BINARY) {
                final long term = BitMatch.getBinary(p, ctx, (long)ops[at + 3] * ops[at + 4]);
                if (term == Term.NON_VALUE) {
                    return fail;
                }
                in.set(p, ops[at + 5], term);
                at += 6;
            } else if (command == MatchCommands.AM_SKIP) {
                if (!BitMatch.skipBits(ctx, in.bits(ops[at + 1]))) {
                    return fail;
                }
                at += 2;
            } else if (command == MatchCommands.AM_GET_TAIL) {
                in.set(p, ops[at + 3], BitMatch.getTail(p, ctx));
                at += 4;
            } else {
                final long expected = in.constants[ops[at + 3] >>> 2];
                final int bits = ops[at + 2];
                if (bits > BitMatch.left(ctx) || !BitMatch.equalBits(ctx, bits, expected)) {
                    return fail;
                }
                at += 4;
            }
        }
        return end;
    }
}
