package dev.longbeam.memory;

import java.lang.foreign.MemorySegment;

/**
 * One shadow byte for each word of the address space: how many of the word's bytes may be accessed, counted from its first one,
 * or why none may.
 *
 * <p>Any thread; who owns a block writes its shadow.
 */
final class Shadow {
    static final int WORD_SHIFT = 3;
    /** All eight bytes may be accessed. */
    static final int LIVE = 8;
    /** Not part of any block. */
    static final int UNUSED = 0;
    /** In front of a live block. */
    static final int BEFORE_BLOCK = -1;
    /** Behind a live block. */
    static final int BEHIND_BLOCK = -2;
    /** In a freed block. */
    static final int FREED = -3;
    /** In front of a freed block. */
    static final int BEFORE_FREED = -4;
    /** In a live block, but its owner does not use it now. */
    static final int POISONED = -5;

    private static final long START = AddressSpace.BLOCK_START;
    private static final long BYTES = AddressSpace.LITERAL_END - AddressSpace.BLOCK_START;
    private static final long BASE = AddressSpace.reserve(BYTES >>> WORD_SHIFT);
    private static final int SHORT_WORDS = 16;
    private static final int CHUNK_WORDS = 8192;
    private static final MemorySegment ALL_LIVE = allLive();

    private Shadow() {
    }

    private static MemorySegment allLive() {
        final long addr = AddressSpace.reserve(CHUNK_WORDS);
        Raw.fill(addr, CHUNK_WORDS, LIVE);
        return Raw.segment(addr, CHUNK_WORDS);
    }

    static boolean covers(final long addr, final long bytes) {
        final long offset = addr - START;
        return offset >= 0 && bytes >= 0 && bytes <= BYTES && offset <= BYTES - bytes;
    }

    /** The shadow of the word that an address lies in. */
    static int get(final long addr) {
        return Raw.getByte(shadowAddr(addr));
    }

    /** Sets the shadow of whole words; both arguments are multiples of 8. */
    static void set(final long addr, final long bytes, final int shadow) {
        if (bytes > 0) {
            Raw.fill(shadowAddr(addr), bytes >>> WORD_SHIFT, shadow);
        }
    }

    /** Makes exactly {@code bytes} bytes from a word's start accessible. */
    static void setLive(final long addr, final long bytes) {
        final long wholeBytes = bytes & -8;
        set(addr, wholeBytes, LIVE);
        if (wholeBytes != bytes) {
            Raw.putByte(shadowAddr(addr + wholeBytes), (int)(bytes - wholeBytes));
        }
    }

    /** The first address of a range that may not be accessed, or 0. The range is inside the address space. */
    static long firstBad(final long addr, final long bytes) {
        final int inWord = (int)addr & 7;
        if (inWord + bytes <= 8) {
            final int live = get(addr);
            return live >= inWord + bytes ? 0 : Math.max(addr, (addr & -8) + Math.max(live, 0));
        }
        return firstBadInWords(addr, bytes);
    }

    private static long firstBadInWords(final long addr, final long bytes) {
        final long endAddr = addr + bytes;
        final long lastWordAddr = endAddr - 1 & -8;
        long wordAddr = addr & -8;
        if (lastWordAddr - wordAddr > SHORT_WORDS << WORD_SHIFT) {
            wordAddr = skipLive(wordAddr, lastWordAddr);
        }
        for (; wordAddr < lastWordAddr; wordAddr += 8) {
            final int live = get(wordAddr);
            if (live != LIVE) {
                return Math.max(addr, wordAddr + Math.max(live, 0));
            }
        }
        final int live = get(lastWordAddr);
        return live >= endAddr - lastWordAddr ? 0 : lastWordAddr + Math.max(live, 0);
    }

    private static long skipLive(final long fromAddr, final long toAddr) {
        long wordAddr = fromAddr;
        while (wordAddr < toAddr) {
            final long words = Math.min(toAddr - wordAddr >>> WORD_SHIFT, CHUNK_WORDS);
            final long at = Raw.mismatch(shadowAddr(wordAddr), words, ALL_LIVE);
            if (at >= 0) {
                return wordAddr + (at << WORD_SHIFT);
            }
            wordAddr += words << WORD_SHIFT;
        }
        return wordAddr;
    }

    private static long shadowAddr(final long addr) {
        return BASE + (addr - START >>> WORD_SHIFT);
    }
}
