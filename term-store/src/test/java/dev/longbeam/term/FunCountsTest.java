package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.MemoryThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunCountsTest {
    private static final int THREADS = 3;
    private static final int STEPS = 200_000;

    private final FunTable table = new FunTable();
    private final FunEntry entry = table.hold(Atoms.OK, 1, 2, new byte[16], 0, 0);

    private static void run(final Runnable work) throws InterruptedException {
        final MemoryThread thread = new MemoryThread(work, "counts", 0);
        thread.start();
        thread.join();
    }

    @Test
    void shouldCountOnAllThreadsAlsoThoseThatHaveEnded() throws InterruptedException {
        final long loaded = entry.referenceCount();
        entry.retain();
        run(() -> {
            entry.retain();
            entry.retain();
        });
        assertEquals(loaded + 3, entry.referenceCount());
        run(entry::release);
        assertEquals(loaded + 2, entry.referenceCount());
        assertFalse(entry.isUnused());

        run(entry::release);
        entry.release();

        assertEquals(loaded, entry.referenceCount());
        assertTrue(entry.isUnused());
    }

    @Test
    void shouldForgetWhatAnotherEntryOfTheSameIndexLeftBehind() {
        entry.retain();
        table.close();
        final List<FunEntry> more = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            more.add(table.hold(Atoms.OK, i, 3, new byte[16], 0, 0));
        }

        assertTrue(more.stream().anyMatch(each -> each.tableIndex == entry.tableIndex));
        more.forEach(each -> assertTrue(each.isUnused() && each.referenceCount() == 0));
        table.close();
    }

    /** Threads copy funs, hand them on and drop them; the one that is left at last has always been made of another. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNeverCallAnEntryUnusedWhileThereIsAFun(final long seed) throws InterruptedException {
        final ConcurrentLinkedQueue<FunEntry> funs = new ConcurrentLinkedQueue<>();
        final AtomicBoolean wrong = new AtomicBoolean();
        entry.retain();
        funs.add(entry);
        final List<MemoryThread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            final Random random = new Random(seed * THREADS + i);
            threads.add(new MemoryThread(() -> {
                for (int step = 0; step < STEPS; step++) {
                    final FunEntry fun = funs.poll();
                    if (fun == null) {
                        continue;
                    }
                    for (int copies = 1 + random.nextInt(2); copies > 0; copies--) {
                        fun.retain();
                        funs.add(fun);
                    }
                    fun.release();
                    if (random.nextInt(3) != 0) {
                        final FunEntry other = funs.poll();
                        if (other != null && !funs.isEmpty()) {
                            other.release();
                        } else if (other != null) {
                            funs.add(other);
                        }
                    }
                }
            }, "copies", 0));
        }
        threads.forEach(Thread::start);
        while (threads.stream().anyMatch(Thread::isAlive)) {
            wrong.compareAndSet(false, entry.isUnused());
        }

        assertFalse(wrong.get());
        while (funs.poll() != null) {
            assertFalse(entry.isUnused());
            entry.release();
        }
        assertTrue(entry.isUnused());
    }
}
