package dev.longbeam.term.ets;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

/**
 * What the calls of the trace dialect do. The tracing of a node implements it; {@link #NONE} is what a test run ({@code erlang:match_spec_test/3})
 * uses, which changes nothing.
 */
public interface MatchActions {
    /** Calls that act on the process that runs, or tell of it. */
    enum Action {
        /** {@code is_seq_trace()}. */
        IS_SEQ_TRACE,
        /** {@code set_seq_token(Component, Value)}. */
        SET_SEQ_TOKEN,
        /** {@code get_seq_token()}. */
        GET_SEQ_TOKEN,
        /** {@code display(Term)}. */
        DISPLAY,
        /** {@code process_dump()}. */
        PROCESS_DUMP,
        /** {@code enable_trace(Flag)} or {@code (Pid, Flag)}. */
        ENABLE_TRACE,
        /** {@code disable_trace(Flag)} or {@code (Pid, Flag)}. */
        DISABLE_TRACE,
        /** {@code trace(Disable, Enable)} or {@code (Pid, Disable, Enable)}. */
        TRACE,
        /** {@code caller()}. */
        CALLER,
        /** {@code caller_line()}. */
        CALLER_LINE,
        /** {@code current_stacktrace()} with or without a depth. */
        CURRENT_STACKTRACE,
        /** {@code silent(Mode)}. */
        SILENT,
        /** {@code get_tcw()}. */
        GET_TRACE_CONTROL_WORD,
        /** {@code set_tcw(Word)}. */
        SET_TRACE_CONTROL_WORD
    }

    /** Changes nothing. */
    MatchActions NONE = MatchActions::test;

    /** Does an action and returns its result on the heap, or NON_VALUE when it failed. Arguments that the call has not are NON_VALUE. */
    long act(Action action, TermHeap heap, long firstTerm, long secondTerm, long thirdTerm);

    private static long test(final Action action, final TermHeap heap, final long first, final long second, final long third) {
        return switch (action) {
            case IS_SEQ_TRACE -> Atoms.FALSE;
            case GET_SEQ_TOKEN, CURRENT_STACKTRACE -> Term.NIL;
            case CALLER, CALLER_LINE -> Atoms.UNDEFINED;
            case PROCESS_DUMP -> Bitstring.allocate(heap, 0);
            case GET_TRACE_CONTROL_WORD, SET_TRACE_CONTROL_WORD -> Term.makeSmall(0);
            default -> Atoms.TRUE;
        };
    }
}
