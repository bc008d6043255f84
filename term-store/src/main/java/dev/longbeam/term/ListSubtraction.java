package dev.longbeam.term;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;

/**
 * {@code A -- B}: removes for each element of B its first occurrence ({@code =:=}) in A. Short lists are compared element by
 * element; else B is counted in a hash table, so that the work grows with the sum of the lengths.
 *
 * <pre>
 *   table    [number of slots - 1] [slot] .. [slot]
 *   slot     [element, 0 when free] [how often it is still to be removed]
 * </pre>
 *
 * <p>Any thread that may see the terms; the table is freed before the call returns.
 */
public final class ListSubtraction {
    private static final int NAIVE_CELLS = 8;
    private static final int SLOT_BYTES = 16;

    private ListSubtraction() {
    }

    /** The difference of two proper lists of known lengths; its end is the end of A itself once nothing is left to remove. */
    public static long subtract(final TermHeap heap, final long fromTerm, final long fromCells, final long removeTerm,
        final long removeCells) {
        if (fromCells == 0 || removeCells == 0) {
            return fromTerm;
        }
        if (removeCells <= NAIVE_CELLS) {
            return subtractFew(heap, fromTerm, fromCells, removeTerm, (int)removeCells);
        }
        final long slots = Long.highestOneBit(removeCells) << 2;
        final long bytes = (slots + 1) * SLOT_BYTES;
        final long tableAddr = Blocks.allocate(bytes, MemoryKind.SYSTEM);
        try {
            count(tableAddr, slots, removeTerm);
            return subtractCounted(heap, fromTerm, fromCells, tableAddr, removeCells);
        } finally {
            Blocks.free(tableAddr, bytes, MemoryKind.SYSTEM);
        }
    }

    private static long subtractFew(final TermHeap heap, final long fromTerm, final long fromCells, final long removeTerm,
        final int removeCells) {
        final long startAddr = heap.allocate(fromCells * Cons.WORDS);
        long addr = startAddr;
        int removed = 0;
        long rest = fromTerm;
        while (Term.isCons(rest)) {
            final long head = Cons.head(rest);
            final int bit = firstEqual(head, removeTerm, removed);
            rest = Cons.tail(rest);
            if (bit == 0) {
                Cons.write(addr, head, Term.makeCons(addr + Cons.WORDS * 8));
                addr += Cons.WORDS * 8;
                continue;
            }
            removed |= bit;
            if (removed == (1 << removeCells) - 1) {
                return finish(heap, startAddr, addr, fromCells, rest);
            }
        }
        return finish(heap, startAddr, addr, fromCells, Term.NIL);
    }

    private static int firstEqual(final long term, final long removeTerm, final int removed) {
        int bit = 1;
        for (long rest = removeTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long head = Cons.head(rest);
            if ((removed & bit) == 0 && (head == term || !Term.isImmediate(head) && Compare.exactEqual(head, term))) {
                return bit;
            }
            bit <<= 1;
        }
        return 0;
    }

    private static void count(final long tableAddr, final long slots, final long removeTerm) {
        Memory.fill(tableAddr, (slots + 1) * SLOT_BYTES, 0);
        Memory.putLong(tableAddr, slots - 1);
        for (long rest = removeTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long head = Cons.head(rest);
            final long slotAddr = slotAddr(tableAddr, head);
            Memory.putLong(slotAddr, head);
            Memory.putLong(slotAddr + 8, Memory.getLong(slotAddr + 8) + 1);
        }
    }

    private static long slotAddr(final long tableAddr, final long term) {
        final long mask = Memory.getLong(tableAddr);
        final boolean immediate = Term.isImmediate(term);
        for (long i = Hash.internal(term) & mask;; i = i + 1 & mask) {
            final long slotAddr = tableAddr + (i + 1) * SLOT_BYTES;
            final long held = Memory.getLong(slotAddr);
            if (held == Term.NON_VALUE || held == term || !immediate && Compare.exactEqual(held, term)) {
                return slotAddr;
            }
        }
    }

    private static long subtractCounted(final TermHeap heap, final long fromTerm, final long fromCells, final long tableAddr,
        final long removeCells) {
        final long startAddr = heap.allocate(fromCells * Cons.WORDS);
        long addr = startAddr;
        long left = removeCells;
        long rest = fromTerm;
        while (Term.isCons(rest)) {
            final long head = Cons.head(rest);
            final long slotAddr = slotAddr(tableAddr, head);
            final long times = Memory.getLong(slotAddr + 8);
            rest = Cons.tail(rest);
            if (times == 0) {
                Cons.write(addr, head, Term.makeCons(addr + Cons.WORDS * 8));
                addr += Cons.WORDS * 8;
                continue;
            }
            Memory.putLong(slotAddr + 8, times - 1);
            if (--left == 0) {
                return finish(heap, startAddr, addr, fromCells, rest);
            }
        }
        return finish(heap, startAddr, addr, fromCells, Term.NIL);
    }

    private static long finish(final TermHeap heap, final long startAddr, final long endAddr, final long askedCells,
        final long tailTerm) {
        final long usedWords = endAddr - startAddr >>> 3;
        if (usedWords > 0) {
            Memory.putLong(endAddr - 8, tailTerm);
        }
        heap.trim(startAddr, askedCells * Cons.WORDS, usedWords);
        fillUnused(endAddr, startAddr + askedCells * Cons.WORDS * 8, heap);
        return usedWords == 0 ? tailTerm : Term.makeCons(startAddr);
    }

    /** Words in a fragment that could not be given back must not look like pointers to whoever walks the fragment. */
    private static void fillUnused(final long fromAddr, final long endAddr, final TermHeap heap) {
        if (heap.heapTop != fromAddr) {
            for (long addr = fromAddr; addr < endAddr; addr += 8) {
                Memory.putLong(addr, Term.NIL);
            }
        }
    }
}
