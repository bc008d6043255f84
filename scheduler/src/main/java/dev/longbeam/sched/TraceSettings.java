package dev.longbeam.sched;

import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What Erlang's tracing knows of a whole node: flags of processes and ports to come, patterns of sends and receives, the sequential tracer.
 *
 * <p>Any thread. What belongs together is one immutable record, so that it changes as one.
 */
public final class TraceSettings {
    /** Flags and tracer of new processes or ports. */
    public record Defaults(int flags, long tracerTerm) {
        static final Defaults NONE = new Defaults(0, Term.NIL);
    }

    /**
     * A pattern of sends or receives.
     *
     * @param on      false when nothing is traced
     * @param pattern what to match
     */
    public record EventPattern(boolean on, TracePattern pattern) {
        static final EventPattern ALL = new EventPattern(true, TracePattern.ANY);
    }

    /** Makes the timestamps of trace messages. */
    @FunctionalInterface
    public interface Timestamps {
        /** A timestamp of a kind: {@link TraceFlags#TIMESTAMP} and its like. */
        long make(TermHeap heap, int kind);
    }

    private final Emulator emulator;
    /** What new processes get. */
    public volatile Defaults newProcesses = Defaults.NONE;
    /** What new ports get. */
    public volatile Defaults newPorts = Defaults.NONE;
    /** Which sends are traced. */
    public volatile EventPattern sends = EventPattern.ALL;
    /** Which receives are traced. */
    public volatile EventPattern receives = EventPattern.ALL;
    /** The sequential tracer, or NIL. */
    public volatile long sequentialTracerTerm = Term.NIL;
    /** True when timestamps count processor time. */
    public volatile boolean cpuTimestamps;
    /** {@code trace_control_word}. */
    public volatile long controlWord;
    /** Makes timestamps. */
    public volatile Timestamps timestamps = (heap, kind) -> Term.makeSmall(0);
    /** {@code system_monitor}. */
    volatile SystemMonitor monitor = SystemMonitor.OFF;
    /** {@code system_profile}. */
    volatile SystemProfile profile = SystemProfile.OFF;
    /** True when one of the two wants to hear of slices. */
    volatile boolean observesSlices;

    TraceSettings(final Emulator emulator) {
        this.emulator = emulator;
    }

    /** {@code system_monitor}; {@link SystemMonitor#OFF} once its process is gone. */
    public SystemMonitor monitor() {
        if (monitor != SystemMonitor.OFF && emulator.processes.live(monitor.pidTerm()) == null) {
            monitor(SystemMonitor.OFF);
        }
        return monitor;
    }

    /** Sets {@code system_monitor}. */
    public void monitor(final SystemMonitor next) {
        monitor = next;
        observe();
    }

    /** {@code system_profile}; {@link SystemProfile#OFF} once its process is gone. */
    public SystemProfile profile() {
        if (profile != SystemProfile.OFF && emulator.processes.live(profile.profilerTerm()) == null) {
            profile(SystemProfile.OFF);
        }
        return profile;
    }

    /** Sets {@code system_profile}. */
    public void profile(final SystemProfile next) {
        profile = next;
        observe();
    }

    private void observe() {
        observesSlices = monitor.longScheduleMs() > 0 || profile.runnableProcs();
    }

    /**
     * Switches flags of new processes or ports on or off.
     *
     * @param before what they get now
     * @return what they get from now on
     */
    public Defaults change(final Defaults before, final boolean on, final int mask, final long tracerTerm) {
        final int flags = on ? before.flags | mask : before.flags & ~mask;
        if (flags == 0) {
            return Defaults.NONE;
        }
        return new Defaults(flags, on && tracerTerm != Term.NIL ? tracerTerm : before.tracerTerm);
    }

    /** The defaults without a tracer that has died. */
    public Defaults alive(final Defaults defaults) {
        return defaults.flags == 0 || TraceMessages.isAlive(emulator, defaults.tracerTerm) ? defaults : Defaults.NONE;
    }

    /** Runs something on a scheduler once each scheduler has been between two slices, and has seen what the caller wrote before. */
    public void afterAllSchedulers(final Runnable action) {
        final AtomicInteger left = new AtomicInteger(emulator.schedulers.length);
        for (final Scheduler scheduler : emulator.schedulers) {
            scheduler.execute(() -> {
                if (left.decrementAndGet() == 0) {
                    action.run();
                }
            });
        }
    }

    /**
     * Does something to a process while it does not run.
     *
     * @param action runs at once when that is so, else on the scheduler of the process
     */
    public void whenStopped(final Process caller, final Process target, final Runnable action) {
        if (target == caller || target.scheduler() == caller.scheduler()) {
            action.run();
        } else {
            final Scheduler at = target.scheduler();
            at.execute(() -> whenStoppedAt(at, target, action));
        }
    }

    private static void whenStoppedAt(final Scheduler at, final Process target, final Runnable action) {
        final Scheduler now = target.scheduler();
        if (now == at) {
            action.run();
        } else {
            now.execute(() -> whenStoppedAt(now, target, action));
        }
    }
}
