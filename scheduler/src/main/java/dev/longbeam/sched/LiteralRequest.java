package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.Tuple;

/**
 * What the literal area collector asks a process: to copy what it uses of an area that is going to be freed, and to say when that is done.
 *
 * <p>Made by the literal area collector, then owned by the scheduler that runs the asked process.
 */
final class LiteralRequest {
    private static final long AM_COPY_LITERALS = Atom.of("copy_literals");
    /** The answer of a process that cannot do without a collection: it is asked again when its turn for that has come. */
    private static final long AM_NEED_GC = Atom.of("need_gc");

    /** True when the process may collect to fulfil the request, false when it should only look. */
    final boolean mayCollect;
    /** True once the collection has begun. */
    boolean collecting;
    /** The request after this one. */
    LiteralRequest next;

    private final Emulator emulator;
    private final long requester;
    private final LocalHeap heap = new LocalHeap();
    private final long idTerm;

    LiteralRequest(final Process requester, final long askedTerm, final long areaTerm, final long howTerm, final boolean mayCollect) {
        emulator = requester.emulator();
        this.requester = requester.self;
        this.mayCollect = mayCollect;
        idTerm = Tuple.make(heap, TermCopy.copy(areaTerm, heap), howTerm, askedTerm);
    }

    /** The process does not refer to the area (any more). */
    void done() {
        answer(Atoms.OK);
    }

    /** The process refers to the area and must collect. */
    void needsCollection() {
        answer(AM_NEED_GC);
    }

    private void answer(final long resultTerm) {
        final Process to = emulator.processes.live(requester);
        if (to != null) {
            Signals.message(to, TermCopy.sizeWords(idTerm) + 4, builder -> Tuple.make(builder, AM_COPY_LITERALS, TermCopy.copy(idTerm, builder),
                resultTerm));
        }
        OffHeapList.releaseAll(heap.offHeapAddr);
        heap.close();
    }

    /** Adds this request behind others. */
    LiteralRequest behind(final LiteralRequest first) {
        if (first == null) {
            return this;
        }
        LiteralRequest last = first;
        while (last.next != null) {
            last = last.next;
        }
        last.next = this;
        return first;
    }
}
