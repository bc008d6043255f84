package dev.longbeam.embed;

/** What happens to a message for a process whose mailbox is full. Links, monitors and replies are never refused. */
public enum MailboxPolicy {
    /** The sender is told ({@link SendResult#BACK_PRESSURED}); a sender that cannot be told, in Erlang, loses the message. */
    REJECT,
    /** The new message is dropped ({@link SendResult#DROPPED}). */
    DROP_NEWEST,
    /**
     * The receiver drops its oldest messages. As many as fit the mailbox may be on their way at the same time; senders beyond that are
     * told ({@link SendResult#BACK_PRESSURED}).
     */
    DROP_OLDEST,
    /**
     * As {@link #REJECT}; and processes that were told are told again ({@link Behaviour#onCredit}) when half of the mailbox is free.
     */
    CREDIT
}
