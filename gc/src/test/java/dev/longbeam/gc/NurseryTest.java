package dev.longbeam.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The young heap of processes that make garbage fast. */
class NurseryTest {
    private static final long BUSY = 10;
    private static final long NEITHER = 10_000;
    private static final long CALM = 100_000;

    private static void collect(final TestHeap heap, final long reductions, final int times) {
        for (int i = 0; i < times; i++) {
            heap.ageNursery(reductions);
            heap.collect(0, false, 1_000_000);
        }
    }

    @Test
    void shouldGrowWhileAProcessCollectsAgainAndAgain() {
        try (TestHeap heap = new TestHeap(233)) {
            collect(heap, BUSY, 1);
            assertEquals(HeapSizes.atLeast(466), heap.blockWords);
            collect(heap, BUSY, 20);
            assertEquals(HeapSizes.atLeast(16_384), heap.blockWords);
            collect(heap, NEITHER, 3);
            assertEquals(HeapSizes.atLeast(16_384), heap.blockWords);
        }
    }

    @Test
    void shouldShrinkWhenAProcessHasCalmedDown() {
        try (TestHeap heap = new TestHeap(233)) {
            collect(heap, BUSY, 20);
            collect(heap, CALM, 5);
            assertEquals(233, heap.blockWords);
        }
    }

    @Test
    void shouldStaySmallUnderALimit() {
        try (TestHeap heap = new TestHeap(233)) {
            heap.heapSettings = HeapSettings.DEFAULT.withMaxHeap(100_000, true, true);
            collect(heap, BUSY, 20);
            assertEquals(233, heap.blockWords);
        }
    }

    @Test
    void shouldStaySmallWhenVeryManyAreLarge() {
        final TestHeap[] heaps = new TestHeap[700];
        long large = 0;
        for (int i = 0; i < heaps.length; i++) {
            heaps[i] = new TestHeap(233);
            collect(heaps[i], BUSY, 8);
            large += heaps[i].blockWords > 10_000 ? 1 : 0;
        }
        for (final TestHeap heap : heaps) {
            heap.close();
        }
        assertTrue(large > 400 && large < 600, "large=" + large);
        try (TestHeap heap = new TestHeap(233)) {
            collect(heap, BUSY, 8);
            assertTrue(heap.blockWords > 10_000, "words=" + heap.blockWords);
        }
    }
}
