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
    public static final int MOST_ARGUMENTS = SiteHandles.MOST_ARGUMENTS;

    private static final int MOST_FUNCTIONS = 3;
    private static final MethodHandle MATCHES = SiteHandles.find(ApplyCallSite.class, "matches",
        MethodType.methodType(boolean.class, long.class, long.class, ExportEntry.class));
    private static final MethodHandle FRAME = SiteHandles.find(CompiledOps.class, "frame",
        MethodType.methodType(void.class, Process.class, long.class));
    private static final MethodHandle DROP = SiteHandles.find(CompiledOps.class, "deallocate",
        MethodType.methodType(void.class, Process.class, int.class));

    private final Code code;
    private final int pc;
    private final int next;
    private final int arity;
    private final int yCount;
    private int learned;

    private ApplyCallSite(final Code code, final int pc, final int next, final int yCount, final int arity) throws ReflectiveOperationException {
        super(SiteHandles.type(long.class, arity + 2));
        this.code = code;
        this.pc = pc;
        this.next = next;
        this.yCount = yCount;
        this.arity = arity;
        setTarget(SiteHandles.spilling(MethodHandles.lookup().findVirtual(ApplyCallSite.class, "callInEngine", SiteHandles.type(long.class, 2))
            .bindTo(this), arity));
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

    static boolean matches(final long moduleTerm, final long functionTerm, final ExportEntry entry) {
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

    private synchronized void learn(final Interpreter in, final long moduleTerm, final long functionTerm) {
        if (learned == MOST_FUNCTIONS || !Term.isAtom(moduleTerm) || !Term.isAtom(functionTerm)) {
            return;
        }
        final ExportEntry entry = in.table.export(moduleTerm, functionTerm, arity);
        if (entry.builtin != null || !entry.isDefined()) {
            return;
        }
        learned++;
        final long pointer = CodePointer.make(code.id, next);
        setTarget(guarded(entry, direct(entry.site(), pointer), getTarget()));
    }

    private MethodHandle guarded(final ExportEntry entry, final MethodHandle direct, final MethodHandle others) {
        final MethodHandle test = SiteHandles.behindArguments(MethodHandles.insertArguments(MATCHES, 2, entry), arity);
        return MethodHandles.guardWithTest(test, direct, others);
    }

    private MethodHandle direct(final MutableCallSite site, final long pointer) {
        final MethodHandle call = MethodHandles.dropArguments(site.dynamicInvoker(), arity + 1, long.class, long.class);
        return MethodHandles.foldArguments(call, yCount < 0
            ? MethodHandles.insertArguments(FRAME, 1, pointer) : MethodHandles.insertArguments(DROP, 1, yCount));
    }

    /** Makes what applies with so many arguments are linked by, for nothing: the JVM keeps it for those that follow. */
    public static void rehearse(final int arity) throws ReflectiveOperationException {
        for (int yCount = -1; yCount <= 0; yCount++) {
            final ApplyCallSite site = new ApplyCallSite(null, 0, 0, yCount, arity);
            site.guarded(null, site.direct(CallLinks.site(arity), 0), site.getTarget());
        }
    }
}
