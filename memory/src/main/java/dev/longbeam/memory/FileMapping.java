package dev.longbeam.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files in memory: one to be read for as long as the JVM lives, one to be written until {@link #unmap}. What the JVM has for that takes it much
 * longer at the first time.
 *
 * <p>Any thread.
 */
@SuppressWarnings("restricted")
public final class FileMapping {
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int SEEK_END = 2;
    private static final int O_RDWR_CREAT_EXCL_CLOEXEC = 0x800C2;
    private static final int MODE = 0_666;
    private static final int PROT_READ = 1;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    private static final int MAP_PRIVATE = 2;

    private FileMapping() {
    }

    /** The contents of a file, read-only; null when it is empty or cannot be mapped. */
    public static ByteBuffer of(final Path file) {
        final long fd = open(file, O_RDONLY_CLOEXEC);
        if (fd < 0) {
            return null;
        }
        final long bytes = NativeFunction.ofWord("lseek").call(fd, 0, SEEK_END, 0, 0, 0);
        final long addr = bytes <= 0 || bytes > Integer.MAX_VALUE ? -1 : map(fd, bytes, PROT_READ, MAP_PRIVATE);
        close(fd);
        return addr == -1 ? null : MemorySegment.ofAddress(addr).reinterpret(bytes).asByteBuffer().asReadOnlyBuffer();
    }

    /**
     * Makes a file of so many zeros, for which the disk has room, and maps it; what is written there others see in the file.
     *
     * @return its address; the caller ends it by {@link #unmap}
     * @throws IOException when there is such a file, or it cannot be made
     */
    public static long create(final Path file, final long bytes) throws IOException {
        final long fd = open(file, O_RDWR_CREAT_EXCL_CLOEXEC);
        if (fd < 0) {
            throw new IOException(file + " cannot be made");
        }
        final long addr = NativeFunction.ofInt("posix_fallocate").call(fd, 0, bytes, 0, 0, 0) == 0 ? map(fd, bytes, PROT_READ_WRITE, MAP_SHARED) : -1;
        close(fd);
        if (addr == -1) {
            Files.deleteIfExists(file);
            throw new IOException(file + " cannot have " + bytes + " bytes");
        }
        return addr;
    }

    /** Ends the mapping of a file by {@link #create}; nobody may use its memory any more. */
    public static void unmap(final long addr, final long bytes) {
        NativeFunction.ofInt("munmap").call(addr, bytes, 0, 0, 0, 0);
    }

    private static long open(final Path file, final int flags) {
        try (Arena arena = Arena.ofConfined()) {
            final byte[] name = file.toString().getBytes(Charset.forName(System.getProperty("sun.jnu.encoding")));
            final MemorySegment path = arena.allocate(name.length + 1L);
            MemorySegment.copy(name, 0, path, ValueLayout.JAVA_BYTE, 0, name.length);
            return NativeFunction.ofInt("open").call(path.address(), flags, MODE, 0, 0, 0);
        }
    }

    private static long map(final long fd, final long bytes, final int protection, final int flags) {
        return NativeFunction.ofWord("mmap").call(0, bytes, protection, flags, fd, 0);
    }

    private static void close(final long fd) {
        NativeFunction.ofInt("close").call(fd, 0, 0, 0, 0, 0);
    }
}
