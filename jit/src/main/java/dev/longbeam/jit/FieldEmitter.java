package dev.longbeam.jit;

import dev.longbeam.term.BitMatch;
import dev.longbeam.term.Bits;
import dev.longbeam.term.MatchContext;
import dev.longbeam.term.Term;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.util.stream.IntStream;

/**
 * Emits reading of the next bits of a match context, which stands in the first scratch variable: up to 64 of them at once as a number or
 * several, and the integers in them. The scratch variables from the second on are used.
 */
final class FieldEmitter {
    /** Bits that one number holds. */
    static final int MOST_BITS = 64;
    static final ClassDesc MATCH_CONTEXT = Names.desc(MatchContext.class);
    private static final ClassDesc BITS = Names.desc(Bits.class);
    private static final int SMALL_BITS = 60;
    private static final int CONTEXT = 0;
    private static final int POSITION = 1;
    private static final int NUMBER = 2;

    private final MethodEmitter m;
    private final CodeBuilder out;

    FieldEmitter(final MethodEmitter m) {
        this.m = m;
        out = m.out;
    }

    /** True for an integer that {@link #integer} can take out of a number: it is small, whatever its bits are. */
    static boolean isField(final long bits, final int flags) {
        return bits > 0 && bits <= (isSigned(flags) ? SMALL_BITS : SMALL_BITS - 1) && (!isLittle(flags) || bits <= 8 || (bits & 7) == 0);
    }

    /** True when an integer is not negative. */
    static boolean isNatural(final int flags) {
        return !isSigned(flags);
    }

    private static boolean isSigned(final int flags) {
        return (flags & BitMatch.FLAG_SIGNED) != 0;
    }

    private static boolean isLittle(final int flags) {
        return (flags & (BitMatch.FLAG_LITTLE | BitMatch.FLAG_NATIVE)) != 0;
    }

    /** Pushes the number of bits that are left. */
    void left() {
        context("end");
        context("position");
        out.lsub();
    }

    private void context(final String name) {
        out.lload(m.scratch(CONTEXT));
        m.call(MATCH_CONTEXT, name, "JJ");
    }

    /** Goes to a label unless so many bits are left, and a multiple of a unit, which is a power of two, behind them. */
    void ensure(final long bits, final int unit, final Label fail) {
        left();
        out.loadConstant(bits);
        out.lsub();
        out.dup2();
        out.lstore(m.scratch(POSITION));
        out.lconst_0();
        out.lcmp();
        out.iflt(fail);
        if (unit > 1) {
            out.lload(m.scratch(POSITION));
            out.l2i();
            out.loadConstant(unit - 1);
            out.iand();
            out.ifne(fail);
        }
    }

    /** Pushes the position as a term. */
    void position() {
        context("position");
        tagged();
    }

    /** Pops a position as a term and goes there, or to a label when it is none. */
    void goTo(final boolean isNatural, final Label bad) {
        out.lstore(m.scratch(POSITION));
        if (!isNatural) {
            out.lload(m.scratch(POSITION));
            m.unlessSmall(bad);
            out.lload(m.scratch(POSITION));
            out.lconst_0();
            out.lcmp();
            out.iflt(bad);
        }
        out.lload(m.scratch(POSITION));
        out.iconst_4();
        out.lshr();
        out.lstore(m.scratch(POSITION));
        out.lload(m.scratch(POSITION));
        context("end");
        out.lcmp();
        out.ifgt(bad);
        out.lload(m.scratch(CONTEXT));
        out.lload(m.scratch(POSITION));
        m.call(MATCH_CONTEXT, "position", "VJJ");
    }

    /** Moves over bits that are there. */
    void skip(final long bits) {
        out.lload(m.scratch(CONTEXT));
        context("position");
        out.loadConstant(bits);
        out.ladd();
        m.call(MATCH_CONTEXT, "position", "VJJ");
    }

    /**
     * Reads groups of the next bits, which are there, and moves over as many or more. Several groups consist of whole bytes each: where they begin with a
     * byte, each is read for itself.
     */
    void read(final int[] groupBits, final long moveBits) {
        context("position");
        out.lstore(m.scratch(POSITION));
        skip(moveBits);
        final int bits = IntStream.of(groupBits).sum();
        final Label slow = out.newLabel();
        final Label done = out.newLabel();
        if (groupBits.length == 1) {
            bytes(bits, slow);
            out.lstore(m.scratch(NUMBER));
        } else {
            groups(groupBits, slow);
        }
        out.labelBinding(done);
        m.tail(() -> {
            out.labelBinding(slow);
            context("baseAddr");
            out.lload(m.scratch(POSITION));
            out.loadConstant(bits);
            m.call(BITS, "get", "JJJI");
            out.lstore(m.scratch(NUMBER));
            if (groupBits.length > 1) {
                divide(groupBits, bits);
            }
            out.goto_(done);
        });
    }

    /** Reads each group into a variable of its own; goes to a label when they do not begin with a byte. */
    private void groups(final int[] groupBits, final Label slow) {
        offsetInByte();
        out.ifne(slow);
        context("baseAddr");
        out.lload(m.scratch(POSITION));
        out.iconst_3();
        out.lushr();
        out.ladd();
        out.lstore(m.scratch(POSITION));
        int bytes = 0;
        for (int i = 0; i < groupBits.length; i++) {
            out.lload(m.scratch(POSITION));
            out.loadConstant((long)bytes);
            out.ladd();
            m.fast("bytes" + (groupBits[i] >>> 3), "JJ");
            out.lstore(m.scratch(NUMBER + i));
            bytes += groupBits[i] >>> 3;
        }
    }

    /** Takes the groups out of one number. */
    private void divide(final int[] groupBits, final int bits) {
        int above = bits;
        for (int i = groupBits.length - 1, below = 0; i >= 0; below += groupBits[i--]) {
            above -= groupBits[i];
            out.lload(m.scratch(NUMBER));
            out.loadConstant(below);
            out.lushr();
            if (above > 0) {
                out.loadConstant(-1L >>> MOST_BITS - groupBits[i]);
                out.land();
            }
            out.lstore(m.scratch(NUMBER + i));
        }
    }

    private void offsetInByte() {
        out.lload(m.scratch(POSITION));
        out.l2i();
        out.loadConstant(7);
        out.iand();
    }

    /** Pushes the number in the fewest bytes that can hold its bits; goes to a label when they stand in one more. */
    private void bytes(final int bits, final Label slow) {
        final int bytes = bits + 7 >>> 3;
        final int spare = bytes * 8 - bits;
        offsetInByte();
        if (spare == 0) {
            out.ifne(slow);
        } else {
            out.loadConstant(spare);
            out.if_icmpgt(slow);
        }
        context("baseAddr");
        out.lload(m.scratch(POSITION));
        out.iconst_3();
        out.lushr();
        out.ladd();
        m.fast("bytes" + bytes, "JJ");
        if (spare != 0) {
            out.loadConstant(spare);
            offsetInByte();
            out.isub();
            out.lushr();
        }
    }

    /** Pushes bits of a group that has been read, as an unsigned number; behind the last of them are so many others as {@code above} says. */
    void part(final int group, final int above, final int bits) {
        out.lload(m.scratch(NUMBER + group));
        if (above > 0) {
            out.loadConstant(above);
            out.lushr();
        }
        if (bits < MOST_BITS) {
            out.loadConstant((1L << bits) - 1);
            out.land();
        }
    }

    /** Pushes bits of a group that has been read as a small integer. */
    void integer(final int group, final int above, final int bits, final int flags) {
        final boolean isTurned = isLittle(flags) && bits > 8;
        final int below = isTurned ? 0 : above;
        out.lload(m.scratch(NUMBER + group));
        if (isTurned) {
            out.loadConstant(MOST_BITS - bits - above);
            out.lshl();
            out.invokestatic(Names.desc(Long.class), "reverseBytes", Names.type("JJ"));
        }
        if (isSigned(flags)) {
            out.loadConstant(MOST_BITS - bits - below);
            out.lshl();
            out.loadConstant(MOST_BITS - bits);
            out.lshr();
        } else {
            out.loadConstant(below);
            out.lushr();
            out.loadConstant((1L << bits) - 1);
            out.land();
        }
        tagged();
    }

    /** Makes a small integer of the number on the stack: by a sum, whose constant HotSpot takes away again where the integer is added to another. */
    private void tagged() {
        out.iconst_4();
        out.lshl();
        out.loadConstant(Term.TAG_SMALL);
        out.ladd();
    }
}
