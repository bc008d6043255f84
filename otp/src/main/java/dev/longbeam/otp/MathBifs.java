package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.otp.posix.LibMath;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Bignum;
import dev.longbeam.term.FloatTerm;
import dev.longbeam.term.Term;

/**
 * Module {@code math}: what is no number fails with badarg, what has no finite result with badarith.
 *
 * <p>On the scheduler of the process.
 */
public final class MathBifs {
    private MathBifs() {
    }

    /** The argument as a double, or NaN after an exception has been recorded. */
    private static double argument(final Process p, final long term) {
        if (Term.isFloat(term)) {
            return FloatTerm.value(term);
        }
        if (!Term.isInteger(term)) {
            p.badarg();
            return Double.NaN;
        }
        final double value = Bignum.toDouble(term);
        if (Double.isInfinite(value)) {
            p.badarith();
            return Double.NaN;
        }
        return value;
    }

    private static long result(final Process p, final double value) {
        return Double.isFinite(value) ? FloatTerm.make(p, value) : p.badarith();
    }

    /** {@code math:sin/1}. */
    @Bif("math:sin/1")
    public static long sin(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.sin(x));
    }

    /** {@code math:cos/1}. */
    @Bif("math:cos/1")
    public static long cos(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.cos(x));
    }

    /** {@code math:tan/1}. */
    @Bif("math:tan/1")
    public static long tan(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.tan(x));
    }

    /** {@code math:asin/1}. */
    @Bif("math:asin/1")
    public static long asin(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.asin(x));
    }

    /** {@code math:acos/1}. */
    @Bif("math:acos/1")
    public static long acos(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.acos(x));
    }

    /** {@code math:atan/1}. */
    @Bif("math:atan/1")
    public static long atan(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.atan(x));
    }

    /** {@code math:sinh/1}. */
    @Bif("math:sinh/1")
    public static long sinh(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.sinh(x));
    }

    /** {@code math:cosh/1}. */
    @Bif("math:cosh/1")
    public static long cosh(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.cosh(x));
    }

    /** {@code math:tanh/1}. */
    @Bif("math:tanh/1")
    public static long tanh(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.tanh(x));
    }

    /** {@code math:asinh/1}. */
    @Bif("math:asinh/1")
    public static long asinh(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.asinh(x));
    }

    /** {@code math:acosh/1}. */
    @Bif("math:acosh/1")
    public static long acosh(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.acosh(x));
    }

    /** {@code math:atanh/1}. */
    @Bif("math:atanh/1")
    public static long atanh(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.atanh(x));
    }

    /** {@code math:exp/1}. */
    @Bif("math:exp/1")
    public static long exp(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.exp(x));
    }

    /** {@code math:log/1}. */
    @Bif("math:log/1")
    public static long log(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.log(x));
    }

    /** {@code math:log2/1}. */
    @Bif("math:log2/1")
    public static long log2(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.log2(x));
    }

    /** {@code math:log10/1}. */
    @Bif("math:log10/1")
    public static long log10(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.log10(x));
    }

    /** {@code math:erf/1}. */
    @Bif("math:erf/1")
    public static long erf(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.erf(x));
    }

    /** {@code math:erfc/1}. */
    @Bif("math:erfc/1")
    public static long erfc(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, LibMath.erfc(x));
    }

    /** {@code math:sqrt/1}. */
    @Bif("math:sqrt/1")
    public static long sqrt(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, Math.sqrt(x));
    }

    /** {@code math:floor/1}. */
    @Bif("math:floor/1")
    public static long floor(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, Math.floor(x));
    }

    /** {@code math:ceil/1}. */
    @Bif("math:ceil/1")
    public static long ceil(final Process p, final long xTerm) {
        final double x = argument(p, xTerm);
        return Double.isNaN(x) ? Term.NON_VALUE : result(p, Math.ceil(x));
    }

    /** {@code math:atan2/2}. */
    @Bif("math:atan2/2")
    public static long atan2(final Process p, final long xTerm, final long yTerm) {
        final double x = argument(p, xTerm);
        final double y = Double.isNaN(x) ? x : argument(p, yTerm);
        return Double.isNaN(y) ? Term.NON_VALUE : result(p, LibMath.atan2(x, y));
    }

    /** {@code math:pow/2}. */
    @Bif("math:pow/2")
    public static long pow(final Process p, final long xTerm, final long yTerm) {
        final double x = argument(p, xTerm);
        final double y = Double.isNaN(x) ? x : argument(p, yTerm);
        return Double.isNaN(y) ? Term.NON_VALUE : result(p, LibMath.pow(x, y));
    }

    /** {@code math:fmod/2}. */
    @Bif("math:fmod/2")
    public static long fmod(final Process p, final long xTerm, final long yTerm) {
        final double x = argument(p, xTerm);
        final double y = Double.isNaN(x) ? x : argument(p, yTerm);
        return Double.isNaN(y) ? Term.NON_VALUE : result(p, LibMath.fmod(x, y));
    }
}
