package dev.longbeam.interp;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;

/**
 * Instructions of the interpreter's own: forms of generic ones for what programs do most. Same operands, another number.
 *
 * <p>Any thread.
 */
public final class SpecialOps {
    public static final int ADD = 200;
    public static final int SUBTRACT = 201;
    public static final int MOVE_X_X = 202;
    public static final int MOVE_C_X = 203;
    public static final int MOVE_Y_X = 204;
    public static final int MOVE_X_Y = 205;
    public static final int APPLY_START = 206;
    public static final int EXIT_NORMAL = 207;
    public static final int ELEMENT = 208;
    public static final int CALL_BIF = 209;
    public static final int CALL_NATIVE = 210;
    public static final int BAND = 211;
    /** call_fun with the deallocate and return that follow it: the frame goes first, so that funs can loop without a growing stack. */
    public static final int CALL_FUN_LAST = 212;
    /** The same of call_fun2. */
    public static final int CALL_FUN2_LAST = 213;
    /** Calls the export whose index stands in the first register with the arguments behind it. */
    public static final int CALL_EXPORT = 214;
    /** Stands in place of the first instruction of a traced function. */
    public static final int BREAKPOINT = 215;
    /** A call of an export entry that is traced; its position is the index of the entry. */
    public static final int ENTRY_BREAKPOINT = 216;
    public static final int RETURN_TRACE = 217;
    public static final int RETURN_TO_TRACE = 218;
    public static final int RETURN_TIME_TRACE = 219;
    public static final int RETURN_BIF_TRACE = 220;

    private static final long AM_PLUS = Atom.of("+");
    private static final long AM_MINUS = Atom.of("-");
    private static final long AM_ELEMENT = Atom.of("element");
    private static final long AM_BAND = Atom.of("band");

    private SpecialOps() {
    }

    /** Makes a call of a fun that ends just before a position the last one, when a deallocate and a return stand there. */
    static void lastFunCall(final int[] ops, final int callAt, final int deallocateAt, final int returnAt) {
        if (callAt > 0 && ops[returnAt] == Opcodes.RETURN && ops[deallocateAt] == Opcodes.DEALLOCATE) {
            if (ops[callAt] == Opcodes.CALL_FUN) {
                ops[callAt] = CALL_FUN_LAST;
            } else if (ops[callAt] == Opcodes.CALL_FUN2) {
                ops[callAt] = CALL_FUN2_LAST;
            }
        }
    }

    /** The special form of an instruction, or 0. */
    static int of(final int[] ops, final int at, final Code code) {
        return switch (ops[at]) {
            case Opcodes.MOVE -> move(ops[at + 1], ops[at + 2]);
            case Opcodes.GC_BIF2 -> arithmetic(code.imports[ops[at + 3]]);
            case Opcodes.BIF2 -> isErlang(code.imports[ops[at + 2]], AM_ELEMENT) ? ELEMENT : 0;
            default -> 0;
        };
    }

    private static int move(final int from, final int to) {
        if ((to & 3) == Code.KIND_X) {
            return switch (from & 3) {
                case Code.KIND_X -> MOVE_X_X;
                case Code.KIND_Y -> MOVE_Y_X;
                default -> MOVE_C_X;
            };
        }
        return (from & 3) == Code.KIND_X ? MOVE_X_Y : 0;
    }

    private static int arithmetic(final ExportEntry entry) {
        if (isErlang(entry, AM_PLUS)) {
            return ADD;
        }
        if (isErlang(entry, AM_MINUS)) {
            return SUBTRACT;
        }
        return isErlang(entry, AM_BAND) ? BAND : 0;
    }

    /**
     * True for a gc_bif2 that adds a small literal to a register, or takes away one that is not negative: the C emulator has an instruction of its
     * own for that, and where it fails the operator does not stand in the stack trace.
     */
    static boolean isIncrement(final Code code, final int pc) {
        final int[] ops = code.ops;
        final ExportEntry entry = code.imports[ops[pc + 3]];
        final boolean literalA = isSmallLiteral(code, ops[pc + 4]);
        final boolean literalB = isSmallLiteral(code, ops[pc + 5]);
        if (isErlang(entry, AM_PLUS)) {
            return literalA != literalB && !isLiteral(literalA ? ops[pc + 5] : ops[pc + 4]);
        }
        return isErlang(entry, AM_MINUS) && literalB && !isLiteral(ops[pc + 4]) && Term.smallValue(code.constants[ops[pc + 5] >>> 2]) >= 0;
    }

    private static boolean isSmallLiteral(final Code code, final int operand) {
        return isLiteral(operand) && Term.isSmall(code.constants[operand >>> 2]);
    }

    private static boolean isLiteral(final int operand) {
        return (operand & 3) == Code.KIND_CONSTANT;
    }

    static boolean isUnaryPlus(final ExportEntry entry) {
        return isErlang(entry, AM_PLUS) && entry.arity == 1;
    }

    private static boolean isErlang(final ExportEntry entry, final long functionTerm) {
        return entry.moduleTerm == Atoms.ERLANG && entry.functionTerm == functionTerm;
    }
}
