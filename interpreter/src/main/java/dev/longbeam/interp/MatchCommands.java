package dev.longbeam.interp;

import dev.longbeam.term.Atom;
import java.util.function.Function;

/** The little language in the list of {@code bs_match}: an atom and its operands, one after the other. Any thread. */
public final class MatchCommands {
    /** {@code ensure_at_least Bits Unit}. */
    public static final long AM_ENSURE_AT_LEAST = Atom.of("ensure_at_least");
    /** {@code ensure_exactly Bits}. */
    public static final long AM_ENSURE_EXACTLY = Atom.of("ensure_exactly");
    /** {@code integer Live Flags Size Unit Dst}. */
    public static final long AM_INTEGER = Atom.of("integer");
    /** {@code binary Live Flags Size Unit Dst}. */
    public static final long AM_BINARY = Atom.of("binary");
    /** {@code skip Bits}. */
    public static final long AM_SKIP = Atom.of("skip");
    /** {@code get_tail Live Unit Dst}. */
    public static final long AM_GET_TAIL = Atom.of("get_tail");
    /** {@code '=:=' [] Bits Value}. */
    public static final long AM_EQUAL = Atom.of("=:=");

    private static final int LONGEST_VALUE_BITS = 64;

    /** Above every number of bits that an instruction can name. */
    static final long MAX_BITS = 1L << 58;

    private MatchCommands() {
    }

    /** Number of operands of a command, its name included; 0 when there is no such command. */
    public static int size(final long nameTerm) {
        if (nameTerm == AM_INTEGER || nameTerm == AM_BINARY) {
            return 6;
        } else if (nameTerm == AM_GET_TAIL || nameTerm == AM_EQUAL) {
            return 4;
        } else if (nameTerm == AM_ENSURE_AT_LEAST) {
            return 3;
        }
        return nameTerm == AM_ENSURE_EXACTLY || nameTerm == AM_SKIP ? 2 : 0;
    }

    /** Position of the live operand in a command, or 0. */
    static int liveOperand(final long nameTerm) {
        return nameTerm == AM_INTEGER || nameTerm == AM_BINARY || nameTerm == AM_GET_TAIL ? 1 : 0;
    }

    /** Position of the destination in a command, or 0. */
    public static int destination(final long nameTerm) {
        return liveOperand(nameTerm) == 0 ? 0 : size(nameTerm) - 1;
    }

    static void check(final InstructionStream code, final int start, final int count, final Function<String, BadBeamException> refusal)
            throws BadBeamException {
        int at = start;
        while (at < start + count) {
            final long name = code.operand(at);
            final int size = Operand.kind(name) == Operand.ATOM ? size(Operand.term(name)) : 0;
            if (size == 0 || size > start + count - at || !isGood(code, Operand.term(name), at, size)) {
                throw refusal.apply("bad command " + (Operand.kind(name) == Operand.ATOM ? Atom.name(Operand.term(name)) : Operand.name(name)));
            }
            at += size;
        }
    }

    private static boolean isGood(final InstructionStream code, final long nameTerm, final int at, final int size) {
        if (nameTerm == AM_EQUAL) {
            final int kind = Operand.kind(code.operand(at + 3));
            return Operand.kind(code.operand(at + 1)) == Operand.NIL && isNumber(code.operand(at + 2), false)
                && Operand.value(code.operand(at + 2)) <= LONGEST_VALUE_BITS
                && (kind == Operand.U || kind == Operand.I || kind == Operand.BIG_INT);
        }
        final int destination = destination(nameTerm);
        for (int i = 1; i < size; i++) {
            final long operand = code.operand(at + i);
            final int kind = Operand.kind(operand);
            final boolean flags = destination != 0 && nameTerm != AM_GET_TAIL && i == 2;
            final boolean good = i == destination ? Operand.isRegister(operand)
                : flags ? kind == Operand.NIL || kind == Operand.LITERAL : isNumber(operand, i == 1 && destination == 0);
            if (!good) {
                return false;
            }
        }
        if (nameTerm == AM_ENSURE_AT_LEAST) {
            return Operand.value(code.operand(at + 2)) > 0;
        }
        return destination == 0 || Operand.value(code.operand(at + 1)) <= CodeValidator.MAX_REGISTERS;
    }

    private static boolean isNumber(final long operand, final boolean bits) {
        final long value = Operand.value(operand);
        return Operand.kind(operand) == Operand.U && value >= 0 && value < (bits ? MAX_BITS : Integer.MAX_VALUE);
    }
}
