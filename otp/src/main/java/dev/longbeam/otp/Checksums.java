package dev.longbeam.otp;

import dev.longbeam.memory.Memory;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * CRC-32 and Adler-32 as zlib has them: of bytes in memory behind what was summed up before, and of two parts that were summed up apart.
 *
 * <p>Any thread.
 */
final class Checksums {
    private static final int POLYNOMIAL = 0xEDB8_8320;
    private static final int ADLER_BASE = 65521;
    // So many bytes can be added before the sums of 32 bits must be reduced.
    private static final int ADLER_RUN = 5552;
    // The Java library is fast for more bytes than this. It cannot go on from a CRC: combining two of them takes as long as many bytes by the loop here.
    private static final int LIBRARY_BYTES = 64;
    private static final int LIBRARY_BYTES_TO_COMBINE = 2048;
    private static final int[] CRC_TABLE = new int[256];

    static {
        for (int i = 0; i < CRC_TABLE.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ POLYNOMIAL : crc >>> 1;
            }
            CRC_TABLE[i] = crc;
        }
    }

    private Checksums() {
    }

    /** CRC-32 of bytes behind those of {@code before}. */
    static long crc32(final long before, final long addr, final long bytes) {
        if (bytes >= (before == 0 ? LIBRARY_BYTES : LIBRARY_BYTES_TO_COMBINE)) {
            final long sum = Memory.checksum(new CRC32(), addr, bytes);
            return before == 0 ? sum : crc32Combine(before, sum, bytes);
        }
        int crc = ~(int)before;
        for (long i = 0; i < bytes; i++) {
            crc = CRC_TABLE[(crc ^ Memory.getByte(addr + i)) & 0xFF] ^ crc >>> 8;
        }
        return ~crc & 0xFFFF_FFFFL;
    }

    /** CRC-32 of two parts, of which the second has {@code secondBytes}. */
    static long crc32Combine(final long first, final long second, final long secondBytes) {
        int shifted = (int)first;
        int power = square(square(square(0x4000_0000)));
        for (long n = secondBytes; n != 0; n >>>= 1) {
            if ((n & 1) != 0) {
                shifted = multiply(power, shifted);
            }
            power = square(power);
        }
        return (shifted ^ (int)second) & 0xFFFF_FFFFL;
    }

    private static int square(final int a) {
        return multiply(a, a);
    }

    // Product of two polynomials modulo the CRC's, the coefficient of the highest bit being that of x to the 0.
    private static int multiply(final int a, final int b) {
        int product = 0;
        int factor = b;
        for (int bit = 31; bit >= 0; bit--) {
            if ((a >>> bit & 1) != 0) {
                product ^= factor;
            }
            factor = (factor & 1) != 0 ? factor >>> 1 ^ POLYNOMIAL : factor >>> 1;
        }
        return product;
    }

    /** Adler-32 of bytes behind those of {@code before}. */
    static long adler32(final long before, final long addr, final long bytes) {
        if (bytes >= LIBRARY_BYTES) {
            return adler32Combine(before, Memory.checksum(new Adler32(), addr, bytes), bytes);
        }
        long low = before & 0xFFFF;
        long high = before >>> 16 & 0xFFFF;
        for (long at = 0; at < bytes; at += ADLER_RUN) {
            final long end = Math.min(at + ADLER_RUN, bytes);
            for (long i = at; i < end; i++) {
                low += Memory.getUnsignedByte(addr + i);
                high += low;
            }
            low %= ADLER_BASE;
            high %= ADLER_BASE;
        }
        return high << 16 | low;
    }

    /** Adler-32 of two parts, of which the second has {@code secondBytes}. */
    static long adler32Combine(final long first, final long second, final long secondBytes) {
        if (secondBytes == 0) {
            return first;
        }
        final long length = secondBytes % ADLER_BASE;
        final long firstLow = first & 0xFFFF;
        final long low = (firstLow + (second & 0xFFFF) + ADLER_BASE - 1) % ADLER_BASE;
        final long high = ((first >>> 16 & 0xFFFF) + (second >>> 16 & 0xFFFF) + length * firstLow + ADLER_BASE - length) % ADLER_BASE;
        return high << 16 | low;
    }
}
