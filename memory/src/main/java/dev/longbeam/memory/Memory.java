package dev.longbeam.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.agrona.UnsafeApi;

/**
 * The only class that touches raw memory. Addresses are absolute; each access becomes one machine instruction. Single values go through
 * Agrona, which costs HotSpot's compilers a tenth of what a segment does; ranges through one segment over all memory.
 *
 * <p>Any thread; plain accesses unless the name says otherwise (Volatile, Acquire, Release). In check mode
 * ({@code -Dlongbeam.memory.check=true}) each access is checked against the live block that it lies in, see {@link MemoryCheck}.
 * All values are in native byte order, which is little-endian on every machine that Longbeam runs on; {@code ...BE} methods swap.
 */
public final class Memory {
    /** True when accesses are checked; constant for the life of the JVM, so that C2 drops the checks when off. */
    public static final boolean CHECK = Boolean.getBoolean("longbeam.memory.check");

    /** Bytes in a word. */
    public static final int WORD_BYTES = 8;

    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final long MOST_WORDS_BY_LOOP = 32;
    private static final long MOST_BYTES_BY_LOOP = MOST_WORDS_BY_LOOP * WORD_BYTES;

    private Memory() {
    }

    /** Reads a 64-bit value. */
    public static long getLong(final long addr) {
        if (CHECK) {
            MemoryCheck.read(addr, 8);
        }
        return UnsafeApi.getLong(addr);
    }

    /**
     * Reads a 64-bit value of a block that somebody may free or change at the same time, so that the value means nothing until the reader has made
     * sure that nobody did. Memory of blocks stays readable for ever; check mode does not look at this access.
     */
    public static long getLongUnchecked(final long addr) {
        return UnsafeApi.getLong(addr);
    }

    /** Writes a 64-bit value. */
    public static void putLong(final long addr, final long value) {
        if (CHECK) {
            MemoryCheck.write(addr, 8);
        }
        UnsafeApi.putLong(addr, value);
    }

    /** Reads a 64-bit big-endian value. */
    public static long getLongBE(final long addr) {
        if (CHECK) {
            MemoryCheck.read(addr, 8);
        }
        return Long.reverseBytes(UnsafeApi.getLong(addr));
    }

    /** Writes a 64-bit big-endian value. */
    public static void putLongBE(final long addr, final long value) {
        if (CHECK) {
            MemoryCheck.write(addr, 8);
        }
        UnsafeApi.putLong(addr, Long.reverseBytes(value));
    }

    /** Reads a 32-bit value. */
    public static int getInt(final long addr) {
        if (CHECK) {
            MemoryCheck.read(addr, 4);
        }
        return UnsafeApi.getInt(addr);
    }

    /** Writes a 32-bit value. */
    public static void putInt(final long addr, final int value) {
        if (CHECK) {
            MemoryCheck.write(addr, 4);
        }
        UnsafeApi.putInt(addr, value);
    }

    /** Writes a 16-bit value. */
    public static void putShort(final long addr, final short value) {
        if (CHECK) {
            MemoryCheck.write(addr, 2);
        }
        UnsafeApi.putShort(addr, value);
    }

    /** Reads a byte, signed. */
    public static byte getByte(final long addr) {
        if (CHECK) {
            MemoryCheck.read(addr, 1);
        }
        return UnsafeApi.getByte(addr);
    }

    /** Reads a byte, 0 to 255. */
    public static int getUnsignedByte(final long addr) {
        return getByte(addr) & 0xFF;
    }

    /** Writes a byte. */
    public static void putByte(final long addr, final int value) {
        if (CHECK) {
            MemoryCheck.write(addr, 1);
        }
        UnsafeApi.putByte(addr, (byte)value);
    }

    /** Reads a double. */
    public static double getDouble(final long addr) {
        if (CHECK) {
            MemoryCheck.read(addr, 8);
        }
        return UnsafeApi.getDouble(addr);
    }

    /** Writes a double. */
    public static void putDouble(final long addr, final double value) {
        if (CHECK) {
            MemoryCheck.write(addr, 8);
        }
        UnsafeApi.putDouble(addr, value);
    }

    /** Reads a word with volatile semantics; the address is a multiple of 8. */
    public static long getLongVolatile(final long addr) {
        if (CHECK) {
            MemoryCheck.read(addr, 8);
        }
        return UnsafeApi.getLongVolatile(null, addr);
    }

    /** Writes a word with volatile semantics; the address is a multiple of 8. */
    public static void putLongVolatile(final long addr, final long value) {
        if (CHECK) {
            MemoryCheck.write(addr, 8);
        }
        UnsafeApi.putLongVolatile(null, addr, value);
    }

    /** Compares and sets a word with volatile semantics; true when it was set. The address is a multiple of 8. */
    public static boolean compareAndSetLong(final long addr, final long expected, final long value) {
        if (CHECK) {
            MemoryCheck.write(addr, 8);
        }
        return UnsafeApi.compareAndSetLong(null, addr, expected, value);
    }

    /** Adds to a word with volatile semantics and returns the value before. The address is a multiple of 8. */
    public static long getAndAddLong(final long addr, final long delta) {
        if (CHECK) {
            MemoryCheck.write(addr, 8);
        }
        return UnsafeApi.getAndAddLong(null, addr, delta);
    }

    /** Sets a word with volatile semantics and returns the value before. The address is a multiple of 8. */
    public static long getAndSetLong(final long addr, final long value) {
        if (CHECK) {
            MemoryCheck.write(addr, 8);
        }
        return UnsafeApi.getAndSetLong(null, addr, value);
    }

    /** Copies bytes; the ranges may overlap. */
    public static void copy(final long fromAddr, final long toAddr, final long bytes) {
        if (bytes == 0) {
            return;
        }
        if (CHECK) {
            MemoryCheck.read(fromAddr, bytes);
            MemoryCheck.write(toAddr, bytes);
        }
        MemorySegment.copy(ALL, fromAddr, ALL, toAddr, bytes);
    }

    /** Copies words; the ranges do not overlap. Few are copied by a loop: the machine's own means take longer to begin than that takes in all. */
    public static void copyWords(final long fromAddr, final long toAddr, final long words) {
        if (words > MOST_WORDS_BY_LOOP) {
            copy(fromAddr, toAddr, words * WORD_BYTES);
            return;
        }
        // Counted by an int: of a loop that counts by a long HotSpot makes two.
        final int bytes = (int)words * WORD_BYTES;
        for (int offset = 0; offset < bytes; offset += WORD_BYTES) {
            putLong(toAddr + offset, getLong(fromAddr + offset));
        }
    }

    /** Copies bytes; the ranges do not overlap. Few are copied by a loop, the last ones as a word that begins among those before. */
    public static void copyBytes(final long fromAddr, final long toAddr, final long bytes) {
        if (bytes > MOST_BYTES_BY_LOOP) {
            copy(fromAddr, toAddr, bytes);
        } else if (bytes < WORD_BYTES) {
            copyPartOfWord(fromAddr, toAddr, (int)bytes);
        } else {
            final int last = (int)bytes - WORD_BYTES;
            putLong(toAddr, getLong(fromAddr));
            for (int at = last; at > 0; at -= WORD_BYTES) {
                putLong(toAddr + at, getLong(fromAddr + at));
            }
        }
    }

    private static void copyPartOfWord(final long fromAddr, final long toAddr, final int bytes) {
        if (bytes >= Integer.BYTES) {
            putInt(toAddr, getInt(fromAddr));
            putInt(toAddr + bytes - Integer.BYTES, getInt(fromAddr + bytes - Integer.BYTES));
        } else if (bytes > 0) {
            putByte(toAddr, getByte(fromAddr));
            putByte(toAddr + (bytes >>> 1), getByte(fromAddr + (bytes >>> 1)));
            putByte(toAddr + bytes - 1, getByte(fromAddr + bytes - 1));
        }
    }

    /** Copies bytes into an array. */
    public static void copyToArray(final long fromAddr, final byte[] to, final int offset, final int length) {
        if (length == 0) {
            return;
        }
        if (CHECK) {
            MemoryCheck.read(fromAddr, length);
        }
        MemorySegment.copy(ALL, BYTE, fromAddr, to, offset, length);
    }

    /** Copies bytes out of an array. */
    public static void copyFromArray(final byte[] from, final int offset, final long toAddr, final int length) {
        if (length == 0) {
            return;
        }
        if (CHECK) {
            MemoryCheck.write(toAddr, length);
        }
        MemorySegment.copy(from, offset, ALL, BYTE, toAddr, length);
    }

    /** Sets bytes to a value. */
    public static void fill(final long addr, final long bytes, final int value) {
        if (bytes == 0) {
            return;
        }
        if (CHECK) {
            MemoryCheck.write(addr, bytes);
        }
        ALL.asSlice(addr, bytes).fill((byte)value);
    }

    /** True when two ranges hold the same bytes. Few are compared by a loop, the last ones as a word that begins among those before. */
    public static boolean equal(final long addrA, final long addrB, final long bytes) {
        if (bytes > MOST_BYTES_BY_LOOP) {
            return compare(addrA, addrB, bytes) == 0;
        }
        if (bytes < WORD_BYTES) {
            return equalPartOfWord(addrA, addrB, (int)bytes);
        }
        boolean equal = getLong(addrA) == getLong(addrB);
        for (int at = (int)bytes - WORD_BYTES; at > 0 && equal; at -= WORD_BYTES) {
            equal = getLong(addrA + at) == getLong(addrB + at);
        }
        return equal;
    }

    private static boolean equalPartOfWord(final long addrA, final long addrB, final int bytes) {
        if (bytes >= Integer.BYTES) {
            return getInt(addrA) == getInt(addrB) && getInt(addrA + bytes - Integer.BYTES) == getInt(addrB + bytes - Integer.BYTES);
        }
        return bytes == 0 || getByte(addrA) == getByte(addrB) && getByte(addrA + (bytes >>> 1)) == getByte(addrB + (bytes >>> 1))
            && getByte(addrA + bytes - 1) == getByte(addrB + bytes - 1);
    }

    /** Compares bytes as unsigned, like {@code memcmp}: negative, zero or positive. The first words are looked at before the machine's own means are. */
    public static int compare(final long addrA, final long addrB, final long bytes) {
        if (bytes == 0) {
            return 0;
        }
        if (CHECK) {
            MemoryCheck.read(addrA, bytes);
            MemoryCheck.read(addrB, bytes);
        }
        if (bytes >= WORD_BYTES) {
            final int first = Long.compareUnsigned(getLongBE(addrA), getLongBE(addrB));
            if (first != 0) {
                return first;
            }
        }
        final long at = MemorySegment.mismatch(ALL, addrA, addrA + bytes, ALL, addrB, addrB + bytes);
        return at < 0 ? 0 : (ALL.get(BYTE, addrA + at) & 0xFF) - (ALL.get(BYTE, addrB + at) & 0xFF);
    }

    /** CRC-32C of bytes. */
    public static int crc32c(final long addr, final long bytes) {
        return (int)checksum(new CRC32C(), addr, bytes);
    }

    /** A checksum of bytes, of which there are no more than an int can count. */
    public static long checksum(final Checksum sum, final long addr, final long bytes) {
        sum.update(segment(addr, bytes).asByteBuffer());
        return sum.getValue();
    }

    /** A segment over a range, for calls into libraries; it does not keep the block alive. */
    public static MemorySegment segment(final long addr, final long bytes) {
        if (CHECK) {
            MemoryCheck.read(addr, bytes);
        }
        return ALL.asSlice(addr, bytes);
    }

    /**
     * Marks whole words inside a live block as not to be accessed until {@link #unpoison}; does nothing when checks are off.
     * Both arguments are multiples of 8.
     */
    public static void poison(final long addr, final long bytes) {
        if (CHECK && bytes > 0) {
            MemoryCheck.poison(addr, bytes);
        }
    }

    /** Allows accesses again to words of a live block that were poisoned; does nothing when checks are off. */
    public static void unpoison(final long addr, final long bytes) {
        if (CHECK && bytes > 0) {
            MemoryCheck.unpoison(addr, bytes);
        }
    }
}
