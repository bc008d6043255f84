package dev.longbeam.embed;

import dev.longbeam.sched.Process;

/** A function that Erlang code calls. On the scheduler of the process. */
@FunctionalInterface
interface FunctionCall {
    /**
     * Calls it.
     *
     * @param args the arguments, and more than those; they must not be kept
     * @return a term on the heap of the process, or NON_VALUE as a BIF returns it
     */
    long call(Process p, long[] args);
}
