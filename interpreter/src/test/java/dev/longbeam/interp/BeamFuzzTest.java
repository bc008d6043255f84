package dev.longbeam.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BeamFuzzTest {
    private static final long SLOW_NS = 5_000_000_000L;

    @Test
    void shouldRefuseOrAcceptDamagedFilesAndNothingElse() {
        final BeamFuzz fuzz = new BeamFuzz(List.of(new BeamAssembler().imported("lists", "reverse", 1).lambda("g", 2, 4, 1)
            .function("f", 1, "allocate u1 u1", "move x0 y0", "catch y0 f11", "call_ext u1 u0", "label u11", "catch_end y0",
                "select_val x0 f12 [a:a f12 i5 f13]", "label u12", "deallocate u1", "return", "label u13",
                "make_fun3 u0 x0 [x0]", "put_tuple2 x0 [x0 a:ok nil]", "deallocate u1", "return")
            .function("g", 2, "bs_start_match3 f14 x0 u2 x0", "bs_match f14 x0 [a:ensure_at_least u8 u8 a:integer u2 nil u8 u1 x1]",
                "bs_get_tail x0 x0 u2", "put_list x0 x1 x0", "return", "label u14", "call_only u1 f2").bytes()));

        fuzz.run(0, 3000);

        assertTrue(fuzz.accepted() > 0 && fuzz.refused() > 1000, "accepted=" + fuzz.accepted() + " refused=" + fuzz.refused());
        assertTrue(fuzz.slowestNs() < SLOW_NS, "slowestNs=" + fuzz.slowestNs());
    }

    @Test
    void shouldSurviveDamagedFilesOfInstalledOtp() throws Exception {
        assumeTrue(InstalledOtp.root() != null);
        final List<byte[]> files = new ArrayList<>();
        for (final Path path : InstalledOtp.beams("stdlib")) {
            if (Files.size(path) < 40_000) {
                files.add(Files.readAllBytes(path));
            }
        }
        final BeamFuzz fuzz = new BeamFuzz(files);

        fuzz.run(0, 400);

        assertEquals(400, fuzz.accepted() + fuzz.refused());
        assertTrue(fuzz.slowestNs() < SLOW_NS, "slowestNs=" + fuzz.slowestNs());
    }
}
