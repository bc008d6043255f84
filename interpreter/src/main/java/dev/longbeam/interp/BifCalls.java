package dev.longbeam.interp;

import dev.longbeam.sched.Process;

/**
 * Calls the built-in functions of one class by number. The compiler makes a subclass for each class of the package {@code
 * dev.longbeam.otp} that has some (see {@link dev.longbeam.interp.processor.BifProcessor}): a node has them without any reflection.
 *
 * <p>Any thread.
 */
public abstract class BifCalls {
    /** Name of the class whose static methods the functions are. */
    public final String className;

    /** Calls of functions of a class. */
    protected BifCalls(final String className) {
        this.className = className;
    }

    /** Hands all functions to a registry. */
    public void register(final BifRegistry to) {
        throw new IllegalStateException("no functions: " + className);
    }

    /** A number that none of them has. */
    protected final long noSuch(final int index) {
        throw new IllegalStateException("class=" + className + " index=" + index);
    }

    /** Calls a function of no argument. */
    public long call0(final int index, final Process p) {
        return noSuch(index);
    }

    /** Calls a function of one argument. */
    public long call1(final int index, final Process p, final long a) {
        return noSuch(index);
    }

    /** Calls a function of two arguments. */
    public long call2(final int index, final Process p, final long a, final long b) {
        return noSuch(index);
    }

    /** Calls a function of three arguments. */
    public long call3(final int index, final Process p, final long a, final long b, final long c) {
        return noSuch(index);
    }

    /** Calls a function of four arguments. */
    public long call4(final int index, final Process p, final long a, final long b, final long c, final long d) {
        return noSuch(index);
    }

    /** Calls a function of five arguments. */
    public long call5(final int index, final Process p, final long a, final long b, final long c, final long d, final long e) {
        return noSuch(index);
    }

    /** Calls a function of six arguments. */
    public long call6(final int index, final Process p, final long a, final long b, final long c, final long d, final long e, final long f) {
        return noSuch(index);
    }

    /** Calls a function of seven arguments. */
    public long call7(final int index, final Process p, final long a, final long b, final long c, final long d, final long e, final long f, final long g) {
        return noSuch(index);
    }

    /** Calls a function of eight arguments. */
    public long call8(final int index, final Process p, final long a, final long b, final long c, final long d, final long e, final long f, final long g, final long h) {
        return noSuch(index);
    }
}
