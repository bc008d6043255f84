package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Arith;

/**
 * The operators and functions of module {@code erlang} that calculate.
 *
 * <p>On the scheduler of the process.
 */
public final class ErlangArithBifs {
    private ErlangArithBifs() {
    }

    /** {@code erlang:+/2}. */
    @Bif(value = "erlang:+/2", kind = Bif.Kind.GUARD)
    public static long add(final Process p, final long a, final long b) {
        return Arith.add(p, a, b);
    }

    /** {@code erlang:-/2}. */
    @Bif(value = "erlang:-/2", kind = Bif.Kind.GUARD)
    public static long sub(final Process p, final long a, final long b) {
        return Arith.sub(p, a, b);
    }

    /** {@code A * B}. */
    @Bif(value = "erlang:*/2", kind = Bif.Kind.GUARD)
    public static long mul(final Process p, final long a, final long b) {
        return Arith.mul(p, a, b);
    }

    /** {@code A / B}. */
    @Bif(value = "erlang://2", kind = Bif.Kind.GUARD)
    public static long divide(final Process p, final long a, final long b) {
        return Arith.divide(p, a, b);
    }

    /** {@code erlang:div/2}. */
    @Bif(value = "erlang:div/2", kind = Bif.Kind.GUARD)
    public static long intDiv(final Process p, final long a, final long b) {
        return Arith.intDiv(p, a, b);
    }

    /** {@code erlang:rem/2}. */
    @Bif(value = "erlang:rem/2", kind = Bif.Kind.GUARD)
    public static long intRem(final Process p, final long a, final long b) {
        return Arith.intRem(p, a, b);
    }

    /** {@code erlang:band/2}. */
    @Bif(value = "erlang:band/2", kind = Bif.Kind.GUARD)
    public static long band(final Process p, final long a, final long b) {
        return Arith.band(p, a, b);
    }

    /** {@code erlang:bor/2}. */
    @Bif(value = "erlang:bor/2", kind = Bif.Kind.GUARD)
    public static long bor(final Process p, final long a, final long b) {
        return Arith.bor(p, a, b);
    }

    /** {@code erlang:bxor/2}. */
    @Bif(value = "erlang:bxor/2", kind = Bif.Kind.GUARD)
    public static long bxor(final Process p, final long a, final long b) {
        return Arith.bxor(p, a, b);
    }

    /** {@code erlang:bsl/2}. */
    @Bif(value = "erlang:bsl/2", kind = Bif.Kind.GUARD)
    public static long bsl(final Process p, final long a, final long b) {
        return Arith.bsl(p, a, b);
    }

    /** {@code erlang:bsr/2}. */
    @Bif(value = "erlang:bsr/2", kind = Bif.Kind.GUARD)
    public static long bsr(final Process p, final long a, final long b) {
        return Arith.bsr(p, a, b);
    }

    /** {@code erlang:+/1}. */
    @Bif(value = "erlang:+/1", kind = Bif.Kind.GUARD)
    public static long plus(final Process p, final long a) {
        return Arith.plus(p, a);
    }

    /** {@code erlang:-/1}. */
    @Bif(value = "erlang:-/1", kind = Bif.Kind.GUARD)
    public static long negate(final Process p, final long a) {
        return Arith.negate(p, a);
    }

    /** {@code erlang:bnot/1}. */
    @Bif(value = "erlang:bnot/1", kind = Bif.Kind.GUARD)
    public static long bnot(final Process p, final long a) {
        return Arith.bnot(p, a);
    }

    /** {@code erlang:abs/1}. */
    @Bif(value = "erlang:abs/1", kind = Bif.Kind.GUARD)
    public static long abs(final Process p, final long a) {
        return Arith.abs(p, a);
    }

    /** {@code erlang:float/1}. */
    @Bif(value = "erlang:float/1", kind = Bif.Kind.GUARD)
    public static long toFloat(final Process p, final long a) {
        return Arith.toFloat(p, a);
    }

    /** {@code erlang:round/1}. */
    @Bif(value = "erlang:round/1", kind = Bif.Kind.GUARD)
    public static long round(final Process p, final long a) {
        return Arith.round(p, a);
    }

    /** {@code erlang:trunc/1}. */
    @Bif(value = "erlang:trunc/1", kind = Bif.Kind.GUARD)
    public static long trunc(final Process p, final long a) {
        return Arith.trunc(p, a);
    }

    /** {@code erlang:floor/1}. */
    @Bif(value = "erlang:floor/1", kind = Bif.Kind.GUARD)
    public static long floor(final Process p, final long a) {
        return Arith.floor(p, a);
    }

    /** {@code erlang:ceil/1}. */
    @Bif(value = "erlang:ceil/1", kind = Bif.Kind.GUARD)
    public static long ceil(final Process p, final long a) {
        return Arith.ceil(p, a);
    }

    /** {@code erlang:min/2}. */
    @Bif(value = "erlang:min/2", kind = Bif.Kind.GUARD)
    public static long min(final Process p, final long a, final long b) {
        return Arith.min(a, b);
    }

    /** {@code erlang:max/2}. */
    @Bif(value = "erlang:max/2", kind = Bif.Kind.GUARD)
    public static long max(final Process p, final long a, final long b) {
        return Arith.max(a, b);
    }
}
