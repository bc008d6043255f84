package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delays planted into running programs are named by {@code longbeam trace why}. */
class TraceWhyTest {
    @TempDir
    private Path directory;

    private NodePrograms programs;
    private Path ebin;
    private Path trace;

    @BeforeEach
    void compile() throws IOException, InterruptedException {
        programs = new NodePrograms(directory);
        ebin = Files.createDirectories(directory.resolve("ebin"));
        trace = directory.resolve("trace");
        programs.compile(ebin, "delayed");
    }

    /** Runs a function of the program; why the slowest message was late. */
    private String why(final String schedulers, final String... call) throws IOException, InterruptedException {
        programs.with("LONGBEAM_OPTS", "--trace messages --schedulers " + schedulers + " --trace-dir " + trace);
        final List<String> words = new ArrayList<>(List.of("run", ebin.resolve("delayed.beam").toString()));
        words.addAll(List.of(call));
        final NodePrograms.Result run = programs.longbeam(words.toArray(new String[0]));
        assertEquals("done\n", run.out(), run.err());
        final NodePrograms.Result why = programs.longbeam("trace", "why", "--slowest", "1", trace.toString());
        assertEquals("", why.err());
        assertEquals(0, why.status());
        return why.out().lines().filter(line -> line.startsWith("mainly: ")).findFirst().orElse(why.out());
    }

    @Test
    void shouldNameTheProcessThatHogsTheScheduler() throws IOException, InterruptedException {
        final String mainly = why("1", "hog", "2000");

        assertTrue(mainly.matches("mainly: <[0-9.]+> victim waited for a scheduler: scheduler 1 ran <[0-9.]+> hog for .*"), mainly);
    }

    @Test
    void shouldNameTheCollectionOfAHeapOfAGigabyte() throws IOException, InterruptedException {
        final String mainly = why("2", "collection", String.valueOf((1L << 30) / Long.BYTES), "10000000");

        assertTrue(mainly.matches("mainly: <[0-9.]+> victim collected garbage: a major one of .* live .*"), mainly);
    }

    @Test
    void shouldNameTheSearchThroughAMailboxOfAHundredThousand() throws IOException, InterruptedException {
        final String mainly = why("2", "mailbox", "100000");

        assertTrue(mainly.matches("mainly: <[0-9.]+> victim searched its mailbox: passed over 100,000 messages, .*"), mainly);
    }
}
