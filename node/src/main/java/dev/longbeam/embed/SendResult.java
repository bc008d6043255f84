package dev.longbeam.embed;

/**
 * What sends and claims answer: above 0 when the message is on its way, else why not.
 *
 * <p>A message that was sent is lost only when its receiver ends first, or when the receiver drops it as it was told to by its {@link
 * MailboxPolicy}.
 */
public final class SendResult {
    /** The message is on its way. */
    public static final int SENT = 1;
    /** There is no such process. */
    public static final int NO_PROCESS = -1;
    /** The mailbox of the receiver is full; try again later. */
    public static final int BACK_PRESSURED = -2;
    /** The mailbox of the receiver is full, and the message is dropped as that process wants it. */
    public static final int DROPPED = -3;
    /** The node is closed; the message may still be handled, but nobody promises it. */
    public static final int CLOSED = -4;

    private SendResult() {
    }

    /** The name of a result, for logs. */
    public static String describe(final int result) {
        return switch (result) {
            case NO_PROCESS -> "NO_PROCESS";
            case BACK_PRESSURED -> "BACK_PRESSURED";
            case DROPPED -> "DROPPED";
            case CLOSED -> "CLOSED";
            default -> result > 0 ? "SENT" : "UNKNOWN(" + result + ")";
        };
    }
}
