package dev.longbeam.trace;

/**
 * What a reader expects of a field: the field holds its distance from that, so that the usual takes no room. Distances have a sign, which
 * stands in the lowest bit (0, -1, 1, -2, ... are written 0, 1, 2, 3, ...). A batch begins with nothing known but the running process.
 */
public enum Expectation {
    /** Nothing: the value stands there itself. */
    NOTHING("the value itself"),
    /** The running process; both are turned right by four bits first, so that neighbours are one apart. */
    RUNNING("distance from the running process, both turned right by four bits"),
    /** The message sent last in this batch, and one. */
    NEXT_MESSAGE("distance from the message sent last in the batch, and one"),
    /** The message that a field of another kind has named last in this batch. */
    SAME_MESSAGE("distance from the message that such a field has named last in the batch");

    /** How far pids are turned right before they are subtracted: their tag goes to the top. */
    public static final int PID_TURN = 4;

    private final String meaning;

    Expectation(final String meaning) {
        this.meaning = meaning;
    }

    /** How the written format says it. */
    public String meaning() {
        return meaning;
    }
}
