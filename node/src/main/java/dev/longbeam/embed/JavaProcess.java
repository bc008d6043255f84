package dev.longbeam.embed;

import dev.longbeam.sched.MailboxLimit;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.ProcessMonitors;
import dev.longbeam.sched.Receive;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.Tuple;
import org.agrona.collections.LongHashSet;

/**
 * A process whose behaviour is Java code: what its scheduler runs in place of code, and what the behaviour sees of it.
 *
 * <p>Its messages leave nothing on its heap: each block is freed when the behaviour has returned. So it is hardly ever collected.
 *
 * <p>Only on the thread of its scheduler.
 */
final class JavaProcess extends OwnEngine implements ProcessContext {
    /** What handling one message counts; a process of code uses about as many for a message that it does little with. */
    private static final int MESSAGE_REDUCTIONS = 8;

    private final NodeCore node;
    private final Behaviour behaviour;
    private final SelectiveBehaviour selective;
    private boolean started;
    /** The last round of draining that this process has come to; read by the thread that closes the node. */
    private volatile int drainedRound;
    private boolean leaving;
    /** The scheduler's, while this process runs. */
    private Flyweights fly;
    private Requests requests;
    private ProcessTimers timers;
    /** Reference numbers of the monitors of {@link #monitor}. */
    private LongHashSet watched;
    /** {@code {Pid, Tag}} of the request that is being handled, or NON_VALUE. */
    private long fromTerm;

    JavaProcess(final NodeCore node, final Process p, final Behaviour behaviour) {
        super(p);
        this.node = node;
        this.behaviour = behaviour;
        selective = behaviour instanceof SelectiveBehaviour chooser ? chooser : null;
    }

    NodeCore core() {
        return node;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    int drainedRound() {
        return drainedRound;
    }

    // The scheduler

    @Override
    public int run(final Process same) {
        fly = node.flyweights(p.scheduler().index);
        if (!started) {
            started = true;
            p.bumpReductions(MESSAGE_REDUCTIONS);
            try {
                behaviour.onStart(this);
            } catch (final Throwable thrown) {
                crash(thrown);
            }
            if (p.exitReasonTerm != Term.NON_VALUE) {
                return leave();
            }
        }
        while (p.reductionsLeft > 0) {
            final long term = Receive.peek(p);
            if (term == Term.NON_VALUE) {
                return p.exitReasonTerm != Term.NON_VALUE ? EXITED : WAITING;
            }
            final int kind = Protocol.kind(term);
            if (selective != null && Protocol.isOffered(kind) && !selects(term)) {
                if (p.exitReasonTerm != Term.NON_VALUE) {
                    return leave();
                }
                Receive.advance(p);
                p.bumpReductions(1);
                continue;
            }
            handle(kind);
            if (p.exitReasonTerm != Term.NON_VALUE) {
                return leave();
            }
        }
        return PREEMPTED;
    }

    private boolean selects(final long term) {
        try {
            return selective.selects(this, show(term));
        } catch (final Throwable thrown) {
            crash(thrown);
            return false;
        } finally {
            fly.lifetime.end();
        }
    }

    private void handle(final int kind) {
        final long block = Receive.take(p);
        p.bumpReductions(MESSAGE_REDUCTIONS);
        try {
            dispatch(kind, Receive.term(block));
        } catch (final Throwable thrown) {
            crash(thrown);
        }
        fromTerm = Term.NON_VALUE;
        fly.lifetime.end();
        Receive.release(block);
    }

    private void dispatch(final int kind, final long term) throws Exception {
        switch (kind) {
            case Protocol.CALL -> {
                fromTerm = Tuple.element(term, 2);
                behaviour.onRequest(this, show(Tuple.element(term, 3)));
            }
            case Protocol.CAST -> behaviour.onMessage(this, show(Tuple.element(term, 2)));
            case Protocol.REPLY -> {
                final long id = Term.smallValue(Cons.tail(Tuple.element(term, 1)));
                if (requests != null && requests.end(id)) {
                    behaviour.onReply(this, id, show(Tuple.element(term, 2)));
                }
            }
            case Protocol.FAILED -> {
                final long id = Term.smallValue(Cons.tail(Tuple.element(term, 1)));
                if (requests != null && requests.end(id)) {
                    behaviour.onRequestFailed(this, id, show(Tuple.element(term, 2)));
                }
            }
            case Protocol.TIMER -> timer(Term.smallValue(Tuple.element(term, 2)));
            case Protocol.CREDIT -> behaviour.onCredit(this, Tuple.element(term, 2));
            case Protocol.DRAIN -> drainedRound = (int)Term.smallValue(Tuple.element(term, 2));
            case Protocol.EXIT -> {
                if (p.trapExit) {
                    behaviour.onExit(this, Tuple.element(term, 2), show(Tuple.element(term, 3)));
                } else {
                    behaviour.onMessage(this, show(term));
                }
            }
            case Protocol.DOWN -> down(term);
            default -> behaviour.onMessage(this, show(term));
        }
    }

    private void timer(final long id) throws Exception {
        if (id == Requests.TIMER_ID) {
            requests.expire();
        } else if (timers != null && timers.fired(id)) {
            behaviour.onTimer(this, id);
        }
    }

    private void down(final long term) throws Exception {
        final long number = Ref.number(Tuple.element(term, 2));
        final long pid = Tuple.element(term, 4);
        final long reason = Tuple.element(term, 5);
        if (watched != null && watched.remove(number)) {
            behaviour.onDown(this, number, pid, show(reason));
        } else if (requests != null) {
            requests.targetGone(number, pid, reason);
        }
    }

    /** A request has failed. */
    void requestFailed(final long id, final long reasonTerm) throws Exception {
        behaviour.onRequestFailed(this, id, show(reasonTerm));
    }

    private TermReader show(final long term) {
        fly.message.wrap(term, fly.lifetime);
        return fly.message;
    }

    // The end

    private void crash(final Throwable thrown) {
        p.exitReasonTerm = ExitReasons.of(p, thrown);
        leaving = true;
        node.crashed(p, name(), thrown);
    }

    /** The process ends: by itself, or because a signal has come in the meantime. */
    private int leave() {
        if (leaving) {
            try {
                behaviour.onStop(this, show(p.exitReasonTerm));
            } catch (final Throwable thrown) {
                crash(thrown);
            }
            fly.lifetime.end();
        }
        return EXITED;
    }

    @Override
    void ended() {
        if (timers != null) {
            timers.close();
        }
        if (requests != null) {
            requests.close();
        }
    }

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
        return NodeCore.register(node.emulator(), p, Atom.term(nameAtom));
    }

    @Override
    public void unregister() {
        if (p.registeredNameTerm != Term.NIL) {
            node.emulator().registry.unregister(p.registeredNameTerm);
            p.registeredNameTerm = Term.NIL;
        }
    }

    @Override
    public long whereis(final int nameAtom) {
        final long pid = node.emulator().registry.whereis(Atom.term(nameAtom));
        return Term.isLocalPid(pid) ? pid : NO_PID;
    }
}
