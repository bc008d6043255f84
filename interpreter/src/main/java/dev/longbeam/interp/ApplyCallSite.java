package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Term;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * An apply of compiled code, whose module and function are known only when it runs: an inline cache. It learns which functions come by, up to
 * {@link #MOST_FUNCTIONS}, and calls them as a call with a known name does; others, and BIFs, go the way of the engine.
 *
 * <p>Any thread calls; learning takes the lock of the site.
 */
public final class ApplyCallSite extends MutableCallSite {
    /** Calls with more arguments go the way of the engine. */
    public static final int MOST_ARGUMENTS = 6;

    private static final int MOST_FUNCTIONS = 3;
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle MATCHES;
    private static final MethodHandle FRAME;
    private static final MethodHandle DROP;

    static {
        try {
            MATCHES = LOOKUP.findStatic(ApplyCallSite.class, "matches",
                MethodType.methodType(boolean.class, long.class, long.class, ExportEntry.class));
            FRAME = LOOKUP.findStatic(CompiledOps.class, "frame", MethodType.methodType(void.class, Process.class, long.class));
            DROP = LOOKUP.findStatic(CompiledOps.class, "deallocate", MethodType.methodType(void.class, Process.class, int.class));
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Code code;
    private final int pc;
    private final int next;
    private final int arity;
    private final int yCount;
    private int learned;

    private ApplyCallSite(final Code code, final int pc, final int next, final int yCount, final int arity) throws ReflectiveOperationException {
        super(type(arity));
        this.code = code;
        this.pc = pc;
        this.next = next;
        this.yCount = yCount;
        this.arity = arity;
        setTarget(LOOKUP.findVirtual(ApplyCallSite.class, "dispatch", type(arity)).bindTo(this));
    }

    private static MethodType type(final int arity) {
        MethodType type = MethodType.methodType(long.class, Process.class);
        for (int i = 0; i < arity + 2; i++) {
            type = type.appendParameterTypes(long.class);
        }
        return type;
    }

    /**
     * Bootstrap.
     *
     * @param next   where the caller goes on
     * @param yCount registers of the caller's frame that a last call drops first, -1 for a call of a body
     */
    public static CallSite link(final MethodHandles.Lookup lookup, final String name, final MethodType type, final int pc, final int next,
        final int yCount) throws ReflectiveOperationException {
        return new ApplyCallSite(MethodHandles.classData(lookup, "_", Code.class), pc, next, yCount, type.parameterCount() - 3);
    }

    // What compiled calls run

    private static boolean matches(final long moduleTerm, final long functionTerm, final ExportEntry entry) {
        return moduleTerm == entry.moduleTerm && functionTerm == entry.functionTerm;
    }

    private long callInEngine(final Process p, final long moduleTerm, final long functionTerm) {
        final long[] x = CompiledOps.registers(p);
        x[arity] = moduleTerm;
        x[arity + 1] = functionTerm;
        if (learned < MOST_FUNCTIONS) {
            learn(CompiledOps.engine(p), moduleTerm, functionTerm);
        }
        return CompiledOps.apply(p, code, pc, next, arity, yCount);
    }

    private long dispatch(final Process p, final long moduleTerm, final long functionTerm) {
        return callInEngine(p, moduleTerm, functionTerm);
    }

    private long dispatch(final Process p, final long a, final long moduleTerm, final long functionTerm) {
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        return callInEngine(p, moduleTerm, functionTerm);
    }

    private long dispatch(final Process p, final long a, final long b, final long moduleTerm, final long functionTerm) {
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        return callInEngine(p, moduleTerm, functionTerm);
    }

    private long dispatch(final Process p, final long a, final long b, final long c, final long moduleTerm,
        final long functionTerm) {
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        x[2] = c;
        return callInEngine(p, moduleTerm, functionTerm);
    }

    private long dispatch(final Process p, final long a, final long b, final long c, final long d, final long moduleTerm,
        final long functionTerm) {
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        x[2] = c;
        x[3] = d;
        return callInEngine(p, moduleTerm, functionTerm);
    }

    private long dispatch(final Process p, final long a, final long b, final long c, final long d, final long e, final long moduleTerm,
        final long functionTerm) {
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        x[2] = c;
        x[3] = d;
        x[4] = e;
        return callInEngine(p, moduleTerm, functionTerm);
    }

    private long dispatch(final Process p, final long a, final long b, final long c, final long d, final long e, final long f,
        final long moduleTerm, final long functionTerm) {
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        x[2] = c;
        x[3] = d;
        x[4] = e;
        x[5] = f;
        return callInEngine(p, moduleTerm, functionTerm);
    }

    // Learning

    private synchronized void learn(final Interpreter in, final long moduleTerm, final long functionTerm) {
        if (learned == MOST_FUNCTIONS || !Term.isAtom(moduleTerm) || !Term.isAtom(functionTerm)) {
            return;
        }
        final ExportEntry entry = in.table.export(moduleTerm, functionTerm, arity);
        if (entry.builtin != null || !entry.isDefined()) {
            return;
        }
        learned++;
        final MethodHandle others = getTarget();
        setTarget(MethodHandles.guardWithTest(test(entry), direct(entry), others));
    }

    private MethodHandle test(final ExportEntry entry) {
        MethodHandle test = MethodHandles.insertArguments(MATCHES, 2, entry);
        for (int i = 0; i <= arity; i++) {
            test = MethodHandles.dropArguments(test, i, i == 0 ? Process.class : long.class);
        }
        return test;
    }

    private MethodHandle direct(final ExportEntry entry) {
        final MethodHandle call = MethodHandles.dropArguments(entry.site().dynamicInvoker(), arity + 1, long.class, long.class);
        return MethodHandles.foldArguments(call, yCount < 0
            ? MethodHandles.insertArguments(FRAME, 1, CodePointer.make(code.id, next)) : MethodHandles.insertArguments(DROP, 1, yCount));
    }
}
