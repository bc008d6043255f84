package dev.longbeam.otp;

import dev.longbeam.sched.Named;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A port: a driver's instance with an owner, links and monitors. Drivers extend it.
 *
 * <p>Any thread; a driver says in its methods where it runs. Every port is closed once.
 */
public abstract class Port implements Named {
    /** The port itself; set when it is entered into {@link Ports}. */
    long term;
    /** Owner. */
    volatile long connectedTerm;
    /** Registered name, or NIL; the registry sets it. */
    private volatile long nameTerm = Term.NIL;
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
    /** Number of the program behind the port, -1 when there is none. */
    int osPid = -1;
    final Ports ports;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean busy;
    private final List<Runnable> waiting = new ArrayList<>();

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

    /** Bytes that wait to be written. */
    long queuedBytes() {
        return 0;
    }

    /** True when the port was opened to be called from several processors at once. */
    boolean isParallel() {
        return false;
    }

    /** Waits until what waits to be written is written, or a time in milliseconds has passed; not on a scheduler. */
    void flush(final long timeoutMs) {
        // Most drivers keep nothing back.
    }

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

    /** True while writers should wait. */
    final boolean isBusy() {
        return busy;
    }

    /** Says whether writers should wait; those who do go on when they need not any longer. */
    final void busy(final boolean newBusy) {
        if (busy == newBusy) {
            return;
        }
        final List<Runnable> released;
        synchronized (waiting) {
            busy = newBusy && !isClosed();
            if (busy) {
                return;
            }
            released = List.copyOf(waiting);
            waiting.clear();
        }
        released.forEach(Runnable::run);
    }

    /** Calls back when the port is not busy any longer, or closed; at once when it is so already. */
    final void whenNotBusy(final Runnable then) {
        synchronized (waiting) {
            if (busy) {
                waiting.add(then);
                return;
            }
        }
        then.run();
    }

    /** Suspends the process that runs until the port is not busy. */
    final void suspend(final Process p) {
        p.suspend();
        p.reductionsLeft(0);
        final long pid = p.self;
        whenNotBusy(() -> {
            final Process suspended = ports.emulator().processes.live(pid);
            if (suspended != null) {
                Signals.request(null, suspended, q -> {
                    if (q != null) {
                        q.resume();
                    }
                });
            }
        });
    }

    /** True once the port is closed. */
    final boolean isClosed() {
        return closed.get();
    }

    @Override
    public final boolean isExiting() {
        return isClosed();
    }

    @Override
    public final long identifier() {
        return term;
    }

    @Override
    public final long registeredName() {
        return nameTerm;
    }

    @Override
    public final void registeredName(final long registeredTerm) {
        nameTerm = registeredTerm;
    }

    /** Closes the port: links get exit signals, monitors their messages. */
    final void close(final long reasonTerm) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ports.remove(this);
        ports.emulator().registry.unregister(nameTerm, this);
        release();
        busy(false);
        for (final long pid : links) {
            unlinkGone(pid, reasonTerm);
        }
        for (final long refNumber : monitors.keySet()) {
            tellGone(refNumber, reasonTerm);
        }
    }

    /** Tells a process that a link has ended with its port; once for each link, by whoever comes first. */
    final void unlinkGone(final long pid, final long reasonTerm) {
        final Process linked = links.remove(pid) ? ports.emulator().processes.live(pid) : null;
        if (linked != null) {
            Signals.exitFromLink(term, linked, reasonTerm);
        }
    }

    /** Tells a watcher that the port has gone; once for each monitor, by whoever comes first. */
    final void tellGone(final long refNumber, final long reasonTerm) {
        final Long pid = monitors.remove(refNumber);
        final Process watcher = pid == null ? null : ports.emulator().processes.live(pid);
        if (watcher != null) {
            Signals.down(watcher, refNumber, reasonTerm);
        }
    }

    /** Sends {@code {Port, Term}} to the owner; the builder makes the second element. */
    final void tellOwner(final long words, final Signals.TermBuilder second) {
        final Process owner = ports.emulator().processes.live(connectedTerm);
        if (owner != null) {
            Signals.message(owner, words + 3, heap -> Tuple.make(heap, term, second.build(heap)));
        }
    }

    /** The list of bytes in front of another list. */
    static long bytes(final TermHeap heap, final byte[] data, final long restTerm) {
        long list = restTerm;
        for (int i = data.length - 1; i >= 0; i--) {
            list = Cons.make(heap, Term.makeSmall(data[i] & 0xFF), list);
        }
        return list;
    }
}
