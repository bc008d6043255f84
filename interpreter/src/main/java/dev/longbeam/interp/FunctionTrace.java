package dev.longbeam.interp;

import dev.longbeam.sched.Signals;
import dev.longbeam.sched.TracePattern;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;

/**
 * What is traced of one function, for {@code trace_info}.
 *
 * @param calls         true when its calls are traced
 * @param local         true when that is by a local breakpoint
 * @param pattern       what of its calls, or null
 * @param metaPattern   what of its calls for the meta tracer, or null when there is none
 * @param metaTracerTerm the meta tracer
 * @param count         its calls so far, -1 when they are not counted
 * @param time          builds the calls and times of processes, {@code false} when they are not measured
 * @param memory        the same of words
 */
public record FunctionTrace(boolean calls, boolean local, TracePattern pattern, TracePattern metaPattern, long metaTracerTerm, long count,
    Signals.TermBuilder time, Signals.TermBuilder memory) {
    private static final Signals.TermBuilder FALSE = heap -> Atoms.FALSE;

    /** Nothing. */
    public static final FunctionTrace NONE = new FunctionTrace(false, false, null, null, Term.NIL, -1, FALSE, FALSE);

    static FunctionTrace of(final Breakpoint breakpoint) {
        final Breakpoint.CallTrace calls = breakpoint.calls;
        final Breakpoint.MetaTrace meta = breakpoint.meta;
        final Breakpoint.CallCount count = breakpoint.count;
        final CallTimes time = breakpoint.time;
        final CallTimes memory = breakpoint.memory;
        return new FunctionTrace(calls != null, calls != null && calls.local(), calls == null ? null : calls.pattern(),
            meta == null ? null : meta.pattern, meta == null ? Term.NIL : meta.tracerTerm, count == null ? -1 : count.calls.sum(),
            time == null ? FALSE : time::times, memory == null ? FALSE : memory::words);
    }

    /** True when nothing at all is traced. */
    public boolean isNone() {
        return !calls && metaPattern == null && count < 0 && time == FALSE && memory == FALSE;
    }
}
