package dev.longbeam.term.ets;

/** What tables need of the node that they belong to. Any thread may call. */
public interface EtsHost {
    /** True when a local process exists and is not exiting. */
    boolean isAlive(long pidTerm);

    /** Sends a message to a local process; the term is copied before the call returns. */
    void send(long fromPidTerm, long toPidTerm, long messageTerm);

    /** Does work that nobody waits for, now or later, on any thread. */
    void background(Runnable work);

    /** Monotonic time in nanoseconds as Erlang programs see it. */
    long monotonicNanos();

    /** What is to be added to {@link #monotonicNanos} for the system time. */
    long timeOffsetNanos();

    /** Number of schedulers, as {@code erlang:system_info(schedulers)} gives it. */
    int schedulers();

    /** Name of this node. */
    long nodeNameTerm();
}
