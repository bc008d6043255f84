package dev.longbeam.jit;

import dev.longbeam.interp.ApplyCallSite;
import dev.longbeam.interp.CallLinks;
import dev.longbeam.interp.FunCallSite;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Links call sites that nobody uses, on the compiler's thread, before code with such sites may run. The JVM generates code for every shape of call
 * when it links the first one, a millisecond each and dozens of them; the thread that comes to a site first would pay for it, and that is a scheduler.
 *
 * <p>Any thread. What the JVM makes is its own, so it is done once for all nodes.
 */
final class SiteRehearsal {
    private static final ClassDesc SELF = ClassDesc.of("dev.longbeam.jit.Rehearsal");
    private static final String TARGET = "nothing";
    private static final Set<String> DONE = new HashSet<>();

    private SiteRehearsal() {
    }

    /** Does what the JVM has to do for sites like these. */
    static synchronized void rehearse(final Collection<DynamicCallSiteDesc> sites) throws ReflectiveOperationException {
        final List<MethodTypeDesc> types = new ArrayList<>();
        for (final DynamicCallSiteDesc site : sites) {
            final MethodTypeDesc type = site.invocationType();
            if (DONE.add(type.descriptorString())) {
                types.add(type);
            }
            final ClassDesc owner = ((DirectMethodHandleDesc)site.bootstrapMethod()).owner();
            if (DONE.add(owner.descriptorString() + type.descriptorString())) {
                makeHandles(owner, type.parameterCount() - 1);
            }
        }
        if (!types.isEmpty()) {
            link(types);
        }
    }

    private static void makeHandles(final ClassDesc owner, final int words) throws ReflectiveOperationException {
        if (owner.equals(Names.desc(FunCallSite.class))) {
            FunCallSite.rehearse(words - 1);
        } else if (owner.equals(Names.desc(ApplyCallSite.class))) {
            ApplyCallSite.rehearse(words - 2);
        } else {
            CallLinks.rehearse(words);
        }
    }

    static void link(final List<MethodTypeDesc> types) throws ReflectiveOperationException {
        final byte[] classFile = ClassFile.of().build(SELF, clazz -> {
            for (final MethodTypeDesc type : types) {
                clazz.withMethodBody(TARGET, type, ClassPlan.PUBLIC_STATIC, out -> {
                    out.lconst_0();
                    out.lreturn();
                });
            }
            clazz.withMethodBody("link", Names.type("V"), ClassPlan.PUBLIC_STATIC, out -> {
                types.forEach(type -> call(out, type));
                out.return_();
            });
        });
        final MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(classFile, true);
        lookup.lookupClass().getMethod("link").invoke(null);
    }

    private static void call(final CodeBuilder out, final MethodTypeDesc type) {
        out.aconst_null();
        for (int i = 1; i < type.parameterCount(); i++) {
            out.lconst_0();
        }
        out.invokedynamic(DynamicCallSiteDesc.of(CallEmitter.bootstrap(SiteRehearsal.class, "site", 0), TARGET, type));
        out.pop2();
    }

    /** Bootstrap: a site like those of compiled code that calls a method which does nothing. */
    static CallSite site(final MethodHandles.Lookup lookup, final String name, final MethodType type) throws ReflectiveOperationException {
        return new MutableCallSite(lookup.findStatic(lookup.lookupClass(), name, type));
    }
}
