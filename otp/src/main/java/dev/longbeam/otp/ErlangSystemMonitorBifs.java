package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.SystemMonitor;
import dev.longbeam.sched.SystemProfile;
import dev.longbeam.sched.TraceFlags;
import dev.longbeam.sched.TraceMessages;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** {@code erlang:system_monitor} and {@code erlang:system_profile}. */
public final class ErlangSystemMonitorBifs {
    private static final long AM_LONG_GC = Atom.of("long_gc");
    private static final long AM_LONG_SCHEDULE = Atom.of("long_schedule");
    private static final long AM_LARGE_HEAP = Atom.of("large_heap");
    private static final long AM_LONG_MESSAGE_QUEUE = Atom.of("long_message_queue");
    private static final long AM_BUSY_PORT = Atom.of("busy_port");
    private static final long AM_BUSY_DIST_PORT = Atom.of("busy_dist_port");
    private static final long AM_RUNNABLE_PROCS = Atom.of("runnable_procs");
    private static final long AM_RUNNABLE_PORTS = Atom.of("runnable_ports");
    private static final long AM_SCHEDULER = Atom.of("scheduler");
    private static final long AM_EXCLUSIVE = Atom.of("exclusive");
    private static final long LEAST_LARGE_HEAP = 16384;

    private ErlangSystemMonitorBifs() {
    }

    /** {@code system_monitor/0}. */
    @Bif("erlang:system_monitor/0")
    public static long monitor(final Process p) {
        final SystemMonitor monitor = p.emulator().traceSettings.monitor();
        return monitor == SystemMonitor.OFF ? Atoms.UNDEFINED : Tuple.make(p, monitor.pidTerm(), monitor.options(p));
    }

    /** {@code system_monitor/1}. */
    @Bif("erlang:system_monitor/1")
    public static long monitor(final Process p, final long settingsTerm) {
        if (settingsTerm == Atoms.UNDEFINED) {
            return monitor(p, settingsTerm, Term.NIL);
        }
        return Term.isTuple(settingsTerm) && Tuple.arity(settingsTerm) == 2
            ? monitor(p, Tuple.element(settingsTerm, 1), Tuple.element(settingsTerm, 2)) : p.badarg();
    }

    /** {@code system_monitor/2}. */
    @Bif("erlang:system_monitor/2")
    public static long monitor(final Process p, final long pidTerm, final long optionsTerm) {
        final long before = monitor(p);
        if (pidTerm == Atoms.UNDEFINED || optionsTerm == Term.NIL) {
            p.emulator().traceSettings.monitor(SystemMonitor.OFF);
            return before;
        }
        final SystemMonitor next = p.emulator().processes.live(pidTerm) == null ? null
            : options(pidTerm, optionsTerm, p.emulator().service(NodeFacts.class).otpRelease());
        if (next == null) {
            return p.badarg();
        }
        p.emulator().traceSettings.monitor(next);
        return before;
    }

    private static SystemMonitor options(final long pidTerm, final long optionsTerm, final int release) {
        long longGc = 0;
        long longSchedule = 0;
        long largeHeap = 0;
        long queueOff = 0;
        long queueOn = 0;
        boolean busyPort = false;
        boolean busyDistPort = false;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            if (option == AM_BUSY_PORT) {
                busyPort = true;
            } else if (option == AM_BUSY_DIST_PORT) {
                busyDistPort = true;
            } else if (release >= 27 && isQueueOption(option)) {
                queueOff = Term.smallValue(Tuple.element(Tuple.element(option, 2), 1));
                queueOn = Term.smallValue(Tuple.element(Tuple.element(option, 2), 2));
            } else {
                final long value = limit(option);
                if (value < 0) {
                    return null;
                }
                final long key = Tuple.element(option, 1);
                longGc = key == AM_LONG_GC ? Math.max(1, value) : longGc;
                longSchedule = key == AM_LONG_SCHEDULE ? Math.max(1, value) : longSchedule;
                largeHeap = key == AM_LARGE_HEAP ? Math.max(LEAST_LARGE_HEAP, value) : largeHeap;
            }
        }
        return rest != Term.NIL ? null
            : new SystemMonitor(pidTerm, longGc, longSchedule, largeHeap, queueOff, queueOn, busyPort, busyDistPort);
    }

    /** The number of an option with a limit, -1 when it is none. */
    private static long limit(final long option) {
        if (!Term.isTuple(option) || Tuple.arity(option) != 2 || !Term.isSmall(Tuple.element(option, 2))) {
            return -1;
        }
        final long key = Tuple.element(option, 1);
        return key == AM_LONG_GC || key == AM_LONG_SCHEDULE || key == AM_LARGE_HEAP ? Term.smallValue(Tuple.element(option, 2)) : -1;
    }

    private static boolean isQueueOption(final long option) {
        if (!Tuple.isTagged(option, 2, AM_LONG_MESSAGE_QUEUE)) {
            return false;
        }
        final long limits = Tuple.element(option, 2);
        return Term.isTuple(limits) && Tuple.arity(limits) == 2 && Term.areSmall(Tuple.element(limits, 1), Tuple.element(limits, 2))
            && Term.smallValue(Tuple.element(limits, 1)) >= 0 && Term.smallValue(Tuple.element(limits, 2)) > 0
            && Term.smallValue(Tuple.element(limits, 1)) < Term.smallValue(Tuple.element(limits, 2));
    }

    /** {@code system_profile/0}. */
    @Bif("erlang:system_profile/0")
    public static long profile(final Process p) {
        final SystemProfile profile = p.emulator().traceSettings.profile();
        return profile == SystemProfile.OFF ? Atoms.UNDEFINED : Tuple.make(p, profile.profilerTerm(), profile.options(p));
    }

    /** {@code system_profile/2}. */
    @Bif("erlang:system_profile/2")
    public static long profile(final Process p, final long profilerTerm, final long optionsTerm) {
        final long before = profile(p);
        if (profilerTerm == Atoms.UNDEFINED || optionsTerm == Term.NIL) {
            p.emulator().traceSettings.profile(SystemProfile.OFF);
            return before;
        }
        final boolean isTracer = Term.isLocalPid(profilerTerm) || Term.isLocalPort(profilerTerm);
        if (!isTracer || !TraceMessages.isAlive(p.emulator(), profilerTerm)) {
            return p.badarg();
        }
        boolean procs = false;
        boolean ports = false;
        boolean scheduler = false;
        boolean exclusive = false;
        int kind = TraceFlags.TIMESTAMP;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            final int bit = TraceFlags.bit(option);
            procs |= option == AM_RUNNABLE_PROCS;
            ports |= option == AM_RUNNABLE_PORTS;
            scheduler |= option == AM_SCHEDULER;
            exclusive |= option == AM_EXCLUSIVE;
            if (bit == TraceFlags.TIMESTAMP || bit == TraceFlags.STRICT_MONOTONIC_TIMESTAMP || bit == TraceFlags.MONOTONIC_TIMESTAMP) {
                kind = bit;
            } else if (option != AM_RUNNABLE_PROCS && option != AM_RUNNABLE_PORTS && option != AM_SCHEDULER && option != AM_EXCLUSIVE) {
                return p.badarg();
            }
        }
        if (rest != Term.NIL) {
            return p.badarg();
        }
        p.emulator().traceSettings.profile(new SystemProfile(profilerTerm, procs, ports, scheduler, exclusive, kind));
        return before;
    }
}
