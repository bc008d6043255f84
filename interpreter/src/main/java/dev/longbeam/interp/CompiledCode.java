package dev.longbeam.interp;

import dev.longbeam.sched.Process;

/**
 * Functions of one code as JVM bytecode: the superclass of generated classes.
 *
 * <p>A function is a static method {@code long f(Process, long x0, ..)}. It returns the function's result, or {@link
 * dev.longbeam.term.Term#NON_VALUE} to unwind: then every compiled caller returns that too, and the engine of the scheduler goes on where its
 * {@code unwound} says. The frames on the stack of the process hold all that is needed to go on.
 *
 * <p>Called by the engine of the scheduler that runs the process.
 */
public abstract class CompiledCode {
    /** For generated classes. */
    protected CompiledCode() {
    }

    /**
     * Runs from a place where the engine may come in.
     *
     * @param x     X registers: arguments of a function, or what is live at the place
     * @param index number of the place in this class
     */
    public abstract long enter(Process p, long[] x, int index);
}
