package dev.longbeam.jit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a function becomes methods: one for its entry, and, where the engine may come into its middle, one or more parts. A function that is too
 * large for HotSpot has only a front and parts.
 */
final class FunctionPlan {
    /** Functions with more return points return to the engine. */
    private static final int MOST_LOOP_POINTS = 4;

    final FunctionShape shape;
    /** Name of the method of the entry. */
    final String name;
    final Method front;
    /** Functions that share a method with this one; null when its front is a method of its own. */
    TailGroup group;
    final List<Method> parts = new ArrayList<>();
    /** Places where the engine, or another part, may come in: number by position. */
    final Map<Integer, Integer> places = new LinkedHashMap<>();

    /**
     * Plans a function.
     *
     * @param cuts where parts begin, as indexes of instructions; none for a function that fits into one method
     */
    FunctionPlan(final FunctionShape shape, final String name, final List<Integer> cuts) {
        this.shape = shape;
        this.name = name;
        addPlaces(shape.returnPoints());
        addPlaces(shape.waits());
        addPlaces(shape.handlers());
        if (cuts.isEmpty()) {
            front = new Method(name, shape, 0, shape.instructionCount, false);
            if (shape.hasPlaces()) {
                parts.add(new Method(name + "'", shape, 0, shape.instructionCount, true));
            }
            return;
        }
        front = new Method(name, shape, 0, 0, false);
        place(shape.entry);
        int from = 0;
        for (int i = 0; i <= cuts.size(); i++) {
            final int to = i < cuts.size() ? cuts.get(i) : shape.instructionCount;
            parts.add(new Method(name + "'" + i, shape, from, to, true));
            if (from > 0) {
                place(shape.position(from));
            }
            from = to;
        }
        for (int i = 0; i < shape.instructionCount; i++) {
            if (shape.isLabel(shape.position(i))) {
                place(shape.position(i));
            }
        }
    }

    private void addPlaces(final BitSet positions) {
        positions.stream().forEach(this::place);
    }

    private void place(final int pc) {
        places.putIfAbsent(pc, places.size());
    }

    /** The part that holds a position. */
    Method partOf(final int pc) {
        for (final Method part : parts) {
            if (part.holds(pc)) {
                return part;
            }
        }
        throw new IllegalStateException("pc=" + pc);
    }

    /** True when the part may return to its own return points: nobody but the engine enters it. */
    boolean returnsInLoop() {
        final long points = shape.returnPoints().stream().filter(this::isLoopPoint).count();
        return parts.size() == 1 && front.to() > 0 && points > 0 && points <= MOST_LOOP_POINTS && !shape.hasFarSelect();
    }

    /** True for a return point that is nothing else: only x0 is alive there. */
    boolean isLoopPoint(final int pc) {
        return shape.returnPoints().get(pc) && !shape.handlers().get(pc) && !shape.waits().get(pc);
    }

    /** X registers to load when the engine comes in at a place of a function that is not cut; else all of them. */
    int liveAt(final int pc) {
        return shape.handlers().get(pc) ? Math.min(4, shape.xCount) : shape.returnPoints().get(pc) ? 1 : 0;
    }
}
