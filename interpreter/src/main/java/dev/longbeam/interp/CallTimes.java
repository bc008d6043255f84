package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.sched.ProcessTrace;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls of one function and what they cost, by process: time for {@code call_time}, words for {@code call_memory}.
 *
 * <p>Any scheduler adds for the process that it runs; any thread reads.
 */
final class CallTimes {
    private static final long NS_PER_US = 1000;
    private static final long US_PER_S = 1_000_000;

    /** Figures of one process. Written by the scheduler that runs it. */
    private static final class Figures {
        private volatile long calls;
        private volatile long cost;
    }

    private final Map<Long, Figures> byPid = new ConcurrentHashMap<>();
    volatile boolean active = true;

    private Figures of(final Process p) {
        return byPid.computeIfAbsent(p.self, pid -> new Figures());
    }

    /** Counts from zero again. */
    void restart() {
        byPid.clear();
        active = true;
    }

    /** A traced function is called; returns the one whose cost was counted until now, or null. */
    static Breakpoint called(final Process p, final Breakpoint to) {
        final ProcessTrace trace = p.tracing();
        final Breakpoint before = (Breakpoint)trace.timedFunction;
        charge(p, trace);
        if (to.time != null && to.time.active) {
            to.time.of(p).calls++;
        }
        if (to.memory != null && to.memory.active) {
            to.memory.of(p).calls++;
        }
        trace.timedFunction = to;
        begin(p, trace);
        return before;
    }

    /** A traced function returns to where {@code before} was counted. */
    static void returned(final Process p, final Breakpoint before) {
        final ProcessTrace trace = p.tracing();
        charge(p, trace);
        trace.timedFunction = before;
        begin(p, trace);
    }

    /** The process begins a slice. */
    static void in(final Process p, final ProcessTrace trace) {
        begin(p, trace);
    }

    /** The process ends a slice. */
    static void out(final Process p, final ProcessTrace trace) {
        charge(p, trace);
    }

    private static void begin(final Process p, final ProcessTrace trace) {
        trace.timedSinceNs = System.nanoTime();
        trace.timedSinceWords = allocatedWords(p);
    }

    private static void charge(final Process p, final ProcessTrace trace) {
        final Breakpoint running = (Breakpoint)trace.timedFunction;
        if (running == null) {
            return;
        }
        final CallTimes time = running.time;
        if (time != null) {
            time.of(p).cost += System.nanoTime() - trace.timedSinceNs;
        }
        final CallTimes memory = running.memory;
        if (memory != null) {
            memory.of(p).cost += Math.max(0, allocatedWords(p) - trace.timedSinceWords);
        }
    }

    private static long allocatedWords(final Process p) {
        return p.usedWords() + p.fragmentWords;
    }

    /** {@code [{Pid, Count, Seconds, Microseconds}]}. */
    long times(final TermHeap heap) {
        long list = Term.NIL;
        for (final Map.Entry<Long, Figures> entry : byPid.entrySet()) {
            final long micros = entry.getValue().cost / NS_PER_US;
            list = Cons.make(heap, Tuple.make(heap, entry.getKey(), Term.makeSmall(entry.getValue().calls),
                Term.makeSmall(micros / US_PER_S), Term.makeSmall(micros % US_PER_S)), list);
        }
        return list;
    }

    /** {@code [{Pid, Count, Words}]}. */
    long words(final TermHeap heap) {
        long list = Term.NIL;
        for (final Map.Entry<Long, Figures> entry : byPid.entrySet()) {
            list = Cons.make(heap, Tuple.make(heap, entry.getKey(), Term.makeSmall(entry.getValue().calls),
                Integers.make(heap, entry.getValue().cost)), list);
        }
        return list;
    }
}
