package dev.longbeam.jit;

import dev.longbeam.interp.Code;
import dev.longbeam.interp.Instructions;
import dev.longbeam.interp.MatchCommands;
import dev.longbeam.interp.OpInfo;
import dev.longbeam.interp.Opcodes;
import dev.longbeam.interp.OperandKind;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * What the compiler must know of a function before it emits code: its instructions, its labels, the places where the engine may come in, and how
 * many registers it uses.
 *
 * <p>One thread; immutable once made.
 */
final class FunctionShape {
    /** Which function of its code it is. */
    final int index;
    /** Position of the func_info instruction. */
    final int start;
    /** Position of the entry. */
    final int entry;
    /** Position behind the last instruction. */
    final int end;
    /** Number of arguments. */
    final int arity;
    /** Number of X registers that the function uses. */
    final int xCount;
    /** Number of float registers. */
    final int floatCount;
    /** Number of instructions. */
    final int instructionCount;

    /** What the first instruction begins to match, and where its context goes: operands, -1 when it is no bs_start_match. */
    final int matched;
    /** See {@link #matched}. */
    final int matchedTo;

    /** Positions of the instructions. */
    private final int[] positions;
    private final BitSet labels = new BitSet();
    /** Instructions that jump to a label, by its position. */
    private final Map<Integer, BitSet> jumps = new HashMap<>();
    private final BitSet returnPoints = new BitSet();
    private final BitSet waits = new BitSet();
    private final BitSet handlers = new BitSet();
    private final BitSet lastCalls = new BitSet();
    /** Messages that its receives never take. */
    final Rejections rejections;
    private int looking;
    private int mostX;
    private int mostFloat;
    private boolean farSelect;

    /**
     * Looks at the function of an index in a code.
     *
     * @throws NotCompilable when it holds an instruction that is not a program's own
     */
    FunctionShape(final Code code, final int function) throws NotCompilable {
        index = function;
        start = code.functionStarts[function];
        entry = start + Instructions.length(code.ops, start);
        arity = code.functionArities[function];
        mostX = arity;
        final int limit = function + 1 < code.functionStarts.length ? code.functionStarts[function + 1] : code.ops.length;
        final int[] found = new int[limit - start];
        int count = 0;
        int pc = start;
        while (pc < limit && code.ops[pc] != Opcodes.INT_CODE_END) {
            final int length = Instructions.length(code.ops, pc);
            if (length < 0) {
                throw new NotCompilable("instruction " + code.ops[pc] + " at " + pc);
            }
            found[count++] = pc;
            looking = pc;
            look(code, pc, length);
            pc += length;
        }
        end = pc;
        positions = java.util.Arrays.copyOf(found, count);
        instructionCount = count;
        xCount = mostX;
        floatCount = mostFloat;
        final int first = entry < end ? code.ops[entry] : Opcodes.INT_CODE_END;
        final int source = first == Opcodes.BS_START_MATCH3 ? 2 : 3;
        final boolean startsMatch = first == Opcodes.BS_START_MATCH3 || first == Opcodes.BS_START_MATCH4;
        matched = startsMatch ? code.ops[entry + source] : -1;
        matchedTo = startsMatch ? code.ops[entry + 4] : -1;
        rejections = waits.isEmpty() ? Rejections.NONE : new Rejections(code.ops, this);
    }

    /** True when the function begins with matching a bitstring. */
    boolean startsMatch() {
        return matched >= 0;
    }

    /** Position of the i-th instruction. */
    int position(final int i) {
        return positions[i];
    }

    /** True when an instruction is jumped to. */
    boolean isLabel(final int pc) {
        return labels.get(pc);
    }

    /** True when a label is reached by these instructions, or from above, and in no other way. */
    boolean isReachedOnlyFrom(final int pc, final BitSet sources) {
        return pc != entry && sources.equals(jumps.get(pc)) && !returnPoints.get(pc) && !waits.get(pc) && !handlers.get(pc);
    }

    /** Positions behind calls. */
    BitSet returnPoints() {
        return returnPoints;
    }

    /** Positions where processes wait for messages. */
    BitSet waits() {
        return waits;
    }

    /** Positions of exception handlers. */
    BitSet handlers() {
        return handlers;
    }

    /** Entries of the functions of the same module that are called last. */
    BitSet lastCalls() {
        return lastCalls;
    }

    /** True when the engine may have to come into the middle of the function. */
    boolean hasPlaces() {
        return !returnPoints.isEmpty() || !waits.isEmpty() || !handlers.isEmpty();
    }

    /** True when a select_val goes by way of the engine. */
    boolean hasFarSelect() {
        return farSelect;
    }

    private void look(final Code code, final int pc, final int length) {
        final int[] ops = code.ops;
        final int opcode = Instructions.generic(ops[pc]);
        final OpInfo info = OpInfo.of(opcode);
        int at = pc + 1;
        for (int i = 0; i < info.arity; i++) {
            final OperandKind kind = info.kind(i);
            if (kind.isList()) {
                list(code, at, kind);
                at += ops[at] + 1;
            } else {
                operand(ops[at++], kind);
            }
        }
        switch (opcode) {
            case Opcodes.CALL_ONLY, Opcodes.CALL_LAST -> lastCalls.set(ops[pc + 2]);
            case Opcodes.CALL, Opcodes.CALL_EXT -> returnPoints.set(pc + length);
            case Opcodes.CALL_FUN, Opcodes.CALL_FUN2 -> {
                useX(ops[opcode == Opcodes.CALL_FUN ? pc + 1 : pc + 2] + 1);
                if (!Instructions.isLastFunCall(ops[pc])) {
                    returnPoints.set(pc + length);
                }
            }
            case Opcodes.APPLY -> {
                useX(ops[pc + 1] + 2);
                returnPoints.set(pc + length);
            }
            case Opcodes.APPLY_LAST -> useX(ops[pc + 1] + 2);
            case Opcodes.LOOP_REC_END -> waits.set(ops[pc + 1]);
            case Opcodes.WAIT, Opcodes.WAIT_TIMEOUT -> waits.set(ops[pc + 1]);
            case Opcodes.CATCH, Opcodes.TRY -> {
                handlers.set(ops[pc + 2]);
                labels.set(ops[pc + 2]);
                useX(4);
            }
            case Opcodes.SELECT_VAL -> {
                farSelect |= SelectEmitter.isFar(ops, pc);
                useX(1);
            }
            case Opcodes.SEND -> useX(2);
            case Opcodes.RAW_RAISE, Opcodes.TRY_CASE, Opcodes.CATCH_END -> useX(4);
            case Opcodes.FADD, Opcodes.FSUB, Opcodes.FMUL, Opcodes.FDIV -> useFloats(ops[pc + 2], ops[pc + 3], ops[pc + 4]);
            case Opcodes.FNEGATE -> useFloats(ops[pc + 2], ops[pc + 3]);
            case Opcodes.FCONV -> useFloats(ops[pc + 2]);
            case Opcodes.FMOVE -> {
                useFloats(ops[pc + 3] == 0 ? ops[pc + 2] : ops[pc + 1]);
                register(ops[pc + 3] == 0 ? ops[pc + 1] : ops[pc + 2]);
            }
            default -> useX(1);
        }
    }

    private void operand(final int value, final OperandKind kind) {
        switch (kind) {
            case LABEL, DEST, TARGET -> label(value);
            case SRC, REG, DST, XREG, CTX, SIZE, ID -> register(value);
            case ARITY, LIVE -> useX(value);
            default -> {
            }
        }
    }

    private void list(final Code code, final int at, final OperandKind kind) {
        final int[] ops = code.ops;
        final int first = at + 1;
        final int count = ops[at];
        switch (kind) {
            case LIST_SRC, LIST_ASSOC, LIST_GET -> {
                for (int i = 0; i < count; i++) {
                    register(ops[first + i]);
                }
            }
            case LIST_SELECT, LIST_ARITY -> {
                for (int i = 1; i < count; i += 2) {
                    label(ops[first + i]);
                }
            }
            case LIST_UPDATE -> {
                for (int i = 1; i < count; i += 2) {
                    register(ops[first + i]);
                }
            }
            case LIST_SEGMENT -> {
                for (int i = 0; i < count; i += Segments.INTS) {
                    if (!Segments.isString(code, first + i)) {
                        register(ops[first + i + 4]);
                        register(ops[first + i + 5]);
                    }
                }
            }
            case LIST_MATCH -> {
                for (int i = 0; i < count; i += MatchCommands.size(code.constants[ops[first + i] >>> 2])) {
                    final int destination = MatchCommands.destination(code.constants[ops[first + i] >>> 2]);
                    if (destination > 0) {
                        register(ops[first + i + destination]);
                    }
                }
            }
            default -> {
            }
        }
    }

    private void label(final int pc) {
        labels.set(pc);
        jumps.computeIfAbsent(pc, at -> new BitSet()).set(looking);
    }

    private void register(final int operand) {
        if ((operand & 3) == Code.KIND_X) {
            useX((operand >>> 2) + 1);
        }
    }

    private void useX(final int count) {
        mostX = Math.max(mostX, count);
    }

    private void useFloats(final int... registers) {
        for (final int register : registers) {
            mostFloat = Math.max(mostFloat, register + 1);
        }
    }
}
