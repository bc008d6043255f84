package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules that hold for all code of the project, read from its class files. */
class HouseRulesTest {
    private static final String PREFIX = "dev/longbeam/";
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
        Map.entry("memory", Set.of()),
        Map.entry("term", Set.of("memory")),
        Map.entry("gc", Set.of("term", "memory")),
        Map.entry("trace", Set.of("memory")),
        Map.entry("sched", Set.of("gc", "trace", "term", "memory")),
        Map.entry("interp", Set.of("sched", "gc", "trace", "term", "memory")),
        Map.entry("jit", Set.of("interp", "sched", "gc", "trace", "term", "memory")),
        Map.entry("otp", Set.of("interp", "sched", "gc", "trace", "term", "memory")),
        Map.entry("node", Set.of("jit", "otp", "interp", "sched", "gc", "trace", "term", "memory")),
        Map.entry("embed", Set.of("node", "jit", "otp", "interp", "sched", "gc", "trace", "term", "memory")),
        Map.entry("perf", Set.of("embed", "node", "jit", "otp", "interp", "sched", "gc", "trace", "term", "memory")));
    private static final Set<String> MAY_USE_FOREIGN = Set.of("dev/longbeam/memory", "dev/longbeam/otp/posix");

    /** HotSpot never compiles a method with more bytecode than this (its flag HugeMethodLimit). */
    private static final int HUGE_METHOD_BYTES = 8000;
    /** Methods over the limit that run once, such as those that fill tables. */
    private static final Set<String> MAY_BE_HUGE = Set.of();

    private final List<ClassModel> classes = CompiledClasses.ours();

    @Test
    void shouldSeeTheClassesOfAllModules() {
        final List<String> names = classes.stream().map(CompiledClasses::name).toList();
        assertTrue(names.contains("dev/longbeam/memory/Memory"), names::toString);
        assertTrue(names.contains("dev/longbeam/term/Term"), names::toString);
        assertTrue(names.contains("dev/longbeam/node/ErlArguments"), names::toString);
    }

    @Test
    void shouldUseOnlyModulesBelow() {
        final List<String> wrong = new ArrayList<>();
        for (final ClassModel model : classes) {
            final String user = CompiledClasses.name(model);
            for (final String used : CompiledClasses.referredTo(model)) {
                if (used.startsWith(PREFIX) && !module(used).equals(module(user))
                    && !MAY_USE.getOrDefault(module(user), Set.of()).contains(module(used))) {
                    wrong.add(user + " uses " + used);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldTouchForeignMemoryOnlyInItsHomes() {
        final List<String> wrong = new ArrayList<>();
        for (final ClassModel model : classes) {
            final String user = CompiledClasses.name(model);
            if (!MAY_USE_FOREIGN.contains(packageOf(user))
                && CompiledClasses.referredTo(model).stream().anyMatch(used -> used.startsWith("java/lang/foreign/"))) {
                wrong.add(user);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldNotUseUnsafe() {
        final List<String> wrong = new ArrayList<>();
        for (final ClassModel model : classes) {
            final Set<String> used = CompiledClasses.referredTo(model);
            if (used.contains("sun/misc/Unsafe") || used.contains("jdk/internal/misc/Unsafe")) {
                wrong.add(CompiledClasses.name(model));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldKeepMethodsSmallEnoughForTheCompiler() {
        final List<String> wrong = new ArrayList<>();
        for (final ClassModel model : classes) {
            for (final MethodModel method : model.methods()) {
                final String name = CompiledClasses.name(model) + '.' + method.methodName().stringValue();
                final int bytes = method.code().map(code -> code instanceof CodeAttribute attribute ? attribute.codeLength() : 0)
                    .orElse(0);
                if (bytes >= HUGE_METHOD_BYTES && !MAY_BE_HUGE.contains(name)) {
                    wrong.add(name + " bytes=" + bytes);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static String packageOf(final String internalName) {
        return internalName.substring(0, internalName.lastIndexOf('/'));
    }

    private static String module(final String internalName) {
        final String rest = internalName.substring(PREFIX.length());
        return rest.substring(0, rest.indexOf('/'));
    }
}
