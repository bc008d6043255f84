package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermPrinter;

/**
 * The end of a process: tells links and watchers, gives everything back.
 *
 * <p>Called by the scheduler that runs the process, which must not touch it afterwards.
 */
final class ProcessExit {
    /** A heap up to this goes back to the allocator in no time. */
    private static final long SMALL_HEAP_WORDS = 1 << 12;
    private static final long AM_UNREGISTER = Atom.of("unregister");

    private ProcessExit() {
    }

    static void exit(final Process p) {
        final Emulator emulator = p.emulator();
        final boolean isLong = p.relations != null || p.totalWords() > SMALL_HEAP_WORDS;
        final long reason = p.exitReasonTerm;
        Recorder.exited(p, reason);
        if (p.trace != null) {
            TraceEvents.process(p, Atoms.EXIT, reason);
        }
        final long late = emulator.processes.beginExit(p);
        SystemTasks.refuseAll(p);
        final long nameTerm = p.registeredName();
        if (nameTerm != Term.NIL && emulator.registry.unregister(nameTerm, p) && p.trace != null) {
            TraceEvents.process(p, AM_UNREGISTER, nameTerm);
        }
        p.abandonCompletion();
        LongCalls.abandon(p);
        LiteralAreas.refuse(p);
        p.scheduler().timers.cancelReceive(p);
        for (final ExitListener listener : emulator.exitListeners) {
            listener.exited(p, reason);
        }
        refuseAll(p, SignalHandler.reverse(late));
        if (p.relations != null && p.relations.hasSuspensions()) {
            p.relations.suspensions().ended(p);
        }
        final Scheduler scheduler = p.scheduler();
        scheduler.farewells.add(p);
        if (isLong) {
            scheduler.clockGetsOld();
        }
    }

    /** Tells one to whom a process was linked that it has ended. */
    static void tellLinked(final Process p, final long linked) {
        final Process to = p.emulator().processes.live(linked);
        if (to != null && p.trace != null && p.trace.hasToken()) {
            SequentialTrace.exit(p, to, SignalLayout.EXIT_LINKED, p.exitReasonTerm);
        } else if (to != null) {
            Signals.exitLinked(p.self, to, p.exitReasonTerm, p.causeId);
        } else if (Term.isLocalPort(linked)) {
            p.emulator().portLinkBroken(p, linked, p.exitReasonTerm);
        }
    }

    /** Tells one who watched a process that it has ended. */
    static void tellWatcher(final Process p, final long refNumber, final long watcher) {
        final Process to = p.emulator().processes.live(watcher);
        if (to != null) {
            Signals.down(to, refNumber, p.exitReasonTerm, p.causeId);
        }
    }

    /** Frees what a process still holds, and the process: all others know that it has ended. */
    static void free(final Process p) {
        if (p.trace != null) {
            TraceEvents.exited(p);
        }
        final String slogan = p.systemProcess
            ? "System process " + TermPrinter.text(p.self) + " terminated: " + TermPrinter.text(p.exitReasonTerm) : null;
        p.scheduler().remains.add(p.mailbox());
        p.freeRegisters();
        p.freeDictionary();
        p.destroyHeap();
        remove(p);
        if (p.systemProcess) {
            p.emulator().fault(slogan, null);
        }
    }

    /** Frees what a process holds when its node has stopped; nobody hears of it. */
    static void abandon(final Process p) {
        p.abandonCompletion();
        boolean collecting = p.collector != null;
        while (collecting) {
            collecting = !p.collector.step(ProcessCollections.SLICE_WORDS);
        }
        Remains.free(p.closeInbox(), Long.MAX_VALUE);
        Remains.free(p.mailbox().removeAll(), Long.MAX_VALUE);
        p.freeRegisters();
        p.freeDictionary();
        p.destroyHeap();
        remove(p);
    }

    private static void remove(final Process p) {
        final Emulator emulator = p.emulator();
        emulator.processes.remove(p, emulator.currentScheduler());
    }

    private static void refuseAll(final Process p, final long first) {
        long signal = first;
        while (signal != 0) {
            final long next = SignalLayout.next(signal);
            refuse(p, signal);
            signal = next;
        }
    }

    /** Answers a signal that came too late, as if the process did not exist; the scheduler that ends the process. */
    static void refuse(final Process p, final long signal) {
        if (SignalLayout.type(signal) == SignalLayout.UNLINK) {
            p.relations().acceptUnlink(SignalLayout.sender(signal));
            Signals.unlinkDone(p, SignalLayout.sender(signal), SignalLayout.number(signal));
        } else if (SignalLayout.type(signal) == SignalLayout.DEMONITOR) {
            p.relations().removeWatcher(SignalLayout.number(signal));
        }
        refuse(p.emulator(), p.self, signal);
    }

    /** The same when the process is gone. */
    static void refuse(final Emulator emulator, final long pidTerm, final long signal) {
        final Process sender = emulator.processes.live(SignalLayout.sender(signal));
        switch (SignalLayout.type(signal)) {
            case SignalLayout.LINK -> {
                if (sender != null) {
                    Signals.exitLinked(pidTerm, sender, Atoms.NOPROC, SignalLayout.causeId(signal));
                }
            }
            case SignalLayout.MONITOR -> {
                if (sender != null) {
                    Signals.down(sender, SignalLayout.number(signal), Atoms.NOPROC);
                }
            }
            case SignalLayout.MESSAGE, SignalLayout.ALIAS_MESSAGE, SignalLayout.LIMITED_MESSAGE -> Recorder.dropped(emulator, signal);
            case SignalLayout.REQUEST -> emulator.requests.remove(SignalLayout.number(signal)).accept(null);
            default -> {
            }
        }
        Signals.discard(signal);
    }
}
