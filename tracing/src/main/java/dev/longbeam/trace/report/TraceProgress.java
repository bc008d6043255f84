package dev.longbeam.trace.report;

/** Is told from time to time how far a long analysis is. */
@FunctionalInterface
public interface TraceProgress {
    /** Nobody wants to know. */
    TraceProgress NONE = (done, whole) -> { };

    /** So many bytes of so many have been read. */
    void at(long done, long whole);
}
