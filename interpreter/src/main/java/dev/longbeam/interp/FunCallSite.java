package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Fun;
import dev.longbeam.term.FunEntry;
import dev.longbeam.term.Term;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * A call of a fun in compiled code: an inline cache. It learns which local funs come by, up to {@link #MOST_FUNS}, and calls their methods
 * directly; others go the way of the engine.
 *
 * <p>Any thread calls; learning takes the lock of the site.
 */
public final class FunCallSite extends MutableCallSite {
    /** Calls with more arguments are not cached. */
    public static final int MOST_ARGUMENTS = 6;

    private static final int MOST_FUNS = 3;
    private static final int NOT_LEARNED = 20;
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle MATCHES = find("matches", boolean.class, long.class, FunEntry.class, long.class);
    private static final MethodHandle FREE = find("free", long.class, int.class, long.class);

    private final Code code;
    private final int pc;
    private final int next;
    private final int arity;
    private final MethodHandle miss;
    private int learned;
    private int misses;

    private FunCallSite(final Code code, final int pc, final int next, final int arity) throws ReflectiveOperationException {
        super(type(arity));
        this.code = code;
        this.pc = pc;
        this.next = next;
        this.arity = arity;
        miss = LOOKUP.findVirtual(FunCallSite.class, "miss", type(arity)).bindTo(this);
        setTarget(miss);
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

    // What compiled calls run

    private static boolean matches(final long funTerm, final FunEntry entry, final long pointer) {
        return Fun.isLocal(funTerm) && Fun.isOf(funTerm, entry) && entry.codePointer == pointer;
    }

    private static long free(final int index, final long funTerm) {
        return Fun.free(funTerm, index);
    }

    private long missed(final Process p, final long funTerm) {
        if (misses < NOT_LEARNED) {
            learn(p, funTerm);
        }
        return CompiledOps.callFun(p, code, pc, next, arity, funTerm);
    }

    private long miss(final Process p, final long funTerm) {
        return missed(p, funTerm);
    }

    private long miss(final Process p, final long a, final long funTerm) {
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        return missed(p, funTerm);
    }

    private long miss(final Process p, final long a, final long b, final long funTerm) {
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        return missed(p, funTerm);
    }

    private long miss(final Process p, final long a, final long b, final long c, final long funTerm) {
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        x[2] = c;
        return missed(p, funTerm);
    }

    private long miss(final Process p, final long a, final long b, final long c, final long d, final long funTerm) {
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        x[2] = c;
        x[3] = d;
        return missed(p, funTerm);
    }

    private long miss(final Process p, final long a, final long b, final long c, final long d, final long e, final long funTerm) {
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        x[2] = c;
        x[3] = d;
        x[4] = e;
        return missed(p, funTerm);
    }

    private long miss(final Process p, final long a, final long b, final long c, final long d, final long e, final long f,
        final long funTerm) {
        final long[] x = CompiledOps.registers(p);
        x[0] = a;
        x[1] = b;
        x[2] = c;
        x[3] = d;
        x[4] = e;
        x[5] = f;
        return missed(p, funTerm);
    }

    // Learning

    private synchronized void learn(final Process p, final long funTerm) {
        misses++;
        if (learned == MOST_FUNS || !Fun.isLocal(funTerm)) {
            return;
        }
        final FunEntry entry = Fun.entry(funTerm);
        final long pointer = entry.codePointer;
        final Code target = pointer == 0 ? null : CompiledOps.engine(p).table.code(CodePointer.codeId(pointer));
        final CompiledEntry compiled = target == null ? null : target.compiledAt(CodePointer.position(pointer));
        if (entry.arity != arity || compiled == null || arity + entry.freeCount > CallLinks.MOST_PARAMETERS) {
            return;
        }
        learned++;
        MethodHandle direct = compiled.handle();
        final int[] order = new int[2 + arity + Math.max(0, entry.freeCount - 1)];
        for (int i = 0; i <= arity; i++) {
            order[i] = i;
        }
        for (int i = 0; i < entry.freeCount; i++) {
            direct = MethodHandles.filterArguments(direct, 1 + arity + i, MethodHandles.insertArguments(FREE, 0, i));
            order[1 + arity + i] = 1 + arity;
        }
        direct = entry.freeCount == 0 ? MethodHandles.dropArguments(direct, 1 + arity, long.class)
            : MethodHandles.permuteArguments(direct, type(), order);
        MethodHandle test = MethodHandles.insertArguments(MATCHES, 1, entry, pointer);
        for (int i = 0; i <= arity; i++) {
            test = MethodHandles.dropArguments(test, i, i == 0 ? Process.class : long.class);
        }
        final MethodHandle others = getTarget();
        setTarget(target.guard(MethodHandles.guardWithTest(test, direct, others), others));
    }
}
