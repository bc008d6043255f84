package dev.longbeam.sched;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.Tuple;
import dev.longbeam.trace.EventType;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Timers that send a message: {@code start_timer}, {@code send_after}. A timer whose receiver is a pid goes when that process does; one
 * for a name stays.
 *
 * <p>A timer runs on the scheduler of the process that started it; any thread may cancel or read it.
 */
public final class TimerService {
    private static final long NS_PER_MS = 1_000_000L;
    /** About what a timer costs: the entry, its place in the tables and in the heap of deadlines. */
    private static final long ENTRY_BYTES = 256;

    private TimerService() {
    }

    /** The timers of an emulator. */
    static final class Table {
        private final ConcurrentHashMap<Long, Entry> byNumber = new ConcurrentHashMap<>();
        /** By receiver, the first of each pid; the lists change under the lock of the map's bin. */
        private final ConcurrentHashMap<Long, Entry> first = new ConcurrentHashMap<>();

        /** Frees what all timers hold. Only when the schedulers have stopped. */
        void free() {
            byNumber.values().forEach(Entry::free);
            byNumber.clear();
            first.clear();
        }
    }

    /** A timer that has not fired. */
    private static final class Entry implements Runnable {
        private final Emulator emulator;
        private final Scheduler scheduler;
        private final long refNumber;
        private final long deadlineNs;
        private final long toTerm;
        private final LocalHeap heap = LocalHeap.exact();
        private final long messageTerm;
        private long timerId;
        private Entry previous;
        private Entry next;

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
            if (emulator.messageTimers.byNumber.remove(refNumber, this)) {
                leave(this);
                final Process to = emulator.find(toTerm);
                Recorder.timerFired(emulator, refNumber, deadlineNs);
                if (to != null) {
                    Signals.message(null, to, messageTerm);
                }
                free();
            }
        }

        /** Takes a timer that is in no table any more out of the deadlines of its scheduler, too. */
        void stop() {
            if (Thread.currentThread() instanceof SchedulerThread thread && thread.scheduler == scheduler) {
                scheduler.timers.cancel(timerId);
            } else {
                final Scheduler owner = scheduler;
                final long id = timerId;
                owner.execute(() -> owner.timers.cancel(id));
            }
            free();
        }

        private void free() {
            OffHeapList.releaseAll(heap.offHeapAddr);
            heap.close();
        }
    }

    /**
     * Starts a timer that fires after some time.
     *
     * @param timeoutTuple true for {@code {timeout, Ref, Message}}, false for the message alone
     * @return its reference
     */
    public static long start(final Process p, final long delayNs, final long toTerm, final long messageTerm, final boolean timeoutTuple) {
        return startAt(p, p.emulator().options.clockNs.getAsLong() + delayNs, toTerm, messageTerm, timeoutTuple);
    }

    /**
     * Starts a timer that fires at a time of the emulator's clock.
     *
     * @param timeoutTuple true for {@code {timeout, Ref, Message}}, false for the message alone
     * @return its reference
     */
    public static long startAt(final Process p, final long deadlineNs, final long toTerm, final long messageTerm,
        final boolean timeoutTuple) {
        final long ref = Ref.make(p);
        final long number = Ref.number(ref);
        final Process to = Term.isAtom(toTerm) ? null : p.emulator().processes.live(toTerm);
        if (to == null && !Term.isAtom(toTerm)) {
            return ref;
        }
        final long message = timeoutTuple ? Tuple.make(p, Atoms.TIMEOUT, ref, messageTerm) : messageTerm;
        final Entry entry = new Entry(p, number, deadlineNs, toTerm, message);
        if (p.emulator().trace != null) {
            Recorder.write(p.emulator(), EventType.TIMER_START, 0, number, p.self,
                Math.max(0, deadlineNs - p.emulator().options.clockNs.getAsLong()) / NS_PER_MS);
        }
        entry.timerId = p.scheduler().timers.start(deadlineNs, entry);
        entry.emulator.messageTimers.byNumber.put(number, entry);
        if (to != null) {
            enter(to, entry);
        }
        return ref;
    }

    /** A process gets a message from a timer of no delay that one of no delay starts, and that one a timer of some delay. */
    public static void startNested(final Process p, final long delayNs, final long messageTerm) {
        final Timers timers = p.scheduler().timers;
        final Emulator emulator = p.emulator();
        final long toTerm = p.self;
        final Runnable inner = () -> {
            final Process to = emulator.find(toTerm);
            if (to != null) {
                Signals.message(null, to, messageTerm);
            }
        };
        final long deadlineNs = emulator.options.clockNs.getAsLong() + delayNs;
        timers.start(deadlineNs, (Runnable)() -> timers.start(deadlineNs, (Runnable)() -> timers.start(deadlineNs, inner)));
    }

    private static void enter(final Process to, final Entry entry) {
        to.emulator().messageTimers.first.compute(to.self, (pid, first) -> {
            entry.next = first;
            if (first != null) {
                first.previous = entry;
            }
            return entry;
        });
        to.hasTimers = true;
        // Both sides write first and read then, so that at least one of them sees that the other was there.
        if (to.isExiting()) {
            receiverGone(to);
        }
    }

    private static void leave(final Entry entry) {
        if (Term.isAtom(entry.toTerm)) {
            return;
        }
        entry.emulator.messageTimers.first.computeIfPresent(entry.toTerm, (pid, first) -> {
            if (entry.next != null) {
                entry.next.previous = entry.previous;
            }
            if (entry.previous == null) {
                return entry.next;
            }
            entry.previous.next = entry.next;
            return first;
        });
    }

    /** A process is ending: cancels the timers that would send it something. */
    static void receiverGone(final Process p) {
        final Table table = p.emulator().messageTimers;
        for (Entry entry = table.first.remove(p.self); entry != null; entry = entry.next) {
            if (table.byNumber.remove(entry.refNumber, entry)) {
                entry.stop();
            }
        }
    }

    /** Cancels a timer: the milliseconds that were left, or -1 when there is none. */
    public static long cancel(final Emulator emulator, final long refNumber) {
        final Entry entry = emulator.messageTimers.byNumber.remove(refNumber);
        if (entry == null) {
            return -1;
        }
        leave(entry);
        Recorder.write(emulator, EventType.TIMER_CANCEL, 0, refNumber);
        final long left = leftMs(entry);
        entry.stop();
        return left;
    }

    /** The milliseconds that are left, or -1 when there is no such timer. */
    public static long read(final Emulator emulator, final long refNumber) {
        final Entry entry = emulator.messageTimers.byNumber.get(refNumber);
        return entry == null ? -1 : leftMs(entry);
    }

    private static long leftMs(final Entry entry) {
        return Math.max(0, (entry.deadlineNs - entry.emulator.options.clockNs.getAsLong() + NS_PER_MS - 1) / NS_PER_MS);
    }

    /** About the bytes of all timers that have not fired, without their messages. */
    public static long memoryBytes(final Emulator emulator) {
        return emulator.messageTimers.byNumber.mappingCount() * ENTRY_BYTES;
    }
}
