package dev.longbeam.otp;

import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.IoList;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** What processes send to ports: {@code {Owner, {command, Data}}}, {@code close} and {@code {connect, Pid}}. */
final class PortMessages {
    private static final long AM_COMMAND = Atom.of("command");
    private static final long AM_CLOSE = Atom.of("close");
    private static final long AM_CLOSED = Atom.of("closed");
    private static final long AM_CONNECT = Atom.of("connect");
    private static final long AM_CONNECTED = Atom.of("connected");
    private static final long AM_BADSIG = Atom.of("badsig");

    private PortMessages() {
    }

    static void handle(final Process p, final Port port, final long messageTerm) {
        if (!Term.isTuple(messageTerm) || Tuple.arity(messageTerm) != 2 || Tuple.element(messageTerm, 1) != port.connectedTerm) {
            badsig(port);
            return;
        }
        final long request = Tuple.element(messageTerm, 2);
        if (request == AM_CLOSE) {
            final long ownerTerm = port.connectedTerm;
            port.close(Atoms.NORMAL);
            tell(port, ownerTerm, AM_CLOSED);
        } else if (Tuple.isTagged(request, 2, AM_COMMAND)) {
            command(p, port, Tuple.element(request, 2));
        } else if (Tuple.isTagged(request, 2, AM_CONNECT) && Term.isLocalPid(Tuple.element(request, 2))) {
            final long ownerTerm = port.connectedTerm;
            if (p.emulator().processes.live(Tuple.element(request, 2)) == null) {
                badsig(port);
                return;
            }
            port.connectedTerm = Tuple.element(request, 2);
            tell(port, ownerTerm, AM_CONNECTED);
        } else {
            badsig(port);
        }
    }

    /** Data for the driver; the sender of too much waits after it. */
    private static void command(final Process p, final Port port, final long dataTerm) {
        final byte[] data = IoList.toArray(dataTerm);
        if (data == null) {
            badValue(port);
            badsig(port);
            return;
        }
        port.output(data);
        if (port.isBusy()) {
            port.suspend(p);
        }
    }

    /** Tells the log that somebody wrote what is no data. */
    static void badValue(final Port port) {
        port.ports.emulator().service(SystemLogger.class).portProblem("Bad value on output port '" + port.name + "'\n");
    }

    private static void tell(final Port port, final long pidTerm, final long answerTerm) {
        final Process to = port.ports.emulator().processes.live(pidTerm);
        if (to != null) {
            Signals.message(to, 3, heap -> Tuple.make(heap, port.term, answerTerm));
        }
    }

    private static void badsig(final Port port) {
        final Process owner = port.ports.emulator().processes.live(port.connectedTerm);
        if (owner != null) {
            Signals.exit(port.term, owner, AM_BADSIG);
        }
    }
}
