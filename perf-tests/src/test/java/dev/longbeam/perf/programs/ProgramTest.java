package dev.longbeam.perf.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private final Program fib = new Program("seq", "fib", 7, "calls");

    @Test
    void shouldReadWhatTheDriverSaysOfAProgram() throws IOException {
        assertEquals(new Program("bin", "bin_crc", 30, "MB a go"), Program.parse("program bin bin_crc 30 MB_a_go"));
        assertThrows(IOException.class, () -> Program.parse("program bin bin_crc"));
    }

    @Test
    void shouldMatchByNameGroupAndStar() {
        assertTrue(fib.matches(""));
        assertTrue(fib.matches("fib"));
        assertTrue(fib.matches("tak, f*"));
        assertTrue(fib.matches("seq"));
        assertFalse(fib.matches("fi"));
        assertFalse(fib.matches("fib2,data"));
    }

    @Test
    void shouldReadTheTimesOfRuns() throws IOException {
        assertEquals(new Runs(51661505, 40, List.of(19755764L, 19740212L)), Runs.parse("runs 51661505 40 19755764 19740212"));
        assertThrows(IOException.class, () -> Runs.parse("runs 1 2"));
        assertThrows(IOException.class, () -> Runs.parse("closed"));
    }
}
