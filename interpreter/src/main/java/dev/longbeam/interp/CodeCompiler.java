package dev.longbeam.interp;

/** What compiles loaded code; the engines and the code table tell it what they see. Any thread. */
public interface CodeCompiler {
    /** Calls of a function after which {@link #hot} is called. */
    int hotCalls();

    /** A function has been called often. Must not take long: it is called on a scheduler. */
    void hot(Code code, int position);

    /** A code is about to become current. */
    void installed(Code code);

    /** The node has ended: nothing is to be compiled any more. */
    void close();
}
