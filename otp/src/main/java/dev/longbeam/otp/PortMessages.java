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
            badsig(p, port);
            return;
        }
        final long request = Tuple.element(messageTerm, 2);
        final Process owner = p.emulator().processes.live(port.connectedTerm);
        if (request == AM_CLOSE) {
            final long portTerm = port.term;
            if (owner != null) {
                port.links.remove(owner.self);
                if (owner == p) {
                    dev.longbeam.sched.ProcessMonitors.removeLink(p, portTerm);
                }
            }
            port.close(Atoms.NORMAL);
            if (owner != null) {
                Signals.message(owner, 3, heap -> Tuple.make(heap, portTerm, AM_CLOSED));
            }
        } else if (Tuple.isTagged(request, 2, AM_COMMAND)) {
            final byte[] data = IoList.toArray(Tuple.element(request, 2));
            if (data == null) {
                badsig(p, port);
            } else {
                port.output(data);
            }
        } else if (Tuple.isTagged(request, 2, AM_CONNECT) && Term.isLocalPid(Tuple.element(request, 2))) {
            port.connectedTerm = Tuple.element(request, 2);
            port.links.add(port.connectedTerm);
            if (owner != null) {
                Signals.message(owner, 3, heap -> Tuple.make(heap, port.term, AM_CONNECTED));
            }
        } else {
            badsig(p, port);
        }
    }

    private static void badsig(final Process p, final Port port) {
        Signals.exit(port.term, p, AM_BADSIG);
    }
}
