package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.BinaryBuild;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Term;

/** Construction of bitstrings by bs_create_bin: sums up the sizes, makes the binary, fills in the segments. */
final class BinaryCreateOps {
    /** Bits that are written for one reduction. */
    private static final int REDUCTION_BITS = 8192;
    /** Copying what is appended to is that much cheaper. */
    private static final int APPEND_COPY_SHIFT = 2;
    private static final int SEGMENT_INTS = 6;
    private static final long AM_INTEGER = Atom.of("integer");
    private static final long AM_BINARY = Atom.of("binary");
    private static final long AM_STRING = Atom.of("string");
    private static final long AM_APPEND = Atom.of("append");
    private static final long AM_PRIVATE_APPEND = Atom.of("private_append");

    private BinaryCreateOps() {
    }

    static int create(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final int first = pc + 7;
        final int end = first + ops[pc + 6];
        final BinaryBuild build = in.build;
        long bits = 0;
        boolean appends = false;
        for (int at = first; at < end; at += SEGMENT_INTS) {
            final long type = in.constants[ops[at] >>> 2];
            if (type == AM_APPEND || type == AM_PRIVATE_APPEND) {
                appends = true;
                continue;
            }
            final long size = segmentBits(in, p, at, type);
            if (size < 0) {
                return failed(in, p, pc, at, type);
            }
            bits += size;
        }
        int at = first;
        long appendedTo = Term.NON_VALUE;
        if (appends) {
            final long type = in.constants[ops[at] >>> 2];
            final long source = in.get(p, ops[at + 4]);
            final long term = type == AM_APPEND ? build.append(p, source, bits, ops[at + 2])
                : build.privateAppend(p, source, bits, ops[at + 2]);
            if (term == Term.NON_VALUE) {
                return failed(in, p, pc, at, type);
            }
            appendedTo = source;
            at += SEGMENT_INTS;
        } else if (build.init(p, bits) == Term.NON_VALUE) {
            return ops[pc + 1] != 0 ? ops[pc + 1] : Interpreter.RAISE;
        }
        for (; at < end; at += SEGMENT_INTS) {
            final long type = in.constants[ops[at] >>> 2];
            if (!put(in, p, at, type)) {
                return failed(in, p, pc, at, type);
            }
        }
        in.set(p, ops[pc + 5], built(in, p, appendedTo, bits));
        return end;
    }

    /** The binary that has been built: counts the reductions for its bits and for those of what it was appended to, if they were copied. */
    static long built(final Interpreter in, final Process p, final long appendedToTerm, final long newBits) {
        final long term = in.build.term;
        in.build.term = Term.NIL;
        long bits = newBits;
        if (appendedToTerm != Term.NON_VALUE && Bitstring.dataAddr(term) != Bitstring.dataAddr(appendedToTerm)) {
            bits += Bitstring.bitSize(appendedToTerm) >>> APPEND_COPY_SHIFT;
        }
        if (bits >= REDUCTION_BITS) {
            p.bumpReductions((int)Math.min(bits / REDUCTION_BITS, Integer.MAX_VALUE / 2));
        }
        return term;
    }

    private static long segmentBits(final Interpreter in, final Process p, final int at, final long type) {
        final int[] ops = in.ops;
        if (type == AM_STRING) {
            return Term.smallValue(in.get(p, ops[at + 5])) * 8;
        }
        final long value = in.get(p, ops[at + 4]);
        if (type == Atoms.UTF8) {
            return BinaryBuild.utf8Bits(value);
        }
        if (type == Atoms.UTF16) {
            return BinaryBuild.utf16Bits(value);
        }
        if (type == Atoms.UTF32) {
            return in.build.checkUtf32(p, value) ? 32 : -1;
        }
        final long size = in.get(p, ops[at + 5]);
        return type == AM_BINARY && size == Atoms.ALL ? in.build.wholeBits(p, value) : in.build.segmentBits(p, size, ops[at + 2]);
    }

    private static boolean put(final Interpreter in, final Process p, final int at, final long type) {
        final int[] ops = in.ops;
        final BinaryBuild build = in.build;
        final int unit = ops[at + 2];
        if (type == AM_STRING) {
            build.putString(in.code.strings, ops[at + 4], (int)Term.smallValue(in.get(p, ops[at + 5])));
            return true;
        }
        final long value = in.get(p, ops[at + 4]);
        final int flags = MatchFlags.of(in.constants[ops[at + 3] >>> 2]);
        if (type == Atoms.UTF8) {
            return build.putUtf8(p, value);
        }
        if (type == Atoms.UTF16) {
            return build.putUtf16(p, value, flags);
        }
        if (type == Atoms.UTF32) {
            return build.putUtf32(p, value, flags);
        }
        final long size = in.get(p, ops[at + 5]);
        if (type == AM_BINARY) {
            return size == Atoms.ALL ? build.putBinaryAll(p, value, unit) : build.putBinary(p, value, Term.smallValue(size) * unit);
        }
        final long bits = Term.smallValue(size) * unit;
        return type == AM_INTEGER ? build.putInteger(p, value, bits, flags) : build.putFloat(p, value, bits, flags);
    }

    private static int failed(final Interpreter in, final Process p, final int pc, final int at, final long type) {
        if (in.ops[pc + 1] != 0) {
            return in.ops[pc + 1];
        }
        final long shownType = type == AM_APPEND || type == AM_PRIVATE_APPEND ? AM_BINARY : type;
        in.build.cause(p, in.ops[at + 1], shownType);
        ExceptionOps.binaryFailed(in, p);
        return Interpreter.RAISE;
    }
}
