package dev.longbeam.interp;

/**
 * The code that belongs to no function: where every process starts and ends, where one goes on that ended its slice before a call, and
 * where functions return to whose returns are traced.
 *
 * <p>One per code table.
 */
public final class SystemCode {
    /** Applies the initial call. */
    static final int START = 0;
    /** Ends the process when that returns. */
    static final int EXIT = 1;
    /** Calls the function that the process was about to call. */
    static final int CALL = 2;
    /** Tells that a function returns. */
    static final int RETURN_TRACE = 3;
    /** The same for one whose exceptions are told of, too. */
    static final int EXCEPTION_TRACE = 4;
    /** Tells which function goes on. */
    static final int RETURN_TO_TRACE = 5;
    /** Ends the measuring of a call. */
    static final int RETURN_TIME_TRACE = 6;

    /** Leaves a function whose last call was one of a traced BIF. */
    static final int RETURN_BIF_TRACE = 7;

    private static final int[] FRAME_WORDS = {0, 0, 0, 3, 3, 1, 2, 2};

    final Code code;

    /** Makes the code and enters it into the table. */
    public SystemCode(final CodeTable table) {
        code = table.newSystemCode(new int[] {SpecialOps.APPLY_START, SpecialOps.EXIT_NORMAL, SpecialOps.CALL_EXPORT, SpecialOps.RETURN_TRACE,
            SpecialOps.RETURN_TRACE, SpecialOps.RETURN_TO_TRACE, SpecialOps.RETURN_TIME_TRACE, SpecialOps.RETURN_BIF_TRACE});
    }

    /** Words of the frame of tracing that a code pointer stands in, 0 when it is none of those. */
    int traceFrameWords(final long pointer) {
        return CodePointer.codeId(pointer) == code.id ? FRAME_WORDS[CodePointer.position(pointer)] : 0;
    }
}
