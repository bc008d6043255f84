package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * {@code erlang:system_monitor}: who hears of what. Limits of 0 mean that nobody asked.
 *
 * <p>Immutable. The reports are made by the scheduler that runs the process which they are about.
 *
 * @param pidTerm        who hears, or NIL
 * @param longGcMs       {@code long_gc}
 * @param longScheduleMs {@code long_schedule}
 * @param largeHeapWords {@code large_heap}
 * @param longQueueOff   the first number of {@code long_message_queue}: below, a queue counts as short again
 * @param longQueueOn    the second: from so many messages on it is long
 * @param busyPort       {@code busy_port}
 * @param busyDistPort   {@code busy_dist_port}
 */
public record SystemMonitor(long pidTerm, long longGcMs, long longScheduleMs, long largeHeapWords, long longQueueOff, long longQueueOn,
    boolean busyPort, boolean busyDistPort) {
    /** Nobody hears of anything. */
    public static final SystemMonitor OFF = new SystemMonitor(Term.NIL, 0, 0, 0, 0, 0, false, false);

    private static final long NS_PER_MS = 1_000_000L;
    private static final long AM_MONITOR = Atom.of("monitor");
    private static final long AM_LONG_GC = Atom.of("long_gc");
    private static final long AM_LONG_SCHEDULE = Atom.of("long_schedule");
    private static final long AM_LARGE_HEAP = Atom.of("large_heap");
    private static final long AM_TIMEOUT = Atom.of("timeout");
    private static final long AM_IN = Atom.of("in");
    private static final long AM_OUT = Atom.of("out");

    /** A collection of a process has ended. */
    void collected(final Process p, final long tookNs) {
        if (longGcMs > 0 && tookNs / NS_PER_MS > longGcMs) {
            report(p, AM_LONG_GC, heap -> Cons.make(heap, Tuple.make(heap, AM_TIMEOUT, Term.makeSmall(tookNs / NS_PER_MS)),
                HeapFigures.toShortList(p, heap)));
        }
        if (largeHeapWords > 0 && p.blockWords + (p.oldEnd - p.oldAddr >> 3) >= largeHeapWords) {
            report(p, AM_LARGE_HEAP, heap -> HeapFigures.toShortList(p, heap));
        }
    }

    /** A slice of a process has ended; {@code inTerm} is the function that it began in. */
    void ran(final Process p, final long tookNs, final long inTerm) {
        if (longScheduleMs > 0 && tookNs / NS_PER_MS > longScheduleMs) {
            report(p, AM_LONG_SCHEDULE, heap -> Cons.list(heap, Tuple.make(heap, AM_TIMEOUT, Term.makeSmall(tookNs / NS_PER_MS)),
                Tuple.make(heap, AM_IN, inTerm), Tuple.make(heap, AM_OUT, p.engine().function(heap, p))));
        }
    }

    private void report(final Process p, final long tagTerm, final Signals.TermBuilder about) {
        final Process to = p.emulator().processes.live(pidTerm);
        if (to == null) {
            return;
        }
        final LocalHeap heap = new LocalHeap();
        Signals.message(null, to, Tuple.make(heap, AM_MONITOR, p.self, tagTerm, about.build(heap)));
        TraceEvents.release(heap);
    }

    /** The options that are set, as the BIFs show them; {@code undefined} for none is the caller's. */
    public long options(final TermHeap heap) {
        long list = Term.NIL;
        if (longQueueOn > 0) {
            list = Cons.make(heap, Tuple.make(heap, Atom.of("long_message_queue"),
                Tuple.make(heap, Term.makeSmall(longQueueOff), Term.makeSmall(longQueueOn))), list);
        }
        list = option(heap, list, AM_LONG_GC, longGcMs);
        list = option(heap, list, AM_LONG_SCHEDULE, longScheduleMs);
        list = option(heap, list, AM_LARGE_HEAP, largeHeapWords);
        if (busyPort) {
            list = Cons.make(heap, Atom.of("busy_port"), list);
        }
        return busyDistPort ? Cons.make(heap, Atom.of("busy_dist_port"), list) : list;
    }

    private static long option(final TermHeap heap, final long list, final long keyTerm, final long value) {
        return value == 0 ? list : Cons.make(heap, Tuple.make(heap, keyTerm, Term.makeSmall(value)), list);
    }
}
