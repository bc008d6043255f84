package dev.longbeam.perf.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowTest {
    private static final List<String> SYSTEMS = List.of("ours", "theirs", "absent", "starved");

    @Test
    void shouldSayHowManyTimesBetterTheBaseIsWhenLessIsBetter() {
        final Row row = new Row("p50", false, Map.of("ours", 2.0, "theirs", 5.0), Set.of("starved"));

        assertEquals(2.5, row.better("ours", "theirs"));
        assertEquals(List.of("p50", "2.00", "5.00 (x2.50)", "-", "failed"), row.cells("ours", SYSTEMS));
    }

    @Test
    void shouldSayHowManyTimesBetterTheBaseIsWhenMoreIsBetter() {
        final Row row = new Row("spawns", true, Map.of("ours", 1000.0, "theirs", 4000.0), Set.of());

        assertEquals(0.25, row.better("ours", "theirs"));
        assertEquals("4000 (x0.250)", row.cells("ours", SYSTEMS).get(2));
    }

    @Test
    void shouldShowValuesAloneWhenTheBaseIsUnknown() {
        final Row row = new Row("p50", false, Map.of("theirs", 5.0), Set.of());

        assertTrue(Double.isNaN(row.better("ours", "theirs")));
        assertEquals(List.of("p50", "-", "5.00", "-", "-"), row.cells("ours", SYSTEMS));
    }

    @Test
    void shouldKeepThreeDigits() {
        assertEquals("123456", Row.number(123456.4));
        assertEquals("12.3", Row.number(12.34));
        assertEquals("0.0123", Row.number(0.01234));
    }

    @Test
    void shouldReadAnswersAboutProcesses() throws IOException {
        assertEquals(new ProcessCost.Answer(5, 7), ProcessCost.Answer.parse("spawns", "spawns 5 7"));
        assertThrows(IOException.class, () -> ProcessCost.Answer.parse("idle", "spawns 5 7"));
    }
}
