package dev.longbeam.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * A file in memory, to be read for as long as the JVM lives. What the JVM has for that takes it much longer at the first time.
 *
 * <p>Any thread.
 */
@SuppressWarnings("restricted")
public final class FileMapping {
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int SEEK_END = 2;
    private static final int PROT_READ = 1;
    private static final int MAP_PRIVATE = 2;

    private FileMapping() {
    }

    /** The contents of a file, read-only; null when it is empty or cannot be mapped. */
    public static ByteBuffer of(final Path file) {
        final long fd;
        try (Arena arena = Arena.ofConfined()) {
            final byte[] name = file.toString().getBytes(Charset.forName(System.getProperty("sun.jnu.encoding")));
            final MemorySegment path = arena.allocate(name.length + 1L);
            MemorySegment.copy(name, 0, path, ValueLayout.JAVA_BYTE, 0, name.length);
            fd = NativeFunction.ofInt("open").call(path.address(), O_RDONLY_CLOEXEC, 0, 0, 0, 0);
        }
        if (fd < 0) {
            return null;
        }
        final long bytes = NativeFunction.ofWord("lseek").call(fd, 0, SEEK_END, 0, 0, 0);
        final long addr = bytes <= 0 || bytes > Integer.MAX_VALUE ? -1 : NativeFunction.ofWord("mmap").call(0, bytes, PROT_READ, MAP_PRIVATE, fd, 0);
        NativeFunction.ofInt("close").call(fd, 0, 0, 0, 0, 0);
        return addr == -1 ? null : MemorySegment.ofAddress(addr).reinterpret(bytes).asByteBuffer().asReadOnlyBuffer();
    }
}
