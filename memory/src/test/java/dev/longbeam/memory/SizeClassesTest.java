package dev.longbeam.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SizeClassesTest {
    @Test
    void shouldHoldEverySizeInTheSmallestClassThatIsLargeEnough() {
        for (int bytes = 1; bytes <= SizeClasses.MAX_BYTES; bytes++) {
            final int sizeClass = SizeClasses.of(bytes);
            assertTrue(SizeClasses.bytes(sizeClass) >= bytes, () -> "class too small");
            if (sizeClass > 0) {
                assertTrue(SizeClasses.bytes(sizeClass - 1) < bytes, () -> "a smaller class would do");
            }
        }
        assertEquals(SizeClasses.COUNT - 1, SizeClasses.of(SizeClasses.MAX_BYTES));
    }

    @Test
    void shouldBeMultiplesOfSixteenAtMostAnEighthApart() {
        for (int c = 1; c < SizeClasses.COUNT; c++) {
            final long bytes = SizeClasses.bytes(c);
            assertEquals(0, bytes % 16);
            assertTrue(bytes - SizeClasses.bytes(c - 1) <= Math.max(16, bytes / 8));
        }
    }

    @Test
    void shouldCutSpansWithLittleWaste() {
        for (int c = 0; c < SizeClasses.COUNT; c++) {
            final long spanBytes = SizeClasses.spanPages(c) * PageHeap.PAGE_BYTES;
            assertTrue(spanBytes / SizeClasses.bytes(c) >= 8);
            assertTrue(spanBytes % SizeClasses.bytes(c) <= spanBytes / 16);
        }
    }
}
