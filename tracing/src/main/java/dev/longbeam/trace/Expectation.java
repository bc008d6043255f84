package dev.longbeam.trace;

/**
 * What a reader expects of a field: the field holds its distance from that, so that the usual takes no room. Distances have a sign, which
 * stands in the lowest bit (0, -1, 1, -2, ... are written 0, 1, 2, 3, ...). A batch begins with nothing known but the running process.
 */
public enum Expectation {
    /** Nothing: the value stands there itself. */
    NOTHING,
    /** The running process; both are turned right by four bits first, so that neighbours are one apart. */
    RUNNING,
    /** The message sent last in this batch, and one. */
    NEXT_SENT,
    /** The message sent last in this batch. */
    LAST_SENT,
    /** The message delivered last in this batch, and one. */
    NEXT_DELIVERED,
    /** The message received last in this batch, and one. */
    NEXT_RECEIVED,
    /** The message that is being handled: the one received last in this batch, or given as a cause since. */
    HANDLED,
    /** The reference that was named last in this batch. */
    LAST_REFERENCE;

    /** How far pids are turned right before they are subtracted: their tag goes to the top. */
    public static final int PID_TURN = 4;
    /** Bits of an ordinal where those of several fields stand in one number. */
    public static final int BITS = 3;
    /** The bits of one ordinal. */
    public static final int MASK = (1 << BITS) - 1;
}
