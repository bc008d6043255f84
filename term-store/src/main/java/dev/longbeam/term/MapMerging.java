package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/** The merge of two large maps in slices: the nodes of the upper levels one by one, the subtrees below in one go each. */
public final class MapMerging extends SlicedWork {
    private static final int MAX_LEVELS = 5;
    /** Associations of a subtree, about. */
    private static final int SUBTREE = 512;
    private static final int STEPS_PER_ASSOCIATION = 4;
    private static final int LEVEL_BITS = 4;

    private final TermHeap heap;
    private final long mapA;
    private final long mapB;
    private final HamtMerge[] nodes;
    private final long subtreeSteps;
    private final long[] common = new long[1];
    private int level;
    private long result;

    /** All associations of two large maps; those of {@code mapB} win. */
    public MapMerging(final TermHeap heap, final long mapA, final long mapB) {
        this.heap = heap;
        this.mapA = mapA;
        this.mapB = mapB;
        final long associations = Hamt.size(mapA) + Hamt.size(mapB);
        int levels = 1;
        while (levels < MAX_LEVELS && associations >> LEVEL_BITS * levels > SUBTREE) {
            levels++;
        }
        subtreeSteps = 1 + (associations >> LEVEL_BITS * levels) * STEPS_PER_ASSOCIATION;
        nodes = new HamtMerge[levels];
        nodes[0] = new HamtMerge(heap, mapA, mapB, 0);
    }

    @Override
    protected boolean proceed() {
        while (budget > 0) {
            final HamtMerge node = nodes[level];
            if (node.isDone()) {
                budget--;
                if (level == 0) {
                    result = node.result();
                    return true;
                }
                nodes[--level].merged(node.result());
            } else if (!node.hasTwo()) {
                node.takeOne();
                budget--;
            } else if (level + 1 < nodes.length && node.areNodes()) {
                level++;
                nodes[level] = new HamtMerge(heap, node.childA(), node.childB(), level);
            } else {
                node.merged(Hamt.merge(heap, node.childA(), node.childB(), level + 1, common));
                budget -= subtreeSteps;
            }
        }
        return false;
    }

    @Override
    public long result() {
        if (result != mapA && result != mapB) {
            Memory.putLong(Term.addr(result) + MapLayout.SIZE_WORD * 8, Hamt.size(mapA) + Hamt.size(mapB) - common[0]);
        }
        return result;
    }
}
