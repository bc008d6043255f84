package dev.longbeam.sched;

import dev.longbeam.gc.ProcessHeap;
import dev.longbeam.memory.Memory;
import dev.longbeam.term.LiteralArea;

/**
 * The messages of a process in the order of arrival, as a list of signal blocks, with the save pointer of selective receive and the
 * receive markers.
 *
 * <p>A part of {@link Process}, as its superclass and not as an object of its own: there can be millions.
 *
 * <p>Owned by the scheduler that runs the process. {@code previous} below is the message before the one looked at, 0 at the front.
 */
abstract class Mailbox extends ProcessHeap {
    private long firstAddr;
    private long lastAddr;
    private long previousAddr;
    private int length;
    /** Messages that the current receive has passed over. */
    private int scanned;
    private ReceiveMarkers markers;
    /** A message has been handed out by receive and is neither taken nor passed over yet. */
    private boolean looking;
    /** Messages whose terms a collection has moved to the heap while receive looked at them: their terms are roots. */
    private long[] heapMessages;
    private int heapMessageCount;

    /** Words of the terms of all messages. */
    long messageWords() {
        long bytes = 0;
        for (long at = firstAddr; at != 0; at = SignalLayout.next(at)) {
            bytes += SignalLayout.bytes(at) - SignalLayout.HEADER_BYTES;
        }
        return bytes / Memory.WORD_BYTES;
    }

    int length() {
        return length;
    }

    long first() {
        return firstAddr;
    }

    /** The message that came last, 0 for none. */
    long last() {
        return lastAddr;
    }

    void append(final long messageAddr) {
        SignalLayout.next(messageAddr, 0);
        append(messageAddr, messageAddr, 1);
    }

    /** Appends messages that are a list already, which ends with the last one. */
    void append(final long messageAddr, final long lastMessageAddr, final int count) {
        if (lastAddr == 0) {
            firstAddr = messageAddr;
        } else {
            SignalLayout.next(lastAddr, messageAddr);
        }
        lastAddr = lastMessageAddr;
        length += count;
    }

    /** Messages that the current receive has passed over so far. */
    int scanned() {
        return scanned;
    }

    /** The message that receive looks at next, 0 when all have been seen. */
    long current() {
        return previousAddr == 0 ? firstAddr : SignalLayout.next(previousAddr);
    }

    /** Receive has handed out the current message. */
    void look() {
        looking = true;
    }

    /** Words of the message that receive looks at and that is still outside of the heap; 0 when there is none. */
    long lookedAtWords() {
        if (!looking || current() == 0 || isOnHeap(current())) {
            return 0;
        }
        return SignalLayout.bytes(current()) - SignalLayout.HEADER_BYTES >> 3;
    }

    /**
     * A collection begins. When receive looks at a message, the process may hold parts of it, so that its terms go to the heap with
     * the others. Returns the off-heap list of that message for the heap to take over, or 0.
     */
    long moveLookedAt() {
        if (lookedAtWords() == 0) {
            return 0;
        }
        final long message = current();
        if (heapMessages == null) {
            heapMessages = new long[4];
        } else if (heapMessageCount == heapMessages.length) {
            heapMessages = java.util.Arrays.copyOf(heapMessages, heapMessageCount * 2);
        }
        heapMessages[heapMessageCount++] = message;
        final long offHeap = SignalLayout.offHeapList(message);
        SignalLayout.offHeapList(message, 0);
        return offHeap;
    }

    /**
     * Gives each message that may refer to a literal area a block without such references.
     *
     * @return false when the message that receive looks at must stay as it is, since the process may hold parts of it
     */
    boolean copyMessages(final LiteralArea area, final SignalBuilder builder) {
        boolean complete = true;
        long before = 0;
        long message = firstAddr;
        while (message != 0) {
            if (!isOnHeap(message) && mayReferTo(message, area)) {
                if (looking && message == current()) {
                    complete = false;
                } else {
                    message = replace(before, message, builder.copyOf(message));
                }
            }
            before = message;
            message = SignalLayout.next(message);
        }
        return complete;
    }

    private long replace(final long beforeAddr, final long messageAddr, final long copyAddr) {
        SignalLayout.next(copyAddr, SignalLayout.next(messageAddr));
        if (beforeAddr == 0) {
            firstAddr = copyAddr;
        } else {
            SignalLayout.next(beforeAddr, copyAddr);
        }
        if (lastAddr == messageAddr) {
            lastAddr = copyAddr;
        }
        if (previousAddr == messageAddr) {
            previousAddr = copyAddr;
        }
        moveMarkers(messageAddr, copyAddr);
        Signals.discard(messageAddr);
        return copyAddr;
    }

    private void moveMarkers(final long fromAddr, final long toAddr) {
        if (markers != null) {
            markers.move(fromAddr, toAddr);
        }
    }

    static boolean mayReferTo(final long messageAddr, final LiteralArea area) {
        return area.contains(SignalLayout.term(messageAddr))
            || area.mayBeReferredTo(messageAddr + SignalLayout.HEADER_BYTES, messageAddr + SignalLayout.bytes(messageAddr));
    }

    /** True when the terms of a message have been moved to the heap. */
    boolean isOnHeap(final long messageAddr) {
        for (int i = 0; i < heapMessageCount; i++) {
            if (heapMessages[i] == messageAddr) {
                return true;
            }
        }
        return false;
    }

    int heapMessageCount() {
        return heapMessageCount;
    }

    long heapMessageTerm(final int index) {
        return SignalLayout.term(heapMessages[index]);
    }

    void heapMessageTerm(final int index, final long term) {
        SignalLayout.term(heapMessages[index], term);
    }

    /** The current message does not match: go on to the next. */
    void advance() {
        looking = false;
        scanned++;
        previousAddr = current();
    }

    /** The next receive looks at the first message again. */
    void restart() {
        looking = false;
        scanned = 0;
        previousAddr = 0;
    }

    /** Takes the current message out; the caller owns its block. */
    long removeCurrent() {
        looking = false;
        scanned = 0;
        final long messageAddr = current();
        unlink(previousAddr, messageAddr);
        previousAddr = 0;
        return messageAddr;
    }

    /** Forgets that a message, which has left the mailbox, is on the heap; true when it was. */
    boolean forgetHeapMessage(final long messageAddr) {
        for (int i = 0; i < heapMessageCount; i++) {
            if (heapMessages[i] == messageAddr) {
                heapMessages[i] = heapMessages[--heapMessageCount];
                return true;
            }
        }
        return false;
    }

    private void unlink(final long beforeAddr, final long messageAddr) {
        final long next = SignalLayout.next(messageAddr);
        if (beforeAddr == 0) {
            firstAddr = next;
        } else {
            SignalLayout.next(beforeAddr, next);
        }
        if (lastAddr == messageAddr) {
            lastAddr = beforeAddr;
        }
        length--;
        moveMarkers(messageAddr, beforeAddr);
    }

    /** Takes out all messages, as a list; the caller owns their blocks. Returns the first one, 0 for none. */
    long removeAll() {
        final long first = firstAddr;
        firstAddr = 0;
        lastAddr = 0;
        previousAddr = 0;
        length = 0;
        looking = false;
        markers = null;
        return first;
    }

    /** Remembers the end of the mailbox; what arrives from now on is behind the marker. Returns the marker's number. */
    int reserveMarker() {
        if (markers == null) {
            markers = new ReceiveMarkers();
        }
        return markers.reserve(lastAddr);
    }

    /** Binds a marker to a reference. */
    void bindMarker(final int marker, final long refNumber) {
        if (markers != null) {
            markers.bind(marker, refNumber);
        }
    }

    /** Forgets a marker by the reference that it is bound to. */
    void clearMarker(final long refNumber) {
        if (markers != null) {
            markers.clear(refNumber);
        }
    }

    /** The current message does not match, and never will in this receive: go on to the next. */
    void reject(final long receivePointer) {
        if (markers == null) {
            markers = new ReceiveMarkers();
        }
        markers.rejected(receivePointer, previousAddr, current());
        advance();
    }

    /** Lets a receive that begins at the front begin behind what it has rejected for good. */
    void passRejected(final long receivePointer) {
        if (markers != null && previousAddr == 0) {
            previousAddr = markers.rejectedBy(receivePointer);
        }
    }

    /** Lets the next receive begin behind the marker of a reference, if there is one. */
    void useMarker(final long refNumber) {
        if (markers != null && previousAddr == 0) {
            final int marker = markers.find(refNumber);
            if (marker >= 0) {
                previousAddr = markers.addr(marker);
            }
        }
    }

    /** Takes out the message behind {@code beforeAddr} (0: the first); the save pointer goes back to the front. */
    long removeAfter(final long beforeAddr) {
        final long messageAddr = beforeAddr == 0 ? firstAddr : SignalLayout.next(beforeAddr);
        unlink(beforeAddr, messageAddr);
        previousAddr = 0;
        return messageAddr;
    }
}
