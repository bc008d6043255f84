package dev.longbeam.perf.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void shouldAskInTheWordsOfTheErlangSide() {
        final Plan plan = new Plan(Workload.PINGPONG_CROSS, 5000, 2, 10, "hogs+heaps", 500);

        assertEquals("latency pingpong_cross 5000 2 10 hogs+heaps 500 /tmp/file", plan.request(Path.of("/tmp/file")));
    }

    @Test
    void shouldRefuseToGoWithoutARateWhereNobodyWaitsForTheEnd() {
        assertEquals(0, new Plan(Workload.RING, 0, 1, 1, Plan.QUIET, 0).rate());
        assertThrows(IllegalArgumentException.class, () -> new Plan(Workload.ONE_WAY, 0, 1, 1, Plan.QUIET, 0));
    }

    @Test
    void shouldRefuseUnknownNoiseAndTimesThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> new Plan(Workload.RING, 1, 1, 1, "hogs+music", 0));
        assertThrows(IllegalArgumentException.class, () -> new Plan(Workload.RING, 1, 1, 0, Plan.QUIET, 0));
        assertThrows(IllegalArgumentException.class, () -> new Plan(Workload.RING, -1, 1, 1, Plan.QUIET, 0));
    }
}
