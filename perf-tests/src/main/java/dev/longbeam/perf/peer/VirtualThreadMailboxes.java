package dev.longbeam.perf.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedTransferQueue;

/** A virtual thread for each process, with a queue. */
final class VirtualThreadMailboxes implements Mailboxes<LinkedTransferQueue<Long>> {
    /** Queues of threads that wait for ever, which nothing else holds. */
    private final List<LinkedTransferQueue<Long>> waiting = new ArrayList<>();

    /**
     * Mailboxes.
     *
     * @param parallelism of the JVM's scheduler of virtual threads; counts only before its first one
     */
    VirtualThreadMailboxes(final int parallelism) {
        System.setProperty("jdk.virtualThreadScheduler.parallelism", Integer.toString(parallelism));
    }

    /** What virtual threads send with. */
    private static final class Inside implements Out<LinkedTransferQueue<Long>> {
        @Override
        public void send(final LinkedTransferQueue<Long> to, final long message) {
            to.put(message);
        }

        @Override
        public void giveWay() {
            // Nothing takes the processor from a virtual thread that works.
            Thread.yield();
        }
    }

    @Override
    public LinkedTransferQueue<Long> start(final int scheduler, final Handler<LinkedTransferQueue<Long>> handler) {
        final LinkedTransferQueue<Long> queue = new LinkedTransferQueue<>();
        final Out<LinkedTransferQueue<Long>> out = new Inside();
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    handler.handle(out, queue.take());
                }
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return queue;
    }

    @Override
    public Out<LinkedTransferQueue<Long>> outside() {
        return (to, message) -> to.put(message);
    }

    @Override
    public long spawnUntil(final long endNs) throws InterruptedException {
        final long[] count = new long[1];
        Thread.startVirtualThread(() -> {
            final LinkedTransferQueue<Long> queue = new LinkedTransferQueue<>();
            try {
                while (System.nanoTime() < endNs) {
                    Thread.startVirtualThread(() -> queue.put(1L));
                    count[0] += queue.take();
                }
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }).join();
        return count[0];
    }

    @Override
    public void idle(final int count) throws InterruptedException {
        final CountDownLatch started = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            final LinkedTransferQueue<Long> queue = new LinkedTransferQueue<>();
            waiting.add(queue);
            Thread.startVirtualThread(() -> {
                started.countDown();
                try {
                    queue.take();
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        started.await();
    }

    @Override
    public void close() {
        // Virtual threads end with the JVM.
    }
}
