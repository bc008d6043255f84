package dev.longbeam.perf.jmh;

import dev.longbeam.memory.MemoryThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for benchmarks that have what those of schedulers have: a cache of blocks, and a large stack. JMH makes this by its class name. */
public final class BenchmarkThreads extends ThreadPoolExecutor {
    private static final long STACK_BYTES = 64L << 20;
    private static final AtomicInteger COUNT = new AtomicInteger();

    /**
     * A pool of a fixed number of threads.
     *
     * @param prefix what the names of the threads begin with
     */
    public BenchmarkThreads(final int threads, final String prefix) {
        super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            work -> new MemoryThread(work, prefix + "-" + COUNT.incrementAndGet(), STACK_BYTES));
    }
}
