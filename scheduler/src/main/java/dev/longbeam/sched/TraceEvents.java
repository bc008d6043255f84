package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import dev.longbeam.term.ets.MatchSpec;

/**
 * The events of processes that are traced. Whoever calls has seen that the process has a {@link Process#trace}; here it is decided whether
 * its flags want the event.
 *
 * <p>Called by the scheduler that runs the process, or that makes it.
 */
public final class TraceEvents {
    private static final long AM_SEND = Atom.of("send");
    private static final long AM_SEND_TO_NON_EXISTING_PROCESS = Atom.of("send_to_non_existing_process");
    private static final long AM_RECEIVE = Atom.of("receive");
    private static final long AM_SYSTEM = Atom.of("system");
    private static final long AM_CLOCK_SERVICE = Atom.of("clock_service");
    private static final long AM_SPAWN = Atom.of("spawn");
    private static final long AM_SPAWNED = Atom.of("spawned");
    private static final long AM_LINK = Atom.of("link");
    private static final long AM_GETTING_LINKED = Atom.of("getting_linked");
    private static final long AM_IN = Atom.of("in");
    private static final long AM_OUT = Atom.of("out");
    private static final long AM_OUT_EXITED = Atom.of("out_exited");
    private static final long AM_GC_MINOR_START = Atom.of("gc_minor_start");
    private static final long AM_GC_MINOR_END = Atom.of("gc_minor_end");
    private static final long AM_GC_MAJOR_START = Atom.of("gc_major_start");
    private static final long AM_GC_MAJOR_END = Atom.of("gc_major_end");
    private static final long AM_GC_MAX_HEAP_SIZE = Atom.of("gc_max_heap_size");
    private static final long AM_WORDSIZE = Atom.of("wordsize");
    private static final int SET_ON_SPAWN = TraceFlags.SET_ON_SPAWN | TraceFlags.SET_ON_FIRST_SPAWN;
    private static final int SET_ON_LINK = TraceFlags.SET_ON_LINK | TraceFlags.SET_ON_FIRST_LINK;

    private TraceEvents() {
    }

    /** True when a process is traced with one of some flags, and not sensitive. */
    public static boolean isOn(final Process p, final int flags) {
        final ProcessTrace trace = p.trace;
        return trace != null && (trace.flags() & flags) != 0 && !p.settings.sensitive();
    }

    // Messages

    /** A process sends a message. */
    static void sent(final Process p, final long toTerm, final long messageTerm) {
        if (!isOn(p, TraceFlags.SEND)) {
            return;
        }
        final TraceSettings.EventPattern pattern = p.emulator().traceSettings.sends;
        if (!pattern.on()) {
            return;
        }
        final boolean gone = Term.isLocalPid(toTerm) && p.emulator().processes.live(toTerm) == null;
        final long tag = gone ? AM_SEND_TO_NON_EXISTING_PROCESS : AM_SEND;
        if (pattern.pattern() == TracePattern.ANY) {
            TraceMessages.send(p, p.trace, tag, messageTerm, toTerm, Atoms.TRUE);
            return;
        }
        final LocalHeap heap = new LocalHeap();
        final long match = match(p, heap, pattern.pattern().spec, Cons.list(heap, toTerm, messageTerm));
        if (match != Atoms.FALSE && !isOn(p, TraceFlags.SILENT)) {
            TraceMessages.send(p, p.trace, tag, messageTerm, toTerm, match);
        }
        release(heap);
    }

    /** A message goes into the mailbox. */
    static void received(final Process p, final long messageAddr) {
        if (isOn(p, TraceFlags.RECEIVE)) {
            final long sender = SignalLayout.sender(messageAddr);
            received(p, Term.isPid(sender) ? sender : AM_SYSTEM, SignalLayout.term(messageAddr));
        }
    }

    /** A receive has timed out. */
    static void timedOut(final Process p) {
        if (p.trace.savedCalls != null && !p.settings.sensitive()) {
            p.trace.savedCalls.add(SavedCalls.TIMEOUT);
        }
        if (isOn(p, TraceFlags.RECEIVE)) {
            received(p, AM_CLOCK_SERVICE, Atoms.TIMEOUT);
        }
    }

    private static void received(final Process p, final long fromTerm, final long messageTerm) {
        final TraceSettings.EventPattern pattern = p.emulator().traceSettings.receives;
        if (!pattern.on()) {
            return;
        }
        if (pattern.pattern() == TracePattern.ANY) {
            TraceMessages.send(p, p.trace, AM_RECEIVE, messageTerm, Term.NON_VALUE, Atoms.TRUE);
            return;
        }
        final LocalHeap heap = new LocalHeap();
        final boolean isPid = Term.isPid(fromTerm);
        final long node = isPid ? p.emulator().nodeTerm() : fromTerm;
        final long match = match(p, heap, pattern.pattern().spec, Cons.list(heap, node, isPid ? fromTerm : Atoms.UNDEFINED, messageTerm));
        if (match != Atoms.FALSE && !isOn(p, TraceFlags.SILENT)) {
            TraceMessages.send(p, p.trace, AM_RECEIVE, messageTerm, Term.NON_VALUE, match);
        }
        release(heap);
    }

    /** Runs a match specification over a list of arguments; what it says stands on the heap, {@code false} when it does not match. */
    public static long match(final Process p, final TermHeap heap, final MatchSpec spec, final long argsTerm) {
        final long result = spec.run(heap, p.self, p.emulator().nodeTerm(), new TraceActions(p), argsTerm);
        return result == Term.NON_VALUE ? Atoms.FALSE : result;
    }

    /** Gives back a heap that was used for one event. */
    public static void release(final LocalHeap heap) {
        OffHeapList.releaseAll(heap.offHeapAddr);
        heap.close();
    }

    // Processes

    /** Something of the kind {@code procs} happens: {@code {trace, Pid, Tag, Data}}. */
    public static void process(final Process p, final long tagTerm, final long dataTerm) {
        if (isOn(p, TraceFlags.PROCS)) {
            TraceMessages.send(p, p.trace, tagTerm, dataTerm, Term.NON_VALUE, Atoms.TRUE);
        }
    }

    /** The same with two data. */
    private static void process(final Process p, final long tagTerm, final long dataTerm, final long extraTerm) {
        if (isOn(p, TraceFlags.PROCS)) {
            TraceMessages.send(p, p.trace, tagTerm, dataTerm, extraTerm, Atoms.TRUE);
        }
    }

    /**
     * A process has been made that has not run yet: gives it the flags that are due, and tells of it.
     *
     * @param parent who made it; runs at the moment
     * @param linked true when it is linked to its parent
     * @param refTerm what the reply to the parent will name
     * @param tagTerm first element of that reply
     */
    public static void spawned(final Process parent, final Process child, final long moduleTerm, final long functionTerm, final long argsTerm,
        final boolean linked, final long refTerm, final long tagTerm) {
        final TraceSettings traceSettings = parent.emulator().traceSettings;
        if (traceSettings.newProcesses.flags() != 0) {
            final TraceSettings.Defaults defaults = traceSettings.alive(traceSettings.newProcesses);
            traceSettings.newProcesses = defaults;
            if (defaults.flags() != 0) {
                child.tracing().set(defaults.flags(), defaults.tracerTerm());
            }
        }
        if (parent.trace != null) {
            inherit(parent, child, linked);
            if (parent.trace.hasToken()) {
                SequentialTrace.spawned(parent, child, moduleTerm, functionTerm, argsTerm, refTerm, tagTerm);
            }
            process(parent, AM_SPAWN, child.self, Tuple.make(parent, moduleTerm, functionTerm, argsTerm));
            if (linked) {
                process(parent, AM_LINK, child.self);
            }
        }
        if (child.trace != null) {
            process(child, AM_SPAWNED, parent.self, Tuple.make(parent, moduleTerm, functionTerm, argsTerm));
            if (linked) {
                process(child, AM_GETTING_LINKED, parent.self);
            }
        }
    }

    private static void inherit(final Process parent, final Process child, final boolean linked) {
        final int flags = parent.trace.flags();
        final long tracer = parent.trace.tracerTerm();
        if ((flags & SET_ON_SPAWN) != 0) {
            final int old = child.trace == null ? 0 : child.trace.flags();
            if ((flags & TraceFlags.SET_ON_FIRST_SPAWN) != 0) {
                child.tracing().set((old | flags) & ~SET_ON_SPAWN, tracer);
                parent.trace.set(flags & ~SET_ON_SPAWN, tracer);
            } else {
                child.tracing().set(old | flags, tracer);
            }
        }
        final int left = parent.trace.flags();
        if (linked && (left & SET_ON_LINK) != 0) {
            final int old = child.trace == null ? 0 : child.trace.flags();
            if ((left & TraceFlags.SET_ON_FIRST_LINK) != 0) {
                child.tracing().set((old | left) & ~SET_ON_LINK, tracer);
                parent.trace.set(left & ~SET_ON_LINK, tracer);
            } else {
                child.tracing().set(old | left, tracer);
            }
        }
    }

    /** A process is about to link itself to another: the other one inherits flags when the first one's say so. */
    static void linking(final Process p, final Process to) {
        final int flags = p.trace.flags();
        if ((flags & SET_ON_LINK) == 0 || p.settings.sensitive()) {
            return;
        }
        final long tracer = p.trace.tracerTerm();
        final boolean once = (flags & TraceFlags.SET_ON_FIRST_LINK) != 0;
        if (once) {
            p.trace.set(flags & ~SET_ON_LINK, tracer);
        }
        Signals.request(p, to, q -> {
            if (q != null) {
                final ProcessTrace trace = q.tracing();
                trace.set((trace.flags() | flags) & ~(once ? SET_ON_LINK : 0), tracer);
            }
        });
    }

    // Running

    /** A process begins a slice. */
    static void scheduledIn(final Process p) {
        if (TraceMessages.isEnabled(p, p.trace)) {
            scheduled(p, AM_IN);
        }
    }

    /** A process ends a slice. */
    static void scheduledOut(final Process p) {
        scheduled(p, AM_OUT);
    }

    private static void scheduled(final Process p, final long tagTerm) {
        if (isOn(p, TraceFlags.RUNNING | TraceFlags.RUNNING_PROCS)) {
            final LocalHeap heap = new LocalHeap();
            TraceMessages.send(p, p.trace, tagTerm, p.engine().function(heap, p), Term.NON_VALUE, Atoms.TRUE);
            release(heap);
        }
    }

    /** A process has ended. */
    static void exited(final Process p) {
        if (isOn(p, TraceFlags.EXITING)) {
            TraceMessages.send(p, p.trace, AM_OUT_EXITED, Term.makeSmall(0), Term.NON_VALUE, Atoms.TRUE);
        }
    }

    // Collections

    /** A collection begins. */
    static void collects(final Process p, final boolean major, final long needWords) {
        p.trace.collectsMajor = major;
        collection(p, major ? AM_GC_MAJOR_START : AM_GC_MINOR_START, needWords);
    }

    /** A collection has ended; one that began as a minor one may have become a major one. */
    static void collected(final Process p, final boolean major, final long freedWords) {
        if (major && !p.trace.collectsMajor) {
            collection(p, AM_GC_MINOR_END, 0);
            collection(p, AM_GC_MAJOR_START, 0);
        }
        collection(p, major ? AM_GC_MAJOR_END : AM_GC_MINOR_END, freedWords);
    }

    /** The heap has become too large. */
    static void maxHeap(final Process p) {
        collection(p, AM_GC_MAX_HEAP_SIZE, 0);
    }

    private static void collection(final Process p, final long tagTerm, final long words) {
        if (isOn(p, TraceFlags.GARBAGE_COLLECTION)) {
            final LocalHeap heap = new LocalHeap();
            final long size = Tuple.make(heap, AM_WORDSIZE, Term.makeSmall(words));
            TraceMessages.send(p, p.trace, tagTerm, Cons.make(heap, size, HeapFigures.toList(p, p.blockWords, heap)), Term.NON_VALUE, Atoms.TRUE);
            release(heap);
        }
    }
}
