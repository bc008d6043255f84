package dev.longbeam.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeapSizesTest {
    private static final long MIN = 233;

    @Test
    void shouldKeepSmallYoungBlocks() {
        assertEquals(2586, HeapSizes.young(2586, 20, 0, MIN));
        assertEquals(6772, HeapSizes.young(6772, 20, 10958, MIN));
    }

    @Test
    void shouldKeepYoungBlocksThatAreAQuarterFull() {
        assertEquals(10958, HeapSizes.young(10958, 2740, 0, MIN));
    }

    @Test
    void shouldMakeEmptyLargeBlocksSmaller() {
        assertEquals(MIN, HeapSizes.young(121536, 20, 0, MIN));
        assertEquals(HeapSizes.atLeast(3000), HeapSizes.young(121536, 1000, 0, MIN));
    }

    @Test
    void shouldKeepAnEighthOfTheOldHeap() {
        assertEquals(HeapSizes.atLeast(1199557 / 8), HeapSizes.young(833026, 20, 1199557, MIN));
        assertEquals(121536, HeapSizes.young(121536, 20, 1199557, MIN));
    }
}
