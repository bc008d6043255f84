package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtpInstallationTest {
    @TempDir
    private Path root;

    @Test
    void shouldTellReleaseVersionAndPlaces() throws IOException, InvalidArguments {
        Files.createDirectories(root.resolve("erts-13.1.5/bin"));
        Files.createDirectories(root.resolve("releases/25"));
        Files.writeString(root.resolve("releases/start_erl.data"), "13.1.5 25\n", StandardCharsets.US_ASCII);
        Files.writeString(root.resolve("releases/25/OTP_VERSION"), "25.2.3\n", StandardCharsets.US_ASCII);
        for (final String application : List.of("erts-13.1.5", "kernel-8.5.3", "kernel-8.10", "stdlib-4.2", "stdlib", "odd_one-1.0.0")) {
            Files.createDirectories(root.resolve("lib/" + application + "/ebin"));
        }
        Files.createDirectories(root.resolve("lib/not_an_application"));
        final OtpInstallation otp = OtpInstallation.at(root);
        assertEquals(25, otp.release());
        assertEquals("13.1.5", otp.ertsVersion());
        assertEquals("25.2.3", otp.version());
        assertEquals(root.resolve("erts-13.1.5/bin"), otp.bindir());
        assertEquals(root.resolve("lib/kernel-8.10/ebin"), otp.ebin("kernel"));
        assertEquals(root.resolve("lib/erts-13.1.5/ebin"), otp.preloadedEbin());
        assertEquals(List.of("erts-13.1.5", "kernel-8.10", "odd_one-1.0.0", "stdlib-4.2"),
            otp.ebins().stream().map(ebin -> ebin.getParent().getFileName().toString()).toList());
        assertThrows(InvalidArguments.class, () -> otp.ebin("nothing"));
    }

    @Test
    void shouldTakeTheNewestRuntimeWhenNothingNamesOne() throws IOException, InvalidArguments {
        Files.createDirectories(root.resolve("erts-9.3/bin"));
        Files.createDirectories(root.resolve("erts-17.1.1/bin"));
        final OtpInstallation otp = OtpInstallation.at(root);
        assertEquals("17.1.1", otp.ertsVersion());
        assertEquals(29, otp.release());
        assertEquals("29", otp.version());
    }

    @Test
    void shouldSayWhatIsMissing() {
        final InvalidArguments missing = assertThrows(InvalidArguments.class, () -> OtpInstallation.at(root));
        assertTrue(missing.getMessage().contains("no Erlang/OTP installation at " + root), missing.getMessage());
    }
}
