package dev.longbeam.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A function of the C library whose parameters and result are numbers and pointers, all passed as words. A function that takes fewer
 * than {@link #PARAMETERS} does not look at the others, one that takes {@code int} looks at the low half of the word: so all share one
 * way of calling, and the JVM makes the code for a call once for all of them. It takes milliseconds for each way.
 *
 * <p>Any thread.
 *
 * @param symbol the function
 * @param isInt true when the result is an {@code int}, which is sign-extended
 */
@SuppressWarnings("restricted")
public record NativeFunction(MemorySegment symbol, boolean isInt) {
    /** Most parameters of a function. */
    public static final int PARAMETERS = 6;
    /** What {@code errno} is left in, for {@link #call}. */
    public static final StructLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
    private static final long ERRNO_OFFSET = errnoOffset();
    private static final MethodHandle CALL = Linker.nativeLinker().downcallHandle(
        FunctionDescriptor.of(WORD, WORD, WORD, WORD, WORD, WORD, WORD), Linker.Option.captureCallState("errno"));
    /** Where {@code errno} of calls goes that nobody asks for. */
    private static final MemorySegment UNUSED = Arena.global().allocate(ERRNO_LAYOUT);

    /** Looked for by hand: the first path through a layout takes the JVM five milliseconds. */
    private static long errnoOffset() {
        long offset = 0;
        for (final MemoryLayout member : ERRNO_LAYOUT.memberLayouts()) {
            if (member.name().filter("errno"::equals).isPresent()) {
                return offset;
            }
            offset += member.byteSize();
        }
        throw new IllegalStateException("no errno in " + ERRNO_LAYOUT);
    }

    /** The function of a name that gives an {@code int}. */
    public static NativeFunction ofInt(final String name) {
        return new NativeFunction(symbol(name), true);
    }

    /** The function of a name that gives a word: a {@code long}, a {@code size_t} or a pointer. */
    public static NativeFunction ofWord(final String name) {
        return new NativeFunction(symbol(name), false);
    }

    private static MemorySegment symbol(final String name) {
        return Linker.nativeLinker().defaultLookup().find(name).orElseThrow(() -> new UnsatisfiedLinkError(name));
    }

    /** Calls it; {@code errno} of the call is left in {@code errno}, memory of {@link #ERRNO_LAYOUT}. */
    public long call(final MemorySegment errno, final long a, final long b, final long c, final long d, final long e, final long f) {
        final long result;
        try {
            result = (long)CALL.invokeExact(symbol, errno, a, b, c, d, e, f);
        } catch (final Throwable t) {
            throw new IllegalStateException("downcall failed to run", t);
        }
        return isInt ? (int)result : result;
    }

    /** Calls it; its {@code errno} is lost. */
    public long call(final long a, final long b, final long c, final long d, final long e, final long f) {
        return call(UNUSED, a, b, c, d, e, f);
    }

    /** The number that a failed call has left. */
    public static int errno(final MemorySegment errno) {
        return errno.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
    }
}
