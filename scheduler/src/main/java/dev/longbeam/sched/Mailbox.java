package dev.longbeam.sched;

/**
 * The messages of a process in the order of arrival, as a list of signal blocks, with the save pointer of selective receive and the
 * receive markers.
 *
 * <p>Owned by the scheduler that runs the process. {@code previous} below is the message before the one looked at, 0 at the front.
 */
final class Mailbox {
    private static final int MARKERS = 4;

    private long firstAddr;
    private long lastAddr;
    private long previousAddr;
    private int length;
    private long[] markerRefs;
    private long[] markerAddrs;
    private int nextMarker;

    int length() {
        return length;
    }

    long first() {
        return firstAddr;
    }

    void append(final long messageAddr) {
        SignalLayout.next(messageAddr, 0);
        if (lastAddr == 0) {
            firstAddr = messageAddr;
        } else {
            SignalLayout.next(lastAddr, messageAddr);
        }
        lastAddr = messageAddr;
        length++;
    }

    /** The message that receive looks at next, 0 when all have been seen. */
    long current() {
        return previousAddr == 0 ? firstAddr : SignalLayout.next(previousAddr);
    }

    /** The current message does not match: go on to the next. */
    void advance() {
        previousAddr = current();
    }

    /** The next receive looks at the first message again. */
    void restart() {
        previousAddr = 0;
    }

    /** Takes the current message out; the caller owns its block. */
    long removeCurrent() {
        final long messageAddr = current();
        unlink(previousAddr, messageAddr);
        previousAddr = 0;
        return messageAddr;
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
        if (markerAddrs != null) {
            for (int i = 0; i < MARKERS; i++) {
                if (markerAddrs[i] == messageAddr) {
                    markerAddrs[i] = beforeAddr;
                }
            }
        }
    }

    /** Remembers the end of the mailbox; what arrives from now on is behind the marker. Returns the marker's number. */
    int reserveMarker() {
        if (markerRefs == null) {
            markerRefs = new long[MARKERS];
            markerAddrs = new long[MARKERS];
        }
        final int marker = nextMarker++ & MARKERS - 1;
        markerRefs[marker] = -1;
        markerAddrs[marker] = lastAddr;
        return marker;
    }

    /** Binds a marker to a reference. */
    void bindMarker(final int marker, final long refNumber) {
        if (markerRefs != null && marker >= 0 && marker < MARKERS) {
            markerRefs[marker] = refNumber;
        }
    }

    /** Forgets a marker by the reference that it is bound to. */
    void clearMarker(final long refNumber) {
        if (markerRefs != null) {
            for (int i = 0; i < MARKERS; i++) {
                if (markerRefs[i] == refNumber) {
                    markerRefs[i] = -1;
                }
            }
        }
    }

    /** Lets the next receive begin behind the marker of a reference, if there is one. */
    void useMarker(final long refNumber) {
        if (markerRefs != null && previousAddr == 0) {
            for (int i = 0; i < MARKERS; i++) {
                if (markerRefs[i] == refNumber) {
                    previousAddr = markerAddrs[i];
                    return;
                }
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
