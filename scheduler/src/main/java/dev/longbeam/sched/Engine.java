package dev.longbeam.sched;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

/**
 * What runs the code of processes: one per scheduler, called on its thread.
 *
 * <p>The methods with a body are those of an engine without code, as a node has it that runs nothing but processes in Java.
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
    default long startPointer() {
        return 0;
    }

    /** The module whose code calls the BIF that runs now. */
    default long currentModule() {
        return Atoms.UNDEFINED;
    }

    /** {@code {Module, Function, Arity}} of where a process goes on, or 0 when that has no name. */
    default long function(final TermHeap heap, final Process p) {
        return Term.NON_VALUE;
    }

    /**
     * {@code {Module, Function, Arity}} that the innermost frame of a process belongs to, for {@code caller} in match specifications; with
     * {@code {File, Line}} as a fourth element if wanted. {@code undefined} when there is none.
     */
    default long caller(final TermHeap heap, final Process p, final boolean withLine) {
        return Atoms.UNDEFINED;
    }

    /** The stack of a process as a list, for {@code current_stacktrace} in match specifications. */
    default long stackTrace(final TermHeap heap, final Process p, final int depth) {
        return Term.NIL;
    }

    /** What {@code process_dump} in match specifications tells of a process: text. */
    default byte[] dump(final Process p) {
        return new byte[0];
    }

    /** Module, function and arity of the code that runs, for reports of faults. */
    default String describe() {
        return "no code";
    }
}
