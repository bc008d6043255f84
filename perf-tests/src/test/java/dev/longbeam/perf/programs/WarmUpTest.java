package dev.longbeam.perf.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.perf.bench.Emulator;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final long S = 1_000_000_000;

    private static WarmUp of(final Long... runs) throws IOException {
        return new WarmUp(Program.parse("program seq fib 1 call"), Map.of(Emulator.LONGBEAM, Arrays.asList(runs)));
    }

    @Test
    void shouldCountTheRunsBeforeNineTenthsOfTheBestSpeed() throws IOException {
        final WarmUp warmUp = of(9 * S, 4 * S, 12 * S / 10, 11 * S / 10, S, S, S);

        assertEquals(2, warmUp.runsUntilFast(Emulator.LONGBEAM));
        assertEquals(13, warmUp.secondsUntilFast(Emulator.LONGBEAM), 1e-9);
        assertEquals(9 * S, warmUp.firstNs(Emulator.LONGBEAM));
        assertEquals(S, warmUp.bestNs(Emulator.LONGBEAM));
    }

    @Test
    void shouldNotTakeOneFastRunForAll() throws IOException {
        assertEquals(4, of(5 * S, 5 * S, S, 5 * S, 5 * S, S, S, S).runsUntilFast(Emulator.LONGBEAM));
        assertEquals(1, of(5 * S, S, 5 * S, S).runsUntilFast(Emulator.LONGBEAM));
    }

    @Test
    void shouldBeFastAtOnceWhenTheFirstRunIs() throws IOException {
        assertEquals(0, of(S, S, S).runsUntilFast(Emulator.LONGBEAM));
        assertEquals(0, of(S, S, S).secondsUntilFast(Emulator.LONGBEAM));
    }

    @Test
    void shouldLeaveOutAnEmulatorThatDidNotRun() throws IOException {
        final WarmUp warmUp = of(S);

        assertTrue(Double.isNaN(warmUp.bestNs(Emulator.ERL)));
        assertEquals(List.of("fib", "1000.0", "1000.0", "0.00", "0", "-", "-", "0.00", "0"), WarmUpReport.table(List.of(warmUp)).rows().getFirst());
    }
}
