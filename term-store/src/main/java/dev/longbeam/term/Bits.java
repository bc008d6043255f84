package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Runs of bits in raw memory. A position counts bits from an address, the most significant bit of a byte first.
 *
 * <p>Any thread that may see the memory. Writes keep the bits around the run as they are.
 */
public final class Bits {
    private Bits() {
    }

    /** The {@code bits} (0 to 64) at a position as an unsigned big-endian number. */
    public static long get(final long baseAddr, final long position, final int bits) {
        final long addr = baseAddr + (position >>> 3);
        final int offset = (int)position & 7;
        if (offset == 0 && bits == 8) {
            return Memory.getUnsignedByte(addr);
        }
        final int span = offset + bits;
        if (span > 56) {
            return getWide(addr, offset, bits);
        }
        final int bytes = span + 7 >>> 3;
        long value = 0;
        int i = 0;
        if (bytes >= 4) {
            value = Integer.reverseBytes(Memory.getInt(addr)) & 0xFFFF_FFFFL;
            i = 4;
        }
        while (i < bytes) {
            value = value << 8 | Memory.getUnsignedByte(addr + i++);
        }
        return value >>> (bytes << 3) - span & mask(bits);
    }

    private static long getWide(final long addr, final int offset, final int bits) {
        final long high = Memory.getLongBE(addr);
        final int span = offset + bits;
        if (span <= 64) {
            return high >>> 64 - span & mask(bits);
        }
        final long first64 = high << offset | Memory.getUnsignedByte(addr + 8) >>> 8 - offset;
        return first64 >>> 64 - bits;
    }

    /** Writes the low {@code bits} (0 to 64) of a value at a position, big-endian. */
    public static void put(final long baseAddr, final long position, final int bits, final long value) {
        final long addr = baseAddr + (position >>> 3);
        final int offset = (int)position & 7;
        if ((offset | bits & 7) == 0) {
            putBytes(addr, bits >>> 3, value);
        } else if (offset + bits > 64) {
            final int head = 8 - offset;
            put(baseAddr, position, head, value >>> bits - head);
            put(baseAddr, position + head, bits - head, value);
        } else {
            putWithin(addr, offset, bits, value);
        }
    }

    private static void putBytes(final long addr, final int bytes, final long value) {
        if (bytes == 8) {
            Memory.putLongBE(addr, value);
            return;
        }
        long rest = value;
        for (int i = bytes - 1; i >= 0; i--) {
            Memory.putByte(addr + i, (int)rest);
            rest >>>= 8;
        }
    }

    private static void putWithin(final long addr, final int offset, final int bits, final long value) {
        final int bytes = offset + bits + 7 >>> 3;
        final int shift = (bytes << 3) - offset - bits;
        long mask = mask(bits) << shift;
        long rest = value << shift & mask;
        for (int i = bytes - 1; i >= 0; i--) {
            final int keep = ~(int)mask & 0xFF;
            final int kept = keep == 0 ? 0 : Memory.getByte(addr + i) & keep;
            Memory.putByte(addr + i, kept | (int)rest & 0xFF);
            mask >>>= 8;
            rest >>>= 8;
        }
    }

    /** Copies bits; the runs do not overlap. */
    public static void copy(final long fromAddr, final long fromPosition, final long toAddr, final long toPosition, final long bits) {
        long from = fromPosition;
        long to = toPosition;
        long left = bits;
        final int head = (int)Math.min(-to & 7, left);
        if (head != 0) {
            put(toAddr, to, head, get(fromAddr, from, head));
            from += head;
            to += head;
            left -= head;
        }
        if ((from & 7) == 0) {
            final long bytes = left >>> 3;
            Memory.copyBytes(fromAddr + (from >>> 3), toAddr + (to >>> 3), bytes);
            from += bytes << 3;
            to += bytes << 3;
            left &= 7;
        }
        while (left >= 64) {
            Memory.putLongBE(toAddr + (to >>> 3), get(fromAddr, from, 64));
            from += 64;
            to += 64;
            left -= 64;
        }
        put(toAddr, to, (int)left, get(fromAddr, from, (int)left));
    }

    /** True when two runs of bits are equal. */
    public static boolean equal(final long addrA, final long positionA, final long addrB, final long positionB, final long bits) {
        long a = positionA;
        long b = positionB;
        long left = bits;
        if (((a | b) & 7) == 0) {
            final long bytes = left >>> 3;
            if (!Memory.equal(addrA + (a >>> 3), addrB + (b >>> 3), bytes)) {
                return false;
            }
            a += bytes << 3;
            b += bytes << 3;
            left &= 7;
        }
        while (left >= 64) {
            if (get(addrA, a, 64) != get(addrB, b, 64)) {
                return false;
            }
            a += 64;
            b += 64;
            left -= 64;
        }
        return get(addrA, a, (int)left) == get(addrB, b, (int)left);
    }

    /** A number whose low {@code bits} (0 to 64) are set. */
    static long mask(final int bits) {
        return bits == 0 ? 0 : -1L >>> 64 - bits;
    }
}
