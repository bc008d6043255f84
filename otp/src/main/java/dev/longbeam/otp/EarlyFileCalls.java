package dev.longbeam.otp;

import dev.longbeam.otp.posix.FileStatus;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixFiles;
import dev.longbeam.sched.Process;

/**
 * Short calls about files in the first seconds of a node, done by the scheduler itself. A boot makes some two hundred, each a few
 * microseconds long, and handing one to another thread and back costs more than that, and milliseconds while HotSpot's compilers keep
 * the other cores busy. A disk that does not answer would hold up the scheduler: a single slow call ends this for good.
 *
 * <p>One per node; any thread.
 */
final class EarlyFileCalls {
    private static final long EARLY_NS = 5_000_000_000L;
    private static final long SLOW_NS = 50_000_000L;
    private static final long MAX_BYTES = 1 << 22;
    /** As long as such a call, in reductions. */
    private static final int REDUCTIONS = 20;

    private final Clock.Source clock;
    private final long beginNs;
    private volatile boolean over;

    /** Those of a node that begins now. One whose steps must not depend on the time has none. */
    EarlyFileCalls(final Clock.Source clock, final boolean timeless) {
        this.clock = clock;
        beginNs = clock.monotonicNs();
        over = timeless;
    }

    /** True as long as calls are done at once. */
    boolean isOpen() {
        if (!over && clock.monotonicNs() - beginNs > EARLY_NS) {
            over = true;
        }
        return !over;
    }

    /** Does a call at once. */
    long run(final Process p, final Blocking.Work work) {
        final long before = clock.monotonicNs();
        final Answer answer = Blocking.run(work);
        if (clock.monotonicNs() - before > SLOW_NS) {
            over = true;
        }
        p.bumpReductions(REDUCTIONS);
        return answer.build(p);
    }

    /** True for what is read at once: neither a pipe, which may have nothing for a long time, nor a large file. */
    static boolean isShort(final byte[] path) {
        try {
            final FileStatus status = PosixFiles.stat(path);
            return status.type() == FileStatus.S_IFREG && status.sizeBytes() <= MAX_BYTES;
        } catch (final PosixException e) {
            return true;
        }
    }
}
