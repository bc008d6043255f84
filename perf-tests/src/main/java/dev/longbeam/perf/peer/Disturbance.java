package dev.longbeam.perf.peer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The noise of {@code bench_noise.erl} in Java: work in slices, each a message of a process to itself, so that others can have their turn between them.
 *
 * <p>The large heap is one of Java objects, so that the JVM collects it, in Longbeam's JVM too.
 */
final class Disturbance {
    private static final int ROW_BYTES = 100;
    private static final int KEY_STEP = 7919;
    private static final int GARBAGE = 50;
    private static final int STEPS = 500;
    private static final int FIBONACCI = 16;
    private static final int FIBONACCIS = 100;
    private static final int SETTLE_MS = 1000;

    /** What the work has come to, so that no compiler leaves it out. */
    @SuppressWarnings("unused")
    private static volatile long sink;

    private Disturbance() {
    }

    /** Starts each kind, named as in {@link dev.longbeam.perf.latency.Plan}, and returns when it has run for a while. */
    static <A> void start(final Mailboxes<A> mailboxes, final int schedulers, final String kinds, final int heapMb) throws InterruptedException {
        if (kinds.equals("none")) {
            return;
        }
        for (final String kind : kinds.split("\\+")) {
            if (kind.equals("heaps")) {
                final Heap heap = new Heap(heapMb);
                goOn(mailboxes, Mailboxes.ANYWHERE, heap::churn);
            }
            for (int scheduler = 1; scheduler <= schedulers; scheduler++) {
                switch (kind) {
                    case "hogs" -> goOn(mailboxes, scheduler, Disturbance::compute);
                    case "spawns" -> Thread.ofPlatform().daemon().start(() -> storm(mailboxes));
                    case "heaps" -> { }
                    default -> throw new IllegalArgumentException(kind);
                }
            }
        }
        Thread.sleep(SETTLE_MS);
    }

    private static <A> void goOn(final Mailboxes<A> mailboxes, final int scheduler, final Runnable slice) {
        final AtomicReference<A> self = new AtomicReference<>();
        self.set(mailboxes.start(scheduler, (out, message) -> {
            slice.run();
            out.giveWay();
            out.send(self.get(), message);
        }));
        mailboxes.outside().send(self.get(), 0);
    }

    private static void storm(final Mailboxes<?> mailboxes) {
        try {
            mailboxes.spawnUntil(Long.MAX_VALUE);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void compute() {
        long sum = 0;
        for (int i = 0; i < FIBONACCIS; i++) {
            sum += fibonacci(FIBONACCI);
        }
        sink = sum;
    }

    private static long fibonacci(final long n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }

    /** Live data that changes, and garbage. */
    private static final class Heap {
        private final Map<Integer, Object[]> rows = new HashMap<>();
        private final int size;
        private long step;

        Heap(final int mb) {
            size = Math.max(1, (int)(mb * 1_000_000L / ROW_BYTES));
            for (int key = 0; key < size; key++) {
                rows.put(key, new Object[] {key, List.of(key)});
            }
        }

        void churn() {
            for (int i = 0; i < STEPS; i++) {
                Object[] garbage = null;
                for (int x = 0; x < GARBAGE; x++) {
                    garbage = new Object[] {new Object[] {x, step}, garbage};
                }
                rows.put((int)(step++ * KEY_STEP % size), new Object[] {step, List.of(garbage.length)});
            }
        }
    }
}
