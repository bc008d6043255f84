package dev.longbeam.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The allocator below check mode, on a range of its own: caches, batches and spans. */
class ThreadCacheTest {
    private static final long RANGE_BYTES = 1L << 30;

    private final PageHeap pages = new PageHeap(AddressSpace.reserve(RANGE_BYTES), RANGE_BYTES);
    private final ClassLists lists = new ClassLists(pages);

    @Test
    void shouldHandOutDistinctAlignedBlocks() {
        final ThreadCache cache = new ThreadCache(lists);
        for (int c = 0; c < SizeClasses.COUNT; c++) {
            final Set<Long> seen = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                final long block = cache.allocate(c);
                assertEquals(0, block & 15);
                assertTrue(seen.add(block), "handed out twice");
            }
        }
    }

    @Test
    void shouldReturnEmptySpansWhenAllBlocksAreBack() {
        final ThreadCache cache = new ThreadCache(lists);
        final List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            blocks.add(cache.allocate(SizeClasses.of(1864)));
        }
        final long usedBytes = pages.usedBytes();
        assertTrue(usedBytes < 10_000 * 1920 * 1.1, () -> "overhead: usedBytes=" + usedBytes);
        blocks.forEach(block -> cache.free(block, SizeClasses.of(1864)));
        cache.flush();
        lists.drain();
        assertEquals(0, pages.usedBytes());
        assertEquals(1, pages.freeSpans());
    }

    @Test
    void shouldPassBlocksFreedByAnotherThreadBackInBatches() {
        final ThreadCache producer = new ThreadCache(lists);
        final ThreadCache consumer = new ThreadCache(lists);
        final int sizeClass = SizeClasses.of(64);
        final ArrayDeque<Long> inFlight = new ArrayDeque<>();
        for (int i = 0; i < 1_000_000; i++) {
            inFlight.add(producer.allocate(sizeClass));
            if (inFlight.size() > 100) {
                consumer.free(inFlight.remove(), sizeClass);
            }
        }
        assertTrue(pages.usedBytes() <= 4 * PageHeap.PAGE_BYTES, () -> "blocks are not used again: usedBytes=" + pages.usedBytes());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void shouldNeverOverlapBlocksAcrossThreads(final long seed) throws InterruptedException {
        final ConcurrentLinkedQueue<long[]> handedOver = new ConcurrentLinkedQueue<>();
        final AtomicLong stamps = new AtomicLong(1);
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final List<Thread> threads = new ArrayList<>();
        final List<ThreadCache> caches = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            final Random random = new Random(seed * 31 + t);
            final ThreadCache cache = new ThreadCache(lists);
            caches.add(cache);
            final Thread thread = new Thread(() -> churn(random, cache, handedOver, stamps));
            thread.setUncaughtExceptionHandler((dead, reason) -> failure.set(reason));
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        for (final Thread thread : threads) {
            thread.join();
        }
        assertNull(failure.get());
        handedOver.forEach(block -> verifyAndFree(caches.getFirst(), block));
        caches.forEach(ThreadCache::flush);
        lists.drain();
        assertEquals(0, pages.usedBytes());
    }

    private static void churn(final Random random, final ThreadCache cache, final ConcurrentLinkedQueue<long[]> handedOver,
        final AtomicLong stamps) {
        final List<long[]> live = new ArrayList<>();
        for (int step = 0; step < 60_000; step++) {
            final int action = random.nextInt(100);
            if (action < 45 && live.size() < 400) {
                final int sizeClass = random.nextInt(4) == 0 ? random.nextInt(SizeClasses.COUNT) : random.nextInt(6);
                final long addr = cache.allocate(sizeClass);
                final long stamp = stamps.getAndIncrement();
                fillWords(addr, SizeClasses.bytes(sizeClass), stamp);
                live.add(new long[] {addr, sizeClass, stamp});
            } else if (action < 60 && !live.isEmpty()) {
                handedOver.add(live.remove(random.nextInt(live.size())));
            } else {
                final long[] other = handedOver.poll();
                if (other != null) {
                    verifyAndFree(cache, other);
                } else if (!live.isEmpty()) {
                    verifyAndFree(cache, live.remove(random.nextInt(live.size())));
                }
            }
        }
        live.forEach(block -> verifyAndFree(cache, block));
    }

    private static void fillWords(final long addr, final long bytes, final long stamp) {
        for (long at = 0; at < bytes; at += 8) {
            Raw.putLong(addr + at, stamp);
        }
    }

    private static void verifyAndFree(final ThreadCache cache, final long[] block) {
        final int sizeClass = (int)block[1];
        for (long at = 0; at < SizeClasses.bytes(sizeClass); at += 8) {
            if (Raw.getLong(block[0] + at) != block[2]) {
                throw new AssertionError("overlap at 0x" + Long.toHexString(block[0] + at));
            }
        }
        cache.free(block[0], sizeClass);
    }
}
