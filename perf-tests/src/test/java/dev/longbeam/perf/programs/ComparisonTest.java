package dev.longbeam.perf.programs;

import static dev.longbeam.perf.bench.Emulator.ERL;
import static dev.longbeam.perf.bench.Emulator.LONGBEAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final double CLOSE = 1e-9;

    @Test
    void shouldSayHowManyTimesFasterWeAre() {
        final Comparison comparison = comparison("a", 1, times(1, 2, 3), times(10, 8, 9));

        assertEquals(4.5, comparison.speed(LONGBEAM, ERL, Measurement::medianNs), CLOSE);
        assertEquals(8.0, comparison.speed(LONGBEAM, ERL, Measurement::minNs), CLOSE);
    }

    @Test
    void shouldHaveNoSpeedWhenOneIsMissingOrHasFailed() {
        final Comparison alone = new Comparison(new Program("g", "a", 1, "x"));
        alone.measurements().put(LONGBEAM, times(5));
        final Comparison failed = comparison("b", 1, times(5), times(5));
        failed.measurements().get(ERL).error = "gone";

        assertTrue(Double.isNaN(alone.speed(LONGBEAM, ERL, Measurement::minNs)));
        assertTrue(Double.isNaN(failed.speed(LONGBEAM, ERL, Measurement::minNs)));
        assertTrue(ProgramsTable.line(failed).contains("erl FAILED: gone"));
    }

    @Test
    void shouldSeeDifferentResults() {
        assertFalse(comparison("a", 1, times(1), times(1)).differs());
        assertTrue(comparison("a", 2, times(1), times(1)).differs());
        assertTrue(ProgramsTable.line(comparison("a", 2, times(1), times(1))).endsWith("DIFFERENT RESULTS"));
    }

    @Test
    void shouldShowMeansOfGroupsAndOfAll() {
        final Comparison twice = comparison("a", 1, times(10), times(20));
        final Comparison eight = comparison("a", 1, times(10), times(80));
        final Comparison half = comparison("b", 1, times(10), times(5));

        final List<String> means = ProgramsTable.means(List.of(twice, eight, half));

        assertEquals(3, means.size());
        assertTrue(means.get(0).startsWith("a      geometric mean of 2") && means.get(0).contains("4.000"), means.get(0));
        assertTrue(means.get(1).startsWith("b      geometric mean of 1") && means.get(1).contains("0.500"), means.get(1));
        assertTrue(means.get(2).startsWith("all    geometric mean of 3") && means.get(2).contains("2.000"), means.get(2));
    }

    private static Comparison comparison(final String group, final long hashOfOurs, final Measurement ours, final Measurement theirs) {
        final Comparison comparison = new Comparison(new Program(group, "name", 1, "x"));
        ours.hash = hashOfOurs;
        theirs.hash = 1;
        comparison.measurements().put(LONGBEAM, ours);
        comparison.measurements().put(ERL, theirs);
        return comparison;
    }

    private static Measurement times(final long... ns) {
        final Measurement measurement = new Measurement();
        Arrays.stream(ns).forEach(measurement.warmNs::add);
        measurement.coldNs = ns[0];
        return measurement;
    }
}
