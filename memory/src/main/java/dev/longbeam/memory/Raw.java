package dev.longbeam.memory;

import java.lang.foreign.MemorySegment;
import org.agrona.UnsafeApi;

/**
 * Accesses that check mode does not see, for the allocator's own words: links in free blocks, span records, shadow bytes.
 * Everything else goes through {@link Memory}.
 *
 * <p>Any thread.
 */
final class Raw {
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Raw() {
    }

    static byte getByte(final long addr) {
        return UnsafeApi.getByte(addr);
    }

    static void putByte(final long addr, final int value) {
        UnsafeApi.putByte(addr, (byte)value);
    }

    static int getInt(final long addr) {
        return UnsafeApi.getInt(addr);
    }

    static void putInt(final long addr, final int value) {
        UnsafeApi.putInt(addr, value);
    }

    static long getLong(final long addr) {
        return UnsafeApi.getLong(addr);
    }

    static void putLong(final long addr, final long value) {
        UnsafeApi.putLong(addr, value);
    }

    static long getLongVolatile(final long addr) {
        return UnsafeApi.getLongVolatile(null, addr);
    }

    static boolean compareAndSetLong(final long addr, final long expected, final long value) {
        return UnsafeApi.compareAndSetLong(null, addr, expected, value);
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
