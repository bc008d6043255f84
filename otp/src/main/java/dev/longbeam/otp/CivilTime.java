package dev.longbeam.otp;

import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixTime;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * Dates and times {@code {{Year, Month, Day}, {Hour, Minute, Second}}} of the Gregorian calendar.
 *
 * <p>Any thread.
 */
final class CivilTime {
    /** First year that conversions to and from local time take. */
    static final long FIRST_LOCAL_YEAR = 1902;
    /** First year that conversion to seconds takes. */
    static final long FIRST_POSIX_YEAR = 1600;

    private static final long LAST_YEAR = Integer.MAX_VALUE - 1;
    private static final long DAY_S = 86_400;
    private static final long HOUR_S = 3_600;
    private static final long MINUTE_S = 60;
    /** Days from March 1 of year 0 to January 1, 1970. */
    private static final long DAYS_BEFORE_1970 = 719_468;
    private static final int[] DAYS_OF_MONTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    /** The fields of a time that was read. */
    record Fields(long year, long month, long day, long hour, long minute, long second) {
        /** True when there is such a date and time, from {@code firstYear} on. */
        boolean isValid(final long firstYear) {
            return year >= firstYear && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth()
                && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
        }

        /** Seconds since 1970; for valid fields. */
        long toSeconds() {
            final long marchYear = month > 2 ? year : year - 1;
            final long marchMonth = month > 2 ? month - 3 : month + 9;
            final long days = 365 * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400 + (marchMonth * 306 + 5) / 10
                + day - 1 - DAYS_BEFORE_1970;
            return days * DAY_S + hour * HOUR_S + minute * MINUTE_S + second;
        }

        private int[] toArray() {
            return new int[] {(int)second, (int)minute, (int)hour, (int)day, (int)month, (int)year};
        }

        private int daysOfMonth() {
            final boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            return month == 2 && leap ? 29 : DAYS_OF_MONTH[(int)month - 1];
        }
    }

    private CivilTime() {
    }

    /** Reads a date and time; null when the term is something else. The fields may be nonsense. */
    static Fields read(final long term) {
        if (!isTupleOf(term, 2)) {
            return null;
        }
        final long dateTerm = Tuple.element(term, 1);
        final long timeTerm = Tuple.element(term, 2);
        if (!isTripleOfSmalls(dateTerm) || !isTripleOfSmalls(timeTerm)) {
            return null;
        }
        return new Fields(small(dateTerm, 1), small(dateTerm, 2), small(dateTerm, 3), small(timeTerm, 1), small(timeTerm, 2),
            small(timeTerm, 3));
    }

    /**
     * UTC date and time of seconds since 1970.
     *
     * <p>Divisions round towards zero, as those of the C emulator do: so years before 1 are shown as it shows them, not as the
     * calendar has them.
     */
    static long universal(final TermHeap heap, final long timeS) {
        final long days = Math.floorDiv(timeS, DAY_S) + DAYS_BEFORE_1970;
        final long secondOfDay = Math.floorMod(timeS, DAY_S);
        long year = (10_000 * days + 14_780) / 3_652_425;
        long dayOfYear = days - daysBefore(year);
        if (dayOfYear < 0) {
            year--;
            dayOfYear = days - daysBefore(year);
        }
        final long marchMonth = (100 * dayOfYear + 52) / 3_060;
        final long month = (marchMonth + 2) % 12 + 1;
        final long day = dayOfYear - (marchMonth * 306 + 5) / 10 + 1;
        return make(heap, year + (marchMonth + 2) / 12, month, day, secondOfDay);
    }

    /** Local date and time of seconds since 1970; NON_VALUE without an exception when there is none. */
    static long local(final TermHeap heap, final long timeS) {
        final int[] fields = PosixTime.localTime(timeS);
        return fields == null ? Term.NON_VALUE
            : make(heap, fields[5], fields[4], fields[3], fields[2] * HOUR_S + fields[1] * MINUTE_S + fields[0]);
    }

    /**
     * Seconds since 1970 of a local time.
     *
     * @param daylightSaving 1, 0, or -1 for not known
     */
    static long localToSeconds(final Fields fields, final int daylightSaving) throws PosixException {
        try {
            return PosixTime.timeOf(fields.toArray(), daylightSaving);
        } catch (final PosixException e) {
            if (daylightSaving == 0) {
                throw e;
            }
            return PosixTime.timeOf(fields.toArray(), 0);
        }
    }

    private static long make(final TermHeap heap, final long year, final long month, final long day, final long secondOfDay) {
        final long dateTerm = Tuple.make(heap, Term.makeSmall(year), Term.makeSmall(month), Term.makeSmall(day));
        final long timeTerm = Tuple.make(heap, Term.makeSmall(secondOfDay / HOUR_S), Term.makeSmall(secondOfDay % HOUR_S / MINUTE_S),
            Term.makeSmall(secondOfDay % MINUTE_S));
        return Tuple.make(heap, dateTerm, timeTerm);
    }

    private static long daysBefore(final long marchYear) {
        return 365 * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400;
    }

    private static boolean isTupleOf(final long term, final int arity) {
        return Term.isTuple(term) && Tuple.arity(term) == arity;
    }

    private static boolean isTripleOfSmalls(final long term) {
        return isTupleOf(term, 3) && Term.isSmall(Tuple.element(term, 1)) && Term.isSmall(Tuple.element(term, 2))
            && Term.isSmall(Tuple.element(term, 3));
    }

    private static long small(final long tupleTerm, final int index) {
        return Term.smallValue(Tuple.element(tupleTerm, index));
    }
}
