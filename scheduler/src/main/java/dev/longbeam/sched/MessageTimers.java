package dev.longbeam.sched;

import dev.longbeam.term.Term;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The timers of one scheduler that send messages, by reference and by receiver; see {@link TimerService}.
 *
 * <p>{@link #start} and {@link #fire} belong to the scheduler, any thread may do the rest: everything is under the lock of this object, which is nearly
 * always free.
 */
final class MessageTimers {
    /** In place of the deadline of a timer that there is not. */
    static final long NONE = Long.MIN_VALUE;

    private static final int MOST_FREE = 1024;

    private final Scheduler scheduler;
    private final Long2ObjectHashMap<MessageTimer> byNumber = new Long2ObjectHashMap<>();
    /** The first timer of each pid. */
    private final Long2ObjectHashMap<MessageTimer> byReceiver = new Long2ObjectHashMap<>();
    /** Timers that are over, by {@link MessageTimer#next}. */
    private MessageTimer free;
    private int freeCount;
    /** Size of {@link #byNumber}, for those who look before they take the lock; who has a timer's reference, or sees that there was one, sees it counted. */
    private int count;

    MessageTimers(final Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Timers that have not fired; any thread, a little late. */
    int count() {
        return count;
    }

    /** Starts a timer; takes over the block of the message. */
    synchronized void start(final long refNumber, final long deadlineNs, final long toTerm, final long message) {
        final MessageTimer timer = take();
        timer.refNumber = refNumber;
        timer.deadlineNs = deadlineNs;
        timer.toTerm = toTerm;
        timer.message = message;
        timer.timerId = scheduler.timers.start(deadlineNs, timer);
        byNumber.put(refNumber, timer);
        if (!Term.isAtom(toTerm)) {
            final MessageTimer first = byReceiver.put(toTerm, timer);
            timer.next = first;
            if (first != null) {
                first.previous = timer;
            }
        }
        count = byNumber.size();
    }

    private MessageTimer take() {
        final MessageTimer timer = free;
        if (timer == null) {
            return new MessageTimer(this);
        }
        free = timer.next;
        freeCount--;
        timer.next = null;
        return timer;
    }

    private void give(final MessageTimer timer) {
        if (freeCount < MOST_FREE) {
            timer.next = free;
            free = timer;
            freeCount++;
        }
    }

    /** A timer is due: sends its message, unless another thread has taken it back just now. */
    void fire(final MessageTimer timer) {
        final long refNumber;
        final long deadlineNs;
        final long toTerm;
        final long message;
        synchronized (this) {
            if (timer.message == 0) {
                return;
            }
            refNumber = timer.refNumber;
            deadlineNs = timer.deadlineNs;
            toTerm = timer.toTerm;
            message = timer.message;
            byNumber.remove(refNumber);
            leave(timer);
            over(timer);
            give(timer);
        }
        final Emulator emulator = scheduler.emulator;
        final Process to = emulator.find(toTerm);
        Recorder.timerFired(emulator, refNumber, deadlineNs);
        if (to != null) {
            Signals.timed(to, message);
        } else {
            Signals.discard(message);
        }
    }

    /** Takes a timer back: its deadline, or {@link #NONE} when there is none of this number. */
    synchronized long cancel(final long refNumber) {
        final MessageTimer timer = byNumber.remove(refNumber);
        if (timer == null) {
            return NONE;
        }
        final long deadlineNs = timer.deadlineNs;
        leave(timer);
        stop(timer);
        return deadlineNs;
    }

    /** The deadline of a timer, or {@link #NONE} when there is none of this number. */
    synchronized long deadlineNs(final long refNumber) {
        final MessageTimer timer = byNumber.get(refNumber);
        return timer == null ? NONE : timer.deadlineNs;
    }

    /** Takes back timers that would send to a process, not more than so many; returns how many. */
    synchronized int receiverGone(final long pidTerm, final int most) {
        MessageTimer timer = byReceiver.remove(pidTerm);
        int taken = 0;
        for (; timer != null && taken < most; taken++) {
            final MessageTimer next = timer.next;
            byNumber.remove(timer.refNumber);
            stop(timer);
            timer = next;
        }
        if (timer != null) {
            timer.previous = null;
            byReceiver.put(pidTerm, timer);
        }
        return taken;
    }

    /** Frees what all timers hold. Only when the schedulers have stopped. */
    synchronized void free() {
        byNumber.values().forEach(timer -> Signals.discard(timer.message));
        byNumber.clear();
        byReceiver.clear();
        count = 0;
    }

    /** Takes a timer that is in no table any more out of the deadlines, too. */
    private void stop(final MessageTimer timer) {
        final long timerId = timer.timerId;
        Signals.discard(timer.message);
        over(timer);
        if (scheduler.isCurrent()) {
            scheduler.timers.cancel(timerId);
            give(timer);
        } else {
            // It may fire before that, and so must not become another timer.
            scheduler.execute(() -> scheduler.timers.cancel(timerId));
        }
    }

    private void over(final MessageTimer timer) {
        timer.message = 0;
        timer.previous = null;
        timer.next = null;
        count = byNumber.size();
    }

    private void leave(final MessageTimer timer) {
        if (timer.next != null) {
            timer.next.previous = timer.previous;
        }
        if (timer.previous != null) {
            timer.previous.next = timer.next;
        } else if (timer.next != null) {
            byReceiver.put(timer.toTerm, timer.next);
        } else if (!Term.isAtom(timer.toTerm)) {
            byReceiver.remove(timer.toTerm);
        }
    }
}
