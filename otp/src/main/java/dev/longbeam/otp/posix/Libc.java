package dev.longbeam.otp.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Functions of the C library, all brought to one shape: four words in, one word out, {@code -errno} on failure.
 *
 * <p>Any thread. Pointers are words. {@code int} parameters take the low half of their word, {@code int} results are sign-extended.
 */
@SuppressWarnings("restricted")
final class Libc {
    /** A parameter or result of 32 bits. */
    static final ValueLayout INT = ValueLayout.JAVA_INT;
    /** A parameter of 16 bits. */
    static final ValueLayout SHORT = ValueLayout.JAVA_SHORT;
    /** A parameter or result of 64 bits: {@code long}, {@code size_t}, {@code off_t}, any pointer. */
    static final ValueLayout WORD = ValueLayout.JAVA_LONG;

    private static final int MAX_PARAMETERS = 4;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LOOKUP = LINKER.defaultLookup();
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private Libc() {
    }

    /** The function of a name. */
    static MethodHandle function(final String name, final ValueLayout result, final ValueLayout... parameters) {
        return adapt(name, parameters.length, FunctionDescriptor.of(result, parameters), Linker.Option.captureCallState("errno"));
    }

    /** {@code posix_spawn}: six pointers in, an error number (not negated) out. */
    static MethodHandle spawn() {
        final MethodHandle handle = LINKER.downcallHandle(LOOKUP.find("posix_spawn").orElseThrow(), FunctionDescriptor.of(INT, WORD, WORD, WORD, WORD,
            WORD, WORD));
        return MethodHandles.explicitCastArguments(handle, handle.type().changeReturnType(long.class));
    }

    /** The variadic function of a name whose last parameter is the first of the optional ones. */
    static MethodHandle variadic(final String name, final ValueLayout result, final ValueLayout... parameters) {
        return adapt(name, parameters.length, FunctionDescriptor.of(result, parameters), Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(parameters.length - 1));
    }

    /** Address of a variable of the C library. */
    static MemorySegment variable(final String name, final long bytes) {
        return LOOKUP.find(name).orElseThrow(() -> new UnsatisfiedLinkError(name)).reinterpret(bytes);
    }

    /** Calls a function whose result -1 means failure. */
    static long call(final MethodHandle function, final long a, final long b, final long c, final long d) {
        try (Arena arena = Arena.ofConfined()) {
            return call(arena, function, -1, a, b, c, d);
        }
    }

    /** Calls a function whose first argument is a path. */
    static long callPath(final MethodHandle function, final byte[] path, final long b, final long c, final long d) {
        try (Arena arena = Arena.ofConfined()) {
            return call(arena, function, -1, string(arena, path).address(), b, c, d);
        }
    }

    /** Calls a function whose first two arguments are paths. */
    static long callPaths(final MethodHandle function, final byte[] path, final byte[] otherPath) {
        try (Arena arena = Arena.ofConfined()) {
            return call(arena, function, -1, string(arena, path).address(), string(arena, otherPath).address(), 0, 0);
        }
    }

    /** Calls a function with memory of the caller's arena; {@code failure} is the result that means failure. */
    static long call(final Arena arena, final MethodHandle function, final long failure, final long a, final long b, final long c,
        final long d) {
        final MemorySegment capture = arena.allocate(CAPTURE);
        final long result;
        try {
            result = (long)function.invokeExact(capture, a, b, c, d);
        } catch (final Throwable t) {
            throw new IllegalStateException("downcall failed to run", t);
        }
        return result == failure ? -capture.get(ValueLayout.JAVA_INT, ERRNO_OFFSET) : result;
    }

    /** Copies bytes and a terminating zero. */
    static MemorySegment string(final Arena arena, final byte[] bytes) {
        final MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    /** Bytes of a string that ends with zero. */
    static byte[] bytes(final long addr) {
        final MemorySegment all = MemorySegment.ofAddress(addr).reinterpret(Long.MAX_VALUE - addr);
        int length = 0;
        while (all.get(ValueLayout.JAVA_BYTE, length) != 0) {
            length++;
        }
        return all.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private static MethodHandle adapt(final String name, final int parameters, final FunctionDescriptor descriptor,
        final Linker.Option... options) {
        final MemorySegment symbol = LOOKUP.find(name).orElseThrow(() -> new UnsatisfiedLinkError(name));
        MethodHandle handle = LINKER.downcallHandle(symbol, descriptor, options);
        for (int i = parameters; i < MAX_PARAMETERS; i++) {
            handle = MethodHandles.dropArguments(handle, 1 + i, long.class);
        }
        return MethodHandles.explicitCastArguments(handle,
            MethodType.methodType(long.class, MemorySegment.class, long.class, long.class, long.class, long.class));
    }
}
