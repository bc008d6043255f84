package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.interp.Code;
import dev.longbeam.interp.CodeLoader;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.jit.CompilerOptions;
import dev.longbeam.jit.JitCompiler;
import dev.longbeam.otp.BifFamilies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The compiler refuses, loudly, a function that it cannot compile and a method that HotSpot would not: it must find none in OTP's own libraries. */
class CompileEverythingTest {
    @Test
    void shouldCompileEveryFunctionOfStandardLibraryWithinHotSpotsLimits() throws Exception {
        final OtpInstallation otp = OtpInstallation.at(NodePrograms.machinesOwn());
        final CodeTable table = new CodeTable(BifFamilies.registry(otp.release()));
        new JitCompiler(table, JitCompiler.Mode.JIT, new CompilerOptions(false, true, null), Assertions::fail);
        int compiled = 0;
        for (final Path file : beams(otp.ebin("stdlib"))) {
            final Code code = CodeLoader.prepare(table, Files.readAllBytes(file));
            CodeLoader.finish(table, List.of(code));
            for (int i = 0; i < code.exportPositions.length; i++) {
                compiled += code.compiledAt(code.exportPositions[i]) == null ? 0 : 1;
            }
        }
        assertTrue(compiled > 1000, "compiled=" + compiled);
    }

    private static List<Path> beams(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".beam")).sorted().toList();
        }
    }
}
