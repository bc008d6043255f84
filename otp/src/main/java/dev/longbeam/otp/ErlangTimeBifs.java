package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** Times and dates of module {@code erlang}. */
public final class ErlangTimeBifs {
    private ErlangTimeBifs() {
    }

    /** {@code erlang:monotonic_time/0}. */
    @Bif("erlang:monotonic_time/0")
    public static long monotonicTime(final Process p) {
        return Integers.make(p, Clock.of(p).monotonicNs());
    }

    /** {@code erlang:monotonic_time/1}. */
    @Bif("erlang:monotonic_time/1")
    public static long monotonicTime(final Process p, final long unitTerm) {
        return TimeUnits.convert(p, Clock.of(p).monotonicNs(), unitTerm);
    }

    /** {@code erlang:system_time/0}. */
    @Bif("erlang:system_time/0")
    public static long systemTime(final Process p) {
        return Integers.make(p, Clock.of(p).systemNs());
    }

    /** {@code erlang:system_time/1}. */
    @Bif("erlang:system_time/1")
    public static long systemTime(final Process p, final long unitTerm) {
        return TimeUnits.convert(p, Clock.of(p).systemNs(), unitTerm);
    }

    /** {@code erlang:time_offset/0}. */
    @Bif("erlang:time_offset/0")
    public static long timeOffset(final Process p) {
        return Integers.make(p, Clock.of(p).offsetNs());
    }

    /** {@code erlang:time_offset/1}. */
    @Bif("erlang:time_offset/1")
    public static long timeOffset(final Process p, final long unitTerm) {
        return TimeUnits.convert(p, Clock.of(p).offsetNs(), unitTerm);
    }

    /** {@code erlang:timestamp/0}. */
    @Bif("erlang:timestamp/0")
    public static long timestamp(final Process p) {
        return TimeUnits.timestamp(p, Math.floorDiv(Clock.of(p).systemNs(), Clock.MICROSECOND_NS));
    }

    /** {@code erlang:now/0}. */
    @Bif("erlang:now/0")
    public static long now(final Process p) {
        return TimeUnits.timestamp(p, Clock.of(p).uniqueSystemMicros());
    }

    /** {@code erts_internal:time_unit/0}: native units in a second. */
    @Bif("erts_internal:time_unit/0")
    public static long timeUnit(final Process p) {
        return Term.makeSmall(Clock.SECOND_NS);
    }

    /** {@code erts_internal:perf_counter_unit/0}: steps of the performance counter in a second. */
    @Bif("erts_internal:perf_counter_unit/0")
    public static long perfCounterUnit(final Process p) {
        return Term.makeSmall(Clock.SECOND_NS);
    }

    /** {@code erlang:date/0}. */
    @Bif("erlang:date/0")
    public static long date(final Process p) {
        final long localTerm = localtime(p);
        return localTerm == Term.NON_VALUE ? localTerm : Tuple.element(localTerm, 1);
    }

    /** {@code erlang:time/0}. */
    @Bif("erlang:time/0")
    public static long time(final Process p) {
        final long localTerm = localtime(p);
        return localTerm == Term.NON_VALUE ? localTerm : Tuple.element(localTerm, 2);
    }

    /** {@code erlang:localtime/0}. */
    @Bif("erlang:localtime/0")
    public static long localtime(final Process p) {
        final long localTerm = CivilTime.local(p, nowS(p));
        return localTerm == Term.NON_VALUE ? p.badarg() : localTerm;
    }

    /** {@code erlang:universaltime/0}. */
    @Bif("erlang:universaltime/0")
    public static long universaltime(final Process p) {
        return CivilTime.universal(p, nowS(p));
    }

    /** {@code erlang:universaltime_to_localtime/1}. */
    @Bif("erlang:universaltime_to_localtime/1")
    public static long universaltimeToLocaltime(final Process p, final long timeTerm) {
        final CivilTime.Fields fields = CivilTime.read(timeTerm);
        if (fields == null || !fields.isValid(CivilTime.FIRST_LOCAL_YEAR)) {
            return p.badarg();
        }
        final long localTerm = CivilTime.local(p, fields.toSeconds());
        return localTerm == Term.NON_VALUE ? p.badarg() : localTerm;
    }

    /** {@code erlang:localtime_to_universaltime/2}. */
    @Bif("erlang:localtime_to_universaltime/2")
    public static long localtimeToUniversaltime(final Process p, final long timeTerm, final long daylightSavingTerm) {
        final int daylightSaving;
        if (daylightSavingTerm == Atoms.TRUE) {
            daylightSaving = 1;
        } else if (daylightSavingTerm == Atoms.FALSE) {
            daylightSaving = 0;
        } else if (daylightSavingTerm == Atoms.UNDEFINED) {
            daylightSaving = -1;
        } else {
            return p.badarg();
        }
        final CivilTime.Fields fields = CivilTime.read(timeTerm);
        if (fields == null || !fields.isValid(CivilTime.FIRST_LOCAL_YEAR)) {
            return p.badarg();
        }
        try {
            return CivilTime.universal(p, CivilTime.localToSeconds(fields, daylightSaving));
        } catch (final PosixException e) {
            return p.badarg();
        }
    }

    /** {@code erlang:universaltime_to_posixtime/1}. */
    @Bif("erlang:universaltime_to_posixtime/1")
    public static long universaltimeToPosixtime(final Process p, final long timeTerm) {
        final CivilTime.Fields fields = CivilTime.read(timeTerm);
        if (fields == null || !fields.isValid(CivilTime.FIRST_POSIX_YEAR)) {
            return p.badarg();
        }
        return Integers.make(p, fields.toSeconds());
    }

    /** {@code erlang:posixtime_to_universaltime/1}. */
    @Bif("erlang:posixtime_to_universaltime/1")
    public static long posixtimeToUniversaltime(final Process p, final long secondsTerm) {
        return Integers.fitsLong(secondsTerm) ? CivilTime.universal(p, Integers.longValue(secondsTerm)) : p.badarg();
    }

    private static long nowS(final Process p) {
        return Math.floorDiv(Clock.of(p).osSystemNs(), Clock.SECOND_NS);
    }
}
