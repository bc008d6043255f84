package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * Sends trace messages to tracers.
 *
 * <p>Called by the scheduler that runs the process which the event happens to, or that does something to it.
 */
public final class TraceMessages {
    private static final long AM_TRACE = Atom.of("trace");
    private static final long AM_TRACE_TS = Atom.of("trace_ts");
    private static final long AM_SEQ_TRACE = Atom.of("seq_trace");
    private static final int MAX_ELEMENTS = 8;
    /** Enough for the tuple, a scheduler number and a timestamp of any kind. */
    private static final int OWN_WORDS = MAX_ELEMENTS + 16;
    private static final int TIMESTAMPS = TraceFlags.TIMESTAMP | TraceFlags.STRICT_MONOTONIC_TIMESTAMP | TraceFlags.MONOTONIC_TIMESTAMP;

    private TraceMessages() {
    }

    /** True when a tracer is there: a process that lives, or a port. */
    public static boolean isAlive(final Emulator emulator, final long tracerTerm) {
        return Term.isLocalPort(tracerTerm) ? emulator.isPort(tracerTerm) : emulator.processes.live(tracerTerm) != null;
    }

    /** True when events of a process go to its tracer: there is one, it lives, and it is another process. A dead one is forgotten. */
    public static boolean isEnabled(final Process p, final ProcessTrace trace) {
        final long tracerTerm = trace.tracerTerm();
        if (tracerTerm == Term.NIL) {
            return false;
        }
        if (!isAlive(p.emulator(), tracerTerm)) {
            trace.clear();
            return false;
        }
        return tracerTerm != p.self;
    }

    /** Sends {@code {trace, Pid, Tag, Data}}, with what the process's flags add, to its tracer. */
    static void send(final Process p, final ProcessTrace trace, final long tagTerm, final long dataTerm, final long extraTerm,
        final long matchTerm) {
        if (isEnabled(p, trace)) {
            send(p.emulator(), trace.tracerTerm(), trace.flags(), p.self, tagTerm, dataTerm, extraTerm, matchTerm);
        }
    }

    /**
     * Sends a trace message.
     *
     * @param flags     say which timestamp and whether a scheduler number is wanted
     * @param extraTerm a second datum, or NON_VALUE
     * @param matchTerm what the match specification said; {@code true} is not shown
     */
    public static void send(final Emulator emulator, final long tracerTerm, final int flags, final long traceeTerm, final long tagTerm,
        final long dataTerm, final long extraTerm, final long matchTerm) {
        final long words = OWN_WORDS + words(dataTerm) + words(extraTerm) + words(matchTerm);
        deliver(emulator, tracerTerm, words, heap -> {
            final long[] elements = new long[MAX_ELEMENTS];
            int count = 0;
            elements[count++] = (flags & TIMESTAMPS) != 0 ? AM_TRACE_TS : AM_TRACE;
            elements[count++] = traceeTerm;
            elements[count++] = tagTerm;
            elements[count++] = TermCopy.copy(dataTerm, heap);
            if (extraTerm != Term.NON_VALUE) {
                elements[count++] = TermCopy.copy(extraTerm, heap);
            }
            if (matchTerm != Atoms.TRUE) {
                elements[count++] = TermCopy.copy(matchTerm, heap);
            }
            if ((flags & TraceFlags.SCHEDULER_ID) != 0) {
                elements[count++] = Term.makeSmall(schedulerNumber());
            }
            return close(emulator, heap, flags, elements, count);
        });
    }

    /** Sends {@code {seq_trace, Label, Info}} to the sequential tracer. */
    static void sequential(final Emulator emulator, final int flags, final long labelTerm, final long infoTerm) {
        final long words = OWN_WORDS + words(labelTerm) + words(infoTerm);
        deliver(emulator, emulator.traceSettings.sequentialTracerTerm, words, heap -> {
            final long[] elements = new long[MAX_ELEMENTS];
            elements[0] = AM_SEQ_TRACE;
            elements[1] = TermCopy.copy(labelTerm, heap);
            elements[2] = TermCopy.copy(infoTerm, heap);
            return close(emulator, heap, flags, elements, 3);
        });
    }

    /** Number of the scheduler that this thread is, 0 for none. */
    static int schedulerNumber() {
        return Thread.currentThread() instanceof SchedulerThread thread ? thread.scheduler.index + 1 : 0;
    }

    private static long words(final long term) {
        return term == Term.NON_VALUE || Term.isImmediate(term) ? 0 : TermCopy.sizeWords(term);
    }

    private static long close(final Emulator emulator, final TermHeap heap, final int flags, final long[] elements, final int used) {
        int count = used;
        final int kinds = flags & TIMESTAMPS;
        if (kinds != 0) {
            elements[count++] = emulator.traceSettings.timestamps.make(heap, Integer.lowestOneBit(kinds));
        }
        return Tuple.make(heap, java.util.Arrays.copyOf(elements, count));
    }

    private static void deliver(final Emulator emulator, final long tracerTerm, final long words, final Signals.TermBuilder build) {
        final Process tracer = emulator.processes.live(tracerTerm);
        if (tracer != null) {
            Signals.message(tracer, words, build);
        } else if (Term.isLocalPort(tracerTerm)) {
            emulator.traceToPort(tracerTerm, build);
        }
    }
}
