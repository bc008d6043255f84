package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Fun;
import dev.longbeam.term.FunEntry;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * A call of a fun in compiled code: an inline cache. It learns which compiled funs come by, up to {@link #MOST_FUNS}, and calls their
 * methods directly; other compiled funs are called by what {@link FunEntry#compiled} keeps, and the rest go the way of the engine.
 *
 * <p>Any thread calls; learning takes the lock of the site.
 */
public final class FunCallSite extends MutableCallSite {
    /** Calls with more arguments go the way of the engine. */
    public static final int MOST_ARGUMENTS = 6;

    private static final int MOST_FUNS = 3;
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle MATCHES = find("matches", boolean.class, long.class, FunEntry.class, long.class);
    private static final MethodHandle FREE = find("free", long.class, int.class, long.class);

    private final Code code;
    private final int pc;
    private final int next;
    private final int arity;
    private int learned;

    /**
     * The method of the body of a fun.
     *
     * @param code    its code
     * @param pointer code pointer of the body; the method may be called as long as the fun has that
     * @param handle  {@code (Process, arguments .., fun)long}
     */
    private record Body(Code code, long pointer, MethodHandle handle) {
    }

    private FunCallSite(final Code code, final int pc, final int next, final int arity) throws ReflectiveOperationException {
        super(type(arity));
        this.code = code;
        this.pc = pc;
        this.next = next;
        this.arity = arity;
        setTarget(LOOKUP.findVirtual(FunCallSite.class, "dispatch", type(arity)).bindTo(this));
    }

    private static MethodType type(final int arity) {
        MethodType type = MethodType.methodType(long.class, Process.class);
        for (int i = 0; i <= arity; i++) {
            type = type.appendParameterTypes(long.class);
        }
        return type;
    }

    private static MethodHandle find(final String name, final Class<?> result, final Class<?>... parameters) {
        try {
            return LOOKUP.findStatic(FunCallSite.class, name, MethodType.methodType(result, parameters));
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Bootstrap.
     *
     * @param next where the caller goes on, negative for a last call
     */
    public static CallSite link(final MethodHandles.Lookup lookup, final String name, final MethodType type, final int pc, final int next)
        throws ReflectiveOperationException {
        return new FunCallSite(MethodHandles.classData(lookup, "_", Code.class), pc, next, type.parameterCount() - 2);
    }

    // Bodies

    /** Lets compiled code call the body of a fun by its method. Under the lock of its code. */
    static void compiled(final FunEntry entry, final Code code, final int position, final MethodHandle method) {
        if (entry.arity > MOST_ARGUMENTS || entry.arity + entry.freeCount > CallLinks.MOST_PARAMETERS) {
            return;
        }
        final int arity = entry.arity;
        MethodHandle handle = method;
        final int[] order = new int[1 + arity + entry.freeCount];
        for (int i = 0; i <= arity; i++) {
            order[i] = i;
        }
        for (int i = 0; i < entry.freeCount; i++) {
            handle = MethodHandles.filterArguments(handle, 1 + arity + i, MethodHandles.insertArguments(FREE, 0, i));
            order[1 + arity + i] = 1 + arity;
        }
        entry.compiled = new Body(code, CodePointer.make(code.id, position), entry.freeCount == 0
            ? MethodHandles.dropArguments(handle, 1 + arity, long.class) : MethodHandles.permuteArguments(handle, type(arity), order));
    }

    /** Forgets the method of a fun if it is one of a code. Under the lock of that code. */
    static void forget(final FunEntry entry, final Code code) {
        if (entry.compiled instanceof final Body body && body.code == code) {
            entry.compiled = null;
        }
    }

    // What compiled calls run

    private static boolean matches(final long funTerm, final FunEntry entry, final long pointer) {
        return Fun.isLocal(funTerm) && Fun.isOf(funTerm, entry) && entry.codePointer == pointer;
    }

    private static long free(final int index, final long funTerm) {
        return Fun.free(funTerm, index);
    }

    /** The method of a fun with the right number of arguments, or null when it has none. */
    private MethodHandle method(final long funTerm) {
        if (!Fun.isLocal(funTerm)) {
            return null;
        }
        final FunEntry entry = Fun.entry(funTerm);
        if (!(entry.compiled instanceof final Body body) || body.pointer != entry.codePointer || entry.arity != arity) {
            return null;
        }
        if (learned < MOST_FUNS) {
            learn(entry, body);
        }
        return body.handle;
    }

    private long callInEngine(final Process p, final long funTerm) {
        return CompiledOps.callFun(p, code, pc, next, arity, funTerm);
    }

    private long dispatch(final Process p, final long funTerm) throws Throwable {
        final MethodHandle method = method(funTerm);
        if (method != null) {
            return (long)method.invokeExact(p, funTerm);
        }
        return callInEngine(p, funTerm);
    }

    private long dispatch(final Process p, final long a, final long funTerm) throws Throwable {
        final MethodHandle method = method(funTerm);
        if (method != null) {
            return (long)method.invokeExact(p, a, funTerm);
        }
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        return callInEngine(p, funTerm);
    }

    private long dispatch(final Process p, final long a, final long b, final long funTerm) throws Throwable {
        final MethodHandle method = method(funTerm);
        if (method != null) {
            return (long)method.invokeExact(p, a, b, funTerm);
        }
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        return callInEngine(p, funTerm);
    }

    private long dispatch(final Process p, final long a, final long b, final long c, final long funTerm) throws Throwable {
        final MethodHandle method = method(funTerm);
        if (method != null) {
            return (long)method.invokeExact(p, a, b, c, funTerm);
        }
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        x[2] = c;
        return callInEngine(p, funTerm);
    }

    private long dispatch(final Process p, final long a, final long b, final long c, final long d, final long funTerm) throws Throwable {
        final MethodHandle method = method(funTerm);
        if (method != null) {
            return (long)method.invokeExact(p, a, b, c, d, funTerm);
        }
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        x[2] = c;
        x[3] = d;
        return callInEngine(p, funTerm);
    }

    private long dispatch(final Process p, final long a, final long b, final long c, final long d, final long e, final long funTerm) throws Throwable {
        final MethodHandle method = method(funTerm);
        if (method != null) {
            return (long)method.invokeExact(p, a, b, c, d, e, funTerm);
        }
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        x[2] = c;
        x[3] = d;
        x[4] = e;
        return callInEngine(p, funTerm);
    }

    private long dispatch(final Process p, final long a, final long b, final long c, final long d, final long e, final long f,
        final long funTerm) throws Throwable {
        final MethodHandle method = method(funTerm);
        if (method != null) {
            return (long)method.invokeExact(p, a, b, c, d, e, f, funTerm);
        }
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        x[2] = c;
        x[3] = d;
        x[4] = e;
        x[5] = f;
        return callInEngine(p, funTerm);
    }

    // Learning

    private synchronized void learn(final FunEntry entry, final Body body) {
        if (learned == MOST_FUNS) {
            return;
        }
        learned++;
        MethodHandle test = MethodHandles.insertArguments(MATCHES, 1, entry, body.pointer);
        for (int i = 0; i <= arity; i++) {
            test = MethodHandles.dropArguments(test, i, i == 0 ? Process.class : long.class);
        }
        final MethodHandle others = getTarget();
        setTarget(body.code.guard(MethodHandles.guardWithTest(test, body.handle, others), others));
    }
}
