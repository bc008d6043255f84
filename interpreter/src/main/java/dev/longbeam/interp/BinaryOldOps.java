package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.BinaryBuild;
import dev.longbeam.term.Term;

/** Construction of bitstrings by the instructions of compilers before OTP 25: make the binary, then one put per segment. */
final class BinaryOldOps {
    private BinaryOldOps() {
    }

    static int run(final Interpreter in, final Process p, final int pc, final int op) {
        final int[] ops = in.ops;
        final BinaryBuild build = in.build;
        return switch (op) {
            case Opcodes.BS_INIT_WRITABLE -> {
                in.x[0] = BinaryBuild.initWritable(p, in.x[0]);
                yield pc + 1;
            }
            case Opcodes.BS_INIT2 -> made(in, p, pc, build.initBytes(p, in.get(p, ops[pc + 2])), ops[pc + 6], pc + 7);
            case Opcodes.BS_INIT_BITS -> made(in, p, pc, build.initBits(p, in.get(p, ops[pc + 2])), ops[pc + 6], pc + 7);
            case Opcodes.BS_APPEND -> append(in, p, pc);
            case Opcodes.BS_PRIVATE_APPEND -> privateAppend(in, p, pc);
            case Opcodes.BS_ADD -> {
                final long sum = BinaryBuild.add(p, in.get(p, ops[pc + 2]), in.get(p, ops[pc + 3]), ops[pc + 4]);
                if (sum == Term.NON_VALUE) {
                    yield failed(in, pc);
                }
                in.set(p, ops[pc + 5], sum);
                yield pc + 6;
            }
            case Opcodes.BS_UTF8_SIZE -> {
                in.set(p, ops[pc + 3], Term.makeSmall(BinaryBuild.utf8Bits(in.get(p, ops[pc + 2])) >>> 3));
                yield pc + 4;
            }
            case Opcodes.BS_UTF16_SIZE -> {
                in.set(p, ops[pc + 3], Term.makeSmall(BinaryBuild.utf16Bits(in.get(p, ops[pc + 2])) >>> 3));
                yield pc + 4;
            }
            default -> put(in, p, pc, op);
        };
    }

    private static int made(final Interpreter in, final Process p, final int pc, final long term, final int to, final int next) {
        if (term == Term.NON_VALUE) {
            return failed(in, pc);
        }
        in.set(p, to, term);
        return next;
    }

    private static int failed(final Interpreter in, final int pc) {
        return in.ops[pc + 1] != 0 ? in.ops[pc + 1] : Interpreter.RAISE;
    }

    private static int append(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final long bits = in.build.buildBits(p, in.get(p, ops[pc + 2]));
        final long term = bits < 0 ? Term.NON_VALUE : in.build.append(p, in.get(p, ops[pc + 6]), bits, ops[pc + 5]);
        return made(in, p, pc, term, ops[pc + 8], pc + 9);
    }

    private static int privateAppend(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final long bits = in.build.buildBits(p, in.get(p, ops[pc + 2]));
        final long term = bits < 0 ? Term.NON_VALUE : in.build.privateAppend(p, in.get(p, ops[pc + 4]), bits, ops[pc + 3]);
        return made(in, p, pc, term, ops[pc + 6], pc + 7);
    }

    private static int put(final Interpreter in, final Process p, final int pc, final int op) {
        final int[] ops = in.ops;
        final BinaryBuild build = in.build;
        if (op == Opcodes.BS_PUT_STRING) {
            build.putString(in.code.strings, ops[pc + 2], ops[pc + 1]);
            return pc + 3;
        }
        if (op == Opcodes.BS_PUT_UTF8) {
            return build.putUtf8(p, in.get(p, ops[pc + 3])) ? pc + 4 : failed(in, pc);
        }
        if (op == Opcodes.BS_PUT_UTF16) {
            return build.putUtf16(p, in.get(p, ops[pc + 3]), ops[pc + 2]) ? pc + 4 : failed(in, pc);
        }
        if (op == Opcodes.BS_PUT_UTF32) {
            final long character = in.get(p, ops[pc + 3]);
            return build.checkUtf32(p, character) && build.putUtf32(p, character, ops[pc + 2]) ? pc + 4 : failed(in, pc);
        }
        final long size = in.get(p, ops[pc + 2]);
        final int unit = ops[pc + 3];
        final long value = in.get(p, ops[pc + 5]);
        if (op == Opcodes.BS_PUT_BINARY && size == Atoms.ALL) {
            return build.putBinaryAll(p, value, unit) ? pc + 6 : failed(in, pc);
        }
        final long bits = build.segmentBits(p, size, unit);
        if (bits < 0) {
            return failed(in, pc);
        }
        final boolean done = switch (op) {
            case Opcodes.BS_PUT_BINARY -> build.putBinary(p, value, bits);
            case Opcodes.BS_PUT_FLOAT -> build.putFloat(p, value, bits, ops[pc + 4]);
            default -> build.putInteger(p, value, bits, ops[pc + 4]);
        };
        return done ? pc + 6 : failed(in, pc);
    }
}
