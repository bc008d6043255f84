package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.ProcessMonitors;
import dev.longbeam.sched.Signals;
import dev.longbeam.sched.TraceEvents;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** Links and monitors. */
public final class ErlangMonitorBifs {
    private static final long AM_LINK = Atom.of("link");
    private static final long AM_UNLINK = Atom.of("unlink");
    private static final long AM_FLUSH = Atom.of("flush");
    private static final long AM_INFO = Atom.of("info");
    private static final long AM_ALIAS = Atom.of("alias");
    private static final long AM_TAG = Atom.of("tag");
    private static final long AM_EXPLICIT_UNALIAS = Atom.of("explicit_unalias");
    private static final long AM_DEMONITOR = Atom.of("demonitor");
    private static final long AM_REPLY_DEMONITOR = Atom.of("reply_demonitor");
    private static final long AM_TIME_OFFSET = Atom.of("time_offset");
    private static final long AM_CLOCK_SERVICE = Atom.of("clock_service");
    private static final long AM_BADOPT = Atom.of("badopt");
    private static final int ALIAS_EXPLICIT = 1;
    private static final int ALIAS_DEMONITOR = 2;
    private static final int ALIAS_REPLY = 3;

    private static final long AM_BADTYPE = Atom.of("badtype");

    private ErlangMonitorBifs() {
    }

    /** {@code link/1}. */
    @Bif("erlang:link/1")
    public static long link(final Process p, final long term) {
        if (p.trace != null) {
            TraceEvents.process(p, AM_LINK, term);
        }
        if (Term.isLocalPort(term)) {
            return p.emulator().service(Ports.class).link(p, term);
        }
        if (!Term.isPid(term) && !isOldPort(p, term)) {
            return p.badarg();
        }
        final Process to = p.emulator().processes.live(term);
        if (to != null) {
            ProcessMonitors.link(p, to);
        } else if (Term.isLocalPid(term)) {
            if (!p.trapExit) {
                return p.fail(Atoms.NOPROC);
            }
            ProcessMonitors.linkToGone(p, term);
        } else {
            refuseLink(p, term);
        }
        return Atoms.TRUE;
    }

    /** A link to what is not on this node breaks at once: as an exit signal from there. */
    private static void refuseLink(final Process p, final long externalTerm) {
        final long reasonTerm = ProcessMonitors.whyGone(p, externalTerm);
        if (p.trapExit) {
            Signals.message(p, p, Tuple.make(p, Atoms.EXIT_TAG, externalTerm, reasonTerm));
        } else {
            Signals.exit(p.self, p, reasonTerm);
        }
    }

    /** True for a port that an earlier node of this name had. */
    private static boolean isOldPort(final Process p, final long term) {
        return Term.isPort(term) && !Term.isLocalPort(term) && ProcessMonitors.whyGone(p, term) == Atoms.NOPROC;
    }

    /** {@code unlink/1}. */
    @Bif("erlang:unlink/1")
    public static long unlink(final Process p, final long term) {
        if (p.trace != null) {
            TraceEvents.process(p, AM_UNLINK, term);
        }
        if (Term.isLocalPort(term)) {
            p.emulator().service(Ports.class).unlink(p, term);
            return Atoms.TRUE;
        }
        if (!Term.isPid(term)) {
            return p.badarg();
        }
        ProcessMonitors.unlink(p, term);
        return Atoms.TRUE;
    }

    /** {@code monitor/2}. */
    @Bif("erlang:monitor/2")
    public static long monitor(final Process p, final long typeTerm, final long itemTerm) {
        return monitor(p, typeTerm, itemTerm, Term.NIL);
    }

    /** {@code monitor/3}. */
    @Bif("erlang:monitor/3")
    public static long monitor(final Process p, final long typeTerm, final long itemTerm, final long optionsTerm) {
        if (typeTerm == AM_TIME_OFFSET && itemTerm == AM_CLOCK_SERVICE) {
            return Ref.make(p);
        }
        if (typeTerm == Atoms.PROCESS) {
            return monitorProcess(p, itemTerm, optionsTerm);
        }
        if (typeTerm == Atoms.PORT) {
            return monitorPort(p, itemTerm, optionsTerm);
        }
        return p.fail(Atoms.BADARG, AM_BADTYPE);
    }

    private static long monitorProcess(final Process p, final long itemTerm, final long optionsTerm) {
        if (Term.isPid(itemTerm)) {
            return monitorTarget(p, itemTerm, false, Term.NON_VALUE, optionsTerm);
        }
        final long nameTerm = name(itemTerm);
        if (nameTerm == Term.NON_VALUE) {
            return p.badarg();
        }
        final long registered = registered(p, itemTerm, nameTerm);
        return monitorTarget(p, Term.isLocalPid(registered) ? registered : Term.NIL, false, nameTerm, optionsTerm);
    }

    private static long monitorPort(final Process p, final long itemTerm, final long optionsTerm) {
        if (isOldPort(p, itemTerm)) {
            return monitorTarget(p, itemTerm, true, Term.NON_VALUE, optionsTerm);
        }
        final boolean byName = !Term.isLocalPort(itemTerm);
        final long nameTerm = byName ? name(itemTerm) : Term.NON_VALUE;
        if (byName && nameTerm == Term.NON_VALUE) {
            return p.badarg();
        }
        final long found = byName ? registered(p, itemTerm, nameTerm) : itemTerm;
        final long target = Term.isLocalPort(found) ? found : Term.NIL;
        final long ref = monitorTarget(p, target, true, nameTerm, optionsTerm);
        if (ref != Term.NON_VALUE && target != Term.NIL) {
            p.emulator().service(Ports.class).monitor(p, target, Ref.number(ref));
        }
        return ref;
    }

    /** The name in {@code Name} or {@code {Name, Node}}, or NON_VALUE. */
    private static long name(final long itemTerm) {
        if (Term.isAtom(itemTerm)) {
            return itemTerm;
        }
        final boolean isPair = Term.isTuple(itemTerm) && Tuple.arity(itemTerm) == 2 && Term.isAtom(Tuple.element(itemTerm, 1))
            && Term.isAtom(Tuple.element(itemTerm, 2));
        return isPair ? Tuple.element(itemTerm, 1) : Term.NON_VALUE;
    }

    /** What has the name on this node; NON_VALUE when nothing has, or when another node is meant. */
    private static long registered(final Process p, final long itemTerm, final long nameTerm) {
        final boolean here = Term.isAtom(itemTerm) || Tuple.element(itemTerm, 2) == p.emulator().nodeTerm();
        return here ? p.emulator().registry.whereis(nameTerm) : Term.NON_VALUE;
    }

    /** A monitor of a process with the options of {@code monitor/3}; NON_VALUE with badarg. */
    static long monitorTarget(final Process p, final long targetTerm, final boolean ofPort, final long nameTerm,
        final long optionsTerm) {
        if (!areOptions(optionsTerm)) {
            return p.fail(Atoms.BADARG, AM_BADOPT);
        }
        long tagTerm = Atoms.DOWN_TAG;
        int aliasMode = 0;
        for (long rest = optionsTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long value = Tuple.element(Cons.head(rest), 2);
            if (Tuple.element(Cons.head(rest), 1) == AM_TAG) {
                tagTerm = value;
            } else {
                aliasMode = aliasMode(value);
            }
        }
        return ProcessMonitors.monitor(p, targetTerm, ofPort, nameTerm, tagTerm, aliasMode);
    }

    private static int aliasMode(final long term) {
        if (term == AM_EXPLICIT_UNALIAS) {
            return ALIAS_EXPLICIT;
        }
        return term == AM_DEMONITOR ? ALIAS_DEMONITOR : term == AM_REPLY_DEMONITOR ? ALIAS_REPLY : -1;
    }

    /** True for a proper list of options of {@code monitor/3}. */
    static boolean areOptions(final long optionsTerm) {
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            if (!Tuple.isTagged(option, 2, AM_TAG) && (!Tuple.isTagged(option, 2, AM_ALIAS) || aliasMode(Tuple.element(option, 2)) < 0)) {
                return false;
            }
        }
        return rest == Term.NIL;
    }

    /** {@code demonitor/1}. */
    @Bif("erlang:demonitor/1")
    public static long demonitor(final Process p, final long refTerm) {
        return demonitor(p, refTerm, Term.NIL);
    }

    /** {@code demonitor/2}. */
    @Bif("erlang:demonitor/2")
    public static long demonitor(final Process p, final long refTerm, final long optionsTerm) {
        boolean flush = false;
        boolean info = false;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            flush |= Cons.head(rest) == AM_FLUSH;
            info |= Cons.head(rest) == AM_INFO;
            if (Cons.head(rest) != AM_FLUSH && Cons.head(rest) != AM_INFO) {
                return p.badarg();
            }
        }
        if (rest != Term.NIL || !Term.isReference(refTerm)) {
            return p.badarg();
        }
        boolean found = false;
        if (Term.isBoxed(refTerm, Term.SUBTAG_REF)) {
            found = ProcessMonitors.demonitor(p, Ref.number(refTerm));
            if (flush && !found) {
                ProcessMonitors.flush(p, Ref.number(refTerm));
            }
        }
        return Atoms.bool(!info || found);
    }
}
