package dev.longbeam.trace.read;

/** Gets what an event {@code calls} holds, in its order. */
public interface CallVisitor {
    /**
     * A function is called.
     *
     * @param functionId see {@link TraceNames}
     * @param tail true when the caller is gone with it
     */
    void called(long functionId, boolean tail);

    /** The innermost call has returned. */
    void returned();

    /** An exception has ended the innermost calls. */
    void unwound(int count);
}
