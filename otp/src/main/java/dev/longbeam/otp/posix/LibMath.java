package dev.longbeam.otp.posix;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Functions of the C mathematics library: the same results to the last bit as programs see from the C emulator on this machine.
 *
 * <p>Any thread; never blocks. Results may be infinite or no number.
 */
@SuppressWarnings("restricted")
public final class LibMath {
    private static final MethodHandle SIN = unary("sin");
    private static final MethodHandle COS = unary("cos");
    private static final MethodHandle TAN = unary("tan");
    private static final MethodHandle ASIN = unary("asin");
    private static final MethodHandle ACOS = unary("acos");
    private static final MethodHandle ATAN = unary("atan");
    private static final MethodHandle SINH = unary("sinh");
    private static final MethodHandle COSH = unary("cosh");
    private static final MethodHandle TANH = unary("tanh");
    private static final MethodHandle ASINH = unary("asinh");
    private static final MethodHandle ACOSH = unary("acosh");
    private static final MethodHandle ATANH = unary("atanh");
    private static final MethodHandle EXP = unary("exp");
    private static final MethodHandle LOG = unary("log");
    private static final MethodHandle LOG2 = unary("log2");
    private static final MethodHandle LOG10 = unary("log10");
    private static final MethodHandle ERF = unary("erf");
    private static final MethodHandle ERFC = unary("erfc");
    private static final MethodHandle ATAN2 = binary("atan2");
    private static final MethodHandle POW = binary("pow");
    private static final MethodHandle FMOD = binary("fmod");

    private LibMath() {
    }

    private static MethodHandle unary(final String name) {
        return function(name, FunctionDescriptor.of(ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_DOUBLE));
    }

    private static MethodHandle binary(final String name) {
        return function(name, FunctionDescriptor.of(ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_DOUBLE));
    }

    private static MethodHandle function(final String name, final FunctionDescriptor descriptor) {
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, Linker.Option.critical(false));
    }

    private static AssertionError broken(final Throwable cause) {
        return new AssertionError("a function of mathematics threw", cause);
    }

    /** {@code sin}. */
    public static double sin(final double x) {
        try {
            return (double)SIN.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code cos}. */
    public static double cos(final double x) {
        try {
            return (double)COS.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code tan}. */
    public static double tan(final double x) {
        try {
            return (double)TAN.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code asin}. */
    public static double asin(final double x) {
        try {
            return (double)ASIN.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code acos}. */
    public static double acos(final double x) {
        try {
            return (double)ACOS.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code atan}. */
    public static double atan(final double x) {
        try {
            return (double)ATAN.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code sinh}. */
    public static double sinh(final double x) {
        try {
            return (double)SINH.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code cosh}. */
    public static double cosh(final double x) {
        try {
            return (double)COSH.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code tanh}. */
    public static double tanh(final double x) {
        try {
            return (double)TANH.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code asinh}. */
    public static double asinh(final double x) {
        try {
            return (double)ASINH.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code acosh}. */
    public static double acosh(final double x) {
        try {
            return (double)ACOSH.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code atanh}. */
    public static double atanh(final double x) {
        try {
            return (double)ATANH.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code exp}. */
    public static double exp(final double x) {
        try {
            return (double)EXP.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code log}. */
    public static double log(final double x) {
        try {
            return (double)LOG.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code log2}. */
    public static double log2(final double x) {
        try {
            return (double)LOG2.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code log10}. */
    public static double log10(final double x) {
        try {
            return (double)LOG10.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code erf}. */
    public static double erf(final double x) {
        try {
            return (double)ERF.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code erfc}. */
    public static double erfc(final double x) {
        try {
            return (double)ERFC.invokeExact(x);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code atan2}. */
    public static double atan2(final double x, final double y) {
        try {
            return (double)ATAN2.invokeExact(x, y);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code pow}. */
    public static double pow(final double x, final double y) {
        try {
            return (double)POW.invokeExact(x, y);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }

    /** {@code fmod}. */
    public static double fmod(final double x, final double y) {
        try {
            return (double)FMOD.invokeExact(x, y);
        } catch (final Throwable t) {
            throw broken(t);
        }
    }
}
