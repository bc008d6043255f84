package dev.longbeam.memory;

/**
 * Freed blocks of check mode wait here before their memory is used again, so that late accesses hit freed memory.
 *
 * <p>Any thread; one lock.
 */
final class Quarantine {
    private static final int ENTRIES = 1 << 15;
    private static final long MAX_BYTES = 32L << 20;

    private final long[] rawAddr = new long[ENTRIES];
    private final long[] rawBytes = new long[ENTRIES];
    private int first;
    private int count;
    private long heldBytes;

    synchronized void add(final long addr, final long bytes) {
        if (count == ENTRIES) {
            removeOldest();
        }
        final int at = first + count & ENTRIES - 1;
        rawAddr[at] = addr;
        rawBytes[at] = bytes;
        count++;
        heldBytes += bytes;
        while (heldBytes > MAX_BYTES) {
            removeOldest();
        }
    }

    synchronized void clear() {
        while (count > 0) {
            removeOldest();
        }
    }

    private void removeOldest() {
        final long addr = rawAddr[first];
        final long bytes = rawBytes[first];
        first = first + 1 & ENTRIES - 1;
        count--;
        heldBytes -= bytes;
        Shadow.set(addr, bytes, Shadow.UNUSED);
        if (AddressSpace.isLiteral(addr)) {
            Literals.freeRaw(addr, bytes);
        } else {
            Blocks.freeRaw(addr, bytes, MemoryKind.SYSTEM, 0);
        }
    }
}
