package dev.longbeam.trace;

/** Why a time slice of a process ended. The ordinal stands in the trace: add at the end only. */
public enum SliceEnd {
    /** It waits for a message. */
    WAITING,
    /** Its reductions are used up. */
    PREEMPTED,
    /** It has ended. */
    EXITED,
    /** Its collection goes on in its next slice. */
    COLLECTING,
    /** It waits for work that blocks: files, ports, name lookup. */
    BLOCKED
}
