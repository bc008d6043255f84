package dev.longbeam.term.ets;

import dev.longbeam.memory.PerThread;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;

/**
 * The state of one run of a match specification: bindings, the subject, where results are built.
 *
 * <p>One per thread, see {@link #ofThread}; runs do not nest. Terms in it are valid during one run only.
 */
public final class MatchRun {
    /** Set when a body called {@code return_trace}. */
    public static final int RETURN_TRACE = 1;
    /** Set when a body called {@code exception_trace}. */
    public static final int EXCEPTION_TRACE = 2;

    static final long AM_EXIT = Atom.of("EXIT");

    private static final PerThread<MatchRun> OF_THREAD = new PerThread<>(MatchRun::new);

    final ScratchHeap scratch = new ScratchHeap();
    long[] bindings = new long[16];
    boolean[] copied = new boolean[16];
    /** The row, or the list of arguments when tracing. */
    long subject;
    /** Where the expression that runs is built: scratch for conditions, the caller's heap for bodies. */
    TermHeap heap;
    /** True in bodies: a failing call gives {@code 'EXIT'} instead of ending the clause. */
    boolean catching;
    /** What the last {@code message} of the body said; {@code true} when there was none. */
    long message;
    /** What the body asked for besides its result. */
    int flags;
    /** Who runs the specification. */
    long selfTerm;
    /** Name of this node. */
    long nodeTerm = Atoms.NONODE_NOHOST;
    /** What calls of the trace dialect act on. */
    MatchActions actions = MatchActions.NONE;

    private MatchRun() {
    }

    /** The run of this thread. */
    static MatchRun ofThread() {
        return OF_THREAD.get();
    }

    void reserve(final int slots) {
        if (slots > bindings.length) {
            bindings = new long[slots * 2];
            copied = new boolean[slots * 2];
        }
    }

    /** What a call that failed gives. */
    long failed() {
        return catching ? AM_EXIT : Term.NON_VALUE;
    }

    /** The value of a variable; in bodies a copy on the heap of the result. */
    long variable(final int slot) {
        final long term = bindings[slot];
        if (!catching || Term.isImmediate(term) || copied[slot]) {
            return term;
        }
        final long copy = TermCopy.copy(term, heap);
        bindings[slot] = copy;
        copied[slot] = true;
        return copy;
    }

    /** The subject; in bodies a copy. */
    long whole() {
        return catching ? TermCopy.copy(subject, heap) : subject;
    }
}
