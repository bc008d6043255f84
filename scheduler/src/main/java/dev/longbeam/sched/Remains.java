package dev.longbeam.sched;

/**
 * Messages that ended processes have left unread. A scheduler frees a few in each of its cycles: to free them all at once would keep it from
 * other processes for as long as a mailbox is.
 *
 * <p>Owns their blocks. Owned by the scheduler.
 */
final class Remains {
    /** Messages that are freed at once; blocks that were allocated elsewhere, and long ago, take a few hundred ns each. */
    private static final int STEP = 64;

    private long firstAddr;
    private long lastAddr;

    boolean isEmpty() {
        return firstAddr == 0;
    }

    /** Takes over what is in a mailbox. */
    void add(final Mailbox mailbox) {
        final boolean few = mailbox.length() <= STEP;
        final long last = mailbox.last();
        final long first = mailbox.removeAll();
        if (few) {
            free(first, STEP);
        } else if (isEmpty()) {
            firstAddr = first;
            lastAddr = last;
        } else {
            SignalLayout.next(lastAddr, first);
            lastAddr = last;
        }
    }

    /** Frees some of the messages; returns the work that this was. */
    int step() {
        firstAddr = free(firstAddr, STEP);
        return 1;
    }

    /** Frees all: the node has stopped. */
    void close() {
        firstAddr = free(firstAddr, Long.MAX_VALUE);
    }

    /** Frees messages, or signals, of a list. Returns the first one that is left, 0 for none. */
    static long free(final long first, final long most) {
        long message = first;
        for (long i = 0; i < most && message != 0; i++) {
            final long next = SignalLayout.next(message);
            Signals.discard(message);
            message = next;
        }
        return message;
    }
}
