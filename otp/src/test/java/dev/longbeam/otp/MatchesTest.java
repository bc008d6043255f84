package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MatchesTest {
    @Test
    void shouldKeepAllMatchesInOrderBeyondAPiece() {
        final Matches matches = new Matches();
        final int count = 4096 * 3 + 17;
        for (int i = 0; i < count; i++) {
            assertEquals(i, matches.count());
            matches.add(i * 10L, i % 7);
        }

        assertEquals(count, matches.count());
        for (int i = 0; i < count; i++) {
            assertEquals(i * 10L, matches.at(i));
            assertEquals(i % 7, matches.bytes(i));
        }
    }
}
