package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Compare;
import dev.longbeam.term.Term;

/**
 * The operators of module {@code erlang} that compare terms, and those on truth values, which fail with badarg on other terms.
 *
 * <p>On the scheduler of the process.
 */
public final class ErlangCompareBifs {
    private ErlangCompareBifs() {
    }

    private static boolean isBoolean(final long term) {
        return term == Atoms.TRUE || term == Atoms.FALSE;
    }

    /** {@code erlang:</2}. */
    @Bif(value = "erlang:</2", kind = Bif.Kind.GUARD)
    public static long less(final Process p, final long a, final long b) {
        return Atoms.bool(Compare.compare(a, b) < 0);
    }

    /** {@code erlang:=</2}. */
    @Bif(value = "erlang:=</2", kind = Bif.Kind.GUARD)
    public static long lessOrEqual(final Process p, final long a, final long b) {
        return Atoms.bool(Compare.compare(a, b) <= 0);
    }

    /** {@code erlang:>/2}. */
    @Bif(value = "erlang:>/2", kind = Bif.Kind.GUARD)
    public static long greater(final Process p, final long a, final long b) {
        return Atoms.bool(Compare.compare(a, b) > 0);
    }

    /** {@code erlang:>=/2}. */
    @Bif(value = "erlang:>=/2", kind = Bif.Kind.GUARD)
    public static long greaterOrEqual(final Process p, final long a, final long b) {
        return Atoms.bool(Compare.compare(a, b) >= 0);
    }

    /** {@code erlang:==/2}. */
    @Bif(value = "erlang:==/2", kind = Bif.Kind.GUARD)
    public static long equal(final Process p, final long a, final long b) {
        return Atoms.bool(Compare.equal(a, b));
    }

    /** {@code erlang:/=/2}. */
    @Bif(value = "erlang:/=/2", kind = Bif.Kind.GUARD)
    public static long notEqual(final Process p, final long a, final long b) {
        return Atoms.bool(!Compare.equal(a, b));
    }

    /** {@code erlang:=:=/2}. */
    @Bif(value = "erlang:=:=/2", kind = Bif.Kind.GUARD)
    public static long exactEqual(final Process p, final long a, final long b) {
        return Atoms.bool(Compare.exactEqual(a, b));
    }

    /** {@code erlang:=/=/2}. */
    @Bif(value = "erlang:=/=/2", kind = Bif.Kind.GUARD)
    public static long notExactEqual(final Process p, final long a, final long b) {
        return Atoms.bool(!Compare.exactEqual(a, b));
    }

    /** {@code erlang:and/2}. */
    @Bif(value = "erlang:and/2", kind = Bif.Kind.GUARD)
    public static long and(final Process p, final long a, final long b) {
        return isBoolean(a) && isBoolean(b) ? Atoms.bool(a == Atoms.TRUE && b == Atoms.TRUE) : p.badarg();
    }

    /** {@code erlang:or/2}. */
    @Bif(value = "erlang:or/2", kind = Bif.Kind.GUARD)
    public static long or(final Process p, final long a, final long b) {
        return isBoolean(a) && isBoolean(b) ? Atoms.bool(a == Atoms.TRUE || b == Atoms.TRUE) : p.badarg();
    }

    /** {@code erlang:xor/2}. */
    @Bif(value = "erlang:xor/2", kind = Bif.Kind.GUARD)
    public static long xor(final Process p, final long a, final long b) {
        return isBoolean(a) && isBoolean(b) ? Atoms.bool(a != b) : p.badarg();
    }

    /** {@code erlang:not/1}. */
    @Bif(value = "erlang:not/1", kind = Bif.Kind.GUARD)
    public static long not(final Process p, final long a) {
        return isBoolean(a) ? Atoms.bool(a == Atoms.FALSE) : p.badarg();
    }

    /** {@code erts_internal:cmp_term/2}: -1, 0 or 1 in the order of keys of maps. */
    @Bif("erts_internal:cmp_term/2")
    public static long cmpTerm(final Process p, final long a, final long b) {
        return Term.makeSmall(Integer.signum(Compare.compareExact(a, b)));
    }
}
