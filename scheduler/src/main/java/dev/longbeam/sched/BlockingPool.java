package dev.longbeam.sched;

import dev.longbeam.memory.CpuAffinity;
import dev.longbeam.term.NodeTerms;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs blocking calls of processes on threads of its own. They are platform threads: a native call that blocks keeps the carrier of
 * a virtual thread, and a few reads of terminals and pipes would keep all of them. They, and the programs that they start, may run on all cores, not
 * only on that of the scheduler that asked first.
 *
 * <p>Any thread.
 */
public final class BlockingPool {
    private final ExecutorService executor;
    private final Emulator emulator;
    private final AtomicInteger threads = new AtomicInteger();

    BlockingPool(final Emulator emulator) {
        this.emulator = emulator;
        executor = Executors.newCachedThreadPool(this::thread);
    }

    private Thread thread(final Runnable worker) {
        return Thread.ofPlatform().daemon().name("blocking-" + threads.incrementAndGet()).unstarted(() -> {
            CpuAffinity.unpinCurrentThread();
            NodeTerms.enter(emulator.terms);
            worker.run();
        });
    }

    void submit(final Process p, final BlockingCall call) {
        execute(() -> {
            BlockingCall.Completion completion;
            try {
                completion = call.run();
            } catch (final Throwable t) {
                emulator.fault("a blocking call of a process failed", t);
                return;
            }
            p.complete(completion);
        });
    }

    /** Takes no more work; what runs goes on. */
    void close() {
        executor.shutdown();
    }

    /** Runs something that may block and that no process waits for. */
    public void execute(final Runnable task) {
        if (emulator.options.invoker) {
            task.run();
            return;
        }
        executor.execute(task);
    }
}
