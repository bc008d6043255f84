package dev.longbeam.perf.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class JmhResultTest {
    @Test
    void shouldNameABenchmarkByItsSubjectAndItself() {
        assertEquals("Ets.lookup", JmhResult.shortName("dev.longbeam.perf.jmh.EtsBenchmarks.lookup"));
    }

    @Test
    void shouldKnowNothingOfNoRuns() {
        assertEquals(List.of(), JmhResult.of(List.of()));
    }
}
