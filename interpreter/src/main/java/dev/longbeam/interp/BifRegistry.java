package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.ExportTable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * All built-in functions of the families that are handed in.
 *
 * <p>Filled before the emulator starts; read by any thread.
 */
public final class BifRegistry {
    private final int release;
    private final Map<ExportTable.Mfa, BifFunction> bifs = new HashMap<>();
    private final Map<ExportTable.Mfa, BifFunction> natives = new HashMap<>();

    /** The functions that a release of OTP has. */
    public BifRegistry(final int release) {
        this.release = release;
    }

    /** Adds the annotated methods of a class for which the compiler has made no calls. */
    public void add(final Class<?> family) {
        for (final Method method : family.getDeclaredMethods()) {
            final Bif bif = method.getAnnotation(Bif.class);
            if (bif != null) {
                final BifCalls calls = new LinkedBif(method);
                for (final String name : bif.value()) {
                    check(name, method);
                    add(calls, 0, name, bif.kind(), bif.since(), method.getName());
                }
            }
        }
    }

    private static void check(final String name, final Method method) {
        if (method.getParameterCount() != arity(name) + 1 || method.getParameterTypes()[0] != Process.class
            || method.getReturnType() != long.class || !Modifier.isPublic(method.getModifiers()) || !Modifier.isStatic(method.getModifiers())) {
            throw new IllegalStateException("BIF " + name + " has the wrong signature: " + method);
        }
    }

    private static int arity(final String name) {
        return Integer.parseInt(name.substring(name.lastIndexOf('/') + 1));
    }

    /**
     * Adds a function, unless it came with a later release.
     *
     * @param index its number in {@code calls}
     * @param name {@code module:function/arity}
     * @param since first release that has it
     * @param methodName name of its method
     */
    public void add(final BifCalls calls, final int index, final String name, final Bif.Kind kind, final int since, final String methodName) {
        if (since > release) {
            return;
        }
        final int colon = name.indexOf(':', 1);
        final ExportTable.Mfa mfa = new ExportTable.Mfa(Atom.of(name.substring(0, colon)),
            Atom.of(name.substring(colon + 1, name.lastIndexOf('/'))), arity(name));
        final BifFunction function = new BifFunction(mfa.moduleTerm(), mfa.functionTerm(), mfa.arity(), kind, methodName, calls, index);
        final BifFunction before = (kind == Bif.Kind.NATIVE ? natives : bifs).put(mfa, function);
        if (before != null) {
            throw new IllegalStateException("BIF " + name + " stands in two places: " + before.className() + " and " + calls.className);
        }
    }

    /** The BIF of a name, or null. */
    public BifFunction bif(final long moduleTerm, final long functionTerm, final int arity) {
        return bifs.get(new ExportTable.Mfa(moduleTerm, functionTerm, arity));
    }

    /** The built-in native of a name, or null. */
    public BifFunction nativeFunction(final long moduleTerm, final long functionTerm, final int arity) {
        return natives.get(new ExportTable.Mfa(moduleTerm, functionTerm, arity));
    }

    /** All BIFs. */
    public Collection<BifFunction> bifs() {
        return bifs.values();
    }

    /** All built-in natives. */
    public Collection<BifFunction> natives() {
        return natives.values();
    }
}
