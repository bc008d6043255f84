package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReBifsTest {
    private final GoldenCalls calls = new GoldenCalls(ReBifs.class);

    @Test
    void shouldAgreeWithEmulatorOnMatches() {
        assertEquals(List.of(), calls.differences("re_run.txt"));
    }

    @Test
    void shouldAgreeWithEmulatorOnWrongPatterns() {
        assertEquals(List.of(), calls.differences("re_compile.txt"));
    }
}
