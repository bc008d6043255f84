package dev.longbeam.interp;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.Compare;
import dev.longbeam.term.Fun;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** Comparisons and type tests, for both engines. Any thread that may see the terms. */
public final class TestOps {
    /** Values and labels of a select_val that is searched one by one. */
    private static final int FEW_CASES = 64;

    private TestOps() {
    }

    /** {@code A < B}. */
    public static boolean less(final long a, final long b) {
        return Term.areSmall(a, b) ? a < b : Compare.compare(a, b) < 0;
    }

    /** {@code A =:= B}. */
    public static boolean same(final long a, final long b) {
        return a == b || !Term.isImmediate(a) && !Term.isImmediate(b) && Compare.exactEqual(a, b);
    }

    static boolean isTuple(final long term, final int arity) {
        return Term.isTuple(term) && Tuple.arity(term) == arity;
    }

    /** True or false. */
    public static boolean isBoolean(final long term) {
        return term == Atoms.TRUE || term == Atoms.FALSE;
    }

    /** A fun of this arity. */
    public static boolean isFunction(final long term, final long arityTerm) {
        return Term.isFun(term) && Term.isSmall(arityTerm) && Fun.arity(term) == Term.smallValue(arityTerm);
    }

    static int selectVal(final Interpreter in, final int[] ops, final int pc, final long term) {
        final int count = ops[pc + 3];
        if (count > FEW_CASES) {
            return in.code.selectTable(pc).position(term);
        }
        final long[] constants = in.constants;
        if (Term.isImmediate(term)) {
            for (int i = pc + 4; i < pc + 4 + count; i += 2) {
                if (constants[ops[i] >>> 2] == term) {
                    return ops[i + 1];
                }
            }
            return ops[pc + 2];
        }
        for (int i = pc + 4; i < pc + 4 + count; i += 2) {
            if (same(constants[ops[i] >>> 2], term)) {
                return ops[i + 1];
            }
        }
        return ops[pc + 2];
    }

    static int selectTupleArity(final int[] ops, final int pc, final long term) {
        if (Term.isTuple(term)) {
            final int arity = Tuple.arity(term);
            final int count = ops[pc + 3];
            for (int i = pc + 4; i < pc + 4 + count; i += 2) {
                if (ops[i] == arity) {
                    return ops[i + 1];
                }
            }
        }
        return ops[pc + 2];
    }
}
