package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;

/** {@code erlang:unique_integer}. */
public final class ErlangUniqueBifs {
    private static final long AM_MONOTONIC = Atom.of("monotonic");
    private static final long AM_POSITIVE = Atom.of("positive");

    private ErlangUniqueBifs() {
    }

    /** {@code erlang:unique_integer/0}. */
    @Bif("erlang:unique_integer/0")
    public static long uniqueInteger(final Process p) {
        return UniqueIntegers.of(p).make(p, false);
    }

    /** {@code erlang:unique_integer/1}. */
    @Bif("erlang:unique_integer/1")
    public static long uniqueInteger(final Process p, final long modifiersTerm) {
        boolean monotonic = false;
        boolean positive = false;
        long at = modifiersTerm;
        for (; Term.isCons(at); at = Cons.tail(at)) {
            final long modifierTerm = Cons.head(at);
            if (modifierTerm == AM_MONOTONIC) {
                monotonic = true;
            } else if (modifierTerm == AM_POSITIVE) {
                positive = true;
            } else {
                return p.badarg();
            }
        }
        if (at != Term.NIL) {
            return p.badarg();
        }
        final UniqueIntegers integers = UniqueIntegers.of(p);
        return monotonic ? integers.makeMonotonic(p, positive) : integers.make(p, positive);
    }
}
