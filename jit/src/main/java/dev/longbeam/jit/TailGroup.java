package dev.longbeam.jit;

import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Functions of one class that call each other last, in circles: they share one method, in which such calls are jumps. As calls of Java each would deepen
 * the stack until the slice ends.
 *
 * <p>One thread; immutable once made.
 */
final class TailGroup {
    /** Ints of instructions of all functions together: more would make methods that HotSpot compiles late, or never. */
    private static final int MOST_INTS = 700;

    /** Behind the name of a member it is the name of the method. */
    static final String MARK = "+";

    /** Name of the method. */
    final String name;
    /** The functions, by the number with which the method is called. */
    final List<FunctionShape> members;
    /** Number of terms that are parameters: the most that a member has. */
    final int arity;
    /** Number of X registers of all members. */
    final int xCount;
    /** Number of float registers of all members. */
    final int floatCount;

    private TailGroup(final String name, final List<FunctionShape> members) {
        this.name = name;
        this.members = members;
        arity = members.stream().mapToInt(shape -> shape.arity).max().getAsInt();
        xCount = members.stream().mapToInt(shape -> shape.xCount).max().getAsInt();
        floatCount = members.stream().mapToInt(shape -> shape.floatCount).max().getAsInt();
    }

    /** Type of the method. */
    MethodTypeDesc type() {
        return Names.type("JPI" + "J".repeat(arity));
    }

    /** Puts the functions of a class that belong together into groups; the others stay alone. */
    static void find(final List<FunctionPlan> functions, final int mostParameters) {
        final Map<Integer, FunctionPlan> byEntry = new HashMap<>();
        for (final FunctionPlan function : functions) {
            if (function.front.to() > 0 && function.shape.arity <= mostParameters && !function.shape.hasFarSelect()) {
                byEntry.put(function.shape.entry, function);
            }
        }
        for (final List<FunctionPlan> circle : new Circles(byEntry).found) {
            final int ints = circle.stream().mapToInt(function -> function.shape.end - function.shape.start).sum();
            if (circle.size() > 1 && ints <= MOST_INTS) {
                final TailGroup group = new TailGroup(circle.getFirst().name + MARK, circle.stream().map(function -> function.shape).toList());
                circle.forEach(function -> function.group = group);
            }
        }
    }

    /** Tarjan's search for what can be reached from itself; as deep on the Java stack as a chain of functions is long. */
    private static final class Circles {
        private static final int MOST_DEPTH = 500;

        private final Map<Integer, FunctionPlan> byEntry;
        private final Map<Integer, Integer> numbers = new HashMap<>();
        private final Map<Integer, Integer> lowest = new HashMap<>();
        private final List<Integer> open = new ArrayList<>();
        private final List<List<FunctionPlan>> found = new ArrayList<>();

        Circles(final Map<Integer, FunctionPlan> byEntry) {
            this.byEntry = byEntry;
            byEntry.keySet().stream().sorted().forEach(entry -> {
                if (!numbers.containsKey(entry)) {
                    visit(entry, 0);
                }
            });
        }

        private void visit(final int entry, final int depth) {
            final int number = numbers.size();
            numbers.put(entry, number);
            lowest.put(entry, number);
            open.add(entry);
            byEntry.get(entry).shape.lastCalls().stream().filter(byEntry::containsKey).forEach(callee -> {
                if (!numbers.containsKey(callee)) {
                    if (depth < MOST_DEPTH) {
                        visit(callee, depth + 1);
                        lowest.merge(entry, lowest.get(callee), Math::min);
                    }
                } else if (open.contains(callee)) {
                    lowest.merge(entry, numbers.get(callee), Math::min);
                }
            });
            if (lowest.get(entry) == number) {
                final List<Integer> circle = open.subList(open.indexOf(entry), open.size());
                found.add(circle.stream().sorted().map(byEntry::get).toList());
                circle.clear();
            }
        }
    }
}
