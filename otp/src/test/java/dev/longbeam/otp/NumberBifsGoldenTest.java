package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumberBifsGoldenTest {
    @Test
    void shouldAgreeWithEmulatorOnNumbers() {
        final GoldenCalls calls = new GoldenCalls(ErlangArithBifs.class, ErlangCompareBifs.class, ErlangTypeBifs.class, MathBifs.class,
            ErlangHashBifs.class, ErlangNumberTextBifs.class, ErtsDebugBifs.class);
        assertEquals(List.of(), calls.differences("numbers.txt"));
    }
}
