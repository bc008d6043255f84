package dev.longbeam.sched;

/**
 * A timer that sends a message, as its {@link MessageTimers} know it. Used again for another one when it is over, if nobody else knows of it.
 *
 * <p>Its fields change under the lock of its table; it fires on its scheduler.
 */
final class MessageTimer implements Runnable {
    final MessageTimers table;
    /** Number of its reference. */
    long refNumber;
    long deadlineNs;
    /** A local pid, or a name. */
    long toTerm;
    /** The message in a block of its own; 0 when the timer is over. */
    long message;
    /** Its id among the timers of the scheduler. */
    long timerId;
    /** Others with the same receiver. */
    MessageTimer previous;
    MessageTimer next;

    MessageTimer(final MessageTimers table) {
        this.table = table;
    }

    @Override
    public void run() {
        table.fire(this);
    }
}
