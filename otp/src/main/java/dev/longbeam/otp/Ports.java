package dev.longbeam.otp;

import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Term;
import java.util.Collection;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All ports of a node: a service of the emulator.
 *
 * <p>Any thread.
 */
public final class Ports implements Emulator.PortSignals {
    private final Emulator emulator;
    private final ConcurrentSkipListMap<Long, Port> ports = new ConcurrentSkipListMap<>();
    private final AtomicLong next = new AtomicLong(1);

    /** No ports yet. */
    public Ports(final Emulator emulator) {
        this.emulator = emulator;
        emulator.ports(this);
    }

    /** Enters a port and gives it its term. */
    void add(final Port port) {
        port.term = Pid.makeLocalPort(next.getAndIncrement());
        ports.put(port.term, port);
    }

    void remove(final Port port) {
        ports.remove(port.term);
    }

    /** The port of a term or a registered name, or null. */
    Port get(final long term) {
        final long portTerm = Term.isAtom(term) ? emulator.registry.whereis(term) : term;
        return ports.get(portTerm);
    }

    /** All ports, in the order they were opened. */
    Collection<Port> all() {
        return ports.values();
    }

    boolean register(final long nameTerm, final long portTerm) {
        final Port port = ports.get(portTerm);
        if (port == null || port.nameTerm != Term.NIL || !emulator.registry.register(nameTerm, portTerm)) {
            return false;
        }
        port.nameTerm = nameTerm;
        return true;
    }

    void unregister(final long portTerm) {
        final Port port = ports.get(portTerm);
        if (port != null) {
            port.nameTerm = Term.NIL;
        }
    }

    long link(final Process p, final long portTerm) {
        final Port port = ports.get(portTerm);
        if (port == null) {
            if (!p.trapExit) {
                return p.fail(Atoms.NOPROC);
            }
            dev.longbeam.sched.ProcessMonitors.addLink(p, portTerm);
            Signals.exitFromLink(portTerm, p, Atoms.NOPROC);
            return Atoms.TRUE;
        }
        dev.longbeam.sched.ProcessMonitors.addLink(p, portTerm);
        port.links.add(p.self);
        return Atoms.TRUE;
    }

    void unlink(final Process p, final long portTerm) {
        final Port port = ports.get(portTerm);
        if (port != null) {
            port.links.remove(p.self);
        }
        dev.longbeam.sched.ProcessMonitors.removeLink(p, portTerm);
    }

    void monitor(final Process p, final long portTerm, final long refNumber) {
        final Port port = ports.get(portTerm);
        if (port == null) {
            Signals.down(p, refNumber, Atoms.NOPROC);
        } else {
            port.monitors.put(refNumber, p.self);
        }
    }

    void exit(final Process p, final long portTerm, final long reasonTerm) {
        final Port port = ports.get(portTerm);
        if (port != null && reasonTerm != Atoms.NORMAL) {
            port.close(reasonTerm);
        }
    }

    @Override
    public void broken(final Process p, final long portTerm, final long reasonTerm) {
        final Port port = ports.get(portTerm);
        if (port != null) {
            port.links.remove(p.self);
            port.close(reasonTerm);
        }
    }

    @Override
    public void message(final Process p, final long portTerm, final long messageTerm) {
        final Port port = ports.get(portTerm);
        if (port != null) {
            PortMessages.handle(p, port, messageTerm);
        }
    }

    /** Waits until what ports still have to write is written; not on a scheduler. */
    public void flush() {
        for (final Port port : all()) {
            if (port instanceof FdPort fd) {
                fd.flush(5000);
            }
        }
    }

    /** The emulator. */
    Emulator emulator() {
        return emulator;
    }
}
