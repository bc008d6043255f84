package dev.longbeam.sched;

import dev.longbeam.memory.Blocks;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * All processes by pid. A pid's sequence number modulo the capacity is its slot; numbers go up until they wrap around the slots in
 * use, as in the C emulator.
 *
 * <p>Any thread.
 */
public final class ProcessTable {
    /** With fewer processes than that there is nothing worth giving back. */
    private static final int MANY = 50_000;

    private static final int MIN_LIMIT = 1024;
    /** How many slots that are taken make it worth while to see whether all are. */
    private static final int TRIES = 64;
    /** So many processes, made or freed by one scheduler, go by until it looks how many there are. */
    private static final int COUNT_EVERY = 1024;

    private static final int HOMES = 1024;
    private static final int HOME_SHIFT = 56;

    /** Held while a process begins to end and somebody lists processes. */
    final Object endings = new Object();

    private final AtomicReferenceArray<Process> slots;
    /** Home and pid of processes that have a home, by the last bits of the sequence number: 0 for none. */
    private final AtomicLongArray homes = new AtomicLongArray(HOMES);
    private final int mask;
    private final int limit;
    private final AtomicLong next = new AtomicLong();
    private final ProcessCount count;

    private volatile int peak;
    /** Lists that are being made; changed with the lock only. */
    private volatile ProcessListing[] listings = {};

    /** A table for at least {@code limit} processes: as many as there are slots, which are a power of two. */
    public ProcessTable(final int limit, final int schedulers) {
        final int capacity = Math.max(MIN_LIMIT, Integer.highestOneBit(Math.max(limit - 1, 1)) << 1);
        this.limit = capacity;
        slots = new AtomicReferenceArray<>(capacity);
        mask = capacity - 1;
        count = new ProcessCount(schedulers);
    }

    /** Makes a process and enters it; null when the table is full. The caller is the scheduler {@code here}, or no scheduler and null. */
    Process create(final Scheduler here) {
        for (int tries = 0;; tries++) {
            final long sequence = next.getAndIncrement();
            final int slot = (int)sequence & mask;
            if (slots.get(slot) == null) {
                final Process p = new Process(Pid.makeLocal(sequence));
                if (slots.compareAndSet(slot, null, p)) {
                    if (count.add(here, 1) % COUNT_EVERY == 0) {
                        peak = Math.max(peak, count.sum());
                    }
                    return p;
                }
            } else if (tries % TRIES == 0 && count.sum() >= limit) {
                return null;
            }
        }
    }

    /** The process of a local pid, or null when there is none any more. */
    public Process get(final long pidTerm) {
        final Process p = slots.get(slot(pidTerm));
        return p != null && p.self == pidTerm ? p : null;
    }

    /** The live process of a term, or null when it is no local pid or the process is gone or ending. */
    public Process live(final long term) {
        if (!Term.isLocalPid(term)) {
            return null;
        }
        final Process p = get(term);
        return p == null || p.isExiting() ? null : p;
    }

    /**
     * Gives a new process a home: a scheduler by whose ring everything comes that other schedulers send to it. So it can be sent to without a
     * look at it, and small messages travel in the ring. For processes that stay where they are: one that leaves its home gets everything by
     * way of it. Nothing happens when another process stands in the place for it.
     */
    void giveHome(final Process p, final int schedulerNumber) {
        if (homes.compareAndSet(homeIndex(p.self), 0, (long)schedulerNumber << HOME_SHIFT | p.self)) {
            p.home = (short)schedulerNumber;
        }
    }

    private static int homeIndex(final long pidTerm) {
        return (int)Pid.sequence(pidTerm) & HOMES - 1;
    }

    /** Number, from 1, of the scheduler that is the home of a local pid; 0 when it has none, or is gone. */
    int home(final long pidTerm) {
        final long entry = homes.getPlain(homeIndex(pidTerm));
        return (entry ^ pidTerm) << Long.SIZE - HOME_SHIFT == 0 ? (int)(entry >>> HOME_SHIFT) : 0;
    }

    /** The sequence number that the next process gets, if its slot is free. */
    public long nextSequence() {
        return next.get();
    }

    /** Sets the sequence number that the next process gets, if its slot is free; returns it. For tests. */
    public long nextSequence(final long sequence) {
        next.set(sequence);
        return sequence;
    }

    /** A process begins to end; returns the signals that it has not taken in, newest first. */
    long beginExit(final Process p) {
        if (listings.length == 0) {
            return p.closeInbox();
        }
        synchronized (endings) {
            for (final ProcessListing listing : listings) {
                listing.ends(p);
            }
            return p.closeInbox();
        }
    }

    /** Forgets a process. The caller is the scheduler {@code here}, or no scheduler and null. */
    void remove(final Process p, final Scheduler here) {
        if (p.home != 0) {
            homes.set(homeIndex(p.self), 0);
        }
        slots.setRelease(slot(p.self), null);
        if (count.add(here, -1) % COUNT_EVERY == 0 && peak > MANY) {
            final int left = count.sum();
            if (left < peak / 4) {
                peak = left;
                Thread.startVirtualThread(ProcessTable::giveMemoryBack);
            }
        }
    }

    /** Most of a crowd of processes is gone: lets the kernel have what they left, the Java heap's part and ours. */
    private static void giveMemoryBack() {
        System.gc();
        Blocks.trim();
    }

    /** Number of processes. */
    public int count() {
        return count.sum();
    }

    /** Largest number of processes. */
    public int limit() {
        return limit;
    }

    /** The process in a slot below {@link #limit}, or null. */
    Process at(final int slot) {
        return slots.get(slot);
    }

    /** The slot of a pid. */
    int slot(final long pidTerm) {
        return (int)Pid.sequence(pidTerm) & mask;
    }

    /** The work of listing the pids of all processes that are not ending. */
    public ProcessListing listing(final TermHeap heap) {
        return new ProcessListing(this, heap);
    }

    /** From now on a list is told of ends. */
    void begin(final ProcessListing listing) {
        synchronized (endings) {
            final ProcessListing[] more = Arrays.copyOf(listings, listings.length + 1);
            more[listings.length] = listing;
            listings = more;
        }
    }

    /** A list has been made, or is given up. */
    void end(final ProcessListing listing) {
        synchronized (endings) {
            listings = Arrays.stream(listings).filter(other -> other != listing).toArray(ProcessListing[]::new);
        }
    }

    /** Slots from this one on have never had a process. */
    int usedSlots() {
        return (int)Math.min(limit, next.get());
    }

    /** All processes that are not ending, by pid. */
    public Process[] all() {
        final java.util.ArrayList<Process> all = new java.util.ArrayList<>(count());
        for (int i = 0; i < usedSlots(); i++) {
            final Process p = slots.get(i);
            if (p != null && !p.isExiting()) {
                all.add(p);
            }
        }
        all.sort(java.util.Comparator.comparingLong(p -> p.self));
        return all.toArray(new Process[0]);
    }
}
