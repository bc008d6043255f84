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
    public static final int MOST_ARGUMENTS = SiteHandles.MOST_ARGUMENTS;

    private static final int MOST_FUNS = 3;
    private static final MethodHandle MATCHES = SiteHandles.find(FunCallSite.class, "matches",
        MethodType.methodType(boolean.class, long.class, FunEntry.class, long.class));
    private static final MethodHandle FREE = SiteHandles.find(FunCallSite.class, "free",
        MethodType.methodType(long.class, int.class, long.class));

    private final Code code;
    private final int pc;
    private final int next;
    private final int arity;
    private final MethodHandle engine;
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
        final MethodHandles.Lookup lookup = MethodHandles.lookup();
        engine = SiteHandles.spilling(lookup.findVirtual(FunCallSite.class, "callInEngine", type(0)).bindTo(this), arity);
        final MethodHandle method = lookup.findVirtual(FunCallSite.class, "method", MethodType.methodType(MethodHandle.class, long.class));
        setTarget(MethodHandles.foldArguments(MethodHandles.exactInvoker(type(arity)), SiteHandles.behindArguments(method.bindTo(this), arity)));
    }

    private static MethodType type(final int arity) {
        return SiteHandles.type(long.class, arity + 1);
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

    static boolean matches(final long funTerm, final FunEntry entry, final long pointer) {
        return Fun.isLocal(funTerm) && Fun.isOf(funTerm, entry) && entry.codePointer == pointer;
    }

    static long free(final int index, final long funTerm) {
        return Fun.free(funTerm, index);
    }

    /** What to call for a fun. */
    private MethodHandle method(final long funTerm) {
        if (!Fun.isLocal(funTerm)) {
            return engine;
        }
        final FunEntry entry = Fun.entry(funTerm);
        if (!(entry.compiled instanceof final Body body) || body.pointer != entry.codePointer || entry.arity != arity) {
            return engine;
        }
        if (learned < MOST_FUNS) {
            learn(entry, body);
        }
        return body.handle;
    }

    private long callInEngine(final Process p, final long funTerm) {
        return CompiledOps.callFun(p, code, pc, next, arity, funTerm);
    }

    private synchronized void learn(final FunEntry entry, final Body body) {
        if (learned == MOST_FUNS) {
            return;
        }
        learned++;
        final MethodHandle others = getTarget();
        setTarget(body.code.guard(guarded(entry, body.pointer, body.handle, others), others));
    }

    private MethodHandle guarded(final FunEntry entry, final long pointer, final MethodHandle direct, final MethodHandle others) {
        final MethodHandle test = SiteHandles.behindArguments(MethodHandles.insertArguments(MATCHES, 1, entry, pointer), arity);
        return MethodHandles.guardWithTest(test, direct, others);
    }

    /** Makes what calls of funs with so many arguments are linked by, for nothing: the JVM keeps it for those that follow. */
    public static void rehearse(final int arity) throws ReflectiveOperationException {
        final FunCallSite site = new FunCallSite(null, 0, 0, arity);
        site.guarded(null, 0, site.getTarget(), site.getTarget());
    }
}
