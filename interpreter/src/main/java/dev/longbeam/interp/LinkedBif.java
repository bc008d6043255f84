package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/**
 * Calls one built-in function that a program brings along: nothing was made for it when it was compiled. It is linked at the first call.
 *
 * <p>Any thread.
 */
final class LinkedBif extends BifCalls {
    private static final Class<?>[] INTERFACES = {Arity0.class, Arity1.class, Arity2.class, Arity3.class, Arity4.class, Arity5.class,
        Arity6.class, Arity7.class, Arity8.class};
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final Method method;
    private volatile Object target;

    LinkedBif(final Method method) {
        super(method.getDeclaringClass().getName());
        this.method = method;
    }

    @FunctionalInterface
    interface Arity0 {
        long call(Process p);
    }

    @FunctionalInterface
    interface Arity1 {
        long call(Process p, long a);
    }

    @FunctionalInterface
    interface Arity2 {
        long call(Process p, long a, long b);
    }

    @FunctionalInterface
    interface Arity3 {
        long call(Process p, long a, long b, long c);
    }

    @FunctionalInterface
    interface Arity4 {
        long call(Process p, long a, long b, long c, long d);
    }

    @FunctionalInterface
    interface Arity5 {
        long call(Process p, long a, long b, long c, long d, long e);
    }

    @FunctionalInterface
    interface Arity6 {
        long call(Process p, long a, long b, long c, long d, long e, long f);
    }

    @FunctionalInterface
    interface Arity7 {
        long call(Process p, long a, long b, long c, long d, long e, long f, long g);
    }

    @FunctionalInterface
    interface Arity8 {
        long call(Process p, long a, long b, long c, long d, long e, long f, long g, long h);
    }

    private Object target() {
        final Object linked = target;
        return linked != null ? linked : link();
    }

    private synchronized Object link() {
        if (target == null) {
            try {
                final MethodHandle handle = LOOKUP.unreflect(method);
                final MethodType type = handle.type();
                target = LambdaMetafactory.metafactory(LOOKUP, "call", MethodType.methodType(INTERFACES[type.parameterCount() - 1]), type, handle,
                    type).getTarget().invoke();
            } catch (final Throwable t) {
                throw new IllegalStateException("cannot link " + method, t);
            }
        }
        return target;
    }

    @Override
    public long call0(final int index, final Process p) {
        return ((Arity0)target()).call(p);
    }

    @Override
    public long call1(final int index, final Process p, final long a) {
        return ((Arity1)target()).call(p, a);
    }

    @Override
    public long call2(final int index, final Process p, final long a, final long b) {
        return ((Arity2)target()).call(p, a, b);
    }

    @Override
    public long call3(final int index, final Process p, final long a, final long b, final long c) {
        return ((Arity3)target()).call(p, a, b, c);
    }

    @Override
    public long call4(final int index, final Process p, final long a, final long b, final long c, final long d) {
        return ((Arity4)target()).call(p, a, b, c, d);
    }

    @Override
    public long call5(final int index, final Process p, final long a, final long b, final long c, final long d, final long e) {
        return ((Arity5)target()).call(p, a, b, c, d, e);
    }

    @Override
    public long call6(final int index, final Process p, final long a, final long b, final long c, final long d, final long e, final long f) {
        return ((Arity6)target()).call(p, a, b, c, d, e, f);
    }

    @Override
    public long call7(final int index, final Process p, final long a, final long b, final long c, final long d, final long e, final long f, final long g) {
        return ((Arity7)target()).call(p, a, b, c, d, e, f, g);
    }

    @Override
    public long call8(final int index, final Process p, final long a, final long b, final long c, final long d, final long e, final long f, final long g, final long h) {
        return ((Arity8)target()).call(p, a, b, c, d, e, f, g, h);
    }
}
