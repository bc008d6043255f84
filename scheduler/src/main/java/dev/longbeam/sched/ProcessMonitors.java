package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.NodeTable;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * Links, monitors and aliases as the process that owns them handles them.
 *
 * <p>Called by the scheduler that runs the process.
 */
public final class ProcessMonitors {
    private static final long AM_ERL_LINK = Atom.of("erl_link");
    private static final long AM_ERL_MONITOR = Atom.of("erl_monitor");
    private static final long AM_LINKED = Atom.of("linked");
    private static final long AM_UNLINKING = Atom.of("unlinking");
    private static final long AM_ORIGIN = Atom.of("origin");
    private static final long AM_TARGET = Atom.of("target");

    private ProcessMonitors() {
    }

    /** Links two processes; nothing happens when they are linked already or the same. */
    public static void link(final Process p, final Process to) {
        if (p != to && p.relations().addLink(to.self)) {
            if (p.trace != null) {
                TraceEvents.linking(p, to);
            }
            Signals.link(p, to);
        }
    }

    /** Links a process with one that has not run yet: both sides know at once. */
    public static void linkNew(final Process p, final Process child) {
        p.relations().addLink(child.self);
        child.relations().addLink(p.self);
    }

    /** Links a process to a pid whose process is gone: it gets an exit signal. */
    public static void linkToGone(final Process p, final long pidTerm) {
        if (p.relations().addLink(pidTerm)) {
            Signals.exitLinked(pidTerm, p, Atoms.NOPROC, p.causeId);
        }
    }

    /** Takes a link back. */
    public static void unlink(final Process p, final long pidTerm) {
        final long unlinkId = p.relations == null ? 0 : p.relations.beginUnlink(pidTerm);
        if (unlinkId != 0) {
            final Process to = p.emulator().processes.live(pidTerm);
            if (to != null) {
                Signals.unlink(p, to, unlinkId);
            } else {
                p.relations.endUnlink(pidTerm, unlinkId);
            }
        }
    }

    /** Enters a link on one side only (to a port, or by a port). */
    public static void addLink(final Process p, final long term) {
        p.relations().addLink(term);
    }

    /** Removes a link on one side only; false when there was none. */
    public static boolean removeLink(final Process p, final long term) {
        return p.relations != null && p.relations.removeLink(term);
    }

    /** Linked pids and ports, sorted. */
    public static long[] links(final Process p) {
        return p.relations == null ? new long[0] : p.relations.linked();
    }

    /** Pids whose links a process is taking back, sorted. */
    public static long[] unlinking(final Process p) {
        return p.relations == null ? new long[0] : p.relations.unlinking();
    }

    /**
     * Sets a monitor.
     *
     * @param targetTerm the process watched
     * @param ofPort     true when a port is meant, also by a name that nobody has
     * @param nameTerm   the registered name that was given, or NON_VALUE
     * @param tagTerm    what stands for {@code 'DOWN'}
     * @param aliasMode  0, or one of the alias modes
     * @return the reference
     */
    public static long monitor(final Process p, final long targetTerm, final boolean ofPort, final long nameTerm, final long tagTerm,
        final long aliasMode) {
        if (targetTerm == p.self) {
            return Ref.make(p);
        }
        final long ref = aliasMode == 0 ? Ref.make(p) : Ref.makeAlias(p, p.self);
        final long number = Ref.number(ref);
        final boolean elsewhere = !Term.isImmediate(targetTerm);
        final Monitor monitor = p.scheduler().monitors.take();
        monitor.refNumber = number;
        monitor.heap = elsewhere || !Term.isImmediate(tagTerm) ? new LocalHeap() : null;
        monitor.targetTerm = elsewhere ? TermCopy.copy(targetTerm, monitor.heap) : targetTerm;
        monitor.ofPort = ofPort;
        monitor.nameTerm = nameTerm;
        monitor.tagTerm = Term.isImmediate(tagTerm) ? tagTerm : TermCopy.copy(tagTerm, monitor.heap);
        monitor.alias = aliasMode != 0;
        monitor.aliasMode = aliasMode == Relations.ALIAS_EXPLICIT ? 0 : aliasMode;
        p.relations().addMonitor(monitor);
        if (aliasMode == Relations.ALIAS_EXPLICIT) {
            p.relations().addAlias(number, aliasMode);
        }
        final Process to = Term.isLocalPid(targetTerm) ? p.emulator().processes.live(targetTerm) : null;
        if (to == null) {
            if (!Term.isLocalPort(targetTerm)) {
                Signals.down(p, number, elsewhere ? whyGone(p, targetTerm) : Atoms.NOPROC);
            }
        } else if (to != p) {
            Signals.monitor(p, to, number, nameTerm);
        }
        return ref;
    }

    /** Why there is nothing behind the pid or port of another node: that is not connected, or is this one as it was once. */
    public static long whyGone(final Process p, final long externalTerm) {
        return NodeTable.nameTerm(Pid.nodeIndex(externalTerm)) == p.emulator().nodeTerm() ? Atoms.NOPROC : Atoms.NOCONNECTION;
    }

    /** Takes a monitor back; true when there was one. The alias that goes with it is taken back too. */
    public static boolean demonitor(final Process p, final long refNumber) {
        if (p.relations == null) {
            return false;
        }
        final Monitor monitor = p.relations.removeMonitor(refNumber);
        if (monitor == null) {
            return false;
        }
        takeBack(p, monitor);
        p.scheduler().monitors.give(monitor);
        return true;
    }

    /** Tells the target of a monitor that it is not watched by it any longer. */
    static void takeBack(final Process p, final Monitor monitor) {
        if (Term.isLocalPort(monitor.targetTerm)) {
            p.emulator().portDemonitored(monitor.targetTerm, monitor.refNumber);
        } else {
            final Process to = Term.isLocalPid(monitor.targetTerm) ? p.emulator().processes.live(monitor.targetTerm) : null;
            if (to != null && to != p) {
                Signals.demonitor(p, to, monitor.refNumber);
            }
        }
        release(monitor);
    }

    /** True when the process has this monitor. */
    public static boolean hasMonitor(final Process p, final long refNumber) {
        return p.relations != null && p.relations.monitor(refNumber) != null;
    }

    /** The pids and names that a process watches: {@code target, name or NON_VALUE} in pairs. */
    public static long[] monitored(final Process p) {
        if (p.relations == null) {
            return new long[0];
        }
        final Monitor[] monitors = p.relations.monitors();
        final long[] all = new long[monitors.length * 2];
        for (int i = 0; i < monitors.length; i++) {
            all[i * 2] = monitors[i].targetTerm;
            all[i * 2 + 1] = monitors[i].nameTerm;
        }
        return all;
    }

    /** The links of a process as records {@code {erl_link, Type, Item, linked | unlinking, Id}} for tests. */
    public static long describeLinks(final Process p, final TermHeap heap) {
        long list = Term.NIL;
        for (final long linked : links(p)) {
            list = Cons.make(heap, Tuple.make(heap, AM_ERL_LINK, type(linked), linked, AM_LINKED, Term.makeSmall(0)), list);
        }
        for (final long unlinking : unlinking(p)) {
            list = Cons.make(heap, Tuple.make(heap, AM_ERL_LINK, type(unlinking), unlinking, AM_UNLINKING, Term.makeSmall(0)), list);
        }
        return list;
    }

    private static long type(final long term) {
        return Term.isLocalPort(term) ? Atoms.PORT : Atoms.PROCESS;
    }

    /** The monitors of a process as records {@code {erl_monitor, Type, origin | target, Ref, Item, Name}} for tests. */
    public static long describeMonitors(final Process p, final TermHeap heap) {
        long list = Term.NIL;
        if (p.relations != null) {
            for (final Monitor monitor : p.relations.monitors()) {
                final long nameTerm = monitor.nameTerm == Term.NON_VALUE ? Term.NIL : monitor.nameTerm;
                list = Cons.make(heap, Tuple.make(heap, AM_ERL_MONITOR, monitor.ofPort ? Atoms.PORT : Atoms.PROCESS, AM_ORIGIN,
                    Ref.make(heap, monitor.refNumber), TermCopy.copy(monitor.targetTerm, heap), nameTerm), list);
            }
            final long[] watchers = p.relations.watchers();
            for (int i = 0; i < watchers.length; i += 2) {
                list = Cons.make(heap, Tuple.make(heap, AM_ERL_MONITOR, Atoms.PROCESS, AM_TARGET, Ref.make(heap, watchers[i]),
                    watchers[i + 1], p.relations.watchedName(watchers[i])), list);
            }
        }
        return list;
    }

    /** The pids that watch a process. */
    public static long[] watchers(final Process p) {
        if (p.relations == null) {
            return new long[0];
        }
        final long[] pairs = p.relations.watchers();
        final long[] pids = new long[pairs.length / 2];
        for (int i = 0; i < pids.length; i++) {
            pids[i] = pairs[i * 2 + 1];
        }
        return pids;
    }

    /** Makes an alias; {@code reply} aliases end with the first message. */
    public static long alias(final Process p, final boolean reply) {
        final long ref = Ref.makeAlias(p, p.self);
        p.relations().addAlias(Ref.number(ref), reply ? Relations.ALIAS_REPLY : Relations.ALIAS_EXPLICIT);
        return ref;
    }

    /** Takes an alias back; true when it was active. */
    public static boolean unalias(final Process p, final long refNumber) {
        return p.relations != null && p.relations.removeAlias(refNumber);
    }

    /** Takes a DOWN message of a reference out of the mailbox, if it is there. */
    public static void flush(final Process p, final long refNumber) {
        SignalHandler.fetch(p);
        long before = 0;
        for (long message = p.mailbox().first(); message != 0; message = SignalLayout.next(message)) {
            final long term = SignalLayout.term(message);
            if (Term.isTuple(term) && Tuple.arity(term) == 5 && Term.isBoxed(Tuple.element(term, 2), Term.SUBTAG_REF)
                && Ref.number(Tuple.element(term, 2)) == refNumber) {
                final long removed = p.mailbox().removeAfter(before);
                p.mailbox().forgetHeapMessage(removed);
                Recorder.dropped(p.emulator(), removed);
                Signals.discard(removed);
                return;
            }
            before = message;
        }
    }

    /** A message has come through an alias that ends with the first: it ends, and so does its monitor if it has one. */
    static void demonitorByReply(final Process p, final long refNumber) {
        if (!demonitor(p, refNumber)) {
            p.relations.removeAlias(refNumber);
        }
    }

    static void release(final Monitor monitor) {
        if (monitor.heap != null) {
            OffHeapList.releaseAll(monitor.heap.offHeapAddr);
            monitor.heap.close();
        }
    }
}
