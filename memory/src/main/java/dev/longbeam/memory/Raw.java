package dev.longbeam.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Accesses that check mode does not see, for the allocator's own words: links in free blocks, span records, shadow bytes.
 * Everything else goes through {@link Memory}.
 *
 * <p>Any thread.
 */
final class Raw {
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final VarHandle LONG_HANDLE = ValueLayout.JAVA_LONG.varHandle();

    private Raw() {
    }

    static byte getByte(final long addr) {
        return ALL.get(BYTE, addr);
    }

    static void putByte(final long addr, final int value) {
        ALL.set(BYTE, addr, (byte)value);
    }

    static int getInt(final long addr) {
        return ALL.get(INT, addr);
    }

    static void putInt(final long addr, final int value) {
        ALL.set(INT, addr, value);
    }

    static long getLong(final long addr) {
        return ALL.get(LONG, addr);
    }

    static void putLong(final long addr, final long value) {
        ALL.set(LONG, addr, value);
    }

    static long getLongVolatile(final long addr) {
        return (long)LONG_HANDLE.getVolatile(ALL, addr);
    }

    static boolean compareAndSetLong(final long addr, final long expected, final long value) {
        return LONG_HANDLE.compareAndSet(ALL, addr, expected, value);
    }

    static void fill(final long addr, final long bytes, final int value) {
        ALL.asSlice(addr, bytes).fill((byte)value);
    }

    static MemorySegment segment(final long addr, final long bytes) {
        return ALL.asSlice(addr, bytes);
    }

    /** Offset of the first byte in which a range differs from the start of a segment, or -1. */
    static long mismatch(final long addr, final long bytes, final MemorySegment other) {
        return MemorySegment.mismatch(ALL, addr, addr + bytes, other, 0, bytes);
    }
}
