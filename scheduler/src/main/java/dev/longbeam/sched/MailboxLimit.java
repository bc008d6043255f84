package dev.longbeam.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A limit of the messages that wait for a process: those in its mailbox and those on the way there. Signals, replies and what the
 * process sends itself by a signal (DOWN, EXIT) do not count and are never refused.
 *
 * <p>{@link #admit} any thread; {@link #arrived} and {@link #taken} the scheduler of the process.
 */
public abstract class MailboxLimit {
    /** The message was not admitted. */
    public static final int REFUSED = -1;
    /** The message was not admitted, and the sender need not know. */
    public static final int DROPPED = -2;

    private static final VarHandle COUNT;
    private static final VarHandle LOST;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(MailboxLimit.class, "count", int.class);
            LOST = MethodHandles.lookup().findVarHandle(MailboxLimit.class, "lost", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Messages that may wait. */
    public final int capacity;
    private volatile int count;
    /** Messages in the mailbox; {@link #count} has those on their way, too. */
    private int waiting;
    private volatile long lost;

    /** A limit of at least one message. */
    protected MailboxLimit(final int capacity) {
        this.capacity = capacity;
    }

    /** Asks for a place: negative when there is none. Who has got one must send. */
    public abstract int admit();

    /** True when a full mailbox drops its oldest message for a new one that was admitted. */
    protected abstract boolean dropsOldest();

    /** A message has come into the mailbox of a process. */
    final void arrived(final Process p) {
        waiting++;
        if (waiting > capacity && dropsOldest()) {
            dropOldest(p);
            lost();
        }
    }

    /** A message has left the mailbox. */
    protected void taken() {
        waiting--;
        COUNT.getAndAdd(this, -1);
    }

    /** The message that was admitted will not be sent. Any thread. */
    public final void giveBack() {
        COUNT.getAndAdd(this, -1);
    }

    /** Takes a place unless so many are taken. */
    protected final boolean reserve(final int limit) {
        if (count >= limit) {
            return false;
        }
        if ((int)COUNT.getAndAdd(this, 1) >= limit) {
            COUNT.getAndAdd(this, -1);
            return false;
        }
        return true;
    }

    /** Counts a message that was refused or dropped. */
    protected final void lost() {
        LOST.getAndAdd(this, 1L);
    }

    /** Messages that were refused or dropped. */
    public final long lostCount() {
        return lost;
    }

    /** Places taken. */
    public final int count() {
        return count;
    }

    /** Drops the oldest message that the process has not looked at. */
    private static void dropOldest(final Process p) {
        p.mailbox().restart();
        for (long message = p.mailbox().current(); message != 0; message = p.mailbox().current()) {
            if (SignalLayout.type(message) == SignalLayout.LIMITED_MESSAGE) {
                p.mailbox().removeCurrent();
                Recorder.dropped(p.emulator(), message);
                Signals.discard(message);
                p.mailboxLimit.taken();
                return;
            }
            p.mailbox().advance();
        }
    }
}
