package dev.longbeam.otp;

import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.sched.BlockingCall;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * How natives do operating-system work: off the scheduler, with error numbers turned into {@code {error, Atom}}.
 *
 * <p>Runs on the scheduler of the process; the work itself runs wherever {@link Process#await} puts it.
 */
final class Blocking {
    /** Work that may block and that sees no terms. */
    @FunctionalInterface
    interface Work {
        /** Does the work. A {@link PosixException} becomes {@code {error, Atom}}. */
        Answer run() throws PosixException;
    }

    private Blocking() {
    }

    /** Ends a BIF by waiting for work: {@code return Blocking.await(p, () -> ..)}. */
    static long await(final Process p, final Work work) {
        return p.await(() -> completion(run(work)));
    }

    /** The same for work that is short unless the disk is slow: early in the life of a node it is done at once. */
    static long awaitShort(final Process p, final Work work) {
        final EarlyFileCalls early = NodeState.of(p).earlyFileCalls;
        return early.isOpen() ? early.run(p, work) : await(p, work);
    }

    /** Does work here and now. */
    static Answer run(final Work work) {
        try {
            return work.run();
        } catch (final PosixException e) {
            final int errno = e.errno();
            return heap -> error(heap, errno);
        } catch (final OutOfMemoryError e) {
            return heap -> error(heap, Errno.ENOMEM);
        }
    }

    /** {@code {error, Atom}} for an error number. */
    static long error(final TermHeap heap, final int errno) {
        return Tuple.make(heap, Atoms.ERROR, Errno.atom(errno));
    }

    /** {@code ok} for a result of a call that is not negative, else {@code {error, Atom}}. */
    static Answer okOrError(final long result) {
        return result < 0 ? heap -> error(heap, (int)-result) : heap -> Atoms.OK;
    }

    private static BlockingCall.Completion completion(final Answer answer) {
        return new BlockingCall.Completion() {
            @Override
            public long complete(final Process p) {
                return answer.build(p);
            }

            @Override
            public void abandon() {
                answer.abandon();
            }
        };
    }
}
