package dev.longbeam.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeCountersTest {
    private final long pid = ProcessHandle.current().pid();

    @TempDir
    Path folder;

    @Test
    void shouldShowToOthersWhatTheNodeCounts() throws IOException {
        try (NodeCounters counters = NodeCounters.create(folder)) {
            final AtomicCounter processes = counters.counter("processes");
            counters.counter("memory").setRelease(-7);
            processes.setRelease(42);

            final NodeCounters.Snapshot snapshot = NodeCounters.read(folder, pid);

            assertEquals(pid, snapshot.pid());
            assertEquals(42, snapshot.value("processes"));
            assertEquals(-7, snapshot.value("memory"));
            assertEquals(0, snapshot.value("no such"));
            assertEquals(List.of(pid), NodeCounters.nodes(folder));
        }
    }

    @Test
    void shouldRemoveItsFileAndThoseOfKilledNodes() throws IOException {
        final Path abandoned = Files.createFile(folder.resolve("99999999.counters"));

        NodeCounters.create(folder).close();

        assertTrue(Files.notExists(abandoned));
        assertEquals(List.of(), NodeCounters.nodes(folder));
        assertTrue(assertThrows(IOException.class, () -> NodeCounters.read(folder, pid)).getMessage().contains("no counters of process"));
    }

    @Test
    void shouldRefuseWhatHoldsNoCounters() throws IOException {
        Files.write(folder.resolve(pid + ".counters"), new byte[100]);

        assertTrue(assertThrows(IOException.class, () -> NodeCounters.read(folder, pid)).getMessage().contains("holds no counters"));
    }
}
