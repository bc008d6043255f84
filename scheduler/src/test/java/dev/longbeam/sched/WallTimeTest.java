package dev.longbeam.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WallTimeTest {
    private static final int FIRST = 0;
    private static final int SECOND = 1;

    private final WallTime time = new WallTime(new boolean[]{false, true}, 1000);

    @Test
    void shouldCountOnlyTheTimeWithWork() {
        time.change(FIRST, true, 1100);
        time.change(FIRST, false, 1400);

        assertEquals(1000, time.totalNs(2000));
        assertEquals(700, time.activeNs(FIRST, 2000));
    }

    @Test
    void shouldCountASleepThatGoesOn() {
        time.change(FIRST, true, 1250);

        assertEquals(250, time.activeNs(FIRST, 2000));
    }

    @Test
    void shouldTakeASchedulerThatSleptAtTheStartForIdle() {
        assertEquals(0, time.activeNs(SECOND, 2000));

        time.change(SECOND, false, 2500);

        assertEquals(500, time.activeNs(SECOND, 3000));
    }
}
