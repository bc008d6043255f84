package dev.longbeam.otp;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Bignum;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

import java.math.BigInteger;

/**
 * Times in the units that programs ask for: atoms, or parts of a second as an integer above 0.
 *
 * <p>Any thread.
 */
final class TimeUnits {
    private static final long AM_NATIVE = Atom.of("native");
    private static final long AM_PERF_COUNTER = Atom.of("perf_counter");
    private static final long AM_SECOND = Atom.of("second");
    private static final long AM_SECONDS = Atom.of("seconds");
    private static final long AM_MILLISECOND = Atom.of("millisecond");
    private static final long AM_MILLI_SECONDS = Atom.of("milli_seconds");
    private static final long AM_MICROSECOND = Atom.of("microsecond");
    private static final long AM_MICRO_SECONDS = Atom.of("micro_seconds");
    private static final long AM_NANOSECOND = Atom.of("nanosecond");
    private static final long AM_NANO_SECONDS = Atom.of("nano_seconds");
    private static final BigInteger SECOND_NS = BigInteger.valueOf(Clock.SECOND_NS);
    private static final long MEGA = 1_000_000;

    private TimeUnits() {
    }

    /** A time in another unit, rounded down; {@code badarg} for what is no unit. */
    static long convert(final TermHeap heap, final long timeNs, final long unitTerm) {
        final long divisor = divisor(unitTerm);
        if (divisor > 0) {
            return Integers.make(heap, Math.floorDiv(timeNs, divisor));
        }
        if (!Term.isInteger(unitTerm)) {
            return heap.badarg();
        }
        final BigInteger parts = Bignum.toBigInteger(unitTerm);
        if (parts.signum() <= 0) {
            return heap.badarg();
        }
        final BigInteger[] result = BigInteger.valueOf(timeNs).multiply(parts).divideAndRemainder(SECOND_NS);
        return Bignum.make(heap, result[1].signum() < 0 ? result[0].subtract(BigInteger.ONE) : result[0]);
    }

    /** {@code {MegaSecs, Secs, MicroSecs}}. */
    static long timestamp(final TermHeap heap, final long timeMicros) {
        final long seconds = timeMicros / MEGA;
        return Tuple.make(heap, Term.makeSmall(seconds / MEGA), Term.makeSmall(seconds % MEGA), Term.makeSmall(timeMicros % MEGA));
    }

    /** Nanoseconds in a unit, or 0 when it is not one of the usual. */
    private static long divisor(final long unitTerm) {
        if (unitTerm == AM_NATIVE || unitTerm == AM_NANOSECOND || unitTerm == AM_NANO_SECONDS || unitTerm == AM_PERF_COUNTER) {
            return 1;
        } else if (unitTerm == AM_MICROSECOND || unitTerm == AM_MICRO_SECONDS) {
            return Clock.MICROSECOND_NS;
        } else if (unitTerm == AM_MILLISECOND || unitTerm == AM_MILLI_SECONDS) {
            return Clock.MICROSECOND_NS * 1_000;
        }
        return unitTerm == AM_SECOND || unitTerm == AM_SECONDS ? Clock.SECOND_NS : 0;
    }
}
