package dev.longbeam.otp;

import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.PortSignals;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.ProcessMonitors;
import dev.longbeam.sched.Signals;
import dev.longbeam.sched.TraceEvents;
import dev.longbeam.sched.Recorder;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.ExternalTerm;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Term;
import dev.longbeam.trace.EventType;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * All ports of a node: a service of the emulator.
 *
 * <p>Any thread.
 */
public final class Ports implements PortSignals {
    private static final long AM_REGISTERED_NAME = Atom.of("registered_name");
    private static final long FLUSH_MS = 5000;

    private final Emulator emulator;
    private final ConcurrentSkipListMap<Long, Port> ports = new ConcurrentSkipListMap<>();
    private final AtomicLong next = new AtomicLong(1);
    private final LongAdder inputBytes = new LongAdder();
    private final LongAdder outputBytes = new LongAdder();
    /** Closed ports that still have something to write. */
    private final Set<Port> draining = ConcurrentHashMap.newKeySet();

    /** No ports yet. */
    public Ports(final Emulator emulator) {
        this.emulator = emulator;
        emulator.ports(this);
        final SystemFacts facts = SystemFacts.of(emulator);
        facts.portCount = ports::size;
        facts.portInputBytes = inputBytes::sum;
        facts.portOutputBytes = outputBytes::sum;
    }

    /** Enters a port and gives it its term. */
    void add(final Port port) {
        port.term = Pid.makeLocalPort(next.getAndIncrement());
        ports.put(port.term, port);
        Recorder.writeText(emulator, EventType.PORT_OPEN, 0, port.name, port.term, port.connectedTerm);
    }

    void remove(final Port port) {
        ports.remove(port.term);
        Recorder.write(emulator, EventType.PORT_CLOSE, 0, port.term);
        draining.removeIf(closed -> closed.queuedBytes() == 0);
        if (port.queuedBytes() > 0) {
            draining.add(port);
        }
    }

    void countInput(final Port port, final long bytes) {
        inputBytes.add(bytes);
        Recorder.write(emulator, EventType.PORT_DATA, 1, port.term, bytes);
    }

    void countOutput(final Port port, final long bytes) {
        outputBytes.add(bytes);
        Recorder.write(emulator, EventType.PORT_DATA, 0, port.term, bytes);
    }

    /** Runs something that may block. */
    void execute(final Runnable task) {
        emulator.blockingPool.execute(task);
    }

    /** The port of a term or a registered name, or null. */
    Port get(final long term) {
        final long portTerm = Term.isAtom(term) ? emulator.registry.whereis(term) : term;
        return ports.get(portTerm);
    }

    /** True when a term or a registered name is that of a port whose writers should wait. */
    boolean isBusy(final long term) {
        final Port port = get(term);
        return port != null && port.isBusy();
    }

    /** All ports, in the order they were opened. */
    Collection<Port> all() {
        return ports.values();
    }

    /** {@code register/2} of a port. */
    long register(final Process p, final long nameTerm, final long portTerm) {
        final Port port = ports.get(portTerm);
        if (port == null) {
            return p.fail(Atoms.BADARG, Atoms.NONE);
        }
        if (port.registeredName() != Term.NIL) {
            return p.fail(Atoms.BADARG, AM_REGISTERED_NAME);
        }
        return emulator.registry.register(nameTerm, port) ? Atoms.TRUE : p.fail(Atoms.BADARG, Atoms.NONE);
    }

    long link(final Process p, final long portTerm) {
        final Port port = ports.get(portTerm);
        if (port == null && !p.trapExit) {
            return p.fail(Atoms.NOPROC);
        }
        if (port == null) {
            p.fetchSignals();
        }
        ProcessMonitors.addLink(p, portTerm);
        if (port == null) {
            Signals.exitFromLink(portTerm, p, Atoms.NOPROC);
        } else {
            addLink(port, p.self);
        }
        return Atoms.TRUE;
    }

    private static void addLink(final Port port, final long pid) {
        port.links.add(pid);
        if (port.isClosed()) {
            port.unlinkGone(pid, Atoms.NOPROC);
        }
    }

    void unlink(final Process p, final long portTerm) {
        final Port port = ports.get(portTerm);
        if (port != null) {
            port.links.remove(p.self);
        }
        ProcessMonitors.removeLink(p, portTerm);
    }

    void monitor(final Process p, final long portTerm, final long refNumber) {
        final Port port = ports.get(portTerm);
        if (port == null) {
            Signals.down(p, refNumber, Atoms.NOPROC);
            return;
        }
        port.monitors.put(refNumber, p.self);
        if (port.isClosed()) {
            port.tellGone(refNumber, Atoms.NOPROC);
        }
    }

    @Override
    public void demonitored(final long portTerm, final long refNumber) {
        final Port port = ports.get(portTerm);
        if (port != null) {
            port.monitors.remove(refNumber);
        }
    }

    /** {@code exit/2}: closes a port whatever the reason. */
    void exit(final long portTerm, final long reasonTerm) {
        final Port port = ports.get(portTerm);
        if (port != null) {
            port.close(reasonTerm == Atoms.KILL ? Atoms.KILLED : reasonTerm);
        }
    }

    /** {@code port_connect/2}: makes {@code owner} the owner of a port, and links it; the one before stays linked. */
    void connect(final Process p, final Port port, final Process owner) {
        port.connectedTerm = owner.self;
        addLink(port, owner.self);
        if (owner == p) {
            ProcessMonitors.addLink(p, port.term);
            return;
        }
        final boolean lives = Signals.request(p, owner, q -> {
            if (q != null) {
                ProcessMonitors.addLink(q, port.term);
            } else {
                broken(owner.self, port, Atoms.NOPROC);
            }
        });
        if (!lives) {
            broken(owner.self, port, Atoms.NOPROC);
        }
    }

    @Override
    public void broken(final Process p, final long portTerm, final long reasonTerm) {
        final Port port = ports.get(portTerm);
        if (port != null) {
            broken(p.self, port, reasonTerm);
        }
    }

    /** A linked process has ended; that it did so normally matters to its owner's port only. */
    private static void broken(final long pid, final Port port, final long reasonTerm) {
        if (port.links.remove(pid) && (reasonTerm != Atoms.NORMAL || port.connectedTerm == pid)) {
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

    @Override
    public boolean exists(final long portTerm) {
        return ports.containsKey(portTerm);
    }

    @Override
    public void trace(final long portTerm, final Signals.TermBuilder message) {
        final Port port = ports.get(portTerm);
        if (port != null) {
            final LocalHeap heap = new LocalHeap();
            port.output(ExternalTerm.encodeToArray(message.build(heap), ExternalTerm.options(1)));
            TraceEvents.release(heap);
        }
    }

    /** Waits until what ports still have to write is written; not on a scheduler. */
    public void flush() {
        for (final Port port : all()) {
            port.flush(FLUSH_MS);
        }
        for (final Port port : draining) {
            port.flush(FLUSH_MS);
        }
    }

    /** Closes all ports, as the end of the node does. Only when the schedulers have stopped. */
    public void close() {
        for (final Port port : List.copyOf(all())) {
            port.close(Atoms.KILLED);
        }
    }

    /** The emulator. */
    Emulator emulator() {
        return emulator;
    }
}
