package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;

/**
 * Method handles that call sites which learn are made of: calls of {@code (Process, arguments .., more ..)long}, where what is called stands behind
 * the arguments.
 *
 * <p>Any thread.
 */
final class SiteHandles {
    /** Calls with more arguments go the way of the engine. */
    static final int MOST_ARGUMENTS = 6;

    private static final MethodHandle[] SPILL = new MethodHandle[MOST_ARGUMENTS + 1];

    static {
        for (int arity = 0; arity <= MOST_ARGUMENTS; arity++) {
            SPILL[arity] = find(SiteHandles.class, "spill", type(void.class, arity));
        }
    }

    private SiteHandles() {
    }

    /** The type of a call with so many words behind the process. */
    static MethodType type(final Class<?> result, final int words) {
        return MethodType.methodType(result, Process.class).appendParameterTypes(Collections.nCopies(words, long.class));
    }

    /** A static method of this package. */
    static MethodHandle find(final Class<?> owner, final String name, final MethodType type) {
        try {
            return MethodHandles.lookup().findStatic(owner, name, type);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A handle that gets only what stands behind the arguments, as one that gets the process and the arguments, too. */
    static MethodHandle behindArguments(final MethodHandle handle, final int arity) {
        return MethodHandles.dropArguments(handle, 0, type(long.class, arity).parameterList());
    }

    /** A call by the engine, {@code (Process, more ..)long}, as one whose arguments are first written into the X registers. */
    static MethodHandle spilling(final MethodHandle call, final int arity) {
        return MethodHandles.foldArguments(MethodHandles.dropArguments(call, 1, Collections.nCopies(arity, long.class)), SPILL[arity]);
    }

    private static void spill(final Process p) {
    }

    private static void spill(final Process p, final long a) {
        CompiledOps.registers(p)[0] = a;
    }

    private static void spill(final Process p, final long a, final long b) {
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
    }

    private static void spill(final Process p, final long a, final long b, final long c) {
        spill(p, a, b);
        CompiledOps.registers(p)[2] = c;
    }

    private static void spill(final Process p, final long a, final long b, final long c, final long d) {
        spill(p, a, b, c);
        CompiledOps.registers(p)[3] = d;
    }

    private static void spill(final Process p, final long a, final long b, final long c, final long d, final long e) {
        spill(p, a, b, c, d);
        CompiledOps.registers(p)[4] = e;
    }

    private static void spill(final Process p, final long a, final long b, final long c, final long d, final long e, final long f) {
        spill(p, a, b, c, d, e);
        CompiledOps.registers(p)[5] = f;
    }
}
