package dev.longbeam.interp;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Scheduler;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Term;
import dev.longbeam.trace.EventType;
import dev.longbeam.trace.Trace;
import dev.longbeam.trace.TraceLevel;
import dev.longbeam.trace.TraceStream;
import java.util.Arrays;

/**
 * What an engine writes into the trace about calls, at level {@code calls}: each call with its function, each return. The id of a
 * function is the code pointer of its entry; that of a BIF has the code 0 and the index of its export entry.
 *
 * <p>One per engine, used on its scheduler's thread.
 */
public final class CallTrace {
    private final Trace trace;
    private final TraceStream stream;
    private boolean[] knownBifs = new boolean[1024];
    private boolean fromBody;

    private CallTrace(final Trace trace, final TraceStream stream) {
        this.trace = trace;
        this.stream = stream;
    }

    /** The call trace of a scheduler, or null when calls are not recorded. */
    static CallTrace of(final Scheduler scheduler) {
        final Trace trace = scheduler.emulator.trace;
        return trace == null || trace.options().level != TraceLevel.CALLS ? null : new CallTrace(trace, trace.stream(scheduler.index));
    }

    /** The current function goes on behind the call that comes next. */
    void body() {
        fromBody = true;
    }

    /** A function is called. */
    void call(final long entryPointer) {
        stream.call(entryPointer, !fromBody);
        fromBody = false;
    }

    /** Compiled code calls a function, at the end of another or out of its body. */
    void call(final long entryPointer, final boolean tail) {
        stream.call(entryPointer, tail);
    }

    /** A BIF is called. */
    void bif(final ExportEntry entry, final boolean tail) {
        if (entry.index >= knownBifs.length) {
            knownBifs = Arrays.copyOf(knownBifs, entry.index * 2);
        }
        final long id = CodePointer.make(0, entry.index);
        if (!knownBifs[entry.index]) {
            knownBifs[entry.index] = true;
            function(trace, id, entry.moduleTerm, entry.functionTerm, entry.arity);
        }
        stream.call(id, tail);
        fromBody = false;
    }

    /** A call returns. */
    void returned() {
        stream.returned();
    }

    /** An exception leaves the calls whose return addresses lie on the stack in this range. */
    void unwound(final long fromAddr, final long toAddr) {
        int count = 0;
        for (long at = fromAddr; at <= toAddr; at += Memory.WORD_BYTES) {
            final long word = Memory.getLong(at);
            if (word != 0 && (word & Term.TAG_PRIMARY_MASK) == Term.TAG_HEADER) {
                count++;
            }
        }
        stream.unwound(count);
        fromBody = false;
    }

    /** Writes what a trace says about loaded code. Any thread. */
    public static void loaded(final Trace trace, final Code code) {
        define(trace, code.moduleTerm);
        trace.define(EventType.CODE_LOADED, code.functionTerms.length, "", code.id, Atom.index(code.moduleTerm));
        if (trace.options().level == TraceLevel.CALLS) {
            for (int i = 0; i < code.functionTerms.length; i++) {
                final long entry = CodePointer.make(code.id, code.functionStarts[i] + CodeBuilder.FUNC_INFO_INTS);
                function(trace, entry, code.moduleTerm, code.functionTerms[i], code.functionArities[i]);
            }
        }
    }

    private static void function(final Trace trace, final long id, final long moduleTerm, final long functionTerm, final int arity) {
        define(trace, moduleTerm);
        define(trace, functionTerm);
        trace.defineFunction(id, arity, Atom.index(moduleTerm), Atom.index(functionTerm));
    }

    private static void define(final Trace trace, final long atomTerm) {
        trace.defineAtom(Atom.index(atomTerm), Atom.name(atomTerm));
    }
}
