package dev.longbeam.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Traces are a property of the JVM, so that a second one is started with them. */
class LeakReportTest {
    @Test
    void shouldTellWhereSampledLiveBlocksWereAllocated() throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(List.of(System.getProperty("java.home") + "/bin/java",
            "--enable-native-access=ALL-UNNAMED", "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Dlongbeam.memory.check=true",
            "-Dlongbeam.memory.check.traces=true", "-Dlongbeam.memory.check.traces.every=1",
            "-cp", System.getProperty("java.class.path"), Leaking.class.getName())).redirectErrorStream(true).start();
        final String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), report);
        assertTrue(report.contains("kind=ETS bytes=123 blocks=1\n"), report);
        assertTrue(report.contains("bytes=123 allocated by Thread[#"), report);
        assertTrue(report.contains("LeakReportTest$Leaking.leak(LeakReportTest.java:"), report);
        assertTrue(report.contains("kind=BINARY bytes=0 blocks=0\n"), report);
    }

    /** Frees one block and forgets another. */
    static final class Leaking {
        private Leaking() {
        }

        public static void main(final String[] args) {
            Blocks.free(Blocks.allocate(77, MemoryKind.BINARY), 77, MemoryKind.BINARY);
            leak();
            System.out.println(Blocks.leakReport());
        }

        private static void leak() {
            Blocks.allocate(123, MemoryKind.ETS);
        }
    }
}
