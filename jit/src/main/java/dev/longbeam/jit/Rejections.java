package dev.longbeam.jit;

import dev.longbeam.interp.Code;
import dev.longbeam.interp.Instructions;
import dev.longbeam.interp.OpInfo;
import dev.longbeam.interp.Opcodes;
import dev.longbeam.interp.OperandKind;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which jumps to the next message depend on the message and on constants alone: all tests since the message was looked at were of parts of it. A
 * message that has gone that way goes it again at each later turn of the same receive.
 *
 * <p>One thread; immutable once made.
 */
final class Rejections {
    /** Those of a function that receives nothing. */
    static final Rejections NONE = new Rejections();

    /** What is known at an instruction: the receive whose message is being looked at, and the X registers that hold parts of the message. */
    private record Knowledge(int receive, BitSet parts) {
        private static final Knowledge NOTHING = new Knowledge(-1, new BitSet());

        Knowledge meet(final Knowledge there) {
            if (receive != there.receive || receive < 0) {
                return NOTHING;
            }
            final BitSet both = (BitSet)parts.clone();
            both.and(there.parts);
            return new Knowledge(receive, both);
        }

        /** A register gets a part of the message, or another term. */
        Knowledge with(final int operand, final boolean isPart) {
            if (receive < 0 || (operand & 3) != Code.KIND_X) {
                return this;
            }
            final BitSet changed = (BitSet)parts.clone();
            changed.set(operand >>> 2, isPart);
            return new Knowledge(receive, changed);
        }

        boolean isFixed(final int operand) {
            return (operand & 3) == Code.KIND_CONSTANT || (operand & 3) == Code.KIND_X && parts.get(operand >>> 2);
        }
    }

    private final int[] ops;
    private final Map<Integer, Knowledge> known = new HashMap<>();
    private final ArrayDeque<Integer> pending = new ArrayDeque<>();
    /** Receives with a jump of that kind, by their positions. */
    private final BitSet receives = new BitSet();

    private Rejections() {
        ops = new int[0];
    }

    /** Looks at a function. */
    Rejections(final int[] ops, final FunctionShape shape) {
        this.ops = ops;
        reach(shape.entry, Knowledge.NOTHING);
        shape.waits().stream().forEach(pc -> reach(pc, Knowledge.NOTHING));
        shape.returnPoints().stream().forEach(pc -> reach(pc, Knowledge.NOTHING));
        shape.handlers().stream().forEach(pc -> reach(pc, Knowledge.NOTHING));
        while (!pending.isEmpty()) {
            final int pc = pending.pop();
            if (pc < shape.end) {
                follow(pc);
            }
        }
        known.forEach((pc, knowledge) -> {
            if (knowledge.receive >= 0 && pc < shape.end) {
                targets(pc, target -> {
                    if (isAlways(pc, target)) {
                        receives.set(knowledge.receive);
                    }
                });
            }
        });
    }

    /** True when an instruction's jump to another rejects the message, always. */
    boolean isAlways(final int pc, final int target) {
        final Knowledge knowledge = known.get(pc);
        return knowledge != null && ops[target] == Opcodes.LOOP_REC_END && ops[target + 1] == knowledge.receive && isFixedTest(pc, knowledge);
    }

    /** True when the receive at a position has such jumps. */
    boolean hasAt(final int receive) {
        return receives.get(receive);
    }

    private void reach(final int pc, final Knowledge knowledge) {
        final Knowledge before = known.get(pc);
        final Knowledge now = before == null ? knowledge : before.meet(knowledge);
        if (!now.equals(before)) {
            known.put(pc, now);
            pending.push(pc);
        }
    }

    private void follow(final int pc) {
        final int op = Instructions.generic(ops[pc]);
        final Knowledge before = known.get(pc);
        final Knowledge behind = op == Opcodes.LOOP_REC ? new Knowledge(pc, new BitSet()).with(ops[pc + 2], true) : behind(pc, op, before);
        if (!OpInfo.of(op).is(OpInfo.ENDS_BLOCK)) {
            reach(pc + Instructions.length(ops, pc), behind);
        }
        targets(pc, target -> reach(target, op == Opcodes.LOOP_REC ? Knowledge.NOTHING : behind));
    }

    private Knowledge behind(final int pc, final int op, final Knowledge before) {
        if (before.receive < 0 || isFixedTest(pc, before)) {
            return before;
        }
        return switch (op) {
            case Opcodes.MOVE -> before.with(ops[pc + 2], before.isFixed(ops[pc + 1]));
            case Opcodes.GET_TUPLE_ELEMENT -> before.with(ops[pc + 3], before.isFixed(ops[pc + 1]));
            case Opcodes.GET_HD, Opcodes.GET_TL -> before.with(ops[pc + 2], before.isFixed(ops[pc + 1]));
            case Opcodes.GET_LIST -> before.with(ops[pc + 2], before.isFixed(ops[pc + 1])).with(ops[pc + 3], before.isFixed(ops[pc + 1]));
            default -> OpInfo.of(op).is(OpInfo.MARK) ? before : Knowledge.NOTHING;
        };
    }

    /** True for a test of parts of the message, and for a jump. */
    private boolean isFixedTest(final int pc, final Knowledge knowledge) {
        return switch (Instructions.generic(ops[pc])) {
            case Opcodes.JUMP -> true;
            case Opcodes.SELECT_VAL, Opcodes.SELECT_TUPLE_ARITY -> knowledge.isFixed(ops[pc + 1]);
            case Opcodes.IS_INTEGER, Opcodes.IS_FLOAT, Opcodes.IS_NUMBER, Opcodes.IS_ATOM, Opcodes.IS_PID, Opcodes.IS_REFERENCE, Opcodes.IS_PORT,
                Opcodes.IS_NIL, Opcodes.IS_BINARY, Opcodes.IS_BITSTR, Opcodes.IS_LIST, Opcodes.IS_NONEMPTY_LIST, Opcodes.IS_TUPLE, Opcodes.IS_FUNCTION,
                Opcodes.IS_MAP, Opcodes.IS_BOOLEAN, Opcodes.TEST_ARITY, Opcodes.IS_TAGGED_TUPLE -> knowledge.isFixed(ops[pc + 2]);
            case Opcodes.IS_LT, Opcodes.IS_GE, Opcodes.IS_EQ, Opcodes.IS_NE, Opcodes.IS_EQ_EXACT, Opcodes.IS_NE_EXACT, Opcodes.IS_FUNCTION2 ->
                knowledge.isFixed(ops[pc + 2]) && knowledge.isFixed(ops[pc + 3]);
            default -> false;
        };
    }

    /** Hands out where an instruction may jump to. */
    private void targets(final int pc, final java.util.function.IntConsumer to) {
        final OpInfo info = OpInfo.of(Instructions.generic(ops[pc]));
        int at = pc + 1;
        for (int i = 0; i < info.arity; i++) {
            final OperandKind kind = info.kind(i);
            if ((kind == OperandKind.LABEL || kind == OperandKind.DEST || kind == OperandKind.TARGET) && ops[at] > 0) {
                to.accept(ops[at]);
            } else if (kind == OperandKind.LIST_SELECT || kind == OperandKind.LIST_ARITY) {
                for (int k = 2; k <= ops[at]; k += 2) {
                    to.accept(ops[at + k]);
                }
            }
            at += kind.isList() ? ops[at] + 1 : 1;
        }
    }
}
