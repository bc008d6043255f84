package dev.longbeam.memory;

/**
 * Memory of the literal range: literals of loaded code and persistent terms.
 *
 * <p>Any thread. Areas are freed whole.
 */
public final class Literals {
    private static long top = AddressSpace.LITERAL_START + AddressSpace.PAGE_BYTES;

    private Literals() {
    }

    /** Allocates an area in the literal range; at least 1 byte; the address is a multiple of 8. */
    public static synchronized long allocate(final long bytes) {
        final long addr = top;
        top += bytes + 15 & -16;
        if (top > AddressSpace.LITERAL_END) {
            throw new OutOfMemoryError("literal range is full: bytes=" + bytes);
        }
        return addr;
    }

    /** Frees an area of {@code bytes} as it was allocated. */
    public static synchronized void free(final long addr, final long bytes) {
        if (addr + (bytes + 15 & -16) == top) {
            top = addr;
        }
    }
}
