package dev.longbeam.interp;

import dev.longbeam.term.Term;

/**
 * Code pointers: a position in loaded code as one word with the primary tag of headers, so that the collector passes over it: {@code
 * code id << 32 | position << 2}. Catch tags carry the same pair as an immediate.
 *
 * <p>Any thread; plain functions of their arguments.
 */
public final class CodePointer {
    private static final int ID_SHIFT = 32;
    private static final int POSITION_SHIFT = 2;
    private static final int CATCH_POSITION_SHIFT = 6;
    private static final int CATCH_ID_SHIFT = 36;
    private static final int POSITION_MASK = (1 << 30) - 1;

    private CodePointer() {
    }

    /** The code pointer of a position in a code. */
    public static long make(final int codeId, final int position) {
        return (long)codeId << ID_SHIFT | (long)position << POSITION_SHIFT;
    }

    /** The code's id. */
    public static int codeId(final long pointer) {
        return (int)(pointer >>> ID_SHIFT);
    }

    /** The position. */
    public static int position(final long pointer) {
        return (int)(pointer >>> POSITION_SHIFT) & POSITION_MASK;
    }

    /** The catch tag of a handler. */
    public static long makeCatch(final int codeId, final int position) {
        return (long)codeId << CATCH_ID_SHIFT | (long)position << CATCH_POSITION_SHIFT | Term.TAG_CATCH;
    }

    /** The code id in a catch tag. */
    public static int catchCodeId(final long catchTerm) {
        return (int)(catchTerm >>> CATCH_ID_SHIFT);
    }

    /** The position in a catch tag. */
    public static int catchPosition(final long catchTerm) {
        return (int)(catchTerm >>> CATCH_POSITION_SHIFT) & POSITION_MASK;
    }
}
