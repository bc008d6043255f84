package dev.longbeam.jit;

import java.util.HashMap;
import java.util.Map;

/**
 * What is known of the terms in registers at a place in straight code: tests have said so. Registers are operands as in {@link
 * dev.longbeam.interp.Code#ops}.
 */
final class Facts {
    private static final int CONS = -1;
    private static final int MAP = -2;
    private static final int CONTEXT = -3;

    /** What a register holds: one of the above, or the smallest arity of a tuple. */
    private final Map<Integer, Integer> known = new HashMap<>();

    void clear() {
        known.clear();
    }

    /** A register gets another term. */
    void written(final int operand) {
        known.remove(operand);
    }

    /** A register gets the term of another. */
    void moved(final int from, final int to) {
        final Integer fact = known.get(from);
        if (fact == null) {
            known.remove(to);
        } else {
            known.put(to, fact);
        }
    }

    void isCons(final int operand) {
        known.put(operand, CONS);
    }

    void isMap(final int operand) {
        known.put(operand, MAP);
    }

    void isContext(final int operand) {
        known.put(operand, CONTEXT);
    }

    void isTuple(final int operand, final int arity) {
        known.put(operand, arity);
    }

    boolean knowsCons(final int operand) {
        return known.getOrDefault(operand, 0) == CONS;
    }

    boolean knowsMap(final int operand) {
        return known.getOrDefault(operand, 0) == MAP;
    }

    boolean knowsContext(final int operand) {
        return known.getOrDefault(operand, 0) == CONTEXT;
    }

    /** True when it is a tuple of more elements than that. */
    boolean knowsElement(final int operand, final int index) {
        return known.getOrDefault(operand, 0) > index;
    }

    /** A call: X registers hold nothing any more. */
    void called() {
        known.keySet().removeIf(operand -> (operand & 3) == dev.longbeam.interp.Code.KIND_X);
    }

    /** The frame has changed. */
    void framed() {
        known.keySet().removeIf(operand -> (operand & 3) == dev.longbeam.interp.Code.KIND_Y);
    }
}
