package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.MapInstructions;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Term;

/** Maps. */
final class MapOps {
    private MapOps() {
    }

    private static int collectPairs(final Interpreter in, final Process p, final int at, final int count) {
        if (count > in.scratch.length) {
            in.scratch = new long[count * 2];
        }
        for (int i = 0; i < count; i++) {
            in.scratch[i] = in.get(p, in.ops[at + i]);
        }
        return count;
    }

    static int putAssoc(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final long map = in.get(p, ops[pc + 2]);
        final int count = ops[pc + 5];
        if (!Term.isMap(map)) {
            p.badmap(map);
            return ops[pc + 1] == 0 ? Interpreter.RAISE : ops[pc + 1];
        }
        collectPairs(in, p, pc + 6, count);
        in.set(p, ops[pc + 3], MapInstructions.putAssoc(p, map, in.scratch, 0, count));
        return pc + 6 + count;
    }

    static int putExact(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final long map = in.get(p, ops[pc + 2]);
        final int count = ops[pc + 5];
        long result = Term.NON_VALUE;
        if (Term.isMap(map)) {
            collectPairs(in, p, pc + 6, count);
            result = MapInstructions.putExact(p, map, in.scratch, 0, count);
        } else {
            p.badmap(map);
        }
        if (result == Term.NON_VALUE) {
            return ops[pc + 1] == 0 ? Interpreter.RAISE : ops[pc + 1];
        }
        in.set(p, ops[pc + 3], result);
        return pc + 6 + count;
    }

    static int hasFields(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final long map = in.get(p, ops[pc + 2]);
        final int count = ops[pc + 3];
        if (!Term.isMap(map)) {
            return ops[pc + 1];
        }
        for (int i = 0; i < count; i++) {
            if (Maps.get(map, in.get(p, ops[pc + 4 + i])) == Term.NON_VALUE) {
                return ops[pc + 1];
            }
        }
        return pc + 4 + count;
    }

    static int getElements(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final long map = in.get(p, ops[pc + 2]);
        final int count = ops[pc + 3];
        if (!Term.isMap(map)) {
            return ops[pc + 1];
        }
        for (int i = pc + 4; i < pc + 4 + count; i += 2) {
            final long value = Maps.get(map, in.get(p, ops[i]));
            if (value == Term.NON_VALUE) {
                return ops[pc + 1];
            }
            in.set(p, ops[i + 1], value);
        }
        return pc + 4 + count;
    }
}
