package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class EtsBifsTest {
    private final GoldenCalls calls =
        new GoldenCalls(EtsBifs.class, EtsTableBifs.class, EtsInfoBifs.class, EtsMatchBifs.class, MatchSpecBifs.class);

    @Test
    void shouldAgreeWithEmulatorCallByCall() {
        assertEquals(List.of(), calls.differences("ets.txt"));
    }
}
