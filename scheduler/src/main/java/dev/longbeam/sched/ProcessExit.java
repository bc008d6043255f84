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
    private static final long AM_UNREGISTER = Atom.of("unregister");

    private ProcessExit() {
    }

    static void exit(final Process p) {
        final Emulator emulator = p.emulator();
        final long reason = p.exitReasonTerm;
        Recorder.exited(p, reason);
        if (p.trace != null) {
            TraceEvents.process(p, Atoms.EXIT, reason);
        }
        final String slogan = p.systemProcess
            ? "System process " + TermPrinter.text(p.self) + " terminated: " + TermPrinter.text(reason) : null;
        emulator.processes.beginExit(p);
        SystemTasks.refuseAll(p);
        if (p.registeredNameTerm != Term.NIL) {
            emulator.registry.unregister(p.registeredNameTerm);
            if (p.trace != null) {
                TraceEvents.process(p, AM_UNREGISTER, p.registeredNameTerm);
            }
        }
        p.abandonCompletion();
        LongCalls.abandon(p);
        LiteralAreas.refuse(p);
        p.scheduler().timers.cancelReceive(p);
        if (p.hasTimers) {
            TimerService.receiverGone(p);
        }
        for (final ExitListener listener : emulator.exitListeners) {
            listener.exited(p, reason);
        }
        refuseAll(p, SignalHandler.reverse(p.closeInbox()));
        if (p.relations != null) {
            tell(p, emulator, reason);
        }
        if (p.trace != null) {
            TraceEvents.exited(p);
        }
        p.scheduler().remains.add(p.mailbox());
        p.freeRegisters();
        p.freeDictionary();
        p.destroyHeap();
        emulator.processes.remove(p);
        if (p.systemProcess) {
            emulator.fault(slogan, null);
        }
    }

    /** Frees what a process holds when its node has stopped; nobody hears of it. */
    static void abandon(final Process p) {
        p.abandonCompletion();
        boolean collecting = p.collector != null;
        while (collecting) {
            collecting = !p.collector.step(ProcessCollections.SLICE_WORDS);
        }
        discardAll(p.closeInbox());
        Remains.free(p.mailbox().removeAll(), Long.MAX_VALUE);
        p.freeRegisters();
        p.freeDictionary();
        p.destroyHeap();
        p.emulator().processes.remove(p);
    }

    private static void discardAll(final long first) {
        long signal = first;
        while (signal != 0) {
            final long next = SignalLayout.next(signal);
            Signals.discard(signal);
            signal = next;
        }
    }

    private static void tell(final Process p, final Emulator emulator, final long reason) {
        if (p.relations.hasSuspensions()) {
            p.relations.suspensions().ended(p);
        }
        for (final long linked : p.relations.linked()) {
            final Process to = emulator.processes.live(linked);
            if (to != null && p.trace != null && p.trace.hasToken()) {
                SequentialTrace.exit(p, to, SignalLayout.EXIT_LINKED, reason);
            } else if (to != null) {
                Signals.exitLinked(p.self, to, reason, p.causeId);
            } else if (Term.isLocalPort(linked)) {
                emulator.portLinkBroken(p, linked, reason);
            }
        }
        final long[] watchers = p.relations.watchers();
        for (int i = 0; i < watchers.length; i += 2) {
            final Process to = emulator.processes.live(watchers[i + 1]);
            if (to != null) {
                Signals.down(to, watchers[i], reason, p.causeId);
            }
        }
        for (final Monitor monitor : p.relations.monitors()) {
            ProcessMonitors.takeBack(p, monitor);
        }
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
