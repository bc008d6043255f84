package dev.longbeam.otp;

import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A port: a driver's instance with an owner, links and monitors. Drivers extend it.
 *
 * <p>Any thread; a driver says in its methods where it runs. Every port is closed once.
 */
public abstract class Port {
    /** The port itself; set when it is entered into {@link Ports}. */
    long term;
    /** Owner. */
    volatile long connectedTerm;
    /** Registered name, or NIL. */
    volatile long nameTerm = Term.NIL;
    /** {@code port_set_data}: a term on a heap of its own, NON_VALUE when never set. */
    volatile long dataTerm = Term.NON_VALUE;
    private LocalHeap dataHeap;
    final Set<Long> links = ConcurrentHashMap.newKeySet();
    final Map<Long, Long> monitors = new ConcurrentHashMap<>();
    /** Bytes read and written. */
    volatile long inputBytes;
    volatile long outputBytes;
    /** Name for {@code port_info}. */
    final String name;
    private final Ports ports;
    private final AtomicBoolean closed = new AtomicBoolean();

    Port(final Ports ports, final String name) {
        this.ports = ports;
        this.name = name;
    }

    /** Writes data; called by the scheduler of the caller, must not block. */
    abstract void output(byte[] data);

    /** Control with an operation and data: the answer, or null for badarg. */
    abstract byte[] control(int operation, byte[] data);

    /** Releases what the driver holds; called once. */
    abstract void release();

    /** Sets the data of {@code port_set_data}. */
    final synchronized void setData(final long sourceTerm) {
        final LocalHeap heap = new LocalHeap();
        dataTerm = TermCopy.copy(sourceTerm, heap);
        if (dataHeap != null) {
            OffHeapList.releaseAll(dataHeap.offHeapAddr);
            dataHeap.close();
        }
        dataHeap = heap;
    }

    /** True once the port is closed. */
    final boolean isClosed() {
        return closed.get();
    }

    /** Closes the port: links get exit signals, monitors their messages. */
    final void close(final long reasonTerm) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ports.remove(this);
        if (nameTerm != Term.NIL) {
            ports.emulator().registry.unregister(nameTerm);
        }
        release();
        for (final long pid : links) {
            final Process linked = ports.emulator().processes.live(pid);
            if (linked != null) {
                Signals.exitFromLink(term, linked, reasonTerm);
            }
        }
        for (final Map.Entry<Long, Long> monitor : monitors.entrySet()) {
            final Process watcher = ports.emulator().processes.live(monitor.getValue());
            if (watcher != null) {
                Signals.down(watcher, monitor.getKey(), reasonTerm);
            }
        }
    }

    /** Sends {@code {Port, Term}} to the owner; the builder makes the second element. */
    final void tellOwner(final long words, final Signals.TermBuilder second) {
        final Process owner = ports.emulator().processes.live(connectedTerm);
        if (owner != null) {
            Signals.message(owner, words + 3, heap -> dev.longbeam.term.Tuple.make(heap, term, second.build(heap)));
        }
    }

}
