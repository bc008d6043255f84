package dev.longbeam.interp;

/**
 * Walks the instructions of {@link Code#ops}.
 *
 * <p>Any thread; plain functions of their arguments.
 */
public final class Instructions {
    private Instructions() {
    }

    /** The generic opcode that an opcode is a form of. */
    public static int generic(final int op) {
        return switch (op) {
            case SpecialOps.ADD, SpecialOps.SUBTRACT, SpecialOps.BAND -> Opcodes.GC_BIF2;
            case SpecialOps.MOVE_X_X, SpecialOps.MOVE_C_X, SpecialOps.MOVE_Y_X, SpecialOps.MOVE_X_Y -> Opcodes.MOVE;
            case SpecialOps.ELEMENT -> Opcodes.BIF2;
            case SpecialOps.CALL_FUN_LAST -> Opcodes.CALL_FUN;
            case SpecialOps.CALL_FUN2_LAST -> Opcodes.CALL_FUN2;
            default -> op;
        };
    }

    /** True for a call of a fun that leaves the function. */
    public static boolean isLastFunCall(final int op) {
        return op == SpecialOps.CALL_FUN_LAST || op == SpecialOps.CALL_FUN2_LAST;
    }

    /** Ints of the instruction at a position, or -1 when it is none of a program's own (a breakpoint, a native). */
    public static int length(final int[] ops, final int pc) {
        final int opcode = generic(ops[pc]);
        final OpInfo info = OpInfo.of(opcode);
        if (info == null) {
            return -1;
        }
        int at = pc + 1;
        for (int i = 0; i < info.arity; i++) {
            at += info.kind(i).isList() ? ops[at] + 1 : 1;
        }
        // The code builder says behind an fmove which way it goes.
        return at - pc + (opcode == Opcodes.FMOVE ? 1 : 0);
    }
}
