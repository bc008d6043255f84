package dev.longbeam.interp;

import dev.longbeam.sched.TracePattern;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.Term;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is traced at the entry of one function: of code, of an exported function as other modules call it, or of a BIF.
 *
 * <p>Set under the lock of the code table, read by any scheduler.
 */
final class Breakpoint {
    /** Calls that the caller's trace flags decide about. */
    record CallTrace(boolean local, TracePattern pattern) {
    }

    /** Calls by anybody, told to one tracer. */
    static final class MetaTrace {
        final TracePattern pattern;
        volatile long tracerTerm;

        MetaTrace(final TracePattern pattern, final long tracerTerm) {
            this.pattern = pattern;
            this.tracerTerm = tracerTerm;
        }
    }

    /** {@code call_count}. */
    static final class CallCount {
        final LongAdder calls = new LongAdder();
        volatile boolean active = true;
    }

    final long moduleTerm;
    final long functionTerm;
    final int arity;
    /** The instruction in whose place the breakpoint stands; 0 when it stands in an export entry. */
    final int originalOp;
    /** Local or global call trace, or null. */
    volatile CallTrace calls;
    /** Meta trace, or null. */
    volatile MetaTrace meta;
    /** {@code call_count}, or null. */
    volatile CallCount count;
    /** {@code call_time}, or null. */
    volatile CallTimes time;
    /** {@code call_memory}, or null. */
    volatile CallTimes memory;
    /** {@code erts_debug:breakpoint/2}: calls go to the error handler. */
    volatile boolean debug;

    Breakpoint(final long moduleTerm, final long functionTerm, final int arity, final int originalOp) {
        this.moduleTerm = moduleTerm;
        this.functionTerm = functionTerm;
        this.arity = arity;
        this.originalOp = originalOp;
    }

    /** True when there is nothing to do at the entry. */
    boolean isIdle() {
        return calls == null && meta == null && count == null && time == null && memory == null && !debug;
    }

    /** Forgets everything but the debugger's breakpoint. */
    void clear() {
        calls = null;
        meta = null;
        count = null;
        time = null;
        memory = null;
    }

    /** The function's number, by which frames of return traces name it. */
    long nameTerm() {
        return Term.makeSmall(ExportTable.index(moduleTerm, functionTerm, arity));
    }
}
