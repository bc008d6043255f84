package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.sched.Process;
import dev.longbeam.sched.TestProcesses;
import dev.longbeam.term.Atoms;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlyFileCallsTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    private Path directory;

    private long nowNs = 7 * SECOND_NS;

    private final Clock.Source clock = new Clock.Source() {
        @Override
        public long monotonicNs() {
            return nowNs;
        }

        @Override
        public long systemNs() {
            throw new AssertionError("not asked for");
        }
    };

    @Test
    void shouldBeOpenForTheFirstSecondsOnly() {
        final EarlyFileCalls early = new EarlyFileCalls(clock, false);
        nowNs += 4 * SECOND_NS;
        assertTrue(early.isOpen());

        nowNs += 2 * SECOND_NS;
        assertFalse(early.isOpen());
    }

    @Test
    void shouldNeverBeOpenInANodeThatDoesNotDependOnTheTime() {
        assertFalse(new EarlyFileCalls(clock, true).isOpen());
    }

    @Test
    void shouldEndWithTheFirstSlowCall() {
        final EarlyFileCalls early = new EarlyFileCalls(clock, false);
        final Process p = TestProcesses.fresh();
        early.run(p, () -> took(SECOND_NS / 1000));
        assertTrue(early.isOpen());

        assertEquals(Atoms.OK, early.run(p, () -> took(SECOND_NS)));
        assertFalse(early.isOpen());
    }

    private Answer took(final long ns) {
        nowNs += ns;
        return heap -> Atoms.OK;
    }

    @Test
    void shouldTakeOnlyRegularFilesThatAreNotLargeForShort() throws IOException {
        final Path small = Files.writeString(directory.resolve("small"), "hello");
        final Path large = directory.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(1L << 30);
        }

        assertTrue(EarlyFileCalls.isShort(bytes(small)));
        assertTrue(EarlyFileCalls.isShort(bytes(directory.resolve("none"))));
        assertFalse(EarlyFileCalls.isShort(bytes(large)));
        assertFalse(EarlyFileCalls.isShort(bytes(directory)));
        assertFalse(EarlyFileCalls.isShort(bytes(Path.of("/dev/null"))));
    }

    private static byte[] bytes(final Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8);
    }
}
