package dev.longbeam.trace;

/** How much a node records. */
public enum TraceLevel {
    /** Nothing. */
    OFF,
    /** Every message, process, time slice and collection. */
    MESSAGES,
    /** Besides, every call. */
    CALLS
}
