package dev.longbeam.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final double EXACT = 1e-12;

    @Test
    void shouldTakeTheMiddleOfAnOddNumberAndTheMeanOfTheTwoInTheMiddleOfAnEvenOne() {
        assertEquals(3.0, Statistics.median(List.of(9L, 1L, 3L)));
        assertEquals(2.5, Statistics.median(List.of(4, 1, 2, 3)));
        assertTrue(Double.isNaN(Statistics.median(List.<Long>of())));
    }

    @Test
    void shouldTakeTheLeast() {
        assertEquals(-1.5, Statistics.min(List.of(2.0, -1.5, 7.0)));
    }

    @Test
    void shouldGiveTheSameWeightToTwiceAsFastAndTwiceAsSlow() {
        assertEquals(1.0, Statistics.geometricMean(List.of(2.0, 0.5)), EXACT);
        assertEquals(4.0, Statistics.geometricMean(List.of(2.0, 4.0, 8.0)), EXACT);
    }

    @Test
    void shouldLeaveOutOfTheGeometricMeanWhatIsNotKnown() {
        assertEquals(3.0, Statistics.geometricMean(List.of(Double.NaN, 3.0)), EXACT);
        assertTrue(Double.isNaN(Statistics.geometricMean(List.of())));
    }
}
