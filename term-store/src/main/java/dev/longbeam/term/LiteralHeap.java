package dev.longbeam.term;

import dev.longbeam.memory.Literals;
import dev.longbeam.memory.Memory;

/**
 * Builds a {@link LiteralArea}: a heap of a size that is known before.
 *
 * <p>Owned by one thread until {@link #area} is called; then nothing in it changes any more.
 */
public final class LiteralHeap extends TermHeap {
    private final long addr;
    private final long bytes;

    /** A heap of at least one word. */
    public LiteralHeap(final long words) {
        bytes = words * Memory.WORD_BYTES;
        addr = Literals.allocate(bytes);
        heapTop = addr;
        heapLimit = addr + bytes;
    }

    /** The finished area. */
    public LiteralArea area() {
        return new LiteralArea(addr, bytes, offHeapAddr);
    }

    @Override
    protected long allocateSlow(final long words) {
        throw new IllegalStateException("literal area is too small: words=" + words + " left=" + (heapLimit - heapTop >> 3));
    }
}
