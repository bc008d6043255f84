package dev.longbeam.sched;

import dev.longbeam.gc.ProcessHeap;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/** Sizes of a process's heap as programs see them. Called by the scheduler that runs the process, not during a collection. */
public final class HeapFigures {
    private static final long AM_OLD_HEAP_BLOCK_SIZE = Atom.of("old_heap_block_size");
    private static final long AM_HEAP_BLOCK_SIZE = Atom.of("heap_block_size");
    private static final long AM_MBUF_SIZE = Atom.of("mbuf_size");
    private static final long AM_RECENT_SIZE = Atom.of("recent_size");
    private static final long AM_STACK_SIZE = Atom.of("stack_size");
    private static final long AM_OLD_HEAP_SIZE = Atom.of("old_heap_size");
    private static final long AM_HEAP_SIZE = Atom.of("heap_size");
    private static final long AM_BIN_VHEAP_SIZE = Atom.of("bin_vheap_size");
    private static final long AM_BIN_VHEAP_BLOCK_SIZE = Atom.of("bin_vheap_block_size");
    private static final long AM_BIN_OLD_VHEAP_SIZE = Atom.of("bin_old_vheap_size");
    private static final long AM_BIN_OLD_VHEAP_BLOCK_SIZE = Atom.of("bin_old_vheap_block_size");

    private HeapFigures() {
    }

    /**
     * {@code process_info(garbage_collection_info)}.
     *
     * @param blockWords size of the heap's block as it is shown
     */
    public static long toList(final ProcessHeap q, final long blockWords, final TermHeap heap) {
        return Cons.list(heap, oldBlock(q, heap), pair(heap, AM_HEAP_BLOCK_SIZE, blockWords), fragments(q, heap),
            pair(heap, AM_RECENT_SIZE, q.heapTop - q.highWaterAddr >> 3), stack(q, heap), old(q, heap), used(q, heap),
            pair(heap, AM_BIN_VHEAP_SIZE, q.offHeapBytes >> 3), pair(heap, AM_BIN_VHEAP_BLOCK_SIZE, q.virtualHeapWords),
            pair(heap, AM_BIN_OLD_VHEAP_SIZE, q.oldOffHeapBytes >> 3),
            pair(heap, AM_BIN_OLD_VHEAP_BLOCK_SIZE, q.heapSettings.minVirtualHeapWords()));
    }

    /** What {@code system_monitor} tells of a large heap. */
    static long toShortList(final ProcessHeap q, final TermHeap heap) {
        return Cons.list(heap, oldBlock(q, heap), pair(heap, AM_HEAP_BLOCK_SIZE, q.blockWords), fragments(q, heap), stack(q, heap), old(q, heap), used(q, heap));
    }

    private static long oldBlock(final ProcessHeap q, final TermHeap heap) {
        return pair(heap, AM_OLD_HEAP_BLOCK_SIZE, q.oldEnd - q.oldAddr >> 3);
    }

    private static long fragments(final ProcessHeap q, final TermHeap heap) {
        return pair(heap, AM_MBUF_SIZE, q.fragmentWords);
    }

    private static long stack(final ProcessHeap q, final TermHeap heap) {
        return pair(heap, AM_STACK_SIZE, q.stackWords());
    }

    private static long old(final ProcessHeap q, final TermHeap heap) {
        return pair(heap, AM_OLD_HEAP_SIZE, q.oldUsedWords());
    }

    private static long used(final ProcessHeap q, final TermHeap heap) {
        return pair(heap, AM_HEAP_SIZE, q.usedWords());
    }

    private static long pair(final TermHeap heap, final long keyTerm, final long value) {
        return Tuple.make(heap, keyTerm, Term.makeSmall(value));
    }
}
