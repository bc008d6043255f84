package dev.longbeam.embed;

import dev.longbeam.sched.Process;
import dev.longbeam.sched.Receive;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * A process whose behaviour is Java code: what its scheduler runs in place of code, and what the behaviour sees of it.
 *
 * <p>Its messages leave nothing on its heap: each block is freed when the behaviour has returned. So it is hardly ever collected.
 *
 * <p>Only on the thread of its scheduler.
 */
final class JavaProcess extends JavaContext {
    /** What handling one message counts; a process of code uses about as many for a message that it does little with. */
    private static final int MESSAGE_REDUCTIONS = 8;

    private final Behaviour behaviour;
    private final SelectiveBehaviour selective;
    private boolean started;
    /** The last round of draining that this process has come to; read by the thread that closes the node. */
    private volatile int drainedRound;

    JavaProcess(final NodeCore node, final Process p, final Behaviour behaviour) {
        super(node, p);
        this.behaviour = behaviour;
        selective = behaviour instanceof SelectiveBehaviour chooser ? chooser : null;
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

    @Override
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
}
