package dev.longbeam.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TickClockTest {
    @Test
    void timeGoesOnWhereverIsWritten() {
        final long addr = Blocks.allocate(Memory.WORD_BYTES, MemoryKind.SYSTEM);
        long last = TickClock.ticks();
        for (final long writeAddr : new long[] {addr, addr + (1L << 40), 0, -1, Long.MIN_VALUE}) {
            final long now = TickClock.ticksWritingOn(writeAddr);
            assertTrue(now >= last, "at " + writeAddr);
            last = TickClock.ticks();
            assertTrue(last >= now);
        }
        Blocks.free(addr, Memory.WORD_BYTES, MemoryKind.SYSTEM);
    }
}
