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
 * All built-in functions, found by their {@link Bif} annotation in the classes that are handed in.
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

    /** Adds the annotated methods of a class that the release has. */
    public void add(final Class<?> family) {
        for (final Method method : family.getDeclaredMethods()) {
            final Bif bif = method.getAnnotation(Bif.class);
            if (bif != null && bif.since() <= release) {
                for (final String name : bif.value()) {
                    add(name, bif, method);
                }
            }
        }
    }

    private void add(final String name, final Bif bif, final Method method) {
        final int colon = name.indexOf(':', 1);
        final int slash = name.lastIndexOf('/');
        final int arity = Integer.parseInt(name.substring(slash + 1));
        if (method.getParameterCount() != arity + 1 || method.getParameterTypes()[0] != Process.class || method.getReturnType() != long.class
            || !Modifier.isPublic(method.getModifiers()) || !Modifier.isStatic(method.getModifiers())) {
            throw new IllegalStateException("BIF " + name + " has the wrong signature: " + method);
        }
        final ExportTable.Mfa mfa = new ExportTable.Mfa(Atom.of(name.substring(0, colon)), Atom.of(name.substring(colon + 1, slash)), arity);
        final BifFunction function = new BifFunction(mfa.moduleTerm(), mfa.functionTerm(), arity, bif.kind(), method);
        final BifFunction before = (bif.kind() == Bif.Kind.NATIVE ? natives : bifs).put(mfa, function);
        if (before != null) {
            throw new IllegalStateException("BIF " + name + " stands in two places: " + before.method + " and " + method);
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
