package dev.longbeam.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory figures of the whole process. Any thread; may block for as long as reading {@code /proc} does. */
public final class MemoryFigures {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int RESIDENT_FIELD = 1;

    private MemoryFigures() {
    }

    /** Bytes of address space set aside for blocks and literals. */
    public static long reservedBytes() {
        return AddressSpace.BLOCK_BYTES + AddressSpace.LITERAL_BYTES;
    }

    /** Bytes given back to the kernel since the start. */
    public static long releasedBytes() {
        return Blocks.pages().releasedBytes();
    }

    /** Bytes of physical memory that the whole JVM holds now, or -1 where the system does not tell. */
    public static long residentBytes() {
        try {
            final String[] fields = Files.readString(STATM, StandardCharsets.US_ASCII).split(" ");
            return Long.parseLong(fields[RESIDENT_FIELD]) * AddressSpace.PAGE_BYTES;
        } catch (final IOException e) {
            return -1;
        }
    }
}
