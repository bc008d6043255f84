package dev.longbeam.trace.report;

/**
 * What became of one message, and where its time went. Times in ticks.
 *
 * <p>The time from sending to receiving is cut in two ways: by place into inbox and mailbox, and by what the receiver did into waiting for a
 * scheduler, collecting, being busy with other work, and being idle (waiting for another message, or blocked). Reused: valid only while
 * the tracker gives it out.
 */
public final class MessageTimes {
    long id;
    long from;
    long to;
    long cause;
    int sizeWords;
    long sendTicks;
    long deliverTicks;
    long receiveTicks;
    long endTicks;
    boolean delivered;
    boolean received;
    int scanned;
    long mailboxLength;
    long queueTicks;
    long collectTicks;
    long runTicks;
    long handlingRunTicks;
    long handlingQueueTicks;
    long handlingCollectTicks;

    MessageTimes() {
    }

    void reset(final long message) {
        id = message;
        from = 0;
        to = 0;
        cause = 0;
        sizeWords = 0;
        delivered = false;
        received = false;
        deliverTicks = 0;
        receiveTicks = 0;
        endTicks = 0;
        scanned = 0;
        mailboxLength = 0;
        handlingRunTicks = 0;
        handlingQueueTicks = 0;
        handlingCollectTicks = 0;
    }

    /** Its id. */
    public long id() {
        return id;
    }

    /** Who sent it: a pid or port, 0 for the emulator. */
    public long from() {
        return from;
    }

    /** Its receiver's pid. */
    public long to() {
        return to;
    }

    /** Id of the message that the sender was handling; 0 for none. */
    public long cause() {
        return cause;
    }

    /** Its size in words. */
    public int sizeWords() {
        return sizeWords;
    }

    /** When it was sent. */
    public long sendTicks() {
        return sendTicks;
    }

    /** When it came into the mailbox. */
    public long deliverTicks() {
        return deliverTicks;
    }

    /** When it was taken out of the mailbox. */
    public long receiveTicks() {
        return receiveTicks;
    }

    /** When its handling ended: the receiver took the next one, or ended. */
    public long endTicks() {
        return endTicks;
    }

    /** True when it has been taken. */
    public boolean isReceived() {
        return received;
    }

    /** Time from sending to receiving. */
    public long latencyTicks() {
        return receiveTicks - sendTicks;
    }

    /** Time until it came into the mailbox. */
    public long inboxTicks() {
        return deliverTicks - sendTicks;
    }

    /** Time in the mailbox. */
    public long mailboxTicks() {
        return receiveTicks - deliverTicks;
    }

    /** Part of the latency in which the receiver was ready and waited for a scheduler. */
    public long queueTicks() {
        return queueTicks;
    }

    /** Part of the latency in which the receiver collected garbage. */
    public long collectTicks() {
        return collectTicks;
    }

    /** Part of the latency in which the receiver ran, and did not collect. */
    public long busyTicks() {
        return Math.max(0, runTicks - collectTicks);
    }

    /** Part of the latency in which the receiver neither ran nor was ready to. */
    public long idleTicks() {
        return Math.max(0, latencyTicks() - queueTicks - Math.max(runTicks, collectTicks));
    }

    /** Messages that the receiver looked at and passed over before it took this one. */
    public int scanned() {
        return scanned;
    }

    /** Messages in the mailbox when it was taken. */
    public long mailboxLength() {
        return mailboxLength;
    }

    /** Time for which it was handled: the receiver ran or waited for a scheduler; other waiting does not count. */
    public long handlingTicks() {
        return handlingRunTicks + handlingQueueTicks;
    }

    /** Part of the handling in which the receiver waited for a scheduler. */
    public long handlingQueueTicks() {
        return handlingQueueTicks;
    }

    /** Part of the handling in which the receiver collected garbage. */
    public long handlingCollectTicks() {
        return handlingCollectTicks;
    }
}
