package dev.longbeam.interp;

import dev.longbeam.sched.Engine;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Receive;
import dev.longbeam.sched.Sending;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;

/** Sending and receiving. */
final class ReceiveOps {
    private ReceiveOps() {
    }

    static int send(final Interpreter in, final Process p, final int pc) {
        final long result = Sending.send(p, in.x[0], in.x[1]);
        if (result == Term.NON_VALUE) {
            sendFailed(in, p, in.x[0], in.x[1]);
            return Interpreter.RAISE;
        }
        in.x[0] = in.x[1];
        p.reductionsLeft -= 1;
        return pc + 1;
    }

    /** Records that the destination of a message is none; returns NON_VALUE, and the exception is to be raised. */
    static long sendFailed(final Interpreter in, final Process p, final long toTerm, final long messageTerm) {
        p.failMode = Process.FAIL_IN_BIF;
        ExceptionOps.bifFailed(in, p, in.table.export(Atoms.ERLANG, AM_SEND, 2), dev.longbeam.term.Cons.list(p, toTerm, messageTerm));
        in.unwound = Interpreter.RAISE;
        return Term.NON_VALUE;
    }

    private static final long AM_SEND = dev.longbeam.term.Atom.of("send");

    static int loopRec(final Interpreter in, final Process p, final int pc) {
        final long message = Receive.peek(p);
        if (message == Term.NON_VALUE) {
            if (p.exitReasonTerm != Term.NON_VALUE) {
                return Interpreter.leave(Engine.EXITED);
            }
            return in.ops[pc + 1];
        }
        in.set(p, in.ops[pc + 2], message);
        return pc + 3;
    }

    static int loopRecEnd(final Interpreter in, final Process p, final int target) {
        Receive.advance(p);
        return --p.reductionsLeft > 0 ? target : in.suspend(p, target, 0, Engine.PREEMPTED);
    }

    static int removeMessage(final Process p, final int pc) {
        Receive.accept(p);
        return pc + 1;
    }

    static int timeout(final Process p, final int pc) {
        Receive.timedOut(p);
        return pc + 1;
    }

    static int await(final Interpreter in, final Process p, final int target) {
        return in.suspend(p, target, 0, Engine.WAITING);
    }

    static int awaitTimeout(final Interpreter in, final Process p, final int pc) {
        if (p.timedOut) {
            return pc + 3;
        }
        if (Receive.hasTimer(p)) {
            // The timeout may stand in an X register, and those are gone after a sleep.
            return await(in, p, in.ops[pc + 1]);
        }
        final long timeout = in.get(p, in.ops[pc + 2]);
        if (timeout == Term.makeSmall(0)) {
            return pc + 3;
        }
        if (timeout != Atoms.INFINITY) {
            if (!Term.isSmall(timeout) || Term.smallValue(timeout) < 0 || Term.smallValue(timeout) > 0xFFFF_FFFFL) {
                Receive.timedOut(p);
                p.fail(Atoms.TIMEOUT_VALUE);
                return Interpreter.RAISE;
            }
            Receive.startTimer(p, Term.smallValue(timeout));
        } else {
            Receive.waitForEver(p);
        }
        return await(in, p, in.ops[pc + 1]);
    }

    static int reserveMarker(final Interpreter in, final Process p, final int pc) {
        in.set(p, in.ops[pc + 1], Term.makeSmall(Receive.reserveMarker(p)));
        return pc + 2;
    }

    static int bindMarker(final Interpreter in, final Process p, final int pc) {
        final long marker = in.get(p, in.ops[pc + 1]);
        final long ref = in.get(p, in.ops[pc + 2]);
        if (Term.isSmall(marker) && Term.isBoxed(ref, Term.SUBTAG_REF)) {
            Receive.bindMarker(p, (int)Term.smallValue(marker), Ref.number(ref));
        }
        return pc + 3;
    }

    static int clearMarker(final Interpreter in, final Process p, final int pc) {
        final long ref = in.get(p, in.ops[pc + 1]);
        if (Term.isBoxed(ref, Term.SUBTAG_REF)) {
            Receive.clearMarker(p, Ref.number(ref));
        }
        return pc + 2;
    }

    static int useMarker(final Interpreter in, final Process p, final int pc) {
        final long ref = in.get(p, in.ops[pc + 1]);
        if (Term.isBoxed(ref, Term.SUBTAG_REF)) {
            Receive.useMarker(p, Ref.number(ref));
        }
        return pc + 2;
    }
}
