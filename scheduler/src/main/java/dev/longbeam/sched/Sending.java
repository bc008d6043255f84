package dev.longbeam.sched;

import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * {@code Destination ! Message}, for every kind of destination.
 *
 * <p>Called by the scheduler that runs the sender.
 */
public final class Sending {
    private Sending() {
    }

    /** Sends; the result is the message, or NON_VALUE with badarg when the destination is none. */
    public static long send(final Process p, final long toTerm, final long messageTerm) {
        if (p.trace != null) {
            trace(p, toTerm, messageTerm);
        }
        return deliver(p, toTerm, messageTerm);
    }

    /** Tells the tracer; the port itself stands for its name. */
    private static void trace(final Process p, final long toTerm, final long messageTerm) {
        if (p.trace.savedCalls != null && !p.settings.sensitive()) {
            p.trace.savedCalls.add(SavedCalls.SEND);
        }
        final long registered = Term.isAtom(toTerm) ? p.emulator().registry.whereis(toTerm) : Term.NON_VALUE;
        final boolean isName = Term.isTuple(toTerm) && Tuple.arity(toTerm) == 2 && Term.isAtom(Tuple.element(toTerm, 1))
            && Term.isAtom(Tuple.element(toTerm, 2));
        if (isName || Term.isAtom(toTerm) || Term.isPid(toTerm) || Term.isPort(toTerm) || Term.isReference(toTerm)) {
            TraceEvents.sent(p, Term.isLocalPort(registered) ? registered : toTerm, messageTerm);
        }
    }

    private static long deliver(final Process p, final long toTerm, final long messageTerm) {
        if (Term.isLocalPid(toTerm)) {
            final Scheduler here = p.scheduler;
            final ProcessTable processes = here.emulator.processes;
            final int home = processes.home(toTerm);
            if (home != 0 && sendHome(here, home, p, toTerm, messageTerm)) {
                return messageTerm;
            }
            final Process to = processes.live(toTerm);
            if (to != null) {
                Signals.message(p, to, messageTerm);
            }
            return messageTerm;
        }
        return sendElsewhere(p, toTerm, messageTerm);
    }

    /**
     * Sends to a process with a home on another scheduler, without a look at the process itself: its cache lines are the other scheduler's.
     *
     * @param p      the sender, which runs on this thread
     * @param toTerm a local pid
     * @return false when the process has no such home, or somebody wants to know of the message: nothing has been sent
     */
    public static boolean sendHome(final Process p, final long toTerm, final long messageTerm) {
        final Scheduler here = p.scheduler;
        final int home = here.emulator.processes.home(toTerm);
        return home != 0 && sendHome(here, home, p, toTerm, messageTerm);
    }

    private static boolean sendHome(final Scheduler here, final int home, final Process p, final long toTerm, final long messageTerm) {
        if (home - 1 == here.index || p.trace != null || here.trace != null && here.trace.selective) {
            return false;
        }
        here.sendHome(home, toTerm, p, messageTerm);
        return true;
    }

    private static long sendElsewhere(final Process p, final long toTerm, final long messageTerm) {
        if (Term.isAtom(toTerm)) {
            final long registered = p.emulator().registry.whereis(toTerm);
            return registered == Term.NON_VALUE ? p.badarg() : deliver(p, registered, messageTerm);
        }
        if (Term.isLocalPort(toTerm)) {
            if (p.trace != null && p.trace.hasToken()) {
                SequentialTrace.sentToPort(p, toTerm, messageTerm);
            }
            p.emulator().sendToPort(p, toTerm, messageTerm);
            return messageTerm;
        }
        if (Ref.isAlias(toTerm)) {
            final Process to = p.emulator().processes.live(Ref.aliasPid(toTerm));
            if (to != null) {
                Signals.aliasMessage(p, to, Ref.number(toTerm), messageTerm);
            }
            return messageTerm;
        }
        if (Term.isReference(toTerm) || Term.isPid(toTerm) || Term.isPort(toTerm)) {
            return messageTerm;
        }
        if (Term.isTuple(toTerm) && Tuple.arity(toTerm) == 2 && Term.isAtom(Tuple.element(toTerm, 1)) && Term.isAtom(Tuple.element(toTerm, 2))) {
            if (Tuple.element(toTerm, 2) != p.emulator().nodeTerm()) {
                return messageTerm;
            }
            final long registered = p.emulator().registry.whereis(Tuple.element(toTerm, 1));
            return registered == Term.NON_VALUE ? messageTerm : deliver(p, registered, messageTerm);
        }
        return p.badarg();
    }
}
