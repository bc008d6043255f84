package dev.longbeam.term;

/** A growing set of addresses, for walks that must see each object once. */
final class AddressSet {
    private static final int FIRST_SLOTS = 64;

    private long[] slots = new long[FIRST_SLOTS];
    private int size;

    /** Adds an address; false when it was there. */
    boolean add(final long addr) {
        if (2 * size >= slots.length) {
            grow();
        }
        final int slot = slot(addr);
        if (slots[slot] == addr) {
            return false;
        }
        slots[slot] = addr;
        size++;
        return true;
    }

    private int slot(final long addr) {
        final int mask = slots.length - 1;
        int slot = (int)(addr * 0x9E37_79B9_7F4A_7C15L >>> 32) & mask;
        while (slots[slot] != 0 && slots[slot] != addr) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        final long[] old = slots;
        slots = new long[old.length * 2];
        for (final long addr : old) {
            if (addr != 0) {
                slots[slot(addr)] = addr;
            }
        }
    }
}
