package dev.longbeam.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much off-heap memory a node may take: property {@code longbeam.memory.limit} in bytes, or nine tenths of the machine's memory. */
final class MemoryLimit {
    private static final String PROPERTY = "longbeam.memory.limit";
    private static final long KIB = 1024;

    private MemoryLimit() {
    }

    static long bytes() {
        final Long chosen = Long.getLong(PROPERTY);
        return chosen != null ? chosen : machineBytes() / 10 * 9;
    }

    private static long machineBytes() {
        try {
            for (final String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith("MemTotal:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB;
                }
            }
        } catch (final IOException e) {
            return Long.MAX_VALUE;
        }
        return Long.MAX_VALUE;
    }
}
