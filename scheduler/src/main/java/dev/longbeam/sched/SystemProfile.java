package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * {@code erlang:system_profile}: who hears when processes and schedulers begin and end to have work.
 *
 * <p>Immutable. The reports are made by the scheduler that they are about.
 *
 * @param profilerTerm  who hears, or NIL
 * @param runnableProcs {@code runnable_procs}
 * @param runnablePorts {@code runnable_ports}
 * @param scheduler     {@code scheduler}
 * @param exclusive     {@code exclusive}
 * @param timestampKind a kind of {@link TraceFlags#TIMESTAMP}
 */
public record SystemProfile(long profilerTerm, boolean runnableProcs, boolean runnablePorts, boolean scheduler, boolean exclusive,
    int timestampKind) {
    /** Nobody hears. */
    public static final SystemProfile OFF = new SystemProfile(Term.NIL, false, false, false, false, TraceFlags.TIMESTAMP);

    private static final long AM_PROFILE = Atom.of("profile");
    private static final long AM_SCHEDULER = Atom.of("scheduler");
    private static final long AM_ACTIVE = Atom.of("active");
    private static final long AM_INACTIVE = Atom.of("inactive");

    /** A process has something to do from now on, or nothing any more. */
    void process(final Process p, final boolean active) {
        if (runnableProcs) {
            final LocalHeap heap = new LocalHeap();
            final long function = p.engine().function(heap, p);
            send(p.emulator(), Tuple.make(heap, AM_PROFILE, p.self, active ? AM_ACTIVE : AM_INACTIVE, function,
                p.emulator().traceSettings.timestamps.make(heap, timestampKind)));
            TraceEvents.release(heap);
        }
    }

    /** A scheduler begins or ends to have work; {@code activeCount} of them have some. */
    void scheduler(final Scheduler about, final boolean active, final int activeCount) {
        if (scheduler) {
            final LocalHeap heap = new LocalHeap();
            send(about.emulator, Tuple.make(heap, AM_PROFILE, AM_SCHEDULER, Term.makeSmall(about.index + 1L),
                active ? AM_ACTIVE : AM_INACTIVE, Term.makeSmall(activeCount),
                about.emulator.traceSettings.timestamps.make(heap, timestampKind)));
            TraceEvents.release(heap);
        }
    }

    private void send(final Emulator emulator, final long messageTerm) {
        final Process to = emulator.processes.live(profilerTerm);
        if (to != null) {
            Signals.message(null, to, messageTerm);
        }
    }

    /** The options that are set, as the BIFs show them. */
    public long options(final TermHeap heap) {
        long list = Term.NIL;
        list = option(heap, list, "runnable_ports", runnablePorts);
        list = option(heap, list, "runnable_procs", runnableProcs);
        list = option(heap, list, "scheduler", scheduler);
        return option(heap, list, "exclusive", exclusive);
    }

    private static long option(final TermHeap heap, final long list, final String name, final boolean set) {
        return set ? Cons.make(heap, Atom.of(name), list) : list;
    }
}
