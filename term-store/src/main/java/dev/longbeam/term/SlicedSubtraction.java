package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * {@code A -- B} for long lists, in slices between which the process may be collected: the state is made of terms, and nothing that
 * changes holds a term.
 *
 * <pre>
 *   elements   the tuple of B's elements
 *   table      a binary: [how many are left to remove: 8 bytes] [number of slots - 1: 8 bytes] [slot] .. [slot]
 *   slot       [number of the element in the tuple, 0 when free: 4 bytes] [how often it is still to be removed: 4 bytes]
 * </pre>
 *
 * <p>Owned by the process whose terms these are; nobody else sees the table.
 */
public final class SlicedSubtraction {
    private static final int HEADER_BYTES = 16;
    private static final int SLOT_BYTES = 8;

    private SlicedSubtraction() {
    }

    /** An empty table for a number of elements. */
    public static long makeTable(final TermHeap heap, final long elements) {
        final long slots = Long.highestOneBit(elements) << 2;
        final long bytes = HEADER_BYTES + slots * SLOT_BYTES;
        final long tableTerm = Bitstring.allocate(heap, bytes);
        final long addr = Bitstring.dataAddr(tableTerm);
        Memory.fill(addr, bytes, 0);
        Memory.putLong(addr, elements);
        Memory.putLong(addr + 8, slots - 1);
        return tableTerm;
    }

    /** Counts elements {@code from} up to {@code to}, not included, of the tuple, numbered from 1. */
    public static void count(final long elementsTerm, final long tableTerm, final int from, final int to) {
        final long addr = Bitstring.dataAddr(tableTerm);
        for (int i = from; i < to; i++) {
            final long slotAddr = slotAddr(addr, elementsTerm, Tuple.element(elementsTerm, i));
            if (Memory.getInt(slotAddr) == 0) {
                Memory.putInt(slotAddr, i);
            }
            Memory.putInt(slotAddr + 4, Memory.getInt(slotAddr + 4) + 1);
        }
    }

    /** Elements that are left to remove. */
    public static long left(final long tableTerm) {
        return Memory.getLong(Bitstring.dataAddr(tableTerm));
    }

    /** Takes an element that is to be removed off the table; false when it is to stay. */
    public static boolean remove(final long elementsTerm, final long tableTerm, final long term) {
        final long addr = Bitstring.dataAddr(tableTerm);
        final long slotAddr = slotAddr(addr, elementsTerm, term);
        final int times = Memory.getInt(slotAddr + 4);
        if (times == 0) {
            return false;
        }
        Memory.putInt(slotAddr + 4, times - 1);
        Memory.putLong(addr, Memory.getLong(addr) - 1);
        return true;
    }

    private static long slotAddr(final long addr, final long elementsTerm, final long term) {
        final long mask = Memory.getLong(addr + 8);
        final boolean immediate = Term.isImmediate(term);
        for (long i = Hash.internal(term) & mask;; i = i + 1 & mask) {
            final long slotAddr = addr + HEADER_BYTES + i * SLOT_BYTES;
            final int number = Memory.getInt(slotAddr);
            if (number == 0) {
                return slotAddr;
            }
            final long held = Tuple.element(elementsTerm, number);
            if (held == term || !immediate && Compare.exactEqual(held, term)) {
                return slotAddr;
            }
        }
    }
}
