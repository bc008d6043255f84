package dev.longbeam.otp.posix;

import dev.longbeam.memory.NativeFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Local time as the C library has it, from {@code TZ} or {@code /etc/localtime}, with its way of treating hours that a change to
 * or from daylight-saving time skips or repeats.
 *
 * <p>Any thread; reads the time zone file once at first, then does not block.
 */
public final class PosixTime {
    private static final NativeFunction LOCALTIME = NativeFunction.ofWord("localtime_r");
    private static final NativeFunction MKTIME = NativeFunction.ofWord("mktime");
    private static final NativeFunction TZSET = NativeFunction.ofInt("tzset");

    private static final int TM_BYTES = 56;
    private static final int FIELDS = 6;
    private static final int YEAR_FIELD = 5;
    private static final int MONTH_FIELD = 4;
    private static final int FIRST_YEAR = 1900;
    private static final long TM_ISDST = 32;
    private static final int TM_SEC = 0;
    private static final long NO_FAILURE = Long.MIN_VALUE;

    static {
        Libc.call(TZSET, 0, 0, 0, 0);
    }

    private PosixTime() {
    }

    /**
     * Local time of a moment.
     *
     * @param timeS seconds since 1970, UTC
     * @return second, minute, hour, day, month (1 to 12), year; null when the year does not fit
     */
    public static int[] localTime(final long timeS) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment time = arena.allocateFrom(ValueLayout.JAVA_LONG, timeS);
            final MemorySegment tm = arena.allocate(TM_BYTES, Long.BYTES);
            if (Libc.call(LOCALTIME, 0, time.address(), tm.address(), 0, 0) != tm.address()) {
                return null;
            }
            final int[] fields = new int[FIELDS];
            MemorySegment.copy(tm, ValueLayout.JAVA_INT, 0, fields, 0, FIELDS);
            fields[MONTH_FIELD] += 1;
            fields[YEAR_FIELD] += FIRST_YEAR;
            return fields;
        }
    }

    /**
     * Moment of a local time.
     *
     * @param fields second, minute, hour, day, month (1 to 12), year
     * @param daylightSaving 1 when it is meant as daylight-saving time, 0 when not, -1 when not known
     * @return seconds since 1970, UTC
     * @throws PosixException when there is no such time
     */
    public static long timeOf(final int[] fields, final int daylightSaving) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment tm = arena.allocate(TM_BYTES, Long.BYTES);
            MemorySegment.copy(fields, 0, tm, ValueLayout.JAVA_INT, 0, FIELDS);
            tm.setAtIndex(ValueLayout.JAVA_INT, MONTH_FIELD, fields[MONTH_FIELD] - 1);
            tm.setAtIndex(ValueLayout.JAVA_INT, YEAR_FIELD, fields[YEAR_FIELD] - FIRST_YEAR);
            tm.set(ValueLayout.JAVA_INT, TM_ISDST, daylightSaving);
            final long timeS = mktime(tm);
            if (timeS != -1) {
                return timeS;
            }
            // -1 means failure, but also the last second of 1969: then the second before it is -2.
            tm.set(ValueLayout.JAVA_INT, TM_SEC, tm.get(ValueLayout.JAVA_INT, TM_SEC) - 1);
            if (mktime(tm) == -2) {
                return -1;
            }
        }
        throw new PosixException(Errno.EINVAL);
    }

    private static long mktime(final MemorySegment tm) {
        return Libc.call(MKTIME, NO_FAILURE, tm.address(), 0, 0, 0);
    }
}
