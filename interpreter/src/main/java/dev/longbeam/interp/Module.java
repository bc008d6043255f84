package dev.longbeam.interp;

/**
 * A module: its current and its old code.
 *
 * <p>Written under the lock of the code table, read by any thread.
 */
public final class Module {
    /** Name. */
    public final long moduleTerm;
    /** Current code, or null. */
    public volatile Code current;
    /** Old code that processes may still run, or null. */
    public volatile Code old;
    /** Code that waits for its on_load function, or null. */
    public volatile Code pending;

    Module(final long moduleTerm) {
        this.moduleTerm = moduleTerm;
    }
}
