package dev.longbeam.otp;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.MapLayout;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * The shape of a large map: how deep it is, how many nodes of which size it has, and at which depths its leaves hang.
 *
 * <p>Any thread that may see the map. A map is not deeper than the bits of its hash allow, so recursion is no danger.
 */
final class MapShape {
    private static final long AM_DEPTH = Atom.of("depth");
    private static final long AM_ARRAYS = Atom.of("arrays");
    private static final long AM_BITMAPS = Atom.of("bitmaps");
    private static final long AM_LEAFS = Atom.of("leafs");
    private static final int FAN_OUT = 16;

    private final long[] nodesBySize = new long[FAN_OUT];
    private final long[] leavesByDepth = new long[FAN_OUT];
    private long arrays;
    private int maxDepth;

    private MapShape() {
    }

    static MapShape of(final long mapTerm) {
        final MapShape shape = new MapShape();
        shape.visit(mapTerm, 0);
        return shape;
    }

    private void visit(final long term, final int depth) {
        maxDepth = Math.max(maxDepth, depth);
        if (Term.isCons(term)) {
            leavesByDepth[Math.min(depth, FAN_OUT - 1)]++;
            return;
        }
        final long addr = Term.addr(term);
        final long header = Term.header(term);
        final int first = MapLayout.firstTermWord(header);
        final int behind = (int)MapLayout.wordsBehindHeader(addr) + 1;
        if (MapLayout.type(header) == MapLayout.TYPE_HEAD_ARRAY) {
            arrays++;
        } else {
            nodesBySize[behind - first - 1]++;
        }
        for (int i = first; i < behind; i++) {
            visit(Memory.getLong(addr + i * (long)Memory.WORD_BYTES), depth + 1);
        }
    }

    /** {@code [{depth, N}, {arrays, N, []}, {bitmaps, N, BySize}, {leafs, N, ByDepth}]}. */
    long describe(final TermHeap heap) {
        return Cons.list(heap, Tuple.make(heap, AM_DEPTH, Term.makeSmall(maxDepth)),
            Tuple.make(heap, AM_ARRAYS, Term.makeSmall(arrays), Term.NIL), counted(heap, AM_BITMAPS, nodesBySize),
            counted(heap, AM_LEAFS, leavesByDepth));
    }

    private static long counted(final TermHeap heap, final long nameTerm, final long[] counts) {
        final long[] terms = new long[counts.length];
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            terms[i] = Term.makeSmall(counts[i]);
            sum += counts[i];
        }
        return Tuple.make(heap, nameTerm, Term.makeSmall(sum), Tuple.make(heap, terms));
    }
}
