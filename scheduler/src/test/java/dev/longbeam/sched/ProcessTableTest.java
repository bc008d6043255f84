package dev.longbeam.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessTableTest {
    private static final int THREADS = 4;
    private static final int STEPS = 20_000;

    private final Emulator emulator = new Emulator(options());
    private final ProcessTable table = emulator.processes;

    private static EmulatorOptions options() {
        final EmulatorOptions options = new EmulatorOptions();
        options.schedulers = THREADS - 1;
        options.processLimit = 1000;
        return options;
    }

    @Test
    void shouldBeFullWhenEachSlotIsTaken() {
        final ArrayDeque<Process> processes = new ArrayDeque<>();
        for (int i = 0; i < table.limit(); i++) {
            processes.add(table.create(i % 2 == 0 ? emulator.schedulers[0] : null));
        }
        assertNull(table.create(null));
        assertNull(table.create(emulator.schedulers[1]));
        assertEquals(table.limit(), table.count());

        table.remove(processes.poll(), emulator.schedulers[1]);
        final Process p = table.create(null);

        assertNotNull(p);
        assertEquals(p, table.get(p.self));
        assertNull(table.create(null));
    }

    /** Three schedulers and another thread; what one has made another may remove. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveEachProcessANumberAndASlotOfItsOwn(final long seed) throws InterruptedException {
        final Set<Long> pids = ConcurrentHashMap.newKeySet();
        final AtomicInteger alive = new AtomicInteger();
        final AtomicInteger twice = new AtomicInteger();
        final ArrayDeque<Process> shared = new ArrayDeque<>();
        final Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            final Scheduler here = i == 0 ? null : emulator.schedulers[i - 1];
            final Random random = new Random(seed * THREADS + i);
            threads[i] = Thread.ofPlatform().start(() -> {
                for (int step = 0; step < STEPS; step++) {
                    final Process p = random.nextInt(5) < 3 ? table.create(here) : null;
                    if (p != null) {
                        alive.incrementAndGet();
                        twice.addAndGet(pids.add(p.self) && table.get(p.self) == p ? 0 : 1);
                    }
                    final Process gone;
                    synchronized (shared) {
                        if (p != null) {
                            shared.add(p);
                        }
                        gone = p == null ? shared.poll() : null;
                    }
                    if (gone != null) {
                        alive.decrementAndGet();
                        table.remove(gone, here);
                        twice.addAndGet(table.get(gone.self) == null ? 0 : 1);
                    }
                }
            });
        }
        for (final Thread thread : threads) {
            thread.join();
        }

        assertEquals(0, twice.get());
        assertEquals(alive.get(), table.count());
        assertTrue(table.count() <= table.limit());
        final int before = table.count();
        int more = 0;
        while (table.create(null) != null) {
            more++;
        }
        assertEquals(table.limit(), before + more);
    }
}
