package dev.longbeam.jit;

import java.util.HashMap;
import java.util.Map;

/**
 * What is known at a place in straight code: of the terms in registers, since tests have said so, and of the room on the heap. Registers are
 * operands as in {@link dev.longbeam.interp.Code#ops}.
 */
final class Facts {
    private static final int CONS = -1;
    private static final int MAP = -2;
    private static final int CONTEXT = -3;
    private static final int NATURAL = -4;

    /** What a register holds: one of the above, or the smallest arity of a tuple. */
    private final Map<Integer, Integer> known = new HashMap<>();

    /** Words that are free on the heap, at least. */
    private int room;

    void clear() {
        known.clear();
        room = 0;
    }

    /** What is known now of registers. */
    Facts copy() {
        final Facts copy = new Facts();
        copy.known.putAll(known);
        return copy;
    }

    /** Forgets what is not known there, too; of the room, everything. */
    Facts meet(final Facts there) {
        known.replaceAll((operand, fact) -> common(fact, there.known.getOrDefault(operand, 0)));
        known.values().removeIf(fact -> fact == 0);
        room = 0;
        return this;
    }

    private static int common(final int fact, final int there) {
        return fact > 0 && there > 0 ? Math.min(fact, there) : fact == there ? fact : 0;
    }

    /** What is known of a register: to be handed to {@link #restore}. */
    Integer of(final int operand) {
        return known.get(operand);
    }

    /** Knows of a register what was known before. */
    void restore(final int operand, final Integer fact) {
        if (fact == null) {
            known.remove(operand);
        } else {
            known.put(operand, fact);
        }
    }

    /** So many words have been found free. */
    void room(final int words) {
        room = words;
    }

    /** Something may have been allocated. */
    void noRoom() {
        room = 0;
    }

    /** True when words that are to be allocated are known to be free; they are not afterwards. */
    boolean take(final int words) {
        if (words > room) {
            room = 0;
            return false;
        }
        room -= words;
        return true;
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

    /** It is a small integer of zero or above. */
    void isNatural(final int operand) {
        known.put(operand, NATURAL);
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

    boolean knowsNatural(final int operand) {
        return known.getOrDefault(operand, 0) == NATURAL;
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
