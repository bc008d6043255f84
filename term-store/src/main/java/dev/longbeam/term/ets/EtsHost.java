package dev.longbeam.term.ets;

/** What tables need of the node that they belong to. Any thread may call. */
public interface EtsHost {
    /** The local process of a pid, an object of its own for every process that ever had that pid; null when it is exiting or there is none. */
    Object process(long pidTerm);

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
