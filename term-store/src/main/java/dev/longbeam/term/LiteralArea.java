package dev.longbeam.term;

import dev.longbeam.memory.Literals;
import dev.longbeam.memory.Memory;

/**
 * A block of the literal range that comes and goes as one: the literals of a code, or a persistent term with its key.
 *
 * <p>Any thread reads the terms in it. Who has made sure that nobody does any more calls {@link #free}, once.
 */
public final class LiteralArea {
    /** First address. */
    public final long addr;
    /** Size. */
    public final long bytes;
    private final long offHeapAddr;

    LiteralArea(final long addr, final long bytes, final long offHeapAddr) {
        this.addr = addr;
        this.bytes = bytes;
        this.offHeapAddr = offHeapAddr;
    }

    /** True for an address, or the term of one, in this area. */
    public boolean contains(final long addrOrTerm) {
        return Long.compareUnsigned(addrOrTerm - addr, bytes) < 0;
    }

    /** True when a word of a range of memory might be a pointer into this area; words that are no terms may be taken for one. */
    public boolean mayBeReferredTo(final long fromAddr, final long toAddr) {
        for (long at = fromAddr; at < toAddr; at += Memory.WORD_BYTES) {
            if (contains(Memory.getLong(at))) {
                return true;
            }
        }
        return false;
    }

    /** Gives the memory back, and what the terms in it hold outside of it. */
    public void free() {
        OffHeapList.releaseAll(offHeapAddr);
        Literals.free(addr, bytes);
    }
}
