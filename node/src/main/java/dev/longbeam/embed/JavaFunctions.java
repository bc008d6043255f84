package dev.longbeam.embed;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Functions in Java as the engines want them: a generated class with a static {@link Bif} method for each, which calls {@link #call}
 * with the function's number. So neither engine knows of them.
 */
final class JavaFunctions {
    private static final int MAX_ARITY = 8;
    private static final ClassDesc PROCESS = ClassDesc.of(Process.class.getName());
    private static final ClassDesc SELF = ClassDesc.of(JavaFunctions.class.getName());
    private static final CopyOnWriteArrayList<FunctionCall> CALLS = new CopyOnWriteArrayList<>();

    private final Class<?> type;
    private final Collection<Integer> numbers;

    private JavaFunctions(final Class<?> type, final Collection<Integer> numbers) {
        this.type = type;
        this.numbers = numbers;
    }

    /**
     * Makes a class of functions.
     *
     * @param functions by {@code module:function/arity}
     */
    static JavaFunctions define(final Map<String, FunctionCall> functions) {
        final Map<String, Integer> numbers = new LinkedHashMap<>();
        synchronized (CALLS) {
            functions.forEach((name, call) -> {
                numbers.put(name, CALLS.size());
                CALLS.add(call);
            });
        }
        final int first = numbers.values().stream().findFirst().orElse(CALLS.size());
        final ClassDesc generated = ClassDesc.of(JavaFunctions.class.getPackageName() + ".ErlangFunctions" + first);
        final byte[] bytes = ClassFile.of().build(generated, builder -> {
            builder.withFlags(AccessFlag.PUBLIC, AccessFlag.FINAL);
            numbers.forEach((name, number) -> method(builder, name, number));
        });
        try {
            return new JavaFunctions(MethodHandles.lookup().defineClass(bytes), numbers.values());
        } catch (final IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The class. */
    Class<?> type() {
        return type;
    }

    /** Forgets the functions: nobody calls them any more. The class stays. */
    void close() {
        numbers.forEach(number -> CALLS.set(number, null));
    }

    private static void method(final java.lang.classfile.ClassBuilder builder, final String name, final int number) {
        final int arity = arity(name);
        final MethodTypeDesc type = MethodTypeDesc.of(ConstantDescs.CD_long, parameters(arity));
        builder.withMethod("f" + number, type, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, method -> {
            method.with(RuntimeVisibleAnnotationsAttribute.of(Annotation.of(ClassDesc.of(Bif.class.getName()),
                AnnotationElement.of("value", AnnotationValue.ofArray(AnnotationValue.ofString(name))))));
            method.withCode(code -> {
                code.aload(0).loadConstant(number);
                for (int i = 0; i < MAX_ARITY; i++) {
                    if (i < arity) {
                        code.lload(1 + 2 * i);
                    } else {
                        code.lconst_0();
                    }
                }
                code.invokestatic(SELF, "call", MethodTypeDesc.of(ConstantDescs.CD_long, callParameters())).lreturn();
            });
        });
    }

    private static java.util.List<ClassDesc> parameters(final int arity) {
        final java.util.List<ClassDesc> all = new java.util.ArrayList<>();
        all.add(PROCESS);
        all.addAll(Collections.nCopies(arity, ConstantDescs.CD_long));
        return all;
    }

    private static java.util.List<ClassDesc> callParameters() {
        final java.util.List<ClassDesc> all = parameters(MAX_ARITY);
        all.add(1, ConstantDescs.CD_int);
        return all;
    }

    /** The arity in {@code module:function/arity}. */
    static int arity(final String name) {
        final int colon = name.indexOf(':');
        final int slash = name.lastIndexOf('/');
        if (colon > 0 && slash > colon + 1 && name.substring(slash + 1).matches("[0-8]")) {
            return name.charAt(slash + 1) - '0';
        }
        throw new IllegalArgumentException("not module:function/arity with an arity up to " + MAX_ARITY + ": " + name);
    }

    /** Called by the generated methods. */
    static long call(final Process p, final int number, final long a, final long b, final long c, final long d, final long e, final long f,
        final long g, final long h) {
        final long[] args = {a, b, c, d, e, f, g, h};
        return CALLS.get(number).call(p, args);
    }
}
