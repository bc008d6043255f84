package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.SequentialTrace;
import dev.longbeam.sched.Signals;
import dev.longbeam.sched.TraceMessages;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Compare;
import dev.longbeam.term.Term;
import java.util.concurrent.atomic.AtomicInteger;

/** What {@code seq_trace} calls. */
public final class SeqTraceBifs {
    private SeqTraceBifs() {
    }

    /** {@code erlang:seq_trace/2}: sets a component of the token; the old value. */
    @Bif("erlang:seq_trace/2")
    public static long set(final Process p, final long componentTerm, final long valueTerm) {
        final long old = SequentialTrace.set(p, componentTerm, valueTerm);
        return old == Term.NON_VALUE ? p.badarg() : old;
    }

    /** {@code erlang:seq_trace_info/1}. */
    @Bif("erlang:seq_trace_info/1")
    public static long info(final Process p, final long componentTerm) {
        final long info = SequentialTrace.info(p, componentTerm);
        return info == Term.NON_VALUE ? p.badarg() : info;
    }

    /** {@code erlang:seq_trace_print/1}. */
    @Bif("erlang:seq_trace_print/1")
    public static long print(final Process p, final long messageTerm) {
        return Atoms.bool(SequentialTrace.print(p, messageTerm));
    }

    /** {@code erlang:seq_trace_print/2}: only when the token has this label. */
    @Bif("erlang:seq_trace_print/2")
    public static long print(final Process p, final long labelTerm, final long messageTerm) {
        final long label = SequentialTrace.label(p);
        return Atoms.bool(label != Term.NON_VALUE && Compare.exactEqual(label, labelTerm) && SequentialTrace.print(p, messageTerm));
    }

    /** The sequential tracer of a node, {@code false} for none. */
    static long systemTracer(final Emulator emulator) {
        final long tracer = emulator.traceSettings.sequentialTracerTerm;
        return tracer == Term.NIL || !TraceMessages.isAlive(emulator, tracer) ? Atoms.FALSE : tracer;
    }

    /** Sets the sequential tracer; the old one, or NON_VALUE when the new one cannot be one. */
    static long setSystemTracer(final Emulator emulator, final long tracerTerm) {
        final boolean none = tracerTerm == Atoms.FALSE;
        if (!none && !(Term.isLocalPid(tracerTerm) || Term.isLocalPort(tracerTerm)) || !none && !TraceMessages.isAlive(emulator, tracerTerm)) {
            return Term.NON_VALUE;
        }
        final long old = systemTracer(emulator);
        emulator.traceSettings.sequentialTracerTerm = none ? Term.NIL : tracerTerm;
        return old;
    }

    /** Takes all tokens away, those of messages that wait, too. */
    static long reset(final Process p) {
        SequentialTrace.reset(p);
        final Process[] all = p.emulator().processes.all();
        final AtomicInteger left = new AtomicInteger(1);
        for (final Process target : all) {
            if (target != p) {
                left.incrementAndGet();
                if (!Signals.request(p, target, q -> resetOne(p, q, left))) {
                    left.decrementAndGet();
                }
            }
        }
        resetOne(p, null, left);
        return p.awaitCompletion();
    }

    private static void resetOne(final Process caller, final Process q, final AtomicInteger left) {
        if (q != null) {
            SequentialTrace.reset(q);
        }
        if (left.decrementAndGet() == 0) {
            caller.complete(r -> Atoms.TRUE);
        }
    }
}
