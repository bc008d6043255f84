package dev.longbeam.embed;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.FloatTerm;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Bignum;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A method of the host as a function of Erlang: takes the arguments from terms, calls the method, makes a term of its result.
 *
 * <p>Any scheduler, several at a time.
 */
final class JavaFunction implements FunctionCall {
    private static final Set<Class<?>> VALUES = Set.of(long.class, int.class, double.class, boolean.class, String.class, byte[].class);
    private static final Object BAD = new Object();

    private final MethodHandle handle;
    private final Class<?>[] parameters;
    private final boolean writes;
    private final boolean blocking;

    private JavaFunction(final MethodHandle handle, final Class<?>[] parameters, final boolean writes, final boolean blocking) {
        this.handle = handle;
        this.parameters = parameters;
        this.writes = writes;
        this.blocking = blocking;
    }

    /** Adds the annotated methods of an object, or of a class: its static ones. */
    static void addAll(final Object holder, final Map<String, FunctionCall> to) {
        final Class<?> type = holder instanceof Class<?> itself ? itself : holder.getClass();
        boolean found = false;
        for (final Method method : type.getMethods()) {
            final ErlangFunction function = method.getAnnotation(ErlangFunction.class);
            if (function != null) {
                found = true;
                if (to.put(function.value(), of(holder, method, function)) != null) {
                    throw new IllegalArgumentException("two functions of one name: " + function.value());
                }
            }
        }
        if (!found) {
            throw new IllegalArgumentException("no public method with @ErlangFunction in " + type.getName());
        }
    }

    private static JavaFunction of(final Object holder, final Method method, final ErlangFunction function) {
        final Class<?>[] types = method.getParameterTypes();
        final boolean writes = types.length > 0 && types[types.length - 1] == TermWriter.class;
        final Class<?>[] parameters = List.of(types).subList(0, types.length - (writes ? 1 : 0)).toArray(new Class<?>[0]);
        require(parameters.length == JavaFunctions.arity(function.value()), "another number of parameters", method, function);
        for (final Class<?> parameter : parameters) {
            require(VALUES.contains(parameter) || parameter == TermReader.class && !function.blocking(), "a parameter of type "
                + parameter.getName(), method, function);
        }
        final Class<?> result = method.getReturnType();
        require(result == void.class || !writes && VALUES.contains(result), "a result of type " + result.getName(), method, function);
        final boolean isStatic = Modifier.isStatic(method.getModifiers());
        require(isStatic || !(holder instanceof Class<?>), "an instance method, but a class was given", method, function);
        try {
            final MethodHandle found = MethodHandles.publicLookup().unreflect(method);
            return new JavaFunction((isStatic ? found : found.bindTo(holder)).asSpreader(Object[].class, types.length)
                .asType(java.lang.invoke.MethodType.methodType(Object.class, Object[].class)), parameters, writes, function.blocking());
        } catch (final IllegalAccessException e) {
            throw new IllegalArgumentException("cannot call " + method + " of " + function.value() + ": the class must be public", e);
        }
    }

    private static void require(final boolean condition, final String problem, final Method method, final ErlangFunction function) {
        if (!condition) {
            throw new IllegalArgumentException(problem + " in " + method + " for " + function.value());
        }
    }

    @Override
    public long call(final Process p, final long[] args) {
        final Lifetime lifetime = new Lifetime();
        final Object[] values = new Object[parameters.length + (writes ? 1 : 0)];
        for (int i = 0; i < parameters.length; i++) {
            values[i] = value(args[i], parameters[i], lifetime);
            if (values[i] == BAD) {
                return p.badarg();
            }
        }
        if (blocking) {
            return p.await(() -> answer(values));
        }
        try (TermWriter writer = writes ? new TermWriter() : null) {
            return invoke(p, values, writer);
        } catch (final Throwable thrown) {
            return p.fail(ExitReasons.describe(p, thrown));
        } finally {
            lifetime.end();
        }
    }

    private long invoke(final TermHeap heap, final Object[] values, final TermWriter writer) throws Throwable {
        if (writes) {
            values[values.length - 1] = writer;
        }
        final Object result = (Object)handle.invokeExact(values);
        return writes ? TermCopy.copy(writer.term(), heap) : term(heap, result);
    }

    /** Calls the method on a thread that may block; its answer is made when the process goes on. */
    private dev.longbeam.sched.BlockingCall.Completion answer(final Object[] values) {
        final ScratchHeap heap = new ScratchHeap();
        long term;
        boolean failed = false;
        try (TermWriter writer = writes ? new TermWriter() : null) {
            term = invoke(heap, values, writer);
        } catch (final Throwable thrown) {
            failed = true;
            term = ExitReasons.describe(heap, thrown);
        }
        return new Answer(heap, term, failed);
    }

    /** The answer of a method that has run on another thread. */
    private record Answer(ScratchHeap heap, long term, boolean failed) implements dev.longbeam.sched.BlockingCall.Completion {
        @Override
        public long complete(final Process p) {
            final long copy = TermCopy.copy(term, p);
            heap.close();
            return failed ? p.fail(copy) : copy;
        }

        @Override
        public void abandon() {
            heap.close();
        }
    }

    // Values

    private static Object value(final long term, final Class<?> type, final Lifetime lifetime) {
        if (type == TermReader.class) {
            final TermReader reader = new TermReader();
            reader.wrap(term, lifetime);
            return reader;
        }
        if (type == long.class) {
            return Term.isInteger(term) && Integers.fitsLong(term) ? (Object)Integers.longValue(term) : BAD;
        }
        if (type == int.class) {
            return Integers.fitsInt(term) ? (Object)Integers.intValue(term) : BAD;
        }
        if (type == double.class) {
            return Term.isFloat(term) ? (Object)FloatTerm.value(term) : Term.isInteger(term) ? number(term) : BAD;
        }
        if (type == boolean.class) {
            return term == Atoms.TRUE ? (Object)true : term == Atoms.FALSE ? (Object)false : BAD;
        }
        if (!Bitstring.isBinary(term)) {
            return BAD;
        }
        final byte[] bytes = Bitstring.toArray(term);
        return type == byte[].class ? bytes : new String(bytes, StandardCharsets.UTF_8);
    }

    private static Object number(final long integerTerm) {
        final double value = Bignum.toDouble(integerTerm);
        return Double.isFinite(value) ? value : BAD;
    }

    private static long term(final TermHeap heap, final Object result) {
        return switch (result) {
            case null -> Atoms.OK;
            case Long value -> Integers.make(heap, value);
            case Integer value -> Integers.make(heap, value);
            case Double value -> {
                if (!Double.isFinite(value)) {
                    throw new ArithmeticException("Erlang has no float " + value);
                }
                yield FloatTerm.make(heap, value);
            }
            case Boolean value -> value ? Atoms.TRUE : Atoms.FALSE;
            case String value -> Bitstring.make(heap, value.getBytes(StandardCharsets.UTF_8));
            default -> Bitstring.make(heap, (byte[])result);
        };
    }
}
