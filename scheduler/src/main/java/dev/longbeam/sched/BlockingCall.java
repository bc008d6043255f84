package dev.longbeam.sched;

/**
 * Work that may block: runs on a virtual thread while its process waits. Sees no terms and no heap; everything that it needs was
 * copied into Java values before.
 */
@FunctionalInterface
public interface BlockingCall {
    /** Does the work and says how to answer. An exception thrown here becomes an internal fault of the process. */
    Completion run() throws Exception;

    /** The answer to a blocking call, built on the scheduler's thread when the process goes on. */
    @FunctionalInterface
    interface Completion {
        /** Builds the result on the process's heap, or fails as a BIF does ({@code NON_VALUE} after {@code p.fail(..)}). */
        long complete(Process p);

        /** Called in place of {@link #complete} when the process has died meanwhile: releases what the work acquired. Must not block. */
        default void abandon() {
        }
    }
}
