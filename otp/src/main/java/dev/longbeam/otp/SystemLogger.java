package dev.longbeam.otp;

import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.HeapFigures;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.sched.SystemLog;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * Log messages of the VM itself: sent to the process that {@code system_flag(system_logger)} names, else to the registered {@code
 * logger}.
 *
 * <p>Called by the scheduler of the process concerned.
 */
public final class SystemLogger implements SystemLog, LoadProblems {
    private static final long AM_LOG = Atom.of("log");
    private static final long AM_PID = Atom.of("pid");
    private static final long AM_GL = Atom.of("gl");
    private static final long AM_TIME = Atom.of("time");
    private static final long AM_EMULATOR = Atom.of("emulator");
    private static final long AM_TAG = Atom.of("tag");
    private static final long AM_ERROR_LOGGER = Atom.of("error_logger");

    private static final String MAX_HEAP_FORMAT = "     Process:            ~p ~n     Context:            maximum heap size reached~n"
        + "     Max Heap Size:      ~p~n     Total Heap Size:    ~p~n     Kill:               ~p~n     Error Logger:       ~p~n"
        + "     Message Queue Len:  ~p~n     GC Info:            ~p~n";

    private final Emulator emulator;

    /** A logger of an emulator. */
    public SystemLogger(final Emulator emulator) {
        this.emulator = emulator;
    }

    @Override
    public void crash(final Process p, final long reasonTerm) {
        log(p, "Error in process ~p with exit value:~n~p~n", p.self, reasonTerm);
    }

    @Override
    public void error(final Process p, final String text) {
        log(p, text.replace("~", "~~"));
    }

    @Override
    public void maxHeap(final Process p) {
        if (p.heapSettings.maxHeapLog()) {
            final LocalHeap heap = new LocalHeap();
            log(p, MAX_HEAP_FORMAT, p.self, Term.makeSmall(p.heapSettings.maxHeapWords()), Term.makeSmall(p.totalWords()),
                Atoms.bool(p.heapSettings.maxHeapKill()), Atoms.TRUE, Term.makeSmall(p.messageCount()), HeapFigures.toList(p, ProcessInfo.shownBlockWords(p), heap));
            heap.close();
        }
    }

    @Override
    public void report(final Process p, final long moduleTerm, final String reason) {
        log(p, "Error loading module " + Atom.name(moduleTerm).replace("~", "~~") + ":~n  " + reason.replace("~", "~~") + "~n~n");
    }

    /** Somebody used a port wrongly; no process is named. */
    void portProblem(final String text) {
        final Process logger = emulator.find(SystemFacts.of(emulator).systemLogger());
        if (logger != null) {
            Signals.message(logger, 128 + text.length() * 2L, heap -> Tuple.make(heap, AM_LOG, Atoms.ERROR, ErlangTexts.list(heap, "~s~n"),
                Cons.make(heap, ErlangTexts.list(heap, text), Term.NIL), metadata(heap)));
        }
    }

    private void log(final Process p, final String format, final long... args) {
        final Process logger = emulator.find(SystemFacts.of(emulator).systemLogger());
        if (logger == null) {
            return;
        }
        long words = 128 + format.length() * 2L + args.length * 2L;
        for (final long arg : args) {
            words += TermCopy.sizeWords(arg);
        }
        Signals.message(logger, words, heap -> message(heap, p, format, args));
    }

    private long message(final TermHeap heap, final Process p, final String format, final long... args) {
        final long[] copies = new long[args.length];
        for (int i = 0; i < args.length; i++) {
            copies[i] = TermCopy.copy(args[i], heap);
        }
        long metadata = Maps.put(heap, metadata(heap), AM_PID, p.self);
        metadata = Maps.put(heap, metadata, AM_GL, TermCopy.copy(p.groupLeaderTerm, heap));
        return Tuple.make(heap, AM_LOG, Atoms.ERROR, ErlangTexts.list(heap, format), Cons.list(heap, copies), metadata);
    }

    private long metadata(final TermHeap heap) {
        final long tags = Maps.put(heap, Maps.put(heap, Maps.empty(heap), AM_EMULATOR, Atoms.TRUE), AM_TAG, Atoms.ERROR);
        final long micros = NodeState.of(emulator).clock.systemNs() / Clock.MICROSECOND_NS;
        return Maps.put(heap, Maps.put(heap, Maps.empty(heap), AM_TIME, Term.makeSmall(micros)), AM_ERROR_LOGGER, tags);
    }
}
