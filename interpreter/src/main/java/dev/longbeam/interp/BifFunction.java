package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Term;

/**
 * A built-in function and the way to call it.
 *
 * <p>Any thread.
 */
public final class BifFunction {
    private static final int MAX_ARITY = 8;
    private static final BifFunction[] TRACED = new BifFunction[MAX_ARITY + 1];

    /** Module. */
    public final long moduleTerm;
    /** Function. */
    public final long functionTerm;
    /** Arity. */
    public final int arity;
    /** Kind. */
    public final Bif.Kind kind;
    /** Name of the static method that it is, of the class that {@link #calls} names. */
    public final String methodName;

    private final BifCalls calls;
    private final int index;

    static {
        final BifCalls asking = new TracedBif();
        for (int arity = 0; arity < TRACED.length; arity++) {
            TRACED[arity] = new BifFunction(Term.NIL, Term.NIL, arity, Bif.Kind.BIF, "", asking, 0);
        }
    }

    BifFunction(final long moduleTerm, final long functionTerm, final int arity, final Bif.Kind kind, final String methodName, final BifCalls calls,
        final int index) {
        this.moduleTerm = moduleTerm;
        this.functionTerm = functionTerm;
        this.arity = arity;
        this.kind = kind;
        this.methodName = methodName;
        this.calls = calls;
        this.index = index;
    }

    /** Stands in place of the BIFs of an arity whose calls are traced: does nothing but ask for a traced call. */
    static BifFunction traced(final int arity) {
        return TRACED[arity];
    }

    /** Name of the class whose method it is. */
    public String className() {
        return calls.className;
    }

    /** Calls it with the first X registers as arguments. */
    public long call(final Process p, final long[] x) {
        return switch (arity) {
            case 0 -> calls.call0(index, p);
            case 1 -> calls.call1(index, p, x[0]);
            case 2 -> calls.call2(index, p, x[0], x[1]);
            case 3 -> calls.call3(index, p, x[0], x[1], x[2]);
            case 4 -> calls.call4(index, p, x[0], x[1], x[2], x[3]);
            case 5 -> calls.call5(index, p, x[0], x[1], x[2], x[3], x[4]);
            case 6 -> calls.call6(index, p, x[0], x[1], x[2], x[3], x[4], x[5]);
            case 7 -> calls.call7(index, p, x[0], x[1], x[2], x[3], x[4], x[5], x[6]);
            case 8 -> calls.call8(index, p, x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]);
            default -> throw new IllegalStateException("arity=" + arity);
        };
    }

    /** Calls it with no argument. */
    public long call0(final Process p) {
        return calls.call0(index, p);
    }

    /** Calls it with one argument. */
    public long call1(final Process p, final long a) {
        return calls.call1(index, p, a);
    }

    /** Calls it with two arguments. */
    public long call2(final Process p, final long a, final long b) {
        return calls.call2(index, p, a, b);
    }

    /** Calls it with three arguments. */
    public long call3(final Process p, final long a, final long b, final long c) {
        return calls.call3(index, p, a, b, c);
    }

    @Override
    public String toString() {
        return Atom.name(moduleTerm) + ":" + Atom.name(functionTerm) + "/" + arity;
    }
}
