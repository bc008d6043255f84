package dev.longbeam.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CpuAffinityTest {
    private static <T> T onThreadOfItsOwn(final Supplier<T> supplier) throws ExecutionException, InterruptedException {
        return CompletableFuture.supplyAsync(supplier, task -> Thread.ofPlatform().start(task)).get();
    }

    @Test
    void shouldPinToAnAllowedCoreOnlyAndBackToAll() throws ExecutionException, InterruptedException {
        final BitSet before = CpuAffinity.allowedCores();
        assertFalse(before.isEmpty());
        for (int index = 0; index < before.cardinality() + 1; index++) {
            final int nth = index;
            final BitSet pinned = onThreadOfItsOwn(() -> {
                assertTrue(CpuAffinity.pinCurrentThreadToNth(nth));
                return CpuAffinity.allowedCores();
            });
            assertEquals(1, pinned.cardinality());
            assertTrue(before.intersects(pinned), "pinned to " + pinned + " of " + before);
        }
        assertEquals(before, CpuAffinity.allowedCores());
    }

    @Test
    void shouldGiveAllCoresToAThreadThatAPinnedOneHasMade() throws ExecutionException, InterruptedException {
        final BitSet before = CpuAffinity.allowedCores();
        final BitSet child = onThreadOfItsOwn(() -> {
            CpuAffinity.pinCurrentThreadToNth(0);
            try {
                return onThreadOfItsOwn(() -> {
                    assertEquals(1, CpuAffinity.allowedCores().cardinality(), "a thread inherits the cores");
                    CpuAffinity.unpinCurrentThread();
                    return CpuAffinity.allowedCores();
                });
            } catch (final ExecutionException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertEquals(before, child);
    }
}
