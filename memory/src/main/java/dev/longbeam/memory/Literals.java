package dev.longbeam.memory;

/**
 * Memory of the literal range: literals of loaded code and persistent terms.
 *
 * <p>Any thread, one lock: areas come and go with code. Areas are freed whole, and what was freed is used again.
 */
public final class Literals {
    private static final PageHeap PAGES = new PageHeap(AddressSpace.LITERAL_START, AddressSpace.LITERAL_BYTES);
    private static final ThreadCache CACHE = new ThreadCache(new ClassLists(PAGES));

    private Literals() {
    }

    /**
     * Allocates an area in the literal range.
     *
     * @param bytes at least 1
     * @return its address, a multiple of 16
     * @throws OutOfMemoryError when the range or the node's limit is used up
     */
    public static synchronized long allocate(final long bytes) {
        final long rawBytes = Memory.CHECK ? MemoryCheck.rawBytes(bytes) : bytes;
        final long rawAddr = rawBytes <= SizeClasses.MAX_BYTES ? CACHE.allocate(SizeClasses.of(rawBytes))
            : PAGES.addr(PAGES.allocate(PageHeap.pagesFor(rawBytes)));
        CACHE.addUsedBytes(MemoryKind.LITERAL, bytes);
        return Memory.CHECK ? MemoryCheck.open(rawAddr, Blocks.holdableBytes(rawBytes), bytes, MemoryKind.LITERAL) : rawAddr;
    }

    /** Frees an area of {@code bytes} as it was allocated. */
    public static void free(final long addr, final long bytes) {
        if (Memory.CHECK) {
            MemoryCheck.close(addr, bytes, MemoryKind.LITERAL, Blocks.holdableBytes(MemoryCheck.rawBytes(bytes)));
            addUsedBytes(-bytes);
            return;
        }
        freeRaw(addr, bytes);
        addUsedBytes(-bytes);
    }

    static synchronized void freeRaw(final long rawAddr, final long rawBytes) {
        if (rawBytes <= SizeClasses.MAX_BYTES) {
            CACHE.free(rawAddr, SizeClasses.of(rawBytes));
        } else {
            PAGES.free(PAGES.page(rawAddr));
        }
    }

    private static synchronized void addUsedBytes(final long bytes) {
        CACHE.addUsedBytes(MemoryKind.LITERAL, bytes);
    }

    static long usedBytes() {
        return CACHE.usedBytes(MemoryKind.LITERAL);
    }

    static long heldBytes() {
        return PAGES.usedBytes();
    }
}
