package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * The list of objects of a heap that hold something outside of it: references to off-heap binaries, magic references and, where
 * they count, local funs. The link stands in word 2 of each.
 *
 * <p>Owned by the owner of the heap.
 */
public final class OffHeapList {
    private static final int NEXT_OFFSET = 16;

    private OffHeapList() {
    }

    /** The object behind one in the list, 0 at the end. */
    public static long next(final long addr) {
        return Memory.getLong(addr + NEXT_OFFSET);
    }

    /** Sets the object behind one in the list. */
    public static void next(final long addr, final long nextAddr) {
        Memory.putLong(addr + NEXT_OFFSET, nextAddr);
    }

    /** Enters a copy of an object, which counts from now on, into the list of its heap. */
    static void link(final long addr, final TermHeap heap) {
        retain(addr);
        next(addr, heap.offHeapAddr);
        heap.offHeapAddr = addr;
        heap.offHeapBytes += bytes(addr);
    }

    /** Adds a count for a copy of an object, not yet in any list. */
    public static void retain(final long addr) {
        switch (Term.subtag(Memory.getLong(addr))) {
            case Term.SUBTAG_REFC_BINARY -> OffHeapBinary.retain(Memory.getLong(addr + Bitstring.REFC_OBJECT_WORD * 8));
            case Term.SUBTAG_FUN -> Fun.entry(Term.makeBoxed(addr)).retain();
            default -> MagicTable.retain(Ref.magicHandle(Term.makeBoxed(addr)));
        }
    }

    /** Takes away the count of one object. */
    public static void release(final long addr) {
        switch (Term.subtag(Memory.getLong(addr))) {
            case Term.SUBTAG_REFC_BINARY -> OffHeapBinary.release(Memory.getLong(addr + Bitstring.REFC_OBJECT_WORD * 8));
            case Term.SUBTAG_FUN -> Fun.entry(Term.makeBoxed(addr)).release();
            default -> MagicTable.release(Ref.magicHandle(Term.makeBoxed(addr)));
        }
    }

    /** True for an object that belongs into the list of its heap. */
    public static boolean belongs(final long addr) {
        return switch (Term.subtag(Memory.getLong(addr))) {
            case Term.SUBTAG_REFC_BINARY -> true;
            case Term.SUBTAG_REF -> Ref.isMagic(Term.makeBoxed(addr));
            case Term.SUBTAG_FUN -> Fun.isCounted();
            default -> false;
        };
    }

    /** Takes away the counts of a whole list. */
    public static void releaseAll(final long firstAddr) {
        long addr = firstAddr;
        while (addr != 0) {
            final long next = next(addr);
            release(addr);
            addr = next;
        }
    }

    /** Bytes of off-heap binary behind an object. */
    public static long bytes(final long addr) {
        return isBinary(addr) ? Memory.getLong(addr + Bitstring.SIZE_WORD * 8) : 0;
    }

    private static boolean isBinary(final long addr) {
        return Term.subtag(Memory.getLong(addr)) == Term.SUBTAG_REFC_BINARY;
    }
}
