package dev.longbeam.sched;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.TermPrinter;
import dev.longbeam.term.ets.MatchActions;

/**
 * What the calls in match specifications of traces do, to the process whose event is matched.
 *
 * <p>Called by the scheduler that runs the process.
 */
final class TraceActions implements MatchActions {
    private static final long MAX_CONTROL_WORD = 0xFFFF_FFFFL;
    private final Process p;

    TraceActions(final Process p) {
        this.p = p;
    }

    @Override
    public long act(final Action action, final TermHeap heap, final long first, final long second, final long third) {
        final Engine engine = p.engine();
        return switch (action) {
            case IS_SEQ_TRACE -> Atoms.bool(p.trace != null && p.trace.hasToken());
            case SET_SEQ_TOKEN -> SequentialTrace.set(p, first, onHeap(second)) == Term.NON_VALUE ? Term.NON_VALUE : Atoms.TRUE;
            case GET_SEQ_TOKEN -> SequentialTrace.token(p, heap);
            case DISPLAY -> display(first);
            case PROCESS_DUMP -> Bitstring.make(heap, engine.dump(p));
            case ENABLE_TRACE -> second == Term.NON_VALUE ? adjust(p, 0, TraceFlags.bit(first)) : adjust(first, 0, TraceFlags.bit(second));
            case DISABLE_TRACE -> second == Term.NON_VALUE ? adjust(p, TraceFlags.bit(first), 0) : adjust(first, TraceFlags.bit(second), 0);
            case TRACE -> third == Term.NON_VALUE ? trace(p, first, second) : trace(process(first), second, third);
            case CALLER -> engine.caller(heap, p, false);
            case CALLER_LINE -> engine.caller(heap, p, true);
            case CURRENT_STACKTRACE -> engine.stackTrace(heap, p, first == Term.NON_VALUE ? Integer.MAX_VALUE : (int)Term.smallValue(first));
            case SILENT -> silent(first);
            case GET_TRACE_CONTROL_WORD -> Integers.make(heap, p.emulator().traceSettings.controlWord);
            case SET_TRACE_CONTROL_WORD -> setControlWord(heap, first);
        };
    }

    /** The token outlives the event: what goes into it must stand on the heap of the process. */
    private long onHeap(final long term) {
        return Term.isImmediate(term) ? term : dev.longbeam.term.TermCopy.copy(term, p);
    }

    private static long display(final long term) {
        System.out.println(TermPrinter.text(term));
        return Atoms.TRUE;
    }

    /** A process by pid or registered name, or null. */
    private Process process(final long term) {
        return term == p.self ? p : p.emulator().find(term);
    }

    private long adjust(final long pidTerm, final int off, final int on) {
        final Process target = process(pidTerm);
        return target == null ? Term.NON_VALUE : adjust(target, off, on);
    }

    private long adjust(final Process target, final int off, final int on) {
        if ((off | on) == 0) {
            return Term.NON_VALUE;
        }
        target.tracing().adjust(off, on, tracer());
        return Atoms.TRUE;
    }

    private long tracer() {
        return p.trace == null ? Term.NIL : p.trace.tracerTerm();
    }

    private long trace(final Process target, final long offTerm, final long onTerm) {
        final int off = TraceFlags.bits(offTerm);
        final int on = TraceFlags.bits(onTerm);
        if (target == null || off == TraceFlags.BAD || on == TraceFlags.BAD || TraceFlags.hasCpuTimestamp(offTerm)
            || TraceFlags.hasCpuTimestamp(onTerm)) {
            return Term.NON_VALUE;
        }
        long tracer = tracer();
        for (final long list : new long[] {offTerm, onTerm}) {
            final long given = TraceFlags.tracer(list);
            tracer = given == Term.NON_VALUE ? tracer : given;
        }
        if (tracer != Term.NIL && !TraceMessages.isAlive(p.emulator(), tracer)) {
            return Term.NON_VALUE;
        }
        return Atoms.bool(target.tracing().adjust(off, on, tracer));
    }

    private long silent(final long modeTerm) {
        if (modeTerm == Atoms.TRUE || modeTerm == Atoms.FALSE) {
            final ProcessTrace trace = p.tracing();
            final boolean on = modeTerm == Atoms.TRUE;
            trace.adjust(on ? 0 : TraceFlags.SILENT, on ? TraceFlags.SILENT : 0, trace.tracerTerm());
        }
        return modeTerm;
    }

    private long setControlWord(final TermHeap heap, final long wordTerm) {
        if (!Term.isSmall(wordTerm) || Term.smallValue(wordTerm) < 0 || Term.smallValue(wordTerm) > MAX_CONTROL_WORD) {
            return Term.NON_VALUE;
        }
        final TraceSettings traceSettings = p.emulator().traceSettings;
        final long old = traceSettings.controlWord;
        traceSettings.controlWord = Term.smallValue(wordTerm);
        return Integers.make(heap, old);
    }
}
