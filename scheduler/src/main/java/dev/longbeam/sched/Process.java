package dev.longbeam.sched;

import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

/**
 * A process: its heap and stack, its state, its mailbox.
 *
 * <p>Owned by the scheduler that runs it; other threads reach it by signals only.
 */
public final class Process extends TermHeap {
    /** Why a BIF returned {@link Term#NON_VALUE}: see {@link #outcome}. */
    public static final int OUTCOME_EXCEPTION = 0;
    /** The BIF asks to call the function {@link #trapExport} with {@link #trapArgs} in its place. */
    public static final int OUTCOME_TRAP = 1;
    /** The BIF waits for {@link #blockingCall}. */
    public static final int OUTCOME_BLOCKED = 2;

    /** What {@link Term#NON_VALUE} from a BIF means; the caller of the BIF sets it back to {@link #OUTCOME_EXCEPTION}. */
    public int outcome;
    /** Index in the export table of the function to call in place of the BIF. */
    public int trapExport;
    /** Arguments of the trap. */
    public final long[] trapArgs = new long[8];
    /** Work that the process waits for. */
    public BlockingCall blockingCall;
    /** Reductions left in this slice. */
    public int reductionsLeft;
    /** The pid. */
    public long self;

    @Override
    protected long allocateSlow(final long words) {
        throw new UnsupportedOperationException();
    }

    /** Ends a BIF by calling an Erlang function in its place: {@code return p.trap(index, args ..)}. */
    public long trap(final int exportIndex, final long... args) {
        outcome = OUTCOME_TRAP;
        trapExport = exportIndex;
        System.arraycopy(args, 0, trapArgs, 0, args.length);
        return Term.NON_VALUE;
    }

    /** Ends a BIF by waiting for work that may block: {@code return p.await(() -> ..)}. */
    public long await(final BlockingCall call) {
        outcome = OUTCOME_BLOCKED;
        blockingCall = call;
        return Term.NON_VALUE;
    }

    /** Counts work of a long BIF as reductions. */
    public void bumpReductions(final int reductions) {
        reductionsLeft = Math.max(0, reductionsLeft - reductions);
    }
}
