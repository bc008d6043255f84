package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;

/** Natives of {@code erl_tracer}, the tracer module for tracers that are processes or ports: there is never such a tracer. */
public final class ErlTracerBifs {
    private static final long AM_TRACE_STATUS = Atom.of("trace_status");
    private static final long AM_REMOVE = Atom.of("remove");
    private static final long AM_DISCARD = Atom.of("discard");

    private ErlTracerBifs() {
    }

    /** {@code enabled(TraceTag, TracerState, Tracee)}. */
    @Bif(value = "erl_tracer:enabled/3", kind = Bif.Kind.NATIVE)
    public static long enabled(final Process p, final long tagTerm, final long stateTerm, final long traceeTerm) {
        return tagTerm == AM_TRACE_STATUS ? AM_REMOVE : AM_DISCARD;
    }

    /** {@code trace(TraceTag, TracerState, Tracee, Message, Options)}. */
    @Bif(value = "erl_tracer:trace/5", kind = Bif.Kind.NATIVE)
    public static long trace(final Process p, final long tagTerm, final long stateTerm, final long traceeTerm, final long messageTerm,
        final long optionsTerm) {
        return Atoms.OK;
    }
}
