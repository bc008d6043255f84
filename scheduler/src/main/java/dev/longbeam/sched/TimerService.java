package dev.longbeam.sched;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Ref;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.Tuple;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Timers that send a message: {@code start_timer}, {@code send_after}.
 *
 * <p>A timer runs on the scheduler of the process that started it; any thread may cancel or read it.
 */
public final class TimerService {
    private static final long NS_PER_MS = 1_000_000L;
    private static final ConcurrentHashMap<Long, Entry> ENTRIES = new ConcurrentHashMap<>();

    private TimerService() {
    }

    /** A timer that has not fired. */
    private static final class Entry implements Runnable {
        private final Emulator emulator;
        private final Scheduler scheduler;
        private final long refNumber;
        private final long deadlineNs;
        private final long toTerm;
        private final LocalHeap heap = new LocalHeap();
        private final long messageTerm;
        private long timerId;

        Entry(final Process p, final long refNumber, final long deadlineNs, final long toTerm, final long messageTerm) {
            emulator = p.emulator();
            scheduler = p.scheduler();
            this.refNumber = refNumber;
            this.deadlineNs = deadlineNs;
            this.toTerm = toTerm;
            this.messageTerm = TermCopy.copy(messageTerm, heap);
        }

        @Override
        public void run() {
            if (ENTRIES.remove(refNumber, this)) {
                final Process to = emulator.find(toTerm);
                if (to != null) {
                    Signals.message(null, to, messageTerm);
                }
                free();
            }
        }

        void free() {
            OffHeapList.releaseAll(heap.offHeapAddr);
            heap.close();
        }
    }

    /**
     * Starts a timer.
     *
     * @param timeoutTuple true for {@code {timeout, Ref, Message}}, false for the message alone
     * @return its reference
     */
    public static long start(final Process p, final long delayNs, final long toTerm, final long messageTerm, final boolean timeoutTuple) {
        final long ref = Ref.make(p);
        final long number = Ref.number(ref);
        final long message = timeoutTuple ? Tuple.make(p, Atoms.TIMEOUT, ref, messageTerm) : messageTerm;
        final long deadlineNs = p.emulator().options.clockNs.getAsLong() + delayNs;
        final Entry entry = new Entry(p, number, deadlineNs, toTerm, message);
        ENTRIES.put(number, entry);
        entry.timerId = p.scheduler().timers.start(deadlineNs, entry);
        return ref;
    }

    /** Cancels a timer: the milliseconds that were left, or -1 when there is none. */
    public static long cancel(final long refNumber) {
        final Entry entry = ENTRIES.remove(refNumber);
        if (entry == null) {
            return -1;
        }
        if (Thread.currentThread() instanceof SchedulerThread thread && thread.scheduler == entry.scheduler) {
            entry.scheduler.timers.cancel(entry.timerId);
        }
        final long left = leftMs(entry);
        entry.free();
        return left;
    }

    /** The milliseconds that are left, or -1 when there is no such timer. */
    public static long read(final long refNumber) {
        final Entry entry = ENTRIES.get(refNumber);
        return entry == null ? -1 : leftMs(entry);
    }

    private static long leftMs(final Entry entry) {
        return Math.max(0, (entry.deadlineNs - entry.emulator.options.clockNs.getAsLong() + NS_PER_MS - 1) / NS_PER_MS);
    }
}
