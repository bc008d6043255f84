package dev.longbeam.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    @Test
    void shouldCountTheTimeOfThisProcess() {
        final long threadMs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000;
        final long firstMs = ProcessorTime.usedMs();
        assertTrue(firstMs >= threadMs, () -> firstMs + " of which a thread " + threadMs);

        while (ProcessorTime.usedMs() < firstMs + 10) {
            Thread.onSpinWait();
        }
    }
}
