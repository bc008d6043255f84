package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longbeam.term.Atom;
import dev.longbeam.term.NodeTerms;
import dev.longbeam.term.OtpVariant;
import dev.longbeam.term.Term;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        try (NodeTerms later = NodeTerms.open(OtpVariant.OTP_27)) {
            final NodeTerms before = NodeTerms.enter(later);
            try {
                assertEquals(List.of(), calls.differences("ets_27.txt"));
            } finally {
                NodeTerms.enter(before);
            }
        }
    }

    @Test
    void shouldRunRandomMatchSpecificationsAsTheEmulatorDoes() {
        assertEquals(List.of(), calls.differences("match_specs.txt"));
    }

    @Test
    void shouldGiveTheEmulatorsCauses() throws IOException {
        final StringBuilder expected = new StringBuilder();
        final StringBuilder actual = new StringBuilder();
        try (var in = EtsBifsTest.class.getResourceAsStream("/golden/ets_causes.txt")) {
            for (final String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                final String call = line.substring(0, line.indexOf('\t'));
                calls.process.failCauseTerm = Term.NON_VALUE;
                final boolean failed = calls.call(call).startsWith("error:");
                final long cause = calls.process.failCauseTerm;
                expected.append(line).append('\n');
                actual.append(call).append('\t').append(!failed ? "ok" : cause == Term.NON_VALUE ? "none" : Atom.name(cause)).append('\n');
            }
        }

        assertEquals(expected.toString(), actual.toString());
    }
}
