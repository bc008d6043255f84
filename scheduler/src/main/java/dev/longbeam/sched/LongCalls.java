package dev.longbeam.sched;

import dev.longbeam.term.SlicedWork;
import dev.longbeam.term.Term;

/**
 * BIFs whose work may take longer than a slice: what does not fit into this one is done in the next slices of the process, which
 * waits meanwhile.
 *
 * <p>On the scheduler of the process.
 */
public final class LongCalls {
    private static final int STEPS_PER_REDUCTION = 16;

    private static final BlockingCall.Completion FINISH = LongCalls::finish;

    private LongCalls() {
    }

    /**
     * Ends a BIF with the result of work, now or after more slices: {@code return LongCalls.run(p, work)}. Where the work says that
     * the arguments are wrong, the BIF fails with badarg.
     */
    public static long run(final Process p, final SlicedWork work) {
        if (advance(p, work)) {
            return result(p, work);
        }
        p.slicedWork = work;
        return p.awaitCompletion();
    }

    /** A slice of a process whose BIF is not done yet. */
    static void slice(final Process p) {
        if (advance(p, p.slicedWork)) {
            p.complete(FINISH);
        }
    }

    private static boolean advance(final Process p, final SlicedWork work) {
        final long steps = Math.max(1, p.reductionsLeft) * (long)STEPS_PER_REDUCTION;
        final boolean done = work.advance(steps);
        p.bumpReductions((int)((steps - work.stepsLeft()) / STEPS_PER_REDUCTION));
        return done;
    }

    private static long finish(final Process p) {
        final SlicedWork work = p.slicedWork;
        p.slicedWork = null;
        return result(p, work);
    }

    private static long result(final Process p, final SlicedWork work) {
        final long result = work.result();
        return result == Term.NON_VALUE ? p.badarg() : result;
    }

    /** The process is ending. */
    static void abandon(final Process p) {
        if (p.slicedWork != null) {
            p.slicedWork.release();
            p.slicedWork = null;
        }
    }
}
