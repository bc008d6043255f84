package dev.longbeam.trace.diff;

/** A figure that stays the same when the same work is done again, whatever the machine does besides. */
public enum Figure {
    /** Reductions of all slices. */
    REDUCTIONS("reductions"),
    /** Messages sent. */
    MESSAGES("messages"),
    /** Words of the messages sent. */
    WORDS_SENT("words sent"),
    /** Words that processes have put on their heaps, received messages included. */
    WORDS_ALLOCATED("words allocated"),
    /** Processes begun. */
    SPAWNS("spawns"),
    /** Messages of the longest chain in which each causes the next; of the whole run only. */
    CRITICAL_PATH("critical path");

    private final String text;

    Figure(final String text) {
        this.text = text;
    }

    /** Its name for people. */
    public String text() {
        return text;
    }
}
