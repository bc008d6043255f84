package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/**
 * A built-in function and the way to call it. The call site object is made at the first call.
 *
 * <p>Any thread.
 */
public final class BifFunction {
    private static final Class<?>[] INTERFACES = {Arity0.class, Arity1.class, Arity2.class, Arity3.class, Arity4.class, Arity5.class,
        Arity6.class, Arity7.class, Arity8.class};
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** Module. */
    public final long moduleTerm;
    /** Function. */
    public final long functionTerm;
    /** Arity. */
    public final int arity;
    /** Kind. */
    public final Bif.Kind kind;
    /** The implementation: {@code public static long name(Process, long ..)}. */
    public final Method method;

    private volatile Object implementation;

    private static final BifFunction[] TRACED = new BifFunction[INTERFACES.length];

    static {
        final Object[] asking = {(Arity0)BifFunction::ask, (Arity1)(p, a) -> ask(p), (Arity2)(p, a, b) -> ask(p),
            (Arity3)(p, a, b, c) -> ask(p), (Arity4)(p, a, b, c, d) -> ask(p), (Arity5)(p, a, b, c, d, e) -> ask(p),
            (Arity6)(p, a, b, c, d, e, f) -> ask(p), (Arity7)(p, a, b, c, d, e, f, g) -> ask(p),
            (Arity8)(p, a, b, c, d, e, f, g, h) -> ask(p)};
        for (int arity = 0; arity < TRACED.length; arity++) {
            TRACED[arity] = new BifFunction(dev.longbeam.term.Term.NIL, dev.longbeam.term.Term.NIL, arity, Bif.Kind.BIF, null);
            TRACED[arity].implementation = asking[arity];
        }
    }

    BifFunction(final long moduleTerm, final long functionTerm, final int arity, final Bif.Kind kind, final Method method) {
        this.moduleTerm = moduleTerm;
        this.functionTerm = functionTerm;
        this.arity = arity;
        this.kind = kind;
        this.method = method;
    }

    /** Stands in place of the BIFs of an arity whose calls are traced: does nothing but ask for a traced call. */
    static BifFunction traced(final int arity) {
        return TRACED[arity];
    }

    private static long ask(final Process p) {
        p.outcome = Process.OUTCOME_CALL_TRACED;
        return dev.longbeam.term.Term.NON_VALUE;
    }

    /** A BIF of 0 arguments. */
    @FunctionalInterface
    public interface Arity0 {
        /** Calls it. */
        long call(Process p);
    }

    /** A BIF of 1 arguments. */
    @FunctionalInterface
    public interface Arity1 {
        /** Calls it. */
        long call(Process p, long a);
    }

    /** A BIF of 2 arguments. */
    @FunctionalInterface
    public interface Arity2 {
        /** Calls it. */
        long call(Process p, long a, long b);
    }

    /** A BIF of 3 arguments. */
    @FunctionalInterface
    public interface Arity3 {
        /** Calls it. */
        long call(Process p, long a, long b, long c);
    }

    /** A BIF of 4 arguments. */
    @FunctionalInterface
    public interface Arity4 {
        /** Calls it. */
        long call(Process p, long a, long b, long c, long d);
    }

    /** A BIF of 5 arguments. */
    @FunctionalInterface
    public interface Arity5 {
        /** Calls it. */
        long call(Process p, long a, long b, long c, long d, long e);
    }

    /** A BIF of 6 arguments. */
    @FunctionalInterface
    public interface Arity6 {
        /** Calls it. */
        long call(Process p, long a, long b, long c, long d, long e, long f);
    }

    /** A BIF of 7 arguments. */
    @FunctionalInterface
    public interface Arity7 {
        /** Calls it. */
        long call(Process p, long a, long b, long c, long d, long e, long f, long g);
    }

    /** A BIF of 8 arguments. */
    @FunctionalInterface
    public interface Arity8 {
        /** Calls it. */
        long call(Process p, long a, long b, long c, long d, long e, long f, long g, long h);
    }

    /** Calls it with the first X registers as arguments. */
    public long call(final Process p, final long[] x) {
        Object implementation = this.implementation;
        if (implementation == null) {
            implementation = link();
        }
        return switch (arity) {
            case 0 -> ((Arity0)implementation).call(p);
            case 1 -> ((Arity1)implementation).call(p, x[0]);
            case 2 -> ((Arity2)implementation).call(p, x[0], x[1]);
            case 3 -> ((Arity3)implementation).call(p, x[0], x[1], x[2]);
            case 4 -> ((Arity4)implementation).call(p, x[0], x[1], x[2], x[3]);
            case 5 -> ((Arity5)implementation).call(p, x[0], x[1], x[2], x[3], x[4]);
            case 6 -> ((Arity6)implementation).call(p, x[0], x[1], x[2], x[3], x[4], x[5]);
            case 7 -> ((Arity7)implementation).call(p, x[0], x[1], x[2], x[3], x[4], x[5], x[6]);
            case 8 -> ((Arity8)implementation).call(p, x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]);
            default -> throw new IllegalStateException("arity=" + arity);
        };
    }

    /** Calls it with no argument. */
    public long call0(final Process p) {
        return ((Arity0)linked()).call(p);
    }

    /** Calls it with one argument. */
    public long call1(final Process p, final long a) {
        return ((Arity1)linked()).call(p, a);
    }

    /** Calls it with two arguments. */
    public long call2(final Process p, final long a, final long b) {
        return ((Arity2)linked()).call(p, a, b);
    }

    /** Calls it with three arguments. */
    public long call3(final Process p, final long a, final long b, final long c) {
        return ((Arity3)linked()).call(p, a, b, c);
    }

    private Object linked() {
        final Object linked = implementation;
        return linked != null ? linked : link();
    }

    private synchronized Object link() {
        if (implementation == null) {
            try {
                final MethodHandle handle = LOOKUP.unreflect(method);
                final MethodType type = handle.type();
                implementation = LambdaMetafactory.metafactory(LOOKUP, "call", MethodType.methodType(INTERFACES[arity]), type, handle, type)
                    .getTarget().invoke();
            } catch (final Throwable t) {
                throw new IllegalStateException("cannot link " + method, t);
            }
        }
        return implementation;
    }

    @Override
    public String toString() {
        return dev.longbeam.term.Atom.name(moduleTerm) + ":" + dev.longbeam.term.Atom.name(functionTerm) + "/" + arity;
    }
}
