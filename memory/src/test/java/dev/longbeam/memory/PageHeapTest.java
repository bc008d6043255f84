package dev.longbeam.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageHeapTest {
    private static final long RANGE_BYTES = 1L << 30;

    private final PageHeap heap = new PageHeap(AddressSpace.reserve(RANGE_BYTES), RANGE_BYTES, Runnable::run);

    @Test
    void shouldJoinFreedSpansWithBothNeighbours() {
        final int first = heap.allocate(3);
        final int second = heap.allocate(5);
        final int third = heap.allocate(7);
        heap.allocate(1);
        heap.free(first);
        heap.free(third);
        assertEquals(2, heap.freeSpans());
        heap.free(second);
        assertEquals(1, heap.freeSpans());
        assertEquals(first, heap.allocate(15));
        assertEquals(0, heap.freeSpans());
    }

    @Test
    void shouldSplitALargerSpanWhenNoneFits() {
        final int span = heap.allocate(100);
        heap.allocate(1);
        heap.free(span);
        assertEquals(span, heap.allocate(40));
        assertEquals(span + 40, heap.allocate(60));
    }

    @Test
    void shouldJoinTheEndOfASpanWithWhatIsFreeBehind() {
        final int span = heap.allocate(100);
        final int behind = heap.allocate(10);
        heap.allocate(1);
        heap.free(behind);
        heap.shrink(span, 40);
        assertEquals(1, heap.freeSpans());
        assertEquals(41 * PageHeap.PAGE_BYTES, heap.usedBytes());
        assertEquals(span + 40, heap.allocate(70));
        heap.free(span);
        assertEquals(span, heap.allocate(40));
    }

    @Test
    void shouldGiveLargeFreeSpansBackToTheKernel() {
        final long pages = (128L << 20) / PageHeap.PAGE_BYTES;
        final int span = heap.allocate(pages);
        for (int i = 0; i < pages; i++) {
            Raw.putLong(heap.addr(span + i), 1);
        }
        heap.free(span);
        assertEquals(128L << 20, heap.releasedBytes());
        assertEquals(span, heap.allocate(pages));
        assertEquals(0, Raw.getLong(heap.addr(span)));
    }

    @Test
    void shouldNotGivePagesBackAgainAndAgain() {
        final int span = heap.allocate((512L << 20) / PageHeap.PAGE_BYTES);
        heap.allocate(1);
        heap.free(span);
        final long releasedBytes = heap.releasedBytes();
        assertEquals(512L << 20, releasedBytes);
        for (int i = 0; i < 1000; i++) {
            heap.free(heap.allocate(9));
        }
        assertEquals(releasedBytes, heap.releasedBytes());
    }

    @Test
    void shouldGiveEverythingBackOnDemand() {
        final int first = heap.allocate(20);
        heap.allocate(1);
        final int second = heap.allocate(10);
        heap.free(first);
        heap.free(second);
        heap.trim();
        assertEquals(30 * PageHeap.PAGE_BYTES, heap.releasedBytes());
    }

    @Test
    void shouldRefuseWhatTheRangeCannotHold() {
        final long pages = RANGE_BYTES / PageHeap.PAGE_BYTES;
        assertThrows(OutOfMemoryError.class, () -> heap.allocate(pages));
        assertThrows(OutOfMemoryError.class, () -> heap.allocate(Long.MAX_VALUE >>> PageHeap.PAGE_SHIFT));
        assertNotEquals(0, heap.allocate(pages - 1));
        assertThrows(OutOfMemoryError.class, () -> heap.allocate(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldNeverHandOutAPageTwice(final long seed) {
        final Random random = new Random(seed);
        final BitSet used = new BitSet();
        final List<int[]> live = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (live.size() < 200 && random.nextInt(100) < 52) {
                final int pages = random.nextInt(10) == 0 ? 1 + random.nextInt(600) : 1 + random.nextInt(12);
                final int span = heap.allocate(pages);
                assertTrue(span > 0);
                assertEquals(-1, indexOrNone(used.nextSetBit(span), span + pages), "overlap");
                used.set(span, span + pages);
                live.add(new int[] {span, pages});
            } else if (!live.isEmpty()) {
                final int[] gone = live.remove(random.nextInt(live.size()));
                used.clear(gone[0], gone[0] + gone[1]);
                heap.free(gone[0]);
            }
            if (step % 100 == 0) {
                assertEquals((long)used.cardinality() << PageHeap.PAGE_SHIFT, heap.usedBytes());
            }
        }
        live.forEach(span -> heap.free(span[0]));
        assertEquals(1, heap.freeSpans());
        assertEquals(0, heap.usedBytes());
    }

    private static int indexOrNone(final int index, final int end) {
        return index < end ? index : -1;
    }
}
