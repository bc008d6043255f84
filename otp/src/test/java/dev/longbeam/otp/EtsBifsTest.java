package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longbeam.term.OtpVariant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EtsBifsTest {
    private final GoldenCalls calls =
        new GoldenCalls(EtsBifs.class, EtsTableBifs.class, EtsInfoBifs.class, EtsMatchBifs.class, MatchSpecBifs.class);

    @Test
    void shouldAgreeWithEmulatorCallByCall() {
        assertEquals(List.of(), calls.differences("ets.txt"));
    }

    @Test
    void shouldAgreeWithLaterEmulatorOnWhatItAdded() {
        OtpVariant.set(OtpVariant.OTP_27);
        try {
            assertEquals(List.of(), calls.differences("ets_27.txt"));
        } finally {
            OtpVariant.set(OtpVariant.OTP_25);
        }
    }
}
