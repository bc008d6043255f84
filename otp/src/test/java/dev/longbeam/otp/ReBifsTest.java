package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
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

    /** Modules hold patterns that other emulators compiled, and use them where the version is theirs. */
    @Test
    void shouldHaveAVersionOfItsOwn() {
        final String version = new String(ReDialect.version(25), StandardCharsets.US_ASCII);

        assertTrue(version.matches("8\\.44 20\\d\\d-\\d\\d-\\d\\d"), version);
        assertNotEquals("8.44 2020-02-12", version);
    }
}
