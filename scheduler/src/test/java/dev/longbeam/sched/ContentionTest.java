package dev.longbeam.sched;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.CpuAffinity;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ContentionTest {
    /** Beside a thread that computes on the same core. */
    private static boolean besideOther(final Predicate<Contention> test) throws Exception {
        final AtomicBoolean ended = new AtomicBoolean();
        final Thread other = Thread.ofPlatform().start(() -> {
            CpuAffinity.pinCurrentThreadToNth(0);
            while (!ended.get()) {
                Thread.onSpinWait();
            }
        });
        try {
            return CompletableFuture.supplyAsync(() -> {
                CpuAffinity.pinCurrentThreadToNth(0);
                return test.test(new Contention());
            }, task -> Thread.ofPlatform().start(task)).get();
        } finally {
            ended.set(true);
            other.join();
        }
    }

    private static long spinUntilFound(final Contention contention) {
        while (true) {
            final long nowNs = System.nanoTime();
            if (contention.isFound(nowNs)) {
                return nowNs;
            }
        }
    }

    @Test
    void shouldFindAnotherThreadThatWantsTheProcessor() throws Exception {
        assertTrue(besideOther(contention -> spinUntilFound(contention) != 0));
    }

    @Test
    void shouldLookAnewAfterAWhile() throws Exception {
        assertTrue(besideOther(contention -> {
            final long foundNs = spinUntilFound(contention);
            return contention.isFound(foundNs + Contention.HOLDS_NS - 1) && !contention.isFound(foundNs + Contention.HOLDS_NS)
                && spinUntilFound(contention) > foundNs;
        }));
    }

    @Test
    void shouldNotTakeSleepForContention() {
        final Contention contention = new Contention();
        for (int i = 0; i < 20; i++) {
            assertFalse(contention.isFound(System.nanoTime()));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
