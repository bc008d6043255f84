package dev.longbeam.otp;

import dev.longbeam.memory.Memory;

/**
 * MD5 (RFC 1321) over a context in raw memory, so that it can go on later: {@code [4 words of 32 bits: state] [64 bits: length in bits]
 * [64 bytes: block begun]}.
 *
 * <p>Owned by the owner of the memory.
 */
final class Md5 {
    /** Bytes of a context. */
    static final int CONTEXT_BYTES = 88;
    /** Bytes of a digest. */
    static final int DIGEST_BYTES = 16;

    private static final int LENGTH_OFFSET = 16;
    private static final int BLOCK_OFFSET = 24;
    private static final int BLOCK_BYTES = 64;
    private static final int[] SINES = new int[64];

    static {
        for (int i = 0; i < SINES.length; i++) {
            SINES[i] = (int)(long)(Math.abs(Math.sin(i + 1.0)) * 0x1p32);
        }
    }

    private Md5() {
    }

    /** Begins. */
    static void init(final long contextAddr) {
        Memory.fill(contextAddr, CONTEXT_BYTES, 0);
        Memory.putInt(contextAddr, 0x6745_2301);
        Memory.putInt(contextAddr + 4, 0xEFCD_AB89);
        Memory.putInt(contextAddr + 8, 0x98BA_DCFE);
        Memory.putInt(contextAddr + 12, 0x1032_5476);
    }

    /** Adds bytes. */
    static void update(final long contextAddr, final long fromAddr, final long bytes) {
        final long length = Memory.getLong(contextAddr + LENGTH_OFFSET);
        Memory.putLong(contextAddr + LENGTH_OFFSET, length + (bytes << 3));
        int begun = (int)(length >>> 3) & BLOCK_BYTES - 1;
        long at = fromAddr;
        long left = bytes;
        while (left > 0) {
            if (begun == 0 && left >= BLOCK_BYTES) {
                block(contextAddr, at);
                at += BLOCK_BYTES;
                left -= BLOCK_BYTES;
                continue;
            }
            final int part = (int)Math.min(BLOCK_BYTES - begun, left);
            Memory.copy(at, contextAddr + BLOCK_OFFSET + begun, part);
            at += part;
            left -= part;
            begun += part;
            if (begun == BLOCK_BYTES) {
                block(contextAddr, contextAddr + BLOCK_OFFSET);
                begun = 0;
            }
        }
    }

    /** Ends and writes the digest; the context is used up. */
    static void finish(final long contextAddr, final long digestAddr) {
        final long length = Memory.getLong(contextAddr + LENGTH_OFFSET);
        final int begun = (int)(length >>> 3) & BLOCK_BYTES - 1;
        final long blockAddr = contextAddr + BLOCK_OFFSET;
        Memory.putByte(blockAddr + begun, 0x80);
        Memory.fill(blockAddr + begun + 1, BLOCK_BYTES - 1 - begun, 0);
        if (begun >= BLOCK_BYTES - 8) {
            block(contextAddr, blockAddr);
            Memory.fill(blockAddr, BLOCK_BYTES, 0);
        }
        Memory.putLong(blockAddr + BLOCK_BYTES - 8, length);
        block(contextAddr, blockAddr);
        Memory.copy(contextAddr, digestAddr, DIGEST_BYTES);
    }

    private static void block(final long contextAddr, final long blockAddr) {
        int a = Memory.getInt(contextAddr);
        int b = Memory.getInt(contextAddr + 4);
        int c = Memory.getInt(contextAddr + 8);
        int d = Memory.getInt(contextAddr + 12);
        for (int i = 0; i < 16; i += 4) {
            a = b + Integer.rotateLeft(a + choice(b, c, d) + input(blockAddr, i, i), 7);
            d = a + Integer.rotateLeft(d + choice(a, b, c) + input(blockAddr, i + 1, i + 1), 12);
            c = d + Integer.rotateLeft(c + choice(d, a, b) + input(blockAddr, i + 2, i + 2), 17);
            b = c + Integer.rotateLeft(b + choice(c, d, a) + input(blockAddr, i + 3, i + 3), 22);
        }
        for (int i = 16; i < 32; i += 4) {
            a = b + Integer.rotateLeft(a + choice(d, b, c) + input(blockAddr, i, 5 * i + 1), 5);
            d = a + Integer.rotateLeft(d + choice(c, a, b) + input(blockAddr, i + 1, 5 * i + 6), 9);
            c = d + Integer.rotateLeft(c + choice(b, d, a) + input(blockAddr, i + 2, 5 * i + 11), 14);
            b = c + Integer.rotateLeft(b + choice(a, c, d) + input(blockAddr, i + 3, 5 * i + 16), 20);
        }
        for (int i = 32; i < 48; i += 4) {
            a = b + Integer.rotateLeft(a + (b ^ c ^ d) + input(blockAddr, i, 3 * i + 5), 4);
            d = a + Integer.rotateLeft(d + (a ^ b ^ c) + input(blockAddr, i + 1, 3 * i + 8), 11);
            c = d + Integer.rotateLeft(c + (d ^ a ^ b) + input(blockAddr, i + 2, 3 * i + 11), 16);
            b = c + Integer.rotateLeft(b + (c ^ d ^ a) + input(blockAddr, i + 3, 3 * i + 14), 23);
        }
        for (int i = 48; i < 64; i += 4) {
            a = b + Integer.rotateLeft(a + (c ^ (b | ~d)) + input(blockAddr, i, 7 * i), 6);
            d = a + Integer.rotateLeft(d + (b ^ (a | ~c)) + input(blockAddr, i + 1, 7 * i + 7), 10);
            c = d + Integer.rotateLeft(c + (a ^ (d | ~b)) + input(blockAddr, i + 2, 7 * i + 14), 15);
            b = c + Integer.rotateLeft(b + (d ^ (c | ~a)) + input(blockAddr, i + 3, 7 * i + 21), 21);
        }
        Memory.putInt(contextAddr, Memory.getInt(contextAddr) + a);
        Memory.putInt(contextAddr + 4, Memory.getInt(contextAddr + 4) + b);
        Memory.putInt(contextAddr + 8, Memory.getInt(contextAddr + 8) + c);
        Memory.putInt(contextAddr + 12, Memory.getInt(contextAddr + 12) + d);
    }

    /** Bits of one of two words, as those of a third one say. A sum, not a union: it need not wait for both. */
    private static int choice(final int which, final int one, final int other) {
        return (which & one) + (~which & other);
    }

    /** What a step adds that does not depend on the steps before: its constant, and one of the 16 words of the block. */
    private static int input(final long blockAddr, final int step, final int word) {
        return SINES[step] + Memory.getInt(blockAddr + (word & 15) * 4L);
    }
}
