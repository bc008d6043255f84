package dev.longbeam.sched;

import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Term;
import dev.longbeam.trace.EventType;

/**
 * Receiving, as the instructions of an engine see it.
 *
 * <p>Called by the scheduler that runs the process.
 */
public final class Receive {
    private static final long NS_PER_MS = 1_000_000L;
    /** Fewer words of received messages are not worth a collection, also when the first block is smaller still. */
    private static final long MIN_FRAGMENT_WORDS = 233;

    private Receive() {
    }

    /**
     * The message that receive looks at next, or NON_VALUE when all have been seen, or when a signal has ended the process (then {@link
     * Process#exitReasonTerm} says why).
     */
    public static long peek(final Process p) {
        long message = p.mailbox().current();
        if (message == 0) {
            if (!SignalHandler.fetch(p)) {
                return Term.NON_VALUE;
            }
            message = p.mailbox().current();
            if (message == 0) {
                return Term.NON_VALUE;
            }
        }
        p.mailbox().look();
        return SignalLayout.term(message);
    }

    /** The same for a receive that {@link #reject}s messages; the receive is known by its code pointer. */
    public static long peek(final Process p, final long receivePointer) {
        p.mailbox().passRejected(receivePointer);
        return peek(p);
    }

    /** The current message does not match. */
    public static void advance(final Process p) {
        p.mailbox().advance();
    }

    /** The current message does not match, and would not whatever the process holds in its registers. */
    public static void reject(final Process p, final long receivePointer) {
        p.mailbox().reject(receivePointer);
    }

    /** The current message matches: takes it out of the mailbox; its block becomes a fragment of the heap. */
    public static void accept(final Process p) {
        final int scanned = p.mailbox().scanned();
        final long message = p.mailbox().removeCurrent();
        p.causeId = SignalLayout.id(message);
        p.scheduler().messagesReceived++;
        Recorder.received(p, message, scanned);
        if (p.trace != null || SignalLayout.number(message) != 0) {
            SequentialTrace.received(p, message);
        }
        p.scheduler().timers.cancelReceive(p);
        final long bytes = SignalLayout.bytes(message);
        if (bytes == SignalLayout.HEADER_BYTES || p.mailbox().forgetHeapMessage(message)) {
            SignalLayout.free(message);
            return;
        }
        final long offHeap = SignalLayout.offHeapList(message);
        p.addFragment(message, bytes, MemoryKind.SIGNAL);
        if (offHeap != 0) {
            p.takeOffHeapList(offHeap);
        }
        if (p.fragmentWords > Math.max(p.blockWords, MIN_FRAGMENT_WORDS)) {
            p.wantCollection();
        }
    }

    /**
     * Takes the current message as {@link #accept} does, but the caller owns its block and frees it with {@link #release}: the terms are
     * gone then. For processes whose messages leave nothing on the heap.
     *
     * @return the block
     */
    public static long take(final Process p) {
        final int scanned = p.mailbox().scanned();
        final long message = p.mailbox().removeCurrent();
        p.causeId = SignalLayout.id(message);
        p.scheduler().messagesReceived++;
        Recorder.received(p, message, scanned);
        if (p.trace != null || SignalLayout.number(message) != 0) {
            SequentialTrace.received(p, message);
        }
        if (SignalLayout.type(message) == SignalLayout.LIMITED_MESSAGE) {
            p.mailboxLimit.taken();
        }
        return message;
    }

    /** The term in the block of a message that was taken. */
    public static long term(final long messageAddr) {
        return SignalLayout.term(messageAddr);
    }

    /** The process that sent a message, or NON_VALUE when none did. */
    public static long sender(final long messageAddr) {
        return SignalLayout.sender(messageAddr);
    }

    /** Frees the block of a message that was taken. Any thread. */
    public static void release(final long messageAddr) {
        Signals.discard(messageAddr);
    }

    /** The receive has timed out. */
    public static void timedOut(final Process p) {
        Recorder.write(p.emulator(), EventType.RECEIVE_TIMEOUT, 0, p.self);
        if (p.trace != null) {
            TraceEvents.timedOut(p);
        }
        p.scheduler().timers.cancelReceive(p);
        p.mailbox().restart();
    }

    /** True when the current receive has its timeout already. */
    public static boolean hasTimer(final Process p) {
        return p.receiveTimer != 0;
    }

    /** Starts the timeout of the current receive. */
    public static void startTimer(final Process p, final long ms) {
        p.scheduler().timers.startReceive(p, p.emulator().options.clockNs.getAsLong() + ms * NS_PER_MS);
    }

    /** The current receive has no timeout. */
    public static void waitForEver(final Process p) {
        p.receiveTimer = Timers.NEVER;
    }

    /** Remembers the end of the mailbox. */
    public static int reserveMarker(final Process p) {
        SignalHandler.fetch(p);
        return p.mailbox().reserveMarker();
    }

    /** Binds a marker to a reference. */
    public static void bindMarker(final Process p, final int marker, final long refNumber) {
        p.mailbox().bindMarker(marker, refNumber);
    }

    /** Forgets a marker. */
    public static void clearMarker(final Process p, final long refNumber) {
        p.mailbox().clearMarker(refNumber);
    }

    /** Lets the receive begin behind a marker. */
    public static void useMarker(final Process p, final long refNumber) {
        p.mailbox().useMarker(refNumber);
    }
}
