package dev.longbeam.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many processes there are. Each scheduler counts those that it makes and frees in a place of its own, which costs no atomic operation; a
 * process may end elsewhere than it began, so that only the sum means anything.
 *
 * <p>Any thread. While processes come and go the sum may miss some of the last ones.
 */
final class ProcessCount {
    /** Longs between the counts of two schedulers: they share no cache line, nor two that the processor fetches together. */
    private static final int STRIDE = 16;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] bySchedulers;
    private final AtomicLong byOthers = new AtomicLong();

    ProcessCount(final int schedulers) {
        bySchedulers = new long[(schedulers + 1) * STRIDE];
    }

    /**
     * Adds to the count.
     *
     * @param here   the scheduler that runs on this thread, or null
     * @param change 1 or -1
     * @return what this scheduler, or all other threads, have counted: changes of this are changes of the sum
     */
    long add(final Scheduler here, final int change) {
        if (here == null) {
            return byOthers.addAndGet(change);
        }
        final int at = (here.index + 1) * STRIDE;
        final long count = bySchedulers[at] + change;
        LONGS.setRelease(bySchedulers, at, count);
        return count;
    }

    int sum() {
        long sum = byOthers.get();
        for (int at = STRIDE; at < bySchedulers.length; at += STRIDE) {
            sum += (long)LONGS.getAcquire(bySchedulers, at);
        }
        return (int)Math.max(0, sum);
    }
}
