package dev.longbeam.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProcessorTurnsTest {
    private final ProcessorTurns turns = new ProcessorTurns();

    @Test
    @Timeout(60)
    void shouldCountTheTimeThatTheThreadHasTheProcessor() {
        assertTrue(turns.read());
        final long beforeNs = turns.usedNs();
        do {
            assertTrue(turns.read());
        } while (turns.usedNs() < beforeNs + 5_000_000);
    }

    @Test
    void shouldCountWaits() {
        assertTrue(turns.read());
        final long before = turns.waits();
        LockSupport.parkNanos(1_000_000);
        assertTrue(turns.read());
        assertTrue(turns.waits() > before);
    }

    @Test
    void shouldLeaveTheNiceValueWhenItAsksForShortTurns() throws InterruptedException {
        final NativeFunction priority = NativeFunction.ofInt("getpriority");
        final long[] nice = new long[2];
        final Thread thread = Thread.ofPlatform().start(() -> {
            // Any thread may make itself nicer.
            NativeFunction.ofInt("setpriority").call(0, 0, 3, 0, 0, 0);
            nice[0] = priority.call(0, 0, 0, 0, 0, 0);
            ProcessorTurns.askForShort();
            nice[1] = priority.call(0, 0, 0, 0, 0, 0);
        });
        thread.join();
        assertTrue(nice[0] >= 3, "nice " + nice[0]);
        assertEquals(nice[0], nice[1]);
    }
}
