package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Bob Jenkins' 32-bit mixing, on which {@code phash2} and the hash of big maps up to OTP 25 are built.
 *
 * <p>Any thread.
 */
final class JenkinsHash {
    /** The golden ratio; every kind of term mixes with another multiple of it. */
    static final int GOLDEN = 0x9E37_79B9;

    private static final int BLOCK_BYTES = 12;

    private JenkinsHash() {
    }

    /** The constant of a kind of term. */
    static int constant(final int multiple) {
        return GOLDEN * multiple;
    }

    /** Mixes two values into a hash. */
    static int mix(final int first, final int second, final int constant, final int hash) {
        int a = constant + first;
        int b = constant + second;
        int c = hash;
        a = a - b - c ^ c >>> 13;
        b = b - c - a ^ a << 8;
        c = c - a - b ^ b >>> 13;
        a = a - b - c ^ c >>> 12;
        b = b - c - a ^ a << 16;
        c = c - a - b ^ b >>> 5;
        a = a - b - c ^ c >>> 3;
        b = b - c - a ^ a << 10;
        return c - a - b ^ b >>> 15;
    }

    /** Mixes one value into a hash. */
    static int mix(final int value, final int constant, final int hash) {
        return mix(value, 0, constant, hash);
    }

    /** Mixes the bytes and trailing bits of a bitstring, whose hash begins with {@code constant + hash}. */
    static int bitstring(final long term, final int hash) {
        final int start = constant(13) + hash;
        final long bytes = Bitstring.byteSize(term) & 0xFFFF_FFFFL;
        final int bits = (int)Bitstring.bitSize(term) & 7;
        if (bytes == 0 && bits == 0) {
            return start;
        }
        final int result = block(term, bytes, start);
        return bits == 0 ? result : mix(bits, CompareLeaf.trailingBits(term, Bitstring.byteSize(term), bits), constant(15), result);
    }

    private static int block(final long term, final long bytes, final int start) {
        final long addr = Bitstring.dataAddr(term);
        final int offset = Bitstring.bitOffset(term);
        int a = GOLDEN;
        int b = GOLDEN;
        int c = start;
        long at = 0;
        while (true) {
            final boolean last = bytes - at < BLOCK_BYTES;
            if (last) {
                c += (int)bytes;
                a += part(addr, offset, at, bytes);
                b += part(addr, offset, at + 4, bytes);
                c += part(addr, offset, at + 8, bytes) << 8;
            } else {
                a += word(addr, offset, at);
                b += word(addr, offset, at + 4);
                c += word(addr, offset, at + 8);
            }
            a = a - b - c ^ c >>> 13;
            b = b - c - a ^ a << 8;
            c = c - a - b ^ b >>> 13;
            a = a - b - c ^ c >>> 12;
            b = b - c - a ^ a << 16;
            c = c - a - b ^ b >>> 5;
            a = a - b - c ^ c >>> 3;
            b = b - c - a ^ a << 10;
            c = c - a - b ^ b >>> 15;
            if (last) {
                return c;
            }
            at += BLOCK_BYTES;
        }
    }

    private static int word(final long addr, final int offset, final long at) {
        return offset == 0 ? Memory.getInt(addr + at) : part(addr, offset, at, at + 4);
    }

    /** Up to four bytes, the first one lowest; bytes at {@code end} and behind it count as 0. */
    private static int part(final long addr, final int offset, final long at, final long end) {
        int value = 0;
        for (int i = 0; i < 4 && at + i < end; i++) {
            value |= byteAt(addr + at + i, offset) << 8 * i;
        }
        return value;
    }

    private static int byteAt(final long addr, final int offset) {
        final int first = Memory.getUnsignedByte(addr);
        return offset == 0 ? first : (first << offset | Memory.getUnsignedByte(addr + 1) >>> 8 - offset) & 0xFF;
    }
}
