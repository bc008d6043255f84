package dev.longbeam.sched;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;

/**
 * What tracing knows of one process: trace flags and tracer, its sequential trace token, its last calls. Only processes that tracing has to
 * do with have one.
 *
 * <p>Flags and tracer: any thread, changed under the lock of this object. The rest belongs to the scheduler that runs the process.
 */
public final class ProcessTrace {
    private volatile int flags;
    private volatile long tracerTerm = Term.NIL;

    /** True when the engine must not stop at the breakpoint that the process goes on at: it has been taken before a collection. */
    public boolean passBreakpoint;
    /** The collection under way began as a major one. */
    boolean collectsMajor;
    /** There may be calls on the stack whose exceptions are traced. */
    public boolean tracesExceptions;
    /** The function whose time runs, for {@code call_time} and {@code call_memory}, as the engine sees it; or null. */
    public Object timedFunction;
    /** When the time of {@link #timedFunction} began, in nanoseconds. */
    public long timedSinceNs;
    /** The words that the process had allocated when those of {@link #timedFunction} began to count. */
    public long timedSinceWords;
    /** {@code save_calls}, or null. */
    public SavedCalls savedCalls;

    /** The token: its flags, or -1 when there is none. */
    int tokenFlags = -1;
    /** The token's label; on the heap of the process. */
    long labelTerm = Term.NON_VALUE;
    long tokenSerial;
    long tokenSenderTerm;
    long tokenLastCount;
    long clock;
    long lastCount;

    ProcessTrace() {
    }

    /** The trace flags. */
    public int flags() {
        return flags;
    }

    /** The tracer, NIL for none. */
    public long tracerTerm() {
        return tracerTerm;
    }

    /** True when a sequential trace token is set. */
    public boolean hasToken() {
        return tokenFlags >= 0;
    }

    /** Sets flags and tracer; no flags, no tracer. */
    synchronized void set(final int newFlags, final long newTracerTerm) {
        flags = newTracerTerm == Term.NIL ? 0 : newFlags;
        tracerTerm = newFlags == 0 ? Term.NIL : newTracerTerm;
    }

    /**
     * Switches flags on or off, as {@code erlang:trace/3} does.
     *
     * @param newTracerTerm who is to be the tracer, or NIL when flags are switched off by somebody
     * @param emulator      knows whether the tracer that there is still lives
     * @return false when another tracer traces it already
     */
    public synchronized boolean change(final Emulator emulator, final boolean on, final int mask, final long newTracerTerm) {
        if (newTracerTerm != Term.NIL && flags != 0 && tracerTerm != newTracerTerm && TraceMessages.isAlive(emulator, tracerTerm)) {
            return false;
        }
        final int next = on ? flags | mask : flags & ~mask;
        set(next, newTracerTerm == Term.NIL ? tracerTerm : newTracerTerm);
        return true;
    }

    /** Switches flags off and on for {@code enable_trace} and its like; true when that changes anything. */
    synchronized boolean adjust(final int off, final int on, final long newTracerTerm) {
        final int oldFlags = flags;
        final long oldTracer = tracerTerm;
        set(flags & ~off | on, newTracerTerm);
        return flags != oldFlags || tracerTerm != oldTracer;
    }

    /** The tracer is gone. */
    void clear() {
        set(0, Term.NIL);
    }

    /** {@code true}, {@code false} or a flag of the token, for {@code seq_trace}. */
    long tokenFlag(final int bit) {
        return Atoms.bool(tokenFlags >= 0 && (tokenFlags & bit) != 0);
    }
}
