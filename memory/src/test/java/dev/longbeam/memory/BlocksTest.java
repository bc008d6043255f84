package dev.longbeam.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlocksTest {
    @Test
    void shouldCountBytesByKindAcrossThreads() throws InterruptedException {
        final long before = Blocks.usedBytes(MemoryKind.ETS);
        final long[] addr = new long[1];
        final Thread allocating = new MemoryThread(() -> addr[0] = Blocks.allocate(1000, MemoryKind.ETS), "allocating", 0);
        allocating.start();
        allocating.join();
        assertEquals(before + 1000, Blocks.usedBytes(MemoryKind.ETS));
        final Thread freeing = Thread.ofVirtual().start(() -> Blocks.free(addr[0], 1000, MemoryKind.ETS));
        freeing.join();
        assertEquals(before, Blocks.usedBytes(MemoryKind.ETS));
    }

    @Test
    void shouldResizeInPlaceInsideAClass() {
        final long addr = Blocks.allocate(1000, MemoryKind.SYSTEM);
        Memory.putLong(addr + 992, 42);
        assertTrue(Blocks.canHold(1000, 1008));
        final long before = Blocks.usedBytes(MemoryKind.SYSTEM);
        assertTrue(Blocks.resize(addr, 1000, 1008, MemoryKind.SYSTEM));
        assertEquals(before + 8, Blocks.usedBytes(MemoryKind.SYSTEM));
        Memory.putLong(addr + 1000, 43);
        assertEquals(42, Memory.getLong(addr + 992));
        assertFalse(Blocks.canHold(1008, 2000));
        assertFalse(Blocks.resize(addr, 1008, 2000, MemoryKind.SYSTEM));
        assertFalse(Blocks.canHold(1008, 100));
        Blocks.free(addr, 1008, MemoryKind.SYSTEM);
    }

    @Test
    void shouldGiveBackTheEndOfALargeBlock() {
        final long addr = Blocks.allocate(1 << 20, MemoryKind.SYSTEM);
        Memory.putLong(addr + 199_992, 42);
        final long usedBytes = Blocks.usedBytes(MemoryKind.SYSTEM);
        final long heldBytes = Blocks.heldBytes();
        assertTrue(Blocks.resize(addr, 1 << 20, 200_000, MemoryKind.SYSTEM));
        assertEquals(usedBytes - (1 << 20) + 200_000, Blocks.usedBytes(MemoryKind.SYSTEM));
        assertTrue(Blocks.heldBytes() <= heldBytes - (1 << 20) + 200_000 + 2 * PageHeap.PAGE_BYTES);
        assertEquals(42, Memory.getLong(addr + 199_992));
        assertFalse(Blocks.resize(addr, 200_000, 1 << 20, MemoryKind.SYSTEM));
        assertFalse(Blocks.resize(addr, 200_000, 1000, MemoryKind.SYSTEM));
        Blocks.free(addr, 200_000, MemoryKind.SYSTEM);
    }

    @Test
    void shouldThrowWithFiguresWhenTheLimitIsReached() {
        Blocks.limitBytes(Blocks.heldBytes() + (1 << 20));
        try {
            final OutOfMemoryError error =
                assertThrows(OutOfMemoryError.class, () -> Blocks.allocate(2 << 20, MemoryKind.PROCESS));
            assertTrue(error.getMessage().startsWith("memory limit reached: limitBytes="), error.getMessage());
            Blocks.free(Blocks.allocate(100_000, MemoryKind.PROCESS), 100_000, MemoryKind.PROCESS);
        } finally {
            Blocks.limitBytes(Long.MAX_VALUE);
        }
    }

    @Test
    void shouldKnowWhatTheProcessHolds() {
        assertTrue(MemoryFigures.residentBytes() > 10 << 20);
        assertTrue(MemoryFigures.reservedBytes() >= 4L << 30);
        assertTrue(Blocks.heldBytes() >= 0);
    }

    @Test
    void shouldReuseFreedLiteralAreas() {
        final long held = Literals.heldBytes();
        for (int i = 0; i < 2000; i++) {
            final long addr = Literals.allocate(100_000);
            assertTrue(AddressSpace.isLiteral(addr));
            Memory.putLong(addr, 1);
            Literals.free(addr, 100_000);
        }
        MemoryCheck.clearQuarantine();
        assertEquals(held, Literals.heldBytes());
        final long before = Blocks.usedBytes(MemoryKind.LITERAL);
        final long addr = Literals.allocate(24);
        assertEquals(before + 24, Blocks.usedBytes(MemoryKind.LITERAL));
        Literals.free(addr, 24);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void shouldSurviveRandomUseByManyThreads(final long seed) throws InterruptedException {
        final long before = Blocks.usedBytes(MemoryKind.SIGNAL);
        final ConcurrentLinkedQueue<long[]> handedOver = new ConcurrentLinkedQueue<>();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            final Random random = new Random(seed + t);
            final Runnable work = () -> churn(random, handedOver);
            final Thread thread = t < 2 ? new MemoryThread(work, "churn", 0) : Thread.ofVirtual().unstarted(work);
            thread.setUncaughtExceptionHandler((dead, reason) -> failure.set(reason));
            thread.start();
            threads.add(thread);
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        assertNull(failure.get());
        handedOver.forEach(BlocksTest::verifyAndFree);
        assertEquals(before, Blocks.usedBytes(MemoryKind.SIGNAL));
        MemoryCheck.clearQuarantine();
        Blocks.trim();
    }

    private static void churn(final Random random, final ConcurrentLinkedQueue<long[]> handedOver) {
        for (int step = 0; step < 20_000; step++) {
            final long bytes = 1 + (random.nextInt(50) == 0 ? random.nextInt(300_000) : random.nextInt(500));
            final long addr = Blocks.allocate(bytes, MemoryKind.SIGNAL);
            final int stamp = random.nextInt(256);
            Memory.fill(addr, Math.min(bytes, 100), stamp);
            Memory.putByte(addr + bytes - 1, stamp);
            handedOver.add(new long[] {addr, bytes, stamp});
            if (handedOver.size() > 500 || random.nextBoolean()) {
                verifyAndFree(handedOver.poll());
            }
        }
    }

    private static void verifyAndFree(final long[] block) {
        if (block == null) {
            return;
        }
        assertEquals((byte)block[2], Memory.getByte(block[0]));
        assertEquals((byte)block[2], Memory.getByte(block[0] + block[1] - 1));
        Blocks.free(block[0], block[1], MemoryKind.SIGNAL);
    }
}
