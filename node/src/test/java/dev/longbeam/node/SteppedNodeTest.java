package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longbeam.sched.EmulatorOptions;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteppedNodeTest {
    private static final Path OTP = Path.of(System.getenv().getOrDefault("LONGBEAM_OTP", "/usr/lib/erlang"));
    private static final String PROGRAM = "register(stepped, spawn(fun() -> receive stop -> halt(3) end end)).";
    private static final int MAX_STEPS = 10_000_000;

    @Test
    void shouldRunAsFarAsItIsStepped() throws Exception {
        assumeTrue(Files.isDirectory(OTP.resolve("lib")), "no OTP installed");
        final EmulatorOptions options = new EmulatorOptions();
        options.schedulers = 1;
        try (SteppedNode node = new SteppedNode(OtpInstallation.at(OTP), options,
            List.of("-noshell", "-noinput", "-boot", "no_dot_erlang", "-eval", PROGRAM))) {
            Process stepped = null;
            for (int i = 0; i < MAX_STEPS && stepped == null; i++) {
                node.step();
                stepped = node.emulator().find(Atom.of("stepped"));
            }
            assertNotNull(stepped);

            Signals.message(stepped, 1, heap -> Atom.of("stop"));
            final IllegalStateException end = assertThrows(IllegalStateException.class, () -> {
                for (int i = 0; i < MAX_STEPS; i++) {
                    node.step();
                }
            });

            assertEquals("the node has ended: halt, status 3", end.getMessage());
        }
    }
}
