package dev.longbeam.sched;

import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.trace.EventType;

/**
 * Timers that send a message: {@code start_timer}, {@code send_after}. A timer whose receiver is a pid goes when that process does; one
 * for a name stays.
 *
 * <p>A timer runs on the scheduler of the process that started it, see {@link MessageTimers}; processes of all schedulers may cancel or read it.
 */
public final class TimerService {
    private static final long NS_PER_MS = 1_000_000L;
    /** About what a timer costs: itself, its place in the tables and in the heap of deadlines. */
    private static final long TIMER_BYTES = 160;
    /** The timer that has been started last for a process is the first to be cancelled on its scheduler. */
    private static final int JUST_STARTED = 1;

    private TimerService() {
    }

    /**
     * Starts a timer that fires after some time.
     *
     * @param timeoutTuple true for {@code {timeout, Ref, Message}}, false for the message alone
     * @return its reference
     */
    public static long start(final Process p, final long delayNs, final long toTerm, final long messageTerm, final boolean timeoutTuple) {
        return startAt(p, p.emulator().options.clockNs.getAsLong() + delayNs, toTerm, messageTerm, timeoutTuple);
    }

    /**
     * Starts a timer that fires at a time of the emulator's clock.
     *
     * @param timeoutTuple true for {@code {timeout, Ref, Message}}, false for the message alone
     * @return its reference
     */
    public static long startAt(final Process p, final long deadlineNs, final long toTerm, final long messageTerm,
        final boolean timeoutTuple) {
        final long ref = Ref.make(p);
        final long number = Ref.number(ref);
        final Process to = Term.isAtom(toTerm) ? null : p.emulator().processes.live(toTerm);
        if (to == null && !Term.isAtom(toTerm)) {
            return ref;
        }
        if (p.emulator().trace != null) {
            Recorder.write(p.emulator(), EventType.TIMER_START, 0, number, p.self,
                Math.max(0, deadlineNs - p.emulator().options.clockNs.getAsLong()) / NS_PER_MS);
        }
        final Scheduler scheduler = p.scheduler();
        final long message = scheduler.builder.timed(timeoutTuple ? number : SignalBuilder.NO_REF, messageTerm);
        scheduler.messageTimers.start(number, deadlineNs, toTerm, message);
        if (to != null) {
            to.hasTimers = true;
            // Both sides write first and read then, so that at least one of them sees that the other was there.
            if (to.isExiting()) {
                receiverGone(to, JUST_STARTED);
            }
        }
        return ref;
    }

    /** A process gets a message from a timer of no delay that one of no delay starts, and that one a timer of some delay. */
    public static void startNested(final Process p, final long delayNs, final long messageTerm) {
        final Timers timers = p.scheduler().timers;
        final Emulator emulator = p.emulator();
        final long toTerm = p.self;
        final Runnable inner = () -> {
            final Process to = emulator.find(toTerm);
            if (to != null) {
                Signals.message(null, to, messageTerm);
            }
        };
        final long deadlineNs = emulator.options.clockNs.getAsLong() + delayNs;
        timers.start(deadlineNs, (Runnable)() -> timers.start(deadlineNs, (Runnable)() -> timers.start(deadlineNs, inner)));
    }

    /** A process is ending: cancels timers that would send it something, not more than so many; returns how many. */
    static int receiverGone(final Process p, final int most) {
        int cancelled = 0;
        for (final Scheduler scheduler : p.emulator().schedulers) {
            if (scheduler.messageTimers.count() > 0 && cancelled < most) {
                cancelled += scheduler.messageTimers.receiverGone(p.self, most - cancelled);
            }
        }
        return cancelled;
    }

    /** Cancels a timer: the milliseconds that were left, or -1 when there is none. */
    public static long cancel(final Process p, final long refNumber) {
        final MessageTimers here = p.scheduler().messageTimers;
        long deadlineNs = here.cancel(refNumber);
        for (int i = 0; deadlineNs == MessageTimers.NONE && i < p.emulator().schedulers.length; i++) {
            final MessageTimers other = p.emulator().schedulers[i].messageTimers;
            if (other != here && other.count() > 0) {
                deadlineNs = other.cancel(refNumber);
            }
        }
        if (deadlineNs == MessageTimers.NONE) {
            return -1;
        }
        Recorder.write(p.emulator(), EventType.TIMER_CANCEL, 0, refNumber);
        return leftMs(p, deadlineNs);
    }

    /** The milliseconds that are left, or -1 when there is no such timer. */
    public static long read(final Process p, final long refNumber) {
        for (final Scheduler scheduler : p.emulator().schedulers) {
            final MessageTimers timers = scheduler.messageTimers;
            final long deadlineNs = timers.count() > 0 ? timers.deadlineNs(refNumber) : MessageTimers.NONE;
            if (deadlineNs != MessageTimers.NONE) {
                return leftMs(p, deadlineNs);
            }
        }
        return -1;
    }

    private static long leftMs(final Process p, final long deadlineNs) {
        return Math.max(0, (deadlineNs - p.emulator().options.clockNs.getAsLong() + NS_PER_MS - 1) / NS_PER_MS);
    }

    /** About the bytes of all timers that have not fired, without their messages. */
    public static long memoryBytes(final Emulator emulator) {
        long count = 0;
        for (final Scheduler scheduler : emulator.schedulers) {
            count += scheduler.messageTimers.count();
        }
        return count * TIMER_BYTES;
    }
}
