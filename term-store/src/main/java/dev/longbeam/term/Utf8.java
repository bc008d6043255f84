package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * UTF-8 in raw memory as Erlang takes it: no surrogates, no overlong forms, nothing beyond 16#10FFFF.
 *
 * <p>Any thread that may see the memory.
 */
public final class Utf8 {
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {
    }

    /** Bytes of a character by its first byte; 0 when no character begins with it. The first bytes of overlong pairs count as 2. */
    static int length(final int firstByte) {
        if (firstByte < 0x80) {
            return 1;
        }
        return firstByte < 0xC0 ? 0 : firstByte < 0xE0 ? 2 : firstByte < 0xF0 ? 3 : firstByte < 0xF8 ? 4 : 0;
    }

    /** Bytes of the character at an address; 0 when less than its first byte asks for are left, -1 when it is wrong. */
    static int step(final long addr, final long left) {
        final int first = Memory.getUnsignedByte(addr);
        final int length = length(first);
        if (length == 0) {
            return -1;
        }
        if (length > left) {
            return 0;
        }
        int value = first & 0x7F >>> length;
        for (int i = 1; i < length; i++) {
            final int next = Memory.getUnsignedByte(addr + i);
            if ((next & 0xC0) != 0x80) {
                return -1;
            }
            value = value << 6 | next & 0x3F;
        }
        final boolean right = switch (length) {
            case 1 -> true;
            case 2 -> value >= 0x80;
            case 3 -> value >= 0x800 && BitMatchUtf.isCharacter(value);
            default -> value >= 0x1_0000 && BitMatchUtf.isCharacter(value);
        };
        return right ? length : -1;
    }

    /** Bytes from the beginning up to the first that is not part of a whole right character. */
    public static long validBytes(final long addr, final long bytes) {
        long at = 0;
        while (at < bytes) {
            if (bytes - at >= 8 && (Memory.getLong(addr + at) & HIGH_BITS) == 0) {
                at += 8;
                continue;
            }
            final int length = step(addr + at, bytes - at);
            if (length <= 0) {
                return at;
            }
            at += length;
        }
        return at;
    }

    /** True when bytes, too few for a character, could be the beginning of one. */
    public static boolean isBeginning(final long addr, final long bytes) {
        final int length = length(Memory.getUnsignedByte(addr));
        for (int i = 1; i < bytes; i++) {
            if ((Memory.getByte(addr + i) & 0xC0) != 0x80) {
                return false;
            }
        }
        return length > bytes;
    }

    /** Characters in right UTF-8. */
    public static long characters(final long addr, final long bytes) {
        long continued = 0;
        long at = 0;
        for (; at + 8 <= bytes; at += 8) {
            final long word = Memory.getLong(addr + at);
            continued += Long.bitCount(word & ~word << 1 & HIGH_BITS);
        }
        for (; at < bytes; at++) {
            continued += (Memory.getByte(addr + at) & 0xC0) == 0x80 ? 1 : 0;
        }
        return bytes - continued;
    }

    /** The characters in right UTF-8 as a list. */
    public static long toList(final TermHeap heap, final long addr, final long bytes) {
        final long characters = characters(addr, bytes);
        if (characters == 0) {
            return Term.NIL;
        }
        final long first = heap.allocate(characters * Cons.WORDS);
        long cell = first;
        long at = addr;
        for (long i = 1; i <= characters; i++) {
            final int lead = Memory.getUnsignedByte(at);
            final int length = length(lead);
            int value = length == 1 ? lead : lead & 0x7F >>> length;
            for (int k = 1; k < length; k++) {
                value = value << 6 | Memory.getByte(at + k) & 0x3F;
            }
            at += length;
            final long next = cell + Cons.WORDS * Memory.WORD_BYTES;
            Cons.write(cell, Term.makeSmall(value), i == characters ? Term.NIL : Term.makeCons(next));
            cell = next;
        }
        return Term.makeCons(first);
    }

    /** Writes a character and returns how many bytes it took. */
    static int put(final long addr, final int c) {
        if (c < 0x80) {
            Memory.putByte(addr, c);
            return 1;
        }
        if (c < 0x800) {
            Memory.putByte(addr, 0xC0 | c >>> 6);
            Memory.putByte(addr + 1, 0x80 | c & 0x3F);
            return 2;
        }
        if (c < 0x1_0000) {
            Memory.putByte(addr, 0xE0 | c >>> 12);
            Memory.putByte(addr + 1, 0x80 | c >>> 6 & 0x3F);
            Memory.putByte(addr + 2, 0x80 | c & 0x3F);
            return 3;
        }
        Memory.putByte(addr, 0xF0 | c >>> 18);
        Memory.putByte(addr + 1, 0x80 | c >>> 12 & 0x3F);
        Memory.putByte(addr + 2, 0x80 | c >>> 6 & 0x3F);
        Memory.putByte(addr + 3, 0x80 | c & 0x3F);
        return 4;
    }
}
