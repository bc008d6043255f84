package dev.longbeam.otp;

import dev.longbeam.sched.Process;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of a node, all in nanoseconds, which is Erlang's native unit here.
 *
 * <p>Erlang monotonic time begins near the smallest small integer, so that it stays small for 36 years of uptime. Erlang system
 * time is monotonic time plus an offset that is fixed at start. Any thread; does not block.
 */
public final class Clock {
    /** Where times come from. */
    public interface Source {
        /** Nanoseconds of a clock that never goes back, from any origin. */
        long monotonicNs();

        /** Nanoseconds since 1970, UTC, of a clock that may be set. */
        long systemNs();
    }

    /** Nanoseconds in a second. */
    public static final long SECOND_NS = 1_000_000_000L;
    /** Nanoseconds in a microsecond. */
    public static final long MICROSECOND_NS = 1_000L;
    /** Erlang monotonic time at start: the first whole second that is a small integer. */
    public static final long START_NS = -576_460_752 * SECOND_NS;
    /** Last Erlang monotonic time: {@code erlang:system_info(end_time)}. */
    public static final long END_NS = Long.MAX_VALUE / SECOND_NS * SECOND_NS;

    /** The clocks of this machine. */
    public static final Source MACHINE = new Source() {
        @Override
        public long monotonicNs() {
            return System.nanoTime();
        }

        @Override
        public long systemNs() {
            final Instant now = Instant.now();
            return now.getEpochSecond() * SECOND_NS + now.getNano();
        }
    };

    private final Source source;
    private final long monotonicOriginNs;
    private final long offsetNs;
    private final AtomicLong lastNowMicros = new AtomicLong();

    /** A clock that starts now. */
    public Clock(final Source source) {
        this.source = source;
        this.monotonicOriginNs = source.monotonicNs() - START_NS;
        this.offsetNs = source.systemNs() - START_NS;
    }

    /** The clock of the node of a process. */
    static Clock of(final Process p) {
        return NodeState.of(p).clock;
    }

    /** Erlang monotonic time. */
    public long monotonicNs() {
        return source.monotonicNs() - monotonicOriginNs;
    }

    /** The reading of the source's monotonic clock ({@code System.nanoTime}) that belongs to an Erlang monotonic time. */
    public long sourceNs(final long monotonicNs) {
        return monotonicNs + monotonicOriginNs;
    }

    /** What to add to Erlang monotonic time to get Erlang system time. */
    public long offsetNs() {
        return offsetNs;
    }

    /** Erlang system time. */
    public long systemNs() {
        return monotonicNs() + offsetNs;
    }

    /** System time of the operating system. */
    public long osSystemNs() {
        return source.systemNs();
    }

    /** The performance counter. */
    public long perfCounter() {
        return source.monotonicNs();
    }

    /** Erlang system time in microseconds, later than at any call before: {@code erlang:now/0}. */
    public long uniqueSystemMicros() {
        final long micros = Math.floorDiv(systemNs(), MICROSECOND_NS);
        return lastNowMicros.updateAndGet(last -> Math.max(last + 1, micros));
    }
}
