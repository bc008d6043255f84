package dev.longbeam.otp.posix;

import dev.longbeam.memory.NativeFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Calls functions of the C library: four words in, one word out, {@code -errno} on failure.
 *
 * <p>Any thread. Pointers are words.
 */
@SuppressWarnings("restricted")
final class Libc {
    private static final NativeFunction STRLEN = NativeFunction.ofWord("strlen");
    private static final ThreadLocal<MemorySegment> ERRNO = ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(NativeFunction.ERRNO_LAYOUT));

    private Libc() {
    }

    /** Address of a variable of the C library. */
    static MemorySegment variable(final String name, final long bytes) {
        return Linker.nativeLinker().defaultLookup().find(name).orElseThrow(() -> new UnsatisfiedLinkError(name)).reinterpret(bytes);
    }

    /** Calls a function whose result -1 means failure. */
    static long call(final NativeFunction function, final long a, final long b, final long c, final long d) {
        return call(function, -1, a, b, c, d);
    }

    /** Calls a function whose first argument is a path. */
    static long callPath(final NativeFunction function, final byte[] path, final long b, final long c, final long d) {
        try (Arena arena = Arena.ofConfined()) {
            return call(function, -1, string(arena, path).address(), b, c, d);
        }
    }

    /** Calls a function whose first two arguments are paths. */
    static long callPaths(final NativeFunction function, final byte[] path, final byte[] otherPath) {
        try (Arena arena = Arena.ofConfined()) {
            return call(function, -1, string(arena, path).address(), string(arena, otherPath).address(), 0, 0);
        }
    }

    /** Calls a function; {@code failure} is the result that means failure. */
    static long call(final NativeFunction function, final long failure, final long a, final long b, final long c, final long d) {
        final MemorySegment errno = ERRNO.get();
        final long result = function.call(errno, a, b, c, d, 0, 0);
        return result == failure ? -NativeFunction.errno(errno) : result;
    }

    /** Copies bytes and a terminating zero. */
    static MemorySegment string(final Arena arena, final byte[] bytes) {
        final MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    /** Bytes of a string that ends with zero. */
    static byte[] bytes(final long addr) {
        return MemorySegment.ofAddress(addr).reinterpret(STRLEN.call(addr, 0, 0, 0, 0, 0)).toArray(ValueLayout.JAVA_BYTE);
    }
}
