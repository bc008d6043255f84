package dev.longbeam.sched;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs blocking calls of processes on virtual threads.
 *
 * <p>Any thread.
 */
public final class BlockingPool {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Emulator emulator;

    BlockingPool(final Emulator emulator) {
        this.emulator = emulator;
    }

    void submit(final Process p, final BlockingCall call) {
        executor.execute(() -> {
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

    /** Runs something that may block and that no process waits for. */
    public void execute(final Runnable task) {
        executor.execute(task);
    }
}
