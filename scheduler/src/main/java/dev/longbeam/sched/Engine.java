package dev.longbeam.sched;

/**
 * What runs the code of processes: one per scheduler, called on its thread.
 */
public interface Engine {
    /** The process waits for a message (or the timeout of its receive). */
    int WAITING = 0;
    /** The slice is used up. */
    int PREEMPTED = 1;
    /** The process has ended; {@link Process#exitReasonTerm} says why. */
    int EXITED = 2;
    /** The process waits for a {@link Process#completion}. */
    int BLOCKED = 3;
    /** A collection must be done first: {@link Scheduler#collectNeedWords}. */
    int COLLECT = 4;

    /** Runs a process until its slice ends; returns one of the constants above. Registers are saved in the process. */
    int run(Process p);

    /** The code pointer at which a new process starts: it applies the initial call. */
    long startPointer();

    /** The module whose code calls the BIF that runs now. */
    long currentModule();

    /** Module, function and arity of the code that runs, for reports of faults. */
    String describe();
}
