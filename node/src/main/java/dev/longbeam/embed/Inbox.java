package dev.longbeam.embed;

import dev.longbeam.sched.Process;
import dev.longbeam.sched.Receive;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Term;
import java.util.concurrent.atomic.AtomicLongArray;
import org.agrona.collections.LongArrayList;

/**
 * A process whose messages a thread of the host takes: it has a pid to which all can send, and no behaviour. Messages that are there are
 * polled without a lock or an allocation.
 *
 * <pre>
 *   while (running) {
 *       idle.idle(inbox.poll(handler, 10));
 *   }
 * </pre>
 *
 * <p>One thread polls. When the node closes, what has come is still there to be polled.
 */
public final class Inbox implements AutoCloseable {
    private static final int SLOTS = 1024;
    private static final int AM_NORMAL = AtomTable.of("normal");

    private final NodeCore node;
    private final Queue queue;
    private final Lifetime lifetime;
    private final TermReader reader = new TermReader();
    private boolean closed;

    private Inbox(final NodeCore node, final Queue queue) {
        this.node = node;
        this.queue = queue;
        lifetime = new Lifetime(node.emulator().terms);
    }

    static Inbox open(final NodeCore node, final ProcessSpec spec) {
        final Process p = node.make(null, spec, "inbox", Queue::new);
        node.emulator().launch(p);
        return new Inbox(node, (Queue)p.ownEngine);
    }

    /** Takes a message. */
    @FunctionalInterface
    public interface Handler {
        /** The message is good until this returns. */
        void onMessage(TermReader message);
    }

    /** The pid to send to. */
    public long pid() {
        return queue.process().self;
    }

    /**
     * Hands out messages that have come, the oldest first.
     *
     * @param limit how many at most
     * @return how many there were
     */
    public int poll(final Handler handler, final int limit) {
        if (closed) {
            throw new IllegalStateException("the inbox is closed");
        }
        int done = 0;
        while (done < limit) {
            final long block = queue.poll();
            if (block == 0) {
                break;
            }
            done++;
            reader.wrap(Receive.term(block), lifetime);
            try {
                handler.onMessage(reader);
            } finally {
                lifetime.end();
                Receive.release(block);
            }
        }
        queue.wakeIfFull();
        return done;
    }

    /** Ends the process with reason {@code normal}, and drops what was not polled. By the thread that polls. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        queue.close();
        final Process p = node.gate().isClosed() ? null : node.emulator().processes.live(pid());
        if (p != null) {
            Signals.exit(p.self, p, Atom.term(AM_NORMAL));
        }
    }

    /**
     * The messages on their way from the scheduler of the process to the thread that polls: a ring of blocks, 0 for a free place.
     *
     * <p>{@link #run} and {@link #ended} on the scheduler, {@link #poll}, {@link #wakeIfFull} and {@link #close} on the thread that polls.
     */
    private static final class Queue extends OwnEngine {
        private final AtomicLongArray ring = new AtomicLongArray(SLOTS);
        /** What came when the ring was full and the process ended; guarded by itself. */
        private final LongArrayList last = new LongArrayList();
        private long head;
        private long tail;
        private volatile boolean full;
        private volatile boolean ended;
        private boolean closed;

        Queue(final Process p) {
            super(p);
        }

        @Override
        public int run(final Process same) {
            while (p.reductionsLeft > 0) {
                if (ring.get((int)tail & SLOTS - 1) != 0) {
                    full = true;
                    // Both sides write first and read then, so that at least one of them sees that the other was there.
                    if (ring.get((int)tail & SLOTS - 1) != 0) {
                        return WAITING;
                    }
                }
                if (Receive.peek(p) == Term.NON_VALUE) {
                    return p.exitReasonTerm != Term.NON_VALUE ? EXITED : WAITING;
                }
                ring.set((int)tail++ & SLOTS - 1, Receive.take(p));
                p.bumpReductions(1);
            }
            return PREEMPTED;
        }

        @Override
        void ended() {
            synchronized (last) {
                while (Receive.peek(p) != Term.NON_VALUE) {
                    last.addLong(Receive.take(p));
                }
                if (closed) {
                    free();
                }
            }
            ended = true;
        }

        long poll() {
            final boolean hasLast = ended;
            final int slot = (int)head & SLOTS - 1;
            final long block = ring.get(slot);
            if (block == 0) {
                return hasLast ? pollLast() : 0;
            }
            head++;
            ring.set(slot, 0);
            return block;
        }

        private long pollLast() {
            synchronized (last) {
                return last.isEmpty() ? 0 : last.removeAt(0);
            }
        }

        void wakeIfFull() {
            if (full) {
                full = false;
                Signals.wake(p);
            }
        }

        void close() {
            synchronized (last) {
                closed = true;
                free();
            }
        }

        /** Drops all that is here; the process may bring more until it has ended, and then frees that. */
        private void free() {
            for (int i = 0; i < SLOTS; i++) {
                final long block = ring.getAndSet(i, 0);
                if (block != 0) {
                    Receive.release(block);
                }
            }
            for (int i = 0; i < last.size(); i++) {
                Receive.release(last.getLong(i));
            }
            last.clear();
        }
    }
}
