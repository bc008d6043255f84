package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * Calls from compiled code to functions that are not in the same class: a call site for each export entry, and for each function of a
 * code. Where the function is compiled the site leads straight to its method; else to a stub that goes to the engine.
 *
 * <p>Any thread; sites are set under the lock of what owns them.
 */
public final class CallLinks {
    /** Functions of more arguments get them in the X registers of the scheduler. */
    public static final int MOST_PARAMETERS = 12;

    private static final MethodHandle[] EXPORT_STUBS = new MethodHandle[MOST_PARAMETERS + 2];
    private static final MethodHandle[] LOCAL_STUBS = new MethodHandle[MOST_PARAMETERS + 2];

    private CallLinks() {
    }

    /** Type of the method of a function. */
    public static MethodType type(final int arity) {
        MethodType type = MethodType.methodType(long.class, Process.class);
        for (int i = 0; i < arity && arity <= MOST_PARAMETERS; i++) {
            type = type.appendParameterTypes(long.class);
        }
        return type;
    }

    /** Bootstrap: the call site of an import. */
    public static CallSite export(final MethodHandles.Lookup lookup, final String name, final MethodType type, final int importIndex)
        throws IllegalAccessException {
        return MethodHandles.classData(lookup, "_", Code.class).imports[importIndex].site();
    }

    /** Bootstrap: the call site of a function of the same code. */
    public static CallSite local(final MethodHandles.Lookup lookup, final String name, final MethodType type, final int position)
        throws IllegalAccessException {
        return MethodHandles.classData(lookup, "_", Code.class).site(position);
    }

    /** What a site of an export entry calls. */
    static MethodHandle target(final ExportEntry entry) {
        final CodeTarget target = entry.target;
        final CompiledEntry compiled = target == null ? null : target.code().compiledAt(target.position());
        return compiled != null ? compiled.handle() : stub(entry, entry.arity);
    }

    /** What a site of a function of a code calls. */
    static MethodHandle target(final Code code, final int position) {
        final CompiledEntry compiled = code.compiledAt(position);
        if (compiled != null) {
            return compiled.handle();
        }
        final int arity = code.functionArities[code.functionAt(position)];
        return stub(new CodeTarget(code, position), arity);
    }

    private static MethodHandle stub(final ExportEntry entry, final int arity) {
        return MethodHandles.insertArguments(stub(EXPORT_STUBS, ExportEntry.class, arity), 0, entry);
    }

    private static MethodHandle stub(final CodeTarget target, final int arity) {
        return MethodHandles.insertArguments(stub(LOCAL_STUBS, CodeTarget.class, arity), 0, target);
    }

    /** Makes what calls of so many arguments are linked by, for nothing: the JVM keeps it for those that follow. */
    public static void rehearse(final int arity) {
        stub((ExportEntry)null, arity);
        stub((CodeTarget)null, arity);
    }

    private static synchronized MethodHandle stub(final MethodHandle[] stubs, final Class<?> owner, final int arity) {
        final int kind = Math.min(arity, MOST_PARAMETERS + 1);
        if (stubs[kind] == null) {
            try {
                final MethodHandle spread = MethodHandles.lookup().findStatic(CompiledOps.class, "callUncompiled",
                    MethodType.methodType(long.class, owner, Process.class, long[].class));
                stubs[kind] = kind > MOST_PARAMETERS
                    ? MethodHandles.insertArguments(spread, 2, (Object)null)
                    : spread.asCollector(long[].class, arity);
            } catch (final ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return stubs[kind];
    }

    /** A new site that calls nothing yet. */
    static MutableCallSite site(final int arity) {
        return new MutableCallSite(type(arity));
    }
}
