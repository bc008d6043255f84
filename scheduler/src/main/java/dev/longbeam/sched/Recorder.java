package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExternalTerm;
import dev.longbeam.term.Fun;
import dev.longbeam.term.FunEntry;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermPrinter;
import dev.longbeam.trace.EventType;
import dev.longbeam.trace.Trace;
import dev.longbeam.trace.TraceFilter;
import dev.longbeam.trace.TraceStream;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;

/**
 * What the machine records of itself, for {@code longbeam trace}: one method for each thing that happens. All do nothing when nothing is recorded.
 * A hop of a message as it usually is takes few instructions, in line where it happens; methods whose names end with {@code Anew} do all else, and
 * are never put in line ({@code config/run.options}): what they need would take the registers of the others. Of slices tells {@link SliceRecorder}.
 *
 * <p>Any thread: a scheduler writes into its own stream, others share one.
 */
public final class Recorder {
    private static final long AM_APPLY = Atom.of("apply");
    private static final long NS_PER_US = 1000;
    private static final int REASON_CHARACTERS = 200;

    private Recorder() {
    }

    // Messages

    /** A message is on its way: gives it its id and its cause. Must come before the receiver can see it. */
    static void sent(final Process from, final Process to, final long signal) {
        if (from == null) {
            sentBy(to.emulator(), Term.NON_VALUE, 0, to, signal);
            return;
        }
        final Scheduler scheduler = from.scheduler;
        final TraceStream stream = scheduler.trace;
        final long id = scheduler.nextMessageId();
        if (stream != null) {
            SignalLayout.id(signal, id);
            stream.tickUnlessNear(from.reductionsLeft);
            final long words = SignalLayout.termWords(signal);
            if (!stream.hopSends(id, to.self, from.self, from.causeId, words)) {
                sentAnew(stream, from, to, id, words, signal);
            }
        }
    }

    private static void sentAnew(final TraceStream stream, final Process from, final Process to, final long id, final long words, final long signal) {
        if (!stream.selective) {
            stream.send(id, to.self, from.self, from.causeId, words);
        } else if (!from.untraced || !to.untraced) {
            stream.send(id, to.self, from.self, from.causeId, words);
            contents(from.emulator().trace, stream, id, signal);
        }
    }

    /** A message is on its way to a process of which nothing but the pid is looked at: no selective recording. Returns the id of the message. */
    static long sentHome(final Process from, final long toPid, final long words) {
        final Scheduler scheduler = from.scheduler;
        final long id = scheduler.nextMessageId();
        if (scheduler.trace != null) {
            scheduler.trace.tickUnlessNear(from.reductionsLeft);
            scheduler.trace.send(id, toPid, from.self, from.causeId, words);
        }
        return id;
    }

    /** The same for a message that no process sends by itself: of a port, a timer, the emulator. */
    static void sentBy(final Emulator emulator, final long fromTerm, final long causeId, final Process to, final long signal) {
        if (emulator.trace == null) {
            return;
        }
        final Scheduler here = emulator.currentScheduler();
        final long size = SignalLayout.termWords(signal);
        if (here != null) {
            final long id = here.nextMessageId();
            SignalLayout.id(signal, id, causeId);
            if (!to.untraced) {
                here.trace.tick();
                here.trace.event(EventType.SEND, size, id, to.self, fromTerm, causeId);
                contents(emulator.trace, here.trace, id, signal);
            }
        } else {
            final long id = emulator.trace.nextExternalMessage();
            SignalLayout.id(signal, id, causeId);
            if (!to.untraced) {
                emulator.trace.external(stream -> {
                    stream.event(EventType.SEND, size, id, to.self, fromTerm, causeId);
                    contents(emulator.trace, stream, id, signal);
                });
            }
        }
    }

    /** Writes what a message contains, if that is asked for. */
    private static void contents(final Trace trace, final TraceStream stream, final long id, final long signal) {
        if (stream.contentsBytes == 0) {
            return;
        }
        final long term = SignalLayout.term(signal);
        final long bytes = ExternalTerm.sizeBytes(term, ExternalTerm.defaultOptions());
        final byte[] shown = bytes > stream.contentsBytes ? null
            : trace.options().redaction.apply(ExternalTerm.encodeToArray(term, ExternalTerm.defaultOptions()));
        stream.eventWithText(EventType.CONTENTS, bytes, shown == null ? "" : HexFormat.of().formatHex(shown), id);
    }

    /** A process takes in the signals that have arrived. */
    static void signalsTaken(final Process p) {
        final Scheduler scheduler = p.scheduler;
        if (scheduler.trace != null) {
            // Before a slice has reductions the clock is that of its start.
            scheduler.clockReadInFetch = p.reductionsLeft != 0 && scheduler.trace.tickUnlessNear(p.reductionsLeft);
        }
    }

    /** A message has come into the mailbox of a process, see {@link #signalsTaken}. */
    static void delivered(final Process p, final long signal) {
        final Scheduler scheduler = p.scheduler;
        final TraceStream stream = scheduler.trace;
        if (stream != null && !(stream.selective && p.untraced)) {
            final long id = SignalLayout.id(signal);
            if (id >>> Trace.MESSAGE_STREAM_SHIFT != scheduler.index && !scheduler.clockReadInFetch) {
                // Sent elsewhere, perhaps after this scheduler has read the clock.
                stream.tickNow(p.reductionsLeft);
                scheduler.clockReadInFetch = true;
            }
            stream.deliver(id);
        }
    }

    /** A process takes a message. */
    static void received(final Process p, final long signal, final int scanned) {
        final TraceStream stream = p.scheduler.trace;
        if (stream != null) {
            final long id = SignalLayout.id(signal);
            if (!stream.hopReceives(id, scanned, p.messageCount())) {
                receivedAnew(stream, p, id, scanned);
            }
        }
    }

    private static void receivedAnew(final TraceStream stream, final Process p, final long id, final int scanned) {
        if (!(stream.selective && p.untraced)) {
            stream.tickUnlessNear(p.reductionsLeft);
            stream.receive(id, scanned, p.messageCount());
        }
    }

    /** A message is gone and nobody has received it. */
    static void dropped(final Emulator emulator, final long signal) {
        write(emulator, EventType.DROP, 0, SignalLayout.id(signal));
    }

    // Processes

    static void spawned(final Emulator emulator, final Process p) {
        final Trace trace = emulator.trace;
        if (trace != null) {
            filter(p, "");
            final FunEntry fun = initialFun(p);
            final long moduleTerm = fun == null ? p.initialModuleTerm() : fun.moduleTerm;
            final long functionTerm = fun == null ? p.initialFunctionTerm() : fun.functionTerm;
            defineAtom(trace, moduleTerm);
            defineAtom(trace, functionTerm);
            final long parent = p.parentTerm == p.self ? 0 : p.parentTerm;
            final int arity = fun == null ? p.initialArity : fun.arity;
            final Scheduler here = emulator.currentScheduler();
            if (here != null) {
                tell(here).spawn(p.self, parent, arity, Atom.index(moduleTerm), Atom.index(functionTerm));
            } else {
                trace.external(EventType.SPAWN, arity, p.self, parent, Atom.index(moduleTerm), Atom.index(functionTerm));
            }
        }
    }

    /** The fun that a process begins with, which looks like a call of {@code apply/2}; null when there is none. */
    private static FunEntry initialFun(final Process p) {
        if (p.initialFunctionTerm() != AM_APPLY || !Term.isCons(p.startArgsTerm) || !Fun.isLocal(Cons.head(p.startArgsTerm))) {
            return null;
        }
        final FunEntry fun = Fun.entry(Cons.head(p.startArgsTerm));
        return fun.functionTerm == Term.NON_VALUE ? null : fun;
    }

    /** The running process has become the one that runs the user's program, see {@link EventType#PROGRAM_START}. */
    public static void programStarted(final Process p) {
        write(p.emulator(), EventType.PROGRAM_START, 0, p.self);
    }

    /** A process ends, with the slice that has just been told. */
    static void exited(final Process p, final long reasonTerm) {
        final TraceStream stream = p.scheduler.trace;
        if (stream != null) {
            if (Term.isAtom(reasonTerm)) {
                defineAtom(p.emulator().trace, reasonTerm);
                stream.exit(p.self, p.reductions(), p.messageCount(), Atom.index(reasonTerm));
            } else {
                stream.exit(p.self, p.reductions(), p.messageCount(), TermPrinter.text(reasonTerm, REASON_CHARACTERS));
            }
        }
    }

    static void registered(final Emulator emulator, final EventType type, final long nameTerm, final long term) {
        if (emulator.trace != null) {
            final Process p = emulator.processes.live(term);
            if (p != null) {
                filter(p, type == EventType.REGISTER ? Atom.name(nameTerm) : "");
            }
            defineAtom(emulator.trace, nameTerm);
            write(emulator, type, 0, term, Atom.index(nameTerm));
        }
    }

    private static void filter(final Process p, final String name) {
        final TraceFilter filter = p.emulator().trace.options().filter;
        if (filter != null) {
            p.untraced = !filter.accepts(Atom.name(p.initialModuleTerm()), Atom.name(p.initialFunctionTerm()), p.initialArity, name);
        }
    }

    private static void defineAtom(final Trace trace, final long atomTerm) {
        final int index = Atom.index(atomTerm);
        if (!trace.knowsAtom(index)) {
            trace.defineAtom(index, Atom.name(atomTerm));
        }
    }

    /** The running process asks for a monitor, or gives it up. */
    static void monitors(final Process from, final EventType type, final Process to, final long refNumber) {
        final TraceStream stream = from.scheduler.trace;
        if (stream != null) {
            stream.tickUnlessNear(from.reductionsLeft);
            stream.monitor(type, from.self, to.self, refNumber);
        }
    }

    // Schedulers

    /** Lets a scheduler sleep. */
    static void slept(final Scheduler scheduler, final long sleepNs) {
        final TraceStream stream = scheduler.trace;
        if (stream == null) {
            LockSupport.parkNanos(scheduler, sleepNs);
            return;
        }
        final long begin = stream.tick();
        if (stream.hasEvents()) {
            stream.flushIfOld();
        }
        stream.event(EventType.SLEEP, 0);
        LockSupport.parkNanos(scheduler, sleepNs);
        stream.event(EventType.WAKE, 0, stream.tick() - begin);
    }

    /** A timer has fired. */
    static void timerFired(final Emulator emulator, final long refNumber, final long deadlineNs) {
        if (emulator.trace != null) {
            write(emulator, EventType.TIMER_FIRE, Math.max(0, emulator.options.clockNs.getAsLong() - deadlineNs) / NS_PER_US, refNumber);
        }
    }

    /** The node ends. */
    static void stopped(final Trace trace, final int status) {
        trace.external(stream -> stream.event(EventType.NODE_STOP, status & 0xFF));
    }

    // Anything with up to four fields

    /** Writes an event with one field. */
    public static void write(final Emulator emulator, final EventType type, final long aux, final long first) {
        write(emulator, type, aux, first, 0, 0, 0);
    }

    /** Writes an event with two fields. */
    public static void write(final Emulator emulator, final EventType type, final long aux, final long first, final long second) {
        write(emulator, type, aux, first, second, 0, 0);
    }

    /** Writes an event with three fields. */
    public static void write(final Emulator emulator, final EventType type, final long aux, final long first, final long second,
        final long third) {
        write(emulator, type, aux, first, second, third, 0);
    }

    private static void write(final Emulator emulator, final EventType type, final long aux, final long first, final long second,
        final long third, final long fourth) {
        final Trace trace = emulator.trace;
        if (trace != null) {
            final Scheduler here = emulator.currentScheduler();
            if (here != null) {
                tell(here).eventOf(type, aux, first, second, third, fourth);
            } else {
                trace.external(type, aux, first, second, third, fourth);
            }
        }
    }

    /** The stream of a scheduler, on its thread, with the time of now: for something that may happen in a slice or between two. */
    private static TraceStream tell(final Scheduler here) {
        final Process running = here.running();
        if (running != null) {
            here.trace.tickUnlessNear(running.reductionsLeft);
        } else if (here.trace.clockIsOld()) {
            here.trace.tick();
        }
        return here.trace;
    }

    /** Writes an event with two fields and a text. */
    public static void writeText(final Emulator emulator, final EventType type, final long aux, final String text, final long first,
        final long second) {
        final Trace trace = emulator.trace;
        if (trace != null) {
            final Scheduler here = emulator.currentScheduler();
            if (here != null) {
                here.trace.tick();
                here.trace.eventWithText(type, aux, text, first, second);
            } else {
                trace.external(stream -> stream.eventWithText(type, aux, text, first, second));
            }
        }
    }
}
