package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * The merge of two nodes of large maps, child after child: {@link #isDone}, else {@link #takeOne} or, where both nodes have a child,
 * {@link #merged}.
 */
final class HamtMerge {
    private final long a;
    private final long b;
    private final int bitmapA;
    private final int bitmapB;
    private final long node;
    private long slotAddr;
    private int rest;
    private boolean sameAsA;
    private boolean sameAsB;

    /** The merge of two nodes of a level; those of {@code b} win. */
    HamtMerge(final TermHeap heap, final long a, final long b, final int level) {
        this.a = a;
        this.b = b;
        bitmapA = Hamt.bitmap(Term.header(a));
        bitmapB = Hamt.bitmap(Term.header(b));
        rest = bitmapA | bitmapB;
        node = Hamt.allocateNode(heap, level == 0, 0, rest);
        slotAddr = Hamt.firstChildAddr(node);
        sameAsA = rest == bitmapA;
        sameAsB = rest == bitmapB;
    }

    boolean isDone() {
        return rest == 0;
    }

    /** True when both nodes have the next child. */
    boolean hasTwo() {
        return (bitmapA & bitmapB & rest & -rest) != 0;
    }

    /** True when both have a node there. */
    boolean areNodes() {
        return !Term.isCons(childA()) && !Term.isCons(childB());
    }

    long childA() {
        return child(a, bitmapA);
    }

    long childB() {
        return child(b, bitmapB);
    }

    private long child(final long parent, final int bitmap) {
        return Memory.getLong(Hamt.firstChildAddr(parent) + Integer.bitCount(bitmap & (rest & -rest) - 1) * 8L);
    }

    /** Takes the next child over, which only one of the nodes has. */
    void takeOne() {
        put((bitmapA & rest & -rest) != 0 ? childA() : childB());
    }

    /** Sets the next child, which both nodes have. */
    void merged(final long child) {
        sameAsA &= child == childA();
        sameAsB &= child == childB();
        put(child);
    }

    private void put(final long child) {
        Memory.putLong(slotAddr, child);
        slotAddr += 8;
        rest &= rest - 1;
    }

    /** The merged node; one of the two when it is the same. */
    long result() {
        return sameAsB ? b : sameAsA ? a : node;
    }
}
