package dev.longbeam.embed;

import dev.longbeam.sched.MailboxLimit;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.ProcessMonitors;
import dev.longbeam.sched.Sending;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import org.agrona.collections.LongHashSet;

/**
 * What a behaviour sees of its process.
 *
 * <p>Only on the thread of the scheduler of the process.
 */
abstract class JavaContext extends OwnEngine implements ProcessContext {
    final NodeCore node;
    /** The process ends by itself, not by a signal. */
    boolean leaving;
    /** The scheduler's, while this process runs. */
    Flyweights fly;
    Requests requests;
    ProcessTimers timers;
    /** Reference numbers of the monitors of {@link #monitor}. */
    LongHashSet watched;
    /** {@code {Pid, Tag}} of the request that is being handled, or NON_VALUE. */
    long fromTerm;

    JavaContext(final NodeCore node, final Process p) {
        super(p);
        this.node = node;
    }

    final NodeCore core() {
        return node;
    }

    /** A request has failed. */
    abstract void requestFailed(long id, long reasonTerm) throws Exception;

    // The end

    private void exitWith(final long reasonTerm) {
        p.exitReasonTerm = reasonTerm;
        leaving = true;
    }

    @Override
    public void exit() {
        exitWith(Atoms.NORMAL);
    }

    @Override
    public void exit(final int reasonAtom) {
        exitWith(Atom.term(reasonAtom));
    }

    @Override
    public void exit(final TermReader reason) {
        exitWith(TermCopy.copy(reason.term(), p));
    }

    @Override
    public void exit(final TermWriter reason) {
        exitWith(TermCopy.copy(reason.term(), p));
    }

    // Itself

    @Override
    public long self() {
        return p.self;
    }

    @Override
    public long parent() {
        return p.parentTerm;
    }

    @Override
    public String name() {
        return describe();
    }

    @Override
    public Node node() {
        return node.node();
    }

    @Override
    public long nanoTime() {
        return node.emulator().options.clockNs.getAsLong();
    }

    @Override
    public int mailboxLength() {
        return p.messageCount();
    }

    @Override
    public long lostMessages() {
        return p.mailboxLimit == null ? 0 : p.mailboxLimit.lostCount();
    }

    @Override
    public void consumeReductions(final int reductions) {
        p.bumpReductions(Math.max(0, reductions));
    }

    // Sending

    @Override
    public TermWriter message() {
        return fly.writer.reset();
    }

    @Override
    public int offer(final long pid, final TermWriter message) {
        return send(pid, message.term());
    }

    @Override
    public int offer(final long pid, final TermReader message) {
        return send(pid, message.term());
    }

    @Override
    public int offerTo(final int nameAtom, final TermWriter message) {
        return send(whereis(nameAtom), message.term());
    }

    private int send(final long pid, final long term) {
        if (Term.isLocalPid(pid) && Sending.sendHome(p, pid, term)) {
            return SendResult.SENT;
        }
        final Process to = node.emulator().processes.live(pid);
        if (to == null) {
            return SendResult.NO_PROCESS;
        }
        final int admitted = admit(to);
        if (admitted < 0) {
            return admitted;
        }
        return fly.claim.sendCopy(p, to, term, to.mailboxLimit != null) ? SendResult.SENT : SendResult.NO_PROCESS;
    }

    /** Asks for a place in a mailbox; 0 when there is one. */
    int admit(final Process to) {
        final MailboxLimit limit = to.mailboxLimit;
        if (limit == null) {
            return 0;
        }
        final int admitted = limit.admit();
        if (admitted == MailboxLimit.REFUSED) {
            ((JavaMailboxLimit)limit).refused(p.self);
            return SendResult.BACK_PRESSURED;
        }
        return admitted == MailboxLimit.DROPPED ? SendResult.DROPPED : 0;
    }

    @Override
    public int tryClaim(final long pid, final int words, final Claim claim) {
        final Process to = node.emulator().processes.live(pid);
        if (to == null) {
            return SendResult.NO_PROCESS;
        }
        final int admitted = admit(to);
        if (admitted < 0) {
            return admitted;
        }
        claim.open(p, to, words, NodeGate.OPEN, to.mailboxLimit != null);
        return SendResult.SENT;
    }

    // Requests

    Requests requests() {
        if (requests == null) {
            requests = new Requests(this);
        }
        return requests;
    }

    Flyweights flyweights() {
        return fly;
    }

    @Override
    public long request(final long pid, final TermWriter request, final long timeoutNs) {
        return requests().send(pid, request.term(), timeoutNs);
    }

    @Override
    public void cancelRequest(final long requestId) {
        if (requests != null) {
            requests.end(requestId);
        }
    }

    @Override
    public int reply(final TermWriter reply) {
        if (fromTerm == Term.NON_VALUE) {
            throw new IllegalStateException("no request is being handled, or it has been answered or deferred");
        }
        final long from = fromTerm;
        fromTerm = Term.NON_VALUE;
        return requests().reply(from, reply.term());
    }

    @Override
    public long deferReply() {
        if (fromTerm == Term.NON_VALUE) {
            throw new IllegalStateException("no request is being handled, or it has been answered or deferred");
        }
        final long from = fromTerm;
        fromTerm = Term.NON_VALUE;
        return requests().defer(from);
    }

    @Override
    public int reply(final long deferredId, final TermWriter reply) {
        return requests().replyDeferred(deferredId, reply.term());
    }

    @Override
    public long blocking(final BlockingTask task) {
        return requests().blocking(task);
    }

    // Timers

    @Override
    public long startTimer(final long delayNs) {
        if (timers == null) {
            timers = new ProcessTimers(this);
        }
        return timers.start(delayNs);
    }

    @Override
    public boolean cancelTimer(final long timerId) {
        return timers != null && timers.cancel(timerId);
    }

    // Other processes

    @Override
    public long spawn(final ProcessSpec spec) {
        final Process child = node.make(p, spec);
        node.emulator().launch(child);
        return child.self;
    }

    @Override
    public long spawnLink(final ProcessSpec spec) {
        final Process child = node.make(p, spec);
        ProcessMonitors.linkNew(p, child);
        node.emulator().launch(child);
        return child.self;
    }

    @Override
    public void link(final long pid) {
        final Process to = node.emulator().processes.live(requirePid(pid));
        if (to != null) {
            ProcessMonitors.link(p, to);
        } else {
            ProcessMonitors.linkToGone(p, pid);
        }
    }

    @Override
    public void unlink(final long pid) {
        ProcessMonitors.unlink(p, requirePid(pid));
    }

    @Override
    public long monitor(final long pid) {
        if (watched == null) {
            watched = new LongHashSet();
        }
        final long number = monitorNumber(requirePid(pid));
        watched.add(number);
        return number;
    }

    /** Watches a process; the number of the monitor's reference. */
    long monitorNumber(final long pid) {
        return Ref.number(ProcessMonitors.monitor(p, pid, false, Term.NON_VALUE, Protocol.AM_DOWN, 0));
    }

    @Override
    public void demonitor(final long monitorId) {
        if (watched != null && watched.remove(monitorId)) {
            ProcessMonitors.demonitor(p, monitorId);
        }
    }

    @Override
    public void trapExit(final boolean trap) {
        p.trapExit = trap;
    }

    @Override
    public void exit(final long pid, final TermWriter reason) {
        exitSignal(pid, reason.term());
    }

    @Override
    public void exit(final long pid, final int reasonAtom) {
        exitSignal(pid, Atom.term(reasonAtom));
    }

    private void exitSignal(final long pid, final long reasonTerm) {
        final Process to = node.emulator().processes.live(requirePid(pid));
        if (to != null) {
            Signals.exit(p, to, reasonTerm);
        }
    }

    private static long requirePid(final long pid) {
        if (!Term.isLocalPid(pid)) {
            throw new IllegalArgumentException("not a pid: " + pid);
        }
        return pid;
    }

    // Names

    @Override
    public boolean register(final int nameAtom) {
        return node.emulator().registry.register(Atom.term(nameAtom), p);
    }

    @Override
    public void unregister() {
        node.emulator().registry.unregister(p.registeredName(), p);
    }

    @Override
    public long whereis(final int nameAtom) {
        final long pid = node.emulator().registry.whereis(Atom.term(nameAtom));
        return Term.isLocalPid(pid) ? pid : NO_PID;
    }
}
