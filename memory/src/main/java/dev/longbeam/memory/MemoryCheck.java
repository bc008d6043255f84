package dev.longbeam.memory;

/**
 * Check mode: our address sanitizer. A shadow byte per word of the block range says whether the word belongs to a live block.
 *
 * <p>Any thread. Costs nothing when {@link Memory#CHECK} is false.
 */
final class MemoryCheck {
    private static final int WORD_SHIFT = 3;
    private static final int LIVE = 1;
    private static final long SHADOW = Memory.CHECK ? AddressSpace.reserve(AddressSpace.BLOCK_BYTES >>> WORD_SHIFT) : 0;
    private static final java.lang.foreign.MemorySegment SHADOW_BYTES = shadow();

    private MemoryCheck() {
    }

    @SuppressWarnings("restricted")
    private static java.lang.foreign.MemorySegment shadow() {
        return java.lang.foreign.MemorySegment.ofAddress(SHADOW).reinterpret(AddressSpace.BLOCK_BYTES >>> WORD_SHIFT);
    }

    static void read(final long addr, final long bytes) {
        check(addr, bytes, "read");
    }

    static void write(final long addr, final long bytes) {
        check(addr, bytes, "write");
    }

    private static void check(final long addr, final long bytes, final String what) {
        if (addr < AddressSpace.BLOCK_START || addr + bytes > AddressSpace.LITERAL_END) {
            throw new IllegalMemoryAccess(what + " outside the address space: addr=0x" + Long.toHexString(addr) + " bytes=" + bytes);
        }
        if (addr >= AddressSpace.BLOCK_END) {
            return;
        }
        final long first = addr - AddressSpace.BLOCK_START >>> WORD_SHIFT;
        final long last = addr + bytes - 1 - AddressSpace.BLOCK_START >>> WORD_SHIFT;
        for (long i = first; i <= last; i++) {
            if (SHADOW_BYTES.get(java.lang.foreign.ValueLayout.JAVA_BYTE, i) != LIVE) {
                throw new IllegalMemoryAccess(what + " outside a live block: addr=0x" + Long.toHexString(addr) + " bytes=" + bytes);
            }
        }
    }

    static void mark(final long addr, final long bytes, final boolean live) {
        final long first = addr - AddressSpace.BLOCK_START >>> WORD_SHIFT;
        final long words = bytes + 7 >>> WORD_SHIFT;
        SHADOW_BYTES.asSlice(first, words).fill((byte)(live ? LIVE : 0));
    }
}
